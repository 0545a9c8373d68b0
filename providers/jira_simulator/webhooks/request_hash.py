"""
The hash of a request that tokens of apps carry as `qsh`.

Method, path below the base url and sorted query, SHA-256 in hex; several values of one name are sorted as they are
decoded.
https://developer.atlassian.com/cloud/jira/platform/understanding-jwt-for-connect-apps/
"""

from __future__ import annotations

import hashlib
from urllib.parse import parse_qsl, quote, urlsplit

__all__ = ["request_hash"]


def request_hash(method: str, url: str, *, base_url: str = "") -> str:
    """Return the hash of a request for a url, seen from the base url of who receives it."""
    address = urlsplit(url)
    path = address.path.removeprefix(urlsplit(base_url).path.rstrip("/"))
    path = path.removesuffix("/") or "/"
    canonical = f"{method.upper()}&{path.replace('&', '%26')}&{_query(address.query)}"
    return hashlib.sha256(canonical.encode()).hexdigest()


def _query(text: str) -> str:
    values: dict[str, list[str]] = {}
    for name, value in parse_qsl(text, keep_blank_values=True):
        if name != "jwt":
            values.setdefault(name, []).append(value)
    pairs = ((_encoded(name), ",".join(map(_encoded, sorted(found)))) for name, found in values.items())
    return "&".join(f"{name}={value}" for name, value in sorted(pairs))


def _encoded(text: str) -> str:
    return quote(text, safe="-._~")
