"""
Signatures of OAuth 1.0a: what a request says it is signed with, and whether it is.

RSA-SHA1 over method, url, query, form body and the protocol's parameters (RFC 5849); the secrets of consumer and token
play no part. Wrong requests end as the problems of http://wiki.oauth.net/ProblemReporting, which Jira reports.
"""

# pyright: reportMissingTypeStubs=false, reportUnknownVariableType=false

from __future__ import annotations

import binascii
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final
from urllib.parse import parse_qsl, unquote
from urllib.request import parse_http_list, parse_keqv_list

from authlib.oauth1.rfc5849.rsa import verify_sha1
from authlib.oauth1.rfc5849.signature import normalize_base_string_uri, normalize_parameters
from authlib.oauth1.rfc5849.util import escape

from ..rest.call import Call
from ..site import Site
from ..store.grants import App
from .apps import app_of

__all__ = ["Problem", "Signed", "signed"]

_REQUIRED: Final = (
    "oauth_consumer_key",
    "oauth_signature_method",
    "oauth_signature",
    "oauth_timestamp",
    "oauth_nonce",
)
_MANY_NONCES: Final = 10_000


class Problem(Exception):
    """What is wrong with a signed request; `more` are further parameters of the report."""

    def __init__(self, name: str, more: Mapping[str, str] | None = None, *, status: int = 401) -> None:
        super().__init__(name, more, status)
        self.name = name
        self.more = dict(more or {})
        self.status = status


@dataclass(frozen=True, slots=True)
class Signed:
    """A request whose signature is good: who sends it, and the protocol's parameters."""

    consumer: App
    parameters: Mapping[str, str]


def signed(call: Call) -> Signed:
    """
    Return what a request is signed with.

    Raises:
        Problem: It is not signed, or wrongly, or has come before.
    """
    site = call.site
    everything = _parameters(call)
    found = {name: value for name, value in everything if name.startswith("oauth_")}
    if len(found) != sum(name.startswith("oauth_") for name, _ in everything):
        raise Problem("parameter_rejected", status=400)
    absent = [name for name in _REQUIRED if not found.get(name)]
    if absent:
        raise Problem("parameter_absent", {"oauth_parameters_absent": "&".join(absent)}, status=400)
    if found.get("oauth_version", "1.0") != "1.0":
        raise Problem("version_rejected", {"oauth_acceptable_versions": "1.0-1.0"}, status=400)
    if found["oauth_signature_method"] != "RSA-SHA1":
        raise Problem("signature_method_rejected", status=400)
    consumer = app_of(site, found["oauth_consumer_key"], "oauth1")
    if consumer is None:
        raise Problem("consumer_key_unknown")
    seconds = _seconds(site, found["oauth_timestamp"])
    if not _verifies(call, everything, found["oauth_signature"], consumer.public_key):
        raise Problem("signature_invalid")
    _use(site, seconds, found)
    return Signed(consumer, found)


def _parameters(call: Call) -> list[tuple[str, str]]:
    """Return all parameters that are signed: of the header, of the query and of a form."""
    parameters = list(call.query)
    if call.headers.get("content-type", "").startswith("application/x-www-form-urlencoded"):
        parameters += parse_qsl(call.content.decode("utf-8", "replace"), keep_blank_values=True)
    scheme, _, rest = call.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "oauth":
        return parameters
    try:
        pairs = parse_keqv_list(parse_http_list(rest))
    except (IndexError, ValueError):
        raise Problem("parameter_rejected", status=400) from None
    return parameters + [(unquote(name), unquote(value)) for name, value in pairs.items() if name.lower() != "realm"]


def _seconds(site: Site, timestamp: str) -> int:
    if not (timestamp.isascii() and timestamp.isdigit() and len(timestamp) < 16):
        raise Problem("parameter_rejected", {"oauth_parameters_rejected": "oauth_timestamp"}, status=400)
    now, most = site.clock.now() // 1000, int(site.oauth.timestamp_seconds)
    if abs(now - int(timestamp)) > most:
        raise Problem("timestamp_refused", {"oauth_acceptable_timestamps": f"{now - most}-{now + most}"})
    return int(timestamp)


def _verifies(call: Call, parameters: list[tuple[str, str]], signature: str, public_key: str) -> bool:
    address: str = normalize_base_string_uri(call.base + call.url, call.headers.get("host"))
    signable: str = normalize_parameters([pair for pair in parameters if pair[0] != "oauth_signature"])
    text = "&".join(str(escape(part)) for part in (call.method.upper(), address, signable))
    try:
        return bool(public_key and verify_sha1(binascii.a2b_base64(signature), text.encode(), public_key))
    except (binascii.Error, ValueError):
        return False


def _use(site: Site, seconds: int, found: Mapping[str, str]) -> None:
    """Refuse a request that came before, and remember this one as long as its timestamp is good."""
    nonces, now = site.oauth.nonces, site.clock.now() / 1000
    word = "\n".join([found["oauth_consumer_key"], found.get("oauth_token", ""), str(seconds), found["oauth_nonce"]])
    if word in nonces:
        raise Problem("nonce_used")
    if len(nonces) >= _MANY_NONCES:
        for old in [known for known, until in nonces.items() if until < now]:
            del nonces[old]
    nonces[word] = seconds + site.oauth.timestamp_seconds
