"""Launch: a ready site from a few words, and how to log in to it."""

from __future__ import annotations

from typing import Any, Final

from .clock import Clock
from .seed import seed
from .site import Settings, Site
from .store import Store

__all__ = ["access", "make_site"]

_CLOUD_VERSION: Final = "1001.0.0-SNAPSHOT"
_RELEASES: Final = {"8.20": "8.20.30", "9.12": "9.12.25", "10.3": "10.3.24", "11.3": "11.3.12"}


def make_site(
    variant: str,
    *,
    url: str = "http://jira.test",
    issues: int = 0,
    version: str | None = None,
    context: str = "",
    file: str | None = None,
    index_lag_seconds: float = 0.0,
    clock: Clock | None = None,
) -> Site:
    """
    Return a seeded site.

    Args:
        variant: `cloud` or `server`.
        url: Where it is served, without the context path.
        issues: How many issues the seed makes; a file that has a site already is left as it is.
        version: What a server claims to be: `10.3`, or all of `10.3.24`.
        context: The context path of a server.
        file: Where SQLite keeps it; None for memory.
        index_lag_seconds: How long search does not see a change.
        clock: The time; the machine's own if None.
    """
    cloud = variant == "cloud"
    claimed = _CLOUD_VERSION if cloud else _RELEASES.get(version or "10.3", version or "")
    path = "" if cloud or not context.strip("/") else "/" + context.strip("/")
    settings = Settings(cloud=cloud, version=claimed, url=url + path, context=path, index_lag_seconds=index_lag_seconds)
    site = Site(settings, Store(file), clock or Clock())
    if not site.store.people.count():
        seed(site, issues=issues)
    return site


def access(site: Site) -> dict[str, Any]:
    """Return how to reach a site and log in, as the command prints it."""
    settings, people = site.settings, site.store.people.all()
    admin, user = people[0], people[1]
    told: dict[str, Any] = {
        "variant": "cloud" if settings.cloud else "server",
        "url": settings.url,
        "version": settings.version,
        "projects": [project.key for project in site.store.projects],
        "issues": site.store.issues.count(),
    }
    if settings.cloud:
        told["cloudId"] = settings.cloud_id
        told["gateway"] = f"{settings.url}/ex/jira/{settings.cloud_id}"
    for name, person in (("admin", admin), ("user", user)):
        if settings.cloud:
            told[name] = {
                "accountId": person.account_id,
                "email": person.email,
                "apiToken": f"api-token-{person.name}",
                "scopedApiToken": f"scoped-api-token-{person.name}",
            }
        else:
            told[name] = {
                "name": person.name,
                "key": person.key,
                "password": f"password-{person.name}",
                "token": f"pat-{person.name}",
            }
    return told
