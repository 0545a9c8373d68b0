"""A simulated Jira in process, and a client that talks to it over ASGI."""

from __future__ import annotations

import asyncio
from typing import Any

import httpx

from jira_simulator import Clock, Site, create_app, make_site

__all__ = ["NOW", "Jira", "jira"]

NOW = 1_793_620_800.0  # 2 November 2026, 12:00 UTC


class Jira:
    """A site and somebody who calls it."""

    def __init__(self, site: Site, auth: httpx.Auth | tuple[str, str] | None, headers: dict[str, str]) -> None:
        self.site = site
        self._app = create_app(site)
        self._auth = auth
        self._headers = headers

    def call(self, method: str, path: str, json: Any = None, **options: Any) -> httpx.Response:
        """Send one request; `path` is below the site's url."""
        return asyncio.run(self._send(method, path, json, options))

    async def _send(self, method: str, path: str, json: Any, options: dict[str, Any]) -> httpx.Response:
        transport = httpx.ASGITransport(app=self._app)
        async with httpx.AsyncClient(transport=transport, base_url=self.site.settings.url) as client:
            options.setdefault("auth", self._auth)
            options.setdefault("headers", self._headers)
            return await client.request(method, path, json=json, **options)

    def get(self, path: str, **params: Any) -> Any:
        """Return the JSON of a GET that succeeds."""
        return self._good(self.call("GET", path, params=params))

    def post(self, path: str, json: Any) -> Any:
        return self._good(self.call("POST", path, json))

    def put(self, path: str, json: Any) -> Any:
        return self._good(self.call("PUT", path, json))

    def search(self, jql: str, fields: str = "summary", **params: Any) -> list[str]:
        """Return the keys that a query finds, from all pages."""
        if not self.site.cloud:
            return [
                issue["key"] for issue in self.get("/rest/api/2/search", jql=jql, fields=fields, **params)["issues"]
            ]
        keys: list[str] = []
        while True:
            page = self.get("/rest/api/3/search/jql", jql=jql, fields=fields, **params)
            keys += [issue["key"] for issue in page["issues"]]
            if page["isLast"]:
                return keys
            params["nextPageToken"] = page["nextPageToken"]

    @staticmethod
    def _good(response: httpx.Response) -> Any:
        assert response.is_success, (response.status_code, response.text)
        return response.json() if response.content else None


def jira(variant: str, *, issues: int = 30, who: str = "admin", **options: Any) -> Jira:
    """Return a seeded site and one who is logged in to it: `admin`, `ben` or `cleo`."""
    site = make_site(variant, issues=issues, clock=Clock(lambda: NOW), **options)
    if site.cloud:
        return Jira(site, (f"{who}@example.com", f"api-token-{who}"), {})
    return Jira(site, None, {"Authorization": f"Bearer pat-{who}"})
