"""A browser without a window: logs in, reads forms and answers consent pages of a simulated Jira over plain HTTP."""

from __future__ import annotations

import asyncio
from html.parser import HTMLParser
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

import httpx

from jira_simulator import Clock, Site, create_app, make_site

from .loopback_jira import NOW

__all__ = ["Form", "Origin", "path_of", "query_of"]


class Form(HTMLParser):
    """The first form of a page: where it goes, and what it would send."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.action = ""
        self.fields: dict[str, str] = {}
        self.options: dict[str, list[str]] = {}
        self._select = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.action = given["action"]
        elif tag == "input":
            self.fields[given["name"]] = given.get("value", "")
        elif tag == "select":
            self._select = given["name"]
        elif tag == "option":
            self.options.setdefault(self._select, []).append(given["value"])


class Origin:
    """An origin that serves sites, and what is sent to it: with the cookies of one browser, or without."""

    def __init__(self, variant: str, *neighbours: Site, **options: Any) -> None:
        self.site = options.pop("site", None) or make_site(variant, issues=5, clock=Clock(lambda: NOW), **options)
        self.cookies = httpx.Cookies()
        self._app = create_app(self.site, neighbours=neighbours)

    @classmethod
    def of(cls, site: Site) -> Origin:
        """Return the origin of a site that is there already."""
        return cls("cloud", site=site)

    def send(self, method: str, path: str, *, cookies: httpx.Cookies | None = None, **options: Any) -> httpx.Response:
        """Send one request; `path` is below the site's url, or a whole url."""
        return asyncio.run(self._send(method, path, cookies, options))

    async def _send(
        self, method: str, path: str, cookies: httpx.Cookies | None, options: dict[str, Any]
    ) -> httpx.Response:
        transport = httpx.ASGITransport(app=self._app)
        async with httpx.AsyncClient(transport=transport, base_url=self.site.settings.url, cookies=cookies) as client:
            answer = await client.request(method, path, **options)
            if cookies is not None:
                cookies.update(client.cookies)
            return answer

    def browse(self, method: str, path: str, **options: Any) -> httpx.Response:
        """Send a request of the browser."""
        context = self.site.settings.context
        return self.send(method, path.removeprefix(context), cookies=self.cookies, **options)

    def log_in(self, path: str, who: str = "admin") -> str:
        """Log in on the page that a path leads to; return where the browser is sent on to."""
        answer = self.browse("GET", path)
        form = Form(self.browse("GET", answer.headers["location"]).text)
        account = f"{who}@example.com" if self.site.cloud else who
        filled = {**form.fields, "account": account, "password": f"password-{who}"}
        return str(self.browse("POST", form.action, data=filled).headers["location"])

    def decide(self, path: str, decision: str = "accept", site: str | None = None) -> httpx.Response:
        """Answer the consent page at a path."""
        form = Form(self.browse("GET", path).text)
        chosen = {"site": site or form.options["site"][0]} if "site" in form.options else {}
        return self.browse("POST", form.action, data={**form.fields, **chosen, "decision": decision})

    def bearer(self, token: str, method: str, path: str, **options: Any) -> httpx.Response:
        """Send a request with an access token."""
        return self.send(method, path, headers={"Authorization": f"Bearer {token}"}, **options)


def query_of(answer: httpx.Response) -> dict[str, str]:
    """Return the parameters of the url that a browser is sent to."""
    return dict(parse_qsl(urlsplit(answer.headers["location"]).query))


def path_of(path: str, parameters: dict[str, str]) -> str:
    """Return a path with a query."""
    return f"{path}?{urlencode(parameters)}"
