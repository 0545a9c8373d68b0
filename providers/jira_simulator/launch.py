"""Launch: a ready site from a few words, and how to log in to it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Final
from urllib.parse import urlsplit
from uuid import NAMESPACE_URL, uuid5

from .auth.apps import consumer
from .auth.connect import client_key
from .auth.forge import ISSUER
from .clock import Clock
from .seed import seed
from .seed.apps import CONNECT_SECRET, REDIRECT_URI, SCOPES
from .site import Settings, Site
from .store import Store
from .store.administration import Setting

__all__ = ["access", "add_sites", "make_site", "set_upload_limit"]

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


def set_upload_limit(site: Site, most_bytes: int) -> None:
    """Say how large an attachment may be."""
    settings = site.store.settings
    held = settings.first(name="uploadLimit")
    changed = Setting(name="uploadLimit", value=most_bytes)
    if held is None:
        settings.add(changed)
    else:
        settings.save(replace(changed, id=held.id))


def add_sites(site: Site, count: int, *, issues: int = 0) -> None:
    """
    Put further sites of Cloud beside one: `site-2.localhost` and so on, with the same accounts.

    Args:
        site: Served already or soon; its OAuth is theirs.
        count: How many.
        issues: As many as the first one was seeded with, or else the account ids are others.
    """
    address = urlsplit(site.settings.url)
    port = f":{address.port}" if address.port else ""
    neighbours: list[Site] = []
    for number in range(2, count + 2):
        neighbour = make_site(
            "cloud", url=f"{address.scheme}://site-{number}.localhost{port}", issues=issues, clock=site.clock
        )
        cloud_id = str(uuid5(NAMESPACE_URL, f"site-{number}"))
        neighbour.settings = replace(neighbour.settings, cloud_id=cloud_id, title=f"Jira {number}")
        neighbours.append(neighbour)
    site.beside(neighbours)


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
        told["sites"] = [
            {"cloudId": each.settings.cloud_id, "url": each.settings.url, "name": each.settings.title}
            for each in site.family
        ]
    for name, person in (("admin", admin), ("user", user)):
        if settings.cloud:
            told[name] = {
                "accountId": person.account_id,
                "email": person.email,
                "apiToken": f"api-token-{person.name}",
                "scopedApiToken": f"scoped-api-token-{person.name}",
                "password": f"password-{person.name}",  # for pages in a browser; the API takes none
            }
        else:
            told[name] = {
                "name": person.name,
                "key": person.key,
                "password": f"password-{person.name}",
                "token": f"pat-{person.name}",
            }
    return told | (_apps_of_cloud(site) if settings.cloud else _apps_of_server(site))


def _apps_of_cloud(site: Site) -> dict[str, Any]:
    """Return where OAuth of Cloud happens, and the seeded apps."""
    service = {"clientId": "service-app", "clientSecret": "secret-of-service-app"}
    return {
        "authUrl": site.settings.url,
        "apiUrl": site.settings.url,
        "app": {
            "clientId": "3lo-app",
            "clientSecret": "secret-of-3lo-app",
            "redirectUri": REDIRECT_URI,
            "scopes": SCOPES,
        },
        "serviceAccount": service,
        "connect": {"key": "connect-app", "clientKey": client_key(site), "sharedSecret": CONNECT_SECRET},
        "forge": {
            "appId": site.forge.app_id,
            "issuer": ISSUER,
            "jwksUrl": f"{site.settings.url}/.well-known/jwks.json",
        },
    }


def _apps_of_server(site: Site) -> dict[str, Any]:
    """Return where OAuth of Data Center happens, as far as this version has it, and the seeded apps."""
    url, release = site.settings.url, site.settings.numbers
    old = consumer(site, "oauth1-app")
    told: dict[str, Any] = {
        "oauth1": {
            "url": f"{url}/plugins/servlet/oauth",
            "consumerKey": old.client_id,
            "privateKey": old.private_key,
            "publicKey": old.public_key,
            "callback": REDIRECT_URI,
        }
    }
    if release >= (8, 22):
        told["oauth2Url"] = f"{url}/rest/oauth2/latest"
        told["app"] = {
            "clientId": "server-app",
            "clientSecret": "secret-of-server-app",
            "redirectUri": REDIRECT_URI,
            "scopes": ["READ", "WRITE", "ADMIN", "SYSTEM_ADMIN"],
        }
    if release >= (11,):
        told["serviceAccount"] = {"clientId": "service-app", "clientSecret": "secret-of-service-app"}
    return told
