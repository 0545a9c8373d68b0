"""The page of an issue: what it says, what hangs on it, what happened to it."""

from __future__ import annotations

from urllib.parse import quote

from ..site import Site
from ..store.issues import Issue
from .activity import comments, history, worklogs
from .documents import rich
from .fields import details, long_texts
from .frame import address, page
from .markup import Content, Html, join, link_target, tag
from .parts import issue_link, issue_list, moment, person, status

__all__ = ["issue_page"]


def issue_page(site: Site, issue: Issue) -> bytes:
    """Return the page of an issue."""
    summary = issue.text("summary")
    return page(
        site,
        f"{issue.key} {summary}",
        _crumbs(site, issue),
        tag("h1", summary or issue.key),
        tag("p", tag("span", issue.key, class_="key"), " · ", _type(site, issue), " · ", status(site, issue)),
        tag("p", "Archived ", moment(issue.archived), class_="problem") if issue.archived else None,
        tag(
            "div",
            tag("div", _main(site, issue)),
            tag("aside", tag("h2", "Details"), details(site, issue), class_="card", aria_label="Details"),
            class_="columns",
        ),
    )


def _main(site: Site, issue: Issue) -> list[Content]:
    description = issue.values.get("description")
    return [
        tag("h2", "Description"),
        tag("div", rich(description), class_="rich") if description else tag("p", "No description.", class_="note"),
        [join(tag("h2", name), tag("div", rich(text), class_="rich")) for name, text in long_texts(site, issue)],
        _attachments(site, issue),
        _children(site, issue),
        _links(site, issue),
        comments(site, issue),
        worklogs(site, issue),
        history(site, issue),
    ]


def _crumbs(site: Site, issue: Issue) -> Html:
    project = site.store.projects[issue.project_id]
    parent = site.store.issues.get(issue.parent_id) if issue.parent_id else None
    links = [tag("a", project.name, href=address(site, f"/projects/{project.key}"))]
    links += [issue_link(site, parent)] if parent else []
    parts = [join(link, " / ") for link in links]
    return tag("nav", parts, issue.key, class_="crumbs", aria_label="Where this is")


def _type(site: Site, issue: Issue) -> str:
    found = site.store.types.get(issue.ref("issuetype") or 0)
    return found.name if found else ""


def _attachments(site: Site, issue: Issue) -> Html:
    found = site.store.attachments.where(issue_id=issue.id)
    if not found:
        return Html()
    rows = [
        tag(
            "li",
            tag("a", item.filename, href=_download(site, issue, item.id, item.filename), class_="what", download=""),
            tag("span", f"{item.size:,} bytes · {item.media_type}", class_="note"),
            tag("span", person(site, item.author_id)),
        )
        for item in found
    ]
    return join(tag("h2", f"Attachments ({len(found)})"), tag("ul", rows, class_="list card"))


def _download(site: Site, issue: Issue, id: int, filename: str) -> str:
    return address(site, f"/browse/{issue.key}/attachments/{id}/{quote(filename, safe='') or '-'}")


def _children(site: Site, issue: Issue) -> Html:
    found = site.store.issues.where(parent_id=issue.id)
    if not found:
        return Html()
    return join(tag("h2", f"Child issues ({len(found)})"), tag("div", issue_list(site, found), class_="card"))


def _links(site: Site, issue: Issue) -> Html:
    """Return links, each with the phrase that reads from this issue to the other."""
    store = site.store
    ends = [(link.type_id, False, link.target_id) for link in store.links.where(source_id=issue.id)]
    ends += [(link.type_id, True, link.source_id) for link in store.links.where(target_id=issue.id)]
    rows = [
        tag(
            "li",
            tag("span", kind.inward if inward else kind.outward, class_="note"),
            issue_link(site, other),
            tag("span", other.text("summary"), class_="what"),
            status(site, other),
        )
        for type_id, inward, other_id in ends
        if (kind := store.link_types.get(type_id)) and (other := store.issues.get(other_id))
    ]
    rows += [_remote(link.target, link.relationship) for link in store.remote_links.where(issue_id=issue.id)]
    return join(tag("h2", f"Links ({len(rows)})"), tag("ul", rows, class_="list card")) if rows else Html()


def _remote(target: dict[str, object], relationship: str | None) -> Html:
    url, title = str(target.get("url") or ""), str(target.get("title") or target.get("url") or "")
    href = link_target(url)
    shown = tag("a", title, href=href, rel="noreferrer noopener", class_="what") if href else tag("span", title)
    return tag("li", tag("span", relationship or "links to", class_="note"), shown)
