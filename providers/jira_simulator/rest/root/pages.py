"""Pages for people, read without logging in: the front page, lists of issues, an issue and its attachments."""

from __future__ import annotations

from typing import Final
from urllib.parse import quote

from ...pages.frame import page
from ...pages.front import front_page
from ...pages.issue import issue_page
from ...pages.journal import journal_page
from ...pages.listing import project_page, search_page
from ...pages.markup import tag
from ...pages.style import POLICY
from ...refusal import Refused
from ..call import Answer, Call, Stream
from ..routing import Routes

routes = Routes()

_HTML: Final = "text/html;charset=UTF-8"
_HEADERS: Final = {"Content-Security-Policy": POLICY, "Referrer-Policy": "no-referrer"}


@routes.get("/", anonymous=True)
def front(call: Call) -> Answer:
    """Return the front page."""
    return _shown(front_page(call.site))


@routes.get("/issues/", anonymous=True)
def search(call: Call) -> Answer:
    """Return what a query finds."""
    return _shown(search_page(call.site, call.text("jql"), _start(call)))


@routes.get("/projects/{project}", anonymous=True)
def project(call: Call) -> Answer:
    """Return a project and its issues."""
    key = call.path["project"].upper()
    for found in call.site.store.projects:
        if found.deleted is None and key in {found.key, *found.former_keys}:
            return _shown(project_page(call.site, found, _start(call)))
    raise _missing(call, f"There is no project {key}.")


@routes.get("/requests", anonymous=True)
def journal(call: Call) -> Answer:
    """Return what was asked of the site."""
    return _shown(journal_page(call.site))


@routes.get("/browse/{issue}", anonymous=True)
def browse(call: Call) -> Answer:
    """Return an issue; a project's key leads to the project, as in Jira."""
    found = call.site.issue(call.path["issue"])
    if found is not None:
        return _shown(issue_page(call.site, found))
    if "-" not in call.path["issue"]:
        there = f"{call.site.settings.context}/projects/{quote(call.path['issue'], safe='')}"
        return Answer(None, 302, {**_HEADERS, "Location": there})
    raise _missing(call, f"There is no issue {call.path['issue']}. It may have been deleted.")


@routes.get("/browse/{issue}/attachments/{id}/{name}", anonymous=True)
def download(call: Call) -> Answer:
    """Return an attachment, to be saved and never to be shown."""
    id, issue = call.path["id"], call.site.issue(call.path["issue"])
    found = call.site.store.attachments.get(int(id)) if id.isascii() and id.isdigit() and len(id) < 19 else None
    if found is None or issue is None or found.issue_id != issue.id:
        raise _missing(call, "There is no such attachment.")
    disposition = f"attachment; filename*=UTF-8''{quote(found.filename, safe='')}"
    pieces = call.site.store.contents.pieces(found.content, found.file, 0, found.size)
    body = Stream(found.size, pieces)
    return Answer(body, 200, {**_HEADERS, "Content-Disposition": disposition}, "application/octet-stream")


def _shown(content: bytes) -> Answer:
    return Answer(content, 200, _HEADERS, _HTML)


def _start(call: Call) -> int:
    text = call.text("start")
    return min(int(text), 10**9) if text.isascii() and text.isdigit() and len(text) < 19 else 0


def _missing(call: Call, told: str) -> Refused:
    return Refused(404, body=page(call.site, "Not found", tag("h1", "Not found"), tag("p", told)), headers=_HEADERS)
