"""
Links of issues to things elsewhere: written over when they have a global id that the issue knows, removed.

What a request does not give is empty afterwards. Only that a link comes or goes is history of the issue.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final
from urllib.parse import urlsplit

from ..refusal import Refused
from ..store.activity import RemoteLink
from ..store.issues import Issue
from ..wire import as_object
from . import events
from .editing import Edit
from .history import item, logged

__all__ = ["add_remote_link", "change_remote_link", "delete_remote_link"]

_LONGEST: Final = 255
_NO_URI: Final = re.compile(r'[\s<>"{}|\\^`\x00-\x1f]')


def add_remote_link(edit: Edit, issue: Issue, body: Mapping[str, Any]) -> tuple[RemoteLink, bool]:
    """Add a link, or write over the one with its global id; say whether it is new."""
    links, wanted = edit.site.store.remote_links, _read(issue, body)
    if wanted.global_id is not None:
        held = links.first(issue_id=issue.id, global_id=wanted.global_id)
        if held is not None:
            return _saved(edit, replace(wanted, id=held.id)), False
    made = links.add(wanted)
    _write_down(edit, issue, item("RemoteIssueLink", None, _told(made)))
    return made, True


def change_remote_link(edit: Edit, issue: Issue, found: RemoteLink, body: Mapping[str, Any]) -> RemoteLink:
    """Write over a link, its global id as well."""
    return _saved(edit, replace(_read(issue, body), id=found.id))


def delete_remote_link(edit: Edit, issue: Issue, found: RemoteLink) -> None:
    edit.site.store.remote_links.remove(found.id)
    _write_down(edit, issue, item("RemoteIssueLink", _told(found), None))


def _saved(edit: Edit, link: RemoteLink) -> RemoteLink:
    saved = edit.site.store.remote_links.save(link)
    edit.site.index.touch(link.issue_id)
    return saved


def _told(link: RemoteLink) -> tuple[str, str]:
    """Return what the changelog says of a link."""
    application = (link.application or {}).get("name") or "Web Link"
    return str(link.id), f'This issue links to "{link.target["title"]} ({application})"'


def _write_down(edit: Edit, issue: Issue, entry: dict[str, str | None]) -> None:
    saved, change = logged(edit, issue, [entry])
    if edit.site.cloud:
        events.issue_updated(edit.site, saved, edit.account, change, "issue_updated")


def _read(issue: Issue, body: Mapping[str, Any]) -> RemoteLink:
    """
    Return the link that a request describes.

    Raises:
        Refused: With everything that is wrong, by field.
    """
    target, application = as_object(body.get("object")), as_object(body.get("application"))
    icon, status = as_object(target.get("icon")), as_object(target.get("status"))
    status_icon = as_object(status.get("icon"))
    names = {
        "globalId": body.get("globalId"),
        "title": target.get("title"),
        "relationship": body.get("relationship"),
        "applicationType": application.get("type"),
        "applicationName": application.get("name"),
    }
    urls = {
        "url": target.get("url"),
        "iconUrl": icon.get("url16x16"),
        "statusIconUrl": status_icon.get("url16x16"),
        "statusIconLink": status_icon.get("link"),
    }
    errors = {
        **{name: f"'{name}' is longer than {_LONGEST} characters." for name, value in names.items() if _is_long(value)},
        **{name: f"'{name}' is not a valid URI." for name, value in urls.items() if value and not _is_uri(value)},
        **{name: f"'{name}' is required." for name in ("url", "title") if not str(target.get(name) or "").strip()},
    }
    if errors:
        raise Refused(400, errors=errors)
    return RemoteLink(
        issue_id=issue.id,
        global_id=body.get("globalId") or None,
        target=_given(target, "url", "title", "summary")
        | {"icon": _given(icon, "url16x16", "title", "link")}
        | {"status": _given(status, "resolved") | {"icon": _given(status_icon, "url16x16", "title", "link")}},
        application=_given(application, "type", "name") or None,
        relationship=body.get("relationship"),
    )


def _given(held: Mapping[str, Any], *names: str) -> dict[str, object]:
    return {name: held[name] for name in names if held.get(name) is not None}


def _is_long(value: object) -> bool:
    return isinstance(value, str) and len(value) > _LONGEST


def _is_uri(value: object) -> bool:
    if not isinstance(value, str) or _NO_URI.search(value):
        return False
    try:
        urlsplit(value)
    except ValueError:
        return False
    return True
