"""What happened to an issue: its comments, its worklogs, its history."""

from __future__ import annotations

from collections.abc import Mapping

from ..fieldtypes.quantities import pretty_duration
from ..site import Site
from ..store.issues import Issue
from .documents import rich
from .markup import Content, Html, join, tag
from .parts import moment, person

__all__ = ["comments", "history", "worklogs"]


def comments(site: Site, issue: Issue) -> Html:
    """Return the comments, oldest first."""
    found = site.store.comments.where(issue_id=issue.id)
    shown = [
        tag(
            "article",
            _by(site, comment.author_id, comment.created, _told(comment.visibility, internal=comment.internal)),
            tag("p", "edited ", moment(comment.updated), class_="note") if comment.updated > comment.created else None,
            tag("div", rich(comment.body), class_="rich"),
            class_="card",
            id=f"comment-{comment.id}",
        )
        for comment in found
    ]
    return join(tag("h2", f"Comments ({len(found)})"), shown or tag("p", "No comment yet.", class_="note"))


def _told(visibility: Mapping[str, str] | None, *, internal: bool) -> Content:
    if internal:
        return tag("span", "Internal note", class_="pill warn")
    if visibility:
        return tag("span", f"Only for {visibility.get('value', visibility.get('identifier', ''))}", class_="pill warn")
    return None


def _by(site: Site, author_id: int | None, at: int, *more: Content) -> Html:
    return tag("p", tag("span", person(site, author_id)), moment(at), *more, class_="by")


def worklogs(site: Site, issue: Issue) -> Html:
    """Return the work that was logged; nothing where there is none."""
    found = site.store.worklogs.where(issue_id=issue.id)
    shown = [
        tag(
            "article",
            _by(site, log.author_id, log.started, tag("strong", pretty_duration(log.seconds))),
            tag("div", rich(log.comment), class_="rich") if log.comment else None,
            class_="card",
        )
        for log in found
    ]
    return join(tag("h2", f"Work logged ({len(found)})"), shown) if found else Html()


def history(site: Site, issue: Issue) -> Html:
    """Return every change, newest first; nothing where there was none."""
    found = site.store.changes.where(issue_id=issue.id)[::-1]
    if not found:
        return Html()
    rows = [
        tag(
            "tr",
            tag("td", moment(change.created)),
            tag("td", person(site, change.author_id)),
            tag("td", [_item(item) for item in change.items]),
        )
        for change in found
    ]
    head = tag("thead", tag("tr", [tag("th", name, scope="col") for name in ("When", "Who", "What")]))
    table = tag("table", head, tag("tbody", rows), class_="history")
    return join(
        tag("h2", f"History ({len(found)})"),
        tag("div", table, class_="wide card", tabindex=0, role="region", aria_label="History"),
    )


def _item(item: Mapping[str, str | None]) -> Html:
    old, new = item.get("fromString"), item.get("toString")
    return tag(
        "div",
        tag("strong", item.get("field")),
        ": ",
        tag("del", old) if old else tag("span", "nothing", class_="note"),
        " → ",
        tag("ins", new) if new else tag("span", "nothing", class_="note"),
    )
