"""The frame of every page: the head, the bar at the top with the search, the foot."""

from __future__ import annotations

from ..site import Site
from .markup import Content, Html, tag
from .parts import moment
from .style import STYLE

__all__ = ["address", "page"]


def address(site: Site, path: str) -> str:
    """Return the address of a page, whatever host name the browser knows the site by."""
    return site.settings.context + path


def page(site: Site, title: str, *content: Content, jql: str = "") -> bytes:
    """Return a whole page."""
    head = tag(
        "head",
        tag("meta", charset="utf-8"),
        tag("meta", name="viewport", content="width=device-width, initial-scale=1"),
        tag("title", f"{title} · {_name(site)}"),
        tag("style", Html(STYLE)),
    )
    body = tag(
        "body",
        tag("a", "Skip to the content", href="#content", class_="skip"),
        tag("div", _bar(site, jql), class_="bar"),
        tag("main", *content, id="content"),
        _foot(site),
    )
    return ("<!doctype html>" + tag("html", head, body, lang="en")).encode()


def _name(site: Site) -> str:
    return "Jira Cloud, simulated" if site.cloud else f"Jira Data Center {site.settings.version}, simulated"


def _bar(site: Site, jql: str) -> Html:
    links = {"Projects": "/", "Issues": "/issues/", "Requests": "/requests"}
    return tag(
        "header",
        tag("strong", tag("a", _name(site), href=address(site, "/"))),
        tag("nav", [tag("a", name, href=address(site, path)) for name, path in links.items()], aria_label="Pages"),
        tag(
            "form",
            tag("input", name="jql", value=jql, placeholder="JQL, such as status = Done", aria_label="JQL"),
            tag("button", "Search"),
            action=address(site, "/issues/"),
            role="search",
        ),
    )


def _foot(site: Site) -> Html:
    now = moment(site.clock.now())
    return tag("footer", "This Jira is a simulation; its pages are read without logging in. Its clock says ", now, ".")
