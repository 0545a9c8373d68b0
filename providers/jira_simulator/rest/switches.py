"""Switches: what an administrator can turn off for the whole site, and what Jira says then."""

from __future__ import annotations

from typing import Final

from ..refusal import Refused
from ..site import Site

__all__ = ["require_linking", "require_voting", "require_watching"]

_LINKING: Final = "Issue linking is currently disabled."
_VOTING: Final = "Voting for issues is currently not enabled for this JIRA instance."
_WATCHING: Final = "Watching issues is currently not enabled for this JIRA instance."


def require_linking(site: Site, *, status: int = 404) -> None:
    """Refuse where issues are not linked: 403 for links to something elsewhere, 404 for all else."""
    _require(site, "issueLinkingEnabled", _LINKING, status)


def require_voting(site: Site) -> None:
    _require(site, "votingEnabled", _VOTING, 404)


def require_watching(site: Site) -> None:
    _require(site, "watchingEnabled", _WATCHING, 404)


def _require(site: Site, name: str, message: str, status: int) -> None:
    held = site.store.settings.first(name=name)
    if held is not None and held.value is False:
        raise Refused(status, message)
