"""Parts of pages: a time, a status, a person, a key, an issue in a list."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from ..site import Site
from ..store.issues import Issue
from .markup import Html, join, tag

__all__ = ["issue_link", "issue_list", "issue_table", "moment", "person", "status"]


def moment(milliseconds: int | None) -> Html:
    """Return an instant, in UTC."""
    if milliseconds is None:
        return Html()
    utc = datetime.fromtimestamp(milliseconds / 1000, UTC)
    return tag("time", f"{utc:%Y-%m-%d %H:%M} UTC", datetime=f"{utc:%Y-%m-%dT%H:%M:%SZ}")


def status(site: Site, issue: Issue) -> Html:
    found = site.store.statuses.get(issue.ref("status") or 0)
    return Html() if found is None else tag("span", found.name, class_=f"pill c{found.category}")


def person(site: Site, id: int | None) -> Html:
    """Return an account: its initials in a circle, and its name."""
    found = site.store.people.get(id or 0)
    if found is None:
        return tag("span", "nobody", class_="note")
    initials = "".join(word[0] for word in found.display_name.split()[:2]).upper()
    return join(tag("span", initials, class_=f"face f{found.id % 5}", aria_hidden="true"), " ", found.display_name)


def issue_link(site: Site, issue: Issue) -> Html:
    return tag("a", issue.key, href=f"{site.settings.context}/browse/{issue.key}", class_="key")


def issue_list(site: Site, issues: Sequence[Issue]) -> Html:
    """Return issues as a short list: key, summary, status."""
    return tag(
        "ul",
        [
            tag("li", issue_link(site, found), tag("span", found.text("summary"), class_="what"), status(site, found))
            for found in issues
        ],
        class_="list",
    )


def issue_table(site: Site, issues: Sequence[Issue]) -> Html:
    """Return issues as a table."""
    heads = ("Key", "Type", "Summary", "Status", "Assignee", "Updated")
    rows = [
        tag(
            "tr",
            tag("td", issue_link(site, found)),
            tag("td", _type(site, found)),
            tag("td", found.text("summary")),
            tag("td", status(site, found)),
            tag("td", person(site, found.ref("assignee"))),
            tag("td", moment(found.updated)),
        )
        for found in issues
    ]
    head = tag("thead", tag("tr", [tag("th", name, scope="col") for name in heads]))
    table = tag("table", head, tag("tbody", rows), class_="issues")
    return tag("div", table, class_="wide card", tabindex=0, role="region", aria_label="Issues")


def _type(site: Site, issue: Issue) -> str:
    found = site.store.types.get(issue.ref("issuetype") or 0)
    return "" if found is None else found.name
