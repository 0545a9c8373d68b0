"""
The url of a delivery: variables filled in, and who caused the event.

Data Center 10 dropped the dollar: `{issue.key}`; all others write `${issue.key}`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final
from urllib.parse import quote, urlencode, urlsplit

from ..site import Settings, Site
from ..store.agile import Board, Sprint
from ..store.projects import Project, Version
from ..work.events import Happening

__all__ = ["is_url", "url_for", "variables"]

_WITH_DOLLAR: Final = re.compile(r"\$\{(\w+\.\w+)\}")
_WITHOUT: Final = re.compile(r"\{(\w+\.\w+)\}")
_NAMES: Final = frozenset(
    {
        *("issue.id", "issue.key", "project.id", "project.key", "board.id", "sprint.id"),
        *("version.id", "mergedVersion.id"),
        *("modifiedUser.key", "modifiedUser.name", "modifiedUser.accountId"),
    }
)


def is_url(text: object, settings: Settings) -> bool:
    """Say whether something can be registered as a url; variables may stand in its path and query."""
    if not isinstance(text, str) or len(text) > 2000:
        return False
    plain = _syntax(settings).sub("x", text)
    try:
        found = urlsplit(plain)
        port = found.port
    except ValueError:
        return False
    return found.scheme in {"http", "https"} and bool(found.hostname) and port != 0 and " " not in plain


def url_for(template: str, happening: Happening, site: Site, *, with_body: bool) -> str:
    """Return the url of one delivery; what an event knows nothing of is left empty, what is unknown as it stands."""
    values = variables(happening, site)

    def value(found: re.Match[str]) -> str:
        return quote(values.get(found[1], ""), safe="") if found[1] in _NAMES else found[0]

    url = _syntax(site.settings).sub(value, template)
    if site.cloud or not with_body or happening.account is None:
        return url
    who = urlencode({"user_id": happening.account.name, "user_key": happening.account.key})
    return f"{url}{'&' if '?' in url else '?'}{who}"


def _syntax(settings: Settings) -> re.Pattern[str]:
    return _WITHOUT if not settings.cloud and settings.numbers >= (10,) else _WITH_DOLLAR


def variables(happening: Happening, site: Site) -> Mapping[str, str]:
    """Return what an event knows of the variables of urls."""
    values: dict[str, str] = {}
    if happening.issue is not None:
        values |= {"issue.id": str(happening.issue.id), "issue.key": happening.issue.key}
    project = _project(happening, site)
    if project is not None:
        values |= {"project.id": str(project.id), "project.key": project.key}
    subject, other, account = happening.subject, happening.other, happening.account
    if isinstance(subject, (Board, Sprint, Version)):
        values[f"{type(subject).__name__.lower()}.id"] = str(subject.id)
    if isinstance(subject, Sprint):
        values["board.id"] = str(subject.board_id)
    if isinstance(subject, Version) and isinstance(other, Version) and other.id != subject.id:
        values["mergedVersion.id"] = str(other.id)
    if account is not None and site.cloud:
        values["modifiedUser.accountId"] = account.account_id
    elif account is not None:
        values |= {"modifiedUser.key": account.key, "modifiedUser.name": account.name}
    return values


def _project(happening: Happening, site: Site) -> Project | None:
    if isinstance(happening.subject, Project):
        return happening.subject
    held = happening.issue or happening.subject
    id = getattr(held, "project_id", None)
    return site.store.projects.get(id) if isinstance(id, int) else None
