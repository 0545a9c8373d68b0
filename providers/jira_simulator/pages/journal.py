"""The journal as a page: what the site was asked last, and how it answered."""

from __future__ import annotations

from typing import Final
from urllib.parse import unquote_plus, urlencode

from ..journal import Received
from ..site import Site
from .frame import address, page
from .markup import Html, tag
from .parts import moment

__all__ = ["journal_page"]

_SHOWN: Final = 200
#: What people look at themselves.
_PAGES: Final = ("/browse/", "/issues/", "/projects/", "/requests", "/favicon.ico")


def journal_page(site: Site) -> bytes:
    """Return the last requests, newest first, without those for pages."""
    found = [item for item in site.requests.find() if item.path != "/" and not item.path.startswith(_PAGES)]
    newest = found[: -_SHOWN - 1 : -1]
    told = f"{len(newest)} of {len(found)} requests, newest first; credentials are left out."
    source = tag("a", "the same as JSON", href=address(site, "/__simulator/requests"))
    return page(site, "Requests", tag("h1", "Requests"), tag("p", told, " ", source, class_="note"), _table(newest))


def _table(requests: list[Received]) -> Html:
    if not requests:
        return tag("p", "Nobody has asked for anything yet.")
    heads = ("When", "Method", "Path", "Who", "Status")
    rows = [
        tag(
            "tr",
            tag("td", moment(item.at)),
            tag("td", item.method),
            tag("td", tag("code", _asked(item))),
            tag("td", item.account or tag("span", "nobody", class_="note")),
            tag("td", tag("span", item.status or "none", class_=f"pill {_color(item)}"), _fate(item)),
        )
        for item in requests
    ]
    head = tag("thead", tag("tr", [tag("th", name, scope="col") for name in heads]))
    table = tag("table", head, tag("tbody", rows), class_="issues")
    return tag("div", table, class_="wide card", tabindex=0, role="region", aria_label="Requests")


def _asked(item: Received) -> str:
    return item.path + (f"?{unquote_plus(urlencode(item.query))}" if item.query else "")


def _color(item: Received) -> str:
    return "c3" if 200 <= item.status < 300 else "bad" if item.status >= 500 or not item.status else "warn"


def _fate(item: Received) -> list[str | Html]:
    told = [f"fault: {item.fault}"] if item.fault else []
    told += ["answer lost"] if item.dropped else []
    return [" ", tag("span", ", ".join(told), class_="note")] if told else []
