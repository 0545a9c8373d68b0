"""
The query string hash of Connect: which request a token is for.

METHOD & path & query, with the query sorted and encoded anew, so that what travels may be written in several ways.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from urllib.parse import parse_qsl, quote, urlsplit

__all__ = ["canonical_request", "query_string_hash"]


def query_string_hash(method: str, url: str, base_url: str = "") -> str:
    """Return the hash of a request; `url` may be relative to `base_url`, whose path does not count."""
    return hashlib.sha256(canonical_request(method, url, base_url).encode()).hexdigest()


def canonical_request(method: str, url: str, base_url: str = "") -> str:
    """Return what is hashed."""
    address = urlsplit(url)
    path = address.path
    context = urlsplit(base_url).path.rstrip("/")
    if context and (path == context or path.startswith(context + "/")):
        path = path[len(context) :]
    path = path.removesuffix("/") or "/"
    return "&".join([method.upper(), path.replace("&", "%26"), _query(address.query)])


def _query(query: str) -> str:
    values: defaultdict[str, list[str]] = defaultdict(list)
    for name, value in parse_qsl(query, keep_blank_values=True):
        if name != "jwt":
            values[name].append(value)
    named = sorted((_encoded(name), ",".join(map(_encoded, sorted(found)))) for name, found in values.items())
    return "&".join(f"{name}={joined}" for name, joined in named)


def _encoded(text: str) -> str:
    return quote(text, safe="-._~")
