"""Tokens of Forge invocations: good ones, and those that a receiver must refuse."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from collections.abc import Callable, Mapping
from typing import Any, Final, TypeAlias

from joserfc import jwt
from joserfc.jwk import RSAKey

from .forge import Forge

__all__ = ["FAULTS", "mint"]

Claims: TypeAlias = dict[str, Any]
_HOUR: Final = 3600


def mint(forge: Forge, claims: Claims, fault: str | None = None) -> str:
    """
    Return a token with these claims.

    Args:
        forge: Whose key signs it.
        claims: What it says; those that are None are left out.
        fault: What is wrong with it, one of `FAULTS`; None for a good one.
    """
    said = {name: value for name, value in claims.items() if value is not None}
    if fault is None:
        return _signed(forge, said)
    if fault not in FAULTS:
        raise ValueError(f"There is no fault {fault!r}; take one of {', '.join(FAULTS)}.")
    return FAULTS[fault](forge, said)


def _signed(forge: Forge, claims: Claims, *, kid: str | None = None, key: RSAKey | None = None) -> str:
    current, own = forge.keys.current
    return jwt.encode({"alg": "RS256", "typ": "JWT", "kid": kid or current}, claims, key or own, algorithms=["RS256"])


def _changed(**changes: Callable[[Claims], object]) -> Callable[[Forge, Claims], str]:
    """Return what signs claims some of which are others than they should be."""

    def made(forge: Forge, claims: Claims) -> str:
        return _signed(forge, claims | {name: change(claims) for name, change in changes.items()})

    return made


def _without(name: str) -> Callable[[Forge, Claims], str]:
    def made(forge: Forge, claims: Claims) -> str:
        return _signed(forge, {key: value for key, value in claims.items() if key != name})

    return made


def _unsigned(forge: Forge, claims: Claims) -> str:
    del forge
    return f"{_part({'alg': 'none', 'typ': 'JWT'})}.{_part(claims)}."


def _signed_with_public_key(forge: Forge, claims: Claims) -> str:
    """Sign by HMAC with what everybody may know: the algorithm that a careless receiver takes from the token."""
    kid, key = forge.keys.current
    head = f"{_part({'alg': 'HS256', 'typ': 'JWT', 'kid': kid})}.{_part(claims)}"
    signature = hmac.new(key.as_pem(private=False), head.encode(), hashlib.sha256).digest()
    return f"{head}.{_encoded(signature)}"


def _part(value: Mapping[str, object]) -> str:
    return _encoded(json.dumps(value, separators=(",", ":")).encode())


def _encoded(value: bytes) -> str:
    return base64.urlsafe_b64encode(value).rstrip(b"=").decode()


FAULTS: Final[dict[str, Callable[[Forge, Claims], str]]] = {
    "expired": _changed(exp=lambda claims: claims["iat"] - _HOUR, iat=lambda claims: claims["iat"] - 2 * _HOUR),
    "not-yet-valid": _changed(nbf=lambda claims: claims["iat"] + _HOUR, exp=lambda claims: claims["iat"] + 2 * _HOUR),
    "wrong-audience": _changed(aud=lambda _: "ari:cloud:ecosystem::app/another"),
    "wrong-issuer": _changed(iss=lambda _: "forge/another"),
    "no-expiry": _without("exp"),
    "alg-none": _unsigned,
    "hs256-public-key": _signed_with_public_key,
    "unknown-kid": lambda forge, claims: _signed(forge, claims, kid="nobody-knows-it"),
    "another-key": lambda forge, claims: _signed(forge, claims, key=RSAKey.generate_key(2048)),
    "changed": lambda forge, claims: _tampered(_signed(forge, claims)),
}


def _tampered(token: str) -> str:
    """Return a token whose claims were changed after it was signed."""
    head, payload, signature = token.split(".")
    claims: Claims = json.loads(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))
    return f"{head}.{_part({**claims, 'principal': 'somebody-else'})}.{signature}"
