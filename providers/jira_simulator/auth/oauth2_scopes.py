"""Scopes of OAuth 2.0: which a request needs, and what they are called on the consent page."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Final

from ..refusal import Refused
from ..rest.call import Call

__all__ = ["IDENTITY", "LEVELS", "SCOPE_DOES_NOT_MATCH", "in_words", "including", "require_scope"]

SCOPE_DOES_NOT_MATCH: Final = {"code": 401, "message": "Unauthorized; scope does not match"}
#: What Data Center knows, each with all before it.
LEVELS: Final = ("READ", "WRITE", "ADMIN", "SYSTEM_ADMIN")
#: Scopes that are about no site.
IDENTITY: Final = frozenset({"offline_access", "read:me", "read:account"})
_WORDS: Final = {
    "read:jira-work": "View issues, their comments, worklogs and attachments, and search for them",
    "write:jira-work": "Create, change and delete issues, comments, worklogs and attachments",
    "read:jira-user": "View accounts and groups",
    "manage:jira-project": "Change the settings, components and versions of projects",
    "manage:jira-configuration": "Administer the whole site",
    "manage:jira-webhook": "Register and delete webhooks",
    "read:servicedesk-request": "View requests of service desks",
    "write:servicedesk-request": "Create and change requests of service desks",
    "read:me": "View your profile",
    "offline_access": "Go on when you are away, until you take this back",
    "READ": "View your account, projects and issues",
    "WRITE": "Create, change and delete projects and issues",
    "ADMIN": "Administer Jira, but for what only system administrators may do",
    "SYSTEM_ADMIN": "Administer everything",
}


def in_words(scope: str) -> str:
    """Return what a person reads about a scope."""
    known = _WORDS.get(scope)
    if known is not None:
        return known
    verb, _, rest = scope.partition(":")
    what = rest.replace("-", " ").replace(".", " ").replace(":", ", ")
    return f"{verb.capitalize()} {what}" if what else scope


def including(scopes: Iterable[str]) -> frozenset[str]:
    """Return scopes of Data Center with those that they include."""
    highest = max((LEVELS.index(scope) for scope in scopes if scope in LEVELS), default=-1)
    return frozenset(LEVELS[: highest + 1])


def require_scope(call: Call, wanted: Collection[str]) -> None:
    """
    Refuse a token whose scopes do not cover a request.

    Args:
        call: Who calls is known; credentials without scopes may everything.
        wanted: What the route names: any of these on Cloud; Data Center reads from them how much it takes.
    """
    if call.scopes is None:
        return
    if call.site.cloud:
        if wanted and call.scopes.isdisjoint(wanted):
            raise Refused(401, body=SCOPE_DOES_NOT_MATCH)
        return
    level = _level(call.method, wanted)
    if level not in including(call.scopes):
        raise Refused(403, f"The access token was granted less than the scope {level}, which this request needs.")


def _level(method: str, wanted: Collection[str]) -> str:
    if "manage:jira-configuration" in wanted:
        return "ADMIN"
    if not wanted:
        return "READ" if method in {"GET", "HEAD"} else "WRITE"
    return "READ" if any(scope.startswith("read:") for scope in wanted) else "WRITE"
