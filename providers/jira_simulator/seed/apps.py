"""The registered apps of a seeded site, with secrets for all to see."""

from __future__ import annotations

from typing import Final

from ..auth.apps import register_app
from ..auth.connect import install_connect_app
from ..auth.oauth2_scopes import LEVELS
from ..site import Site

__all__ = ["CONNECT_SECRET", "REDIRECT_URI", "SCOPES", "seed_apps"]

#: Where seeded apps wait for the answer; nothing listens there unless a test does.
REDIRECT_URI: Final = "http://127.0.0.1:8976/callback"
#: What the seeded app of Connect signs with.
CONNECT_SECRET: Final = "shared-secret-of-connect-app-for-all-to-see"  # noqa: S105
#: What the seeded apps of Cloud may be granted.
SCOPES: Final = (
    "read:jira-work write:jira-work read:jira-user manage:jira-project manage:jira-configuration manage:jira-webhook "
    "read:servicedesk-request write:servicedesk-request manage:servicedesk-customer "
    "read:project:jira read:issue-details:jira read:board-scope:jira-software write:board-scope:jira-software "
    "read:board-scope.admin:jira-software read:sprint:jira-software write:sprint:jira-software "
    "delete:sprint:jira-software read:epic:jira-software write:epic:jira-software read:issue:jira-software "
    "write:issue:jira-software read:me offline_access"
).split()


def seed_apps(site: Site) -> None:
    """Register an app of each kind, and let the account of an automation be a service account."""
    service = next(person for person in site.store.people if person.kind == "app")
    if site.cloud:
        granted = tuple(scope for scope in SCOPES if scope not in {"offline_access", "read:me"})
        _register(site, "3lo", "Ticket Desk", scopes=tuple(SCOPES), redirect_uri=REDIRECT_URI)
        _register(site, "service", "Night Shift", scopes=granted, person_id=service.id)
        install_connect_app(site, "connect-app", CONNECT_SECRET, service)
        return
    _register(site, "server", "Ticket Desk", scopes=LEVELS, redirect_uri=REDIRECT_URI)
    _register(site, "service", "Night Shift", scopes=("READ", "WRITE"), person_id=service.id)
    _register(site, "oauth1", "Ticket Desk of old", redirect_uri=REDIRECT_URI)


def _register(
    site: Site,
    kind: str,
    name: str,
    *,
    redirect_uri: str = "",
    scopes: tuple[str, ...] = (),
    person_id: int | None = None,
) -> None:
    register_app(
        site,
        kind,
        client_id=f"{kind}-app",
        secret=f"secret-of-{kind}-app",
        name=name,
        redirect_uri=redirect_uri,
        scopes=scopes,
        person_id=person_id,
    )
