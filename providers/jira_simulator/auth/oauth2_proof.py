"""Proof key for code exchange (RFC 7636): challenges that are taken, and whether a verifier answers one."""

# pyright: reportMissingTypeStubs=false, reportUnknownVariableType=false

from __future__ import annotations

from collections.abc import Mapping

from authlib.oauth2.rfc7636 import create_s256_code_challenge
from authlib.oauth2.rfc7636.challenge import CODE_CHALLENGE_PATTERN, CODE_VERIFIER_PATTERN

__all__ = ["proves", "takes_challenge"]


def takes_challenge(challenge: str, method: str) -> bool:
    """Say whether a challenge, if there is one, can be answered."""
    if not challenge:
        return not method
    return method in {"S256", "plain"} and CODE_CHALLENGE_PATTERN.fullmatch(challenge) is not None


def proves(details: Mapping[str, str], verifier: object) -> bool:
    """Say whether a verifier answers the challenge that a code was asked for with; no challenge takes no verifier."""
    challenge = details.get("challenge")
    if not challenge:
        return verifier is None
    if not isinstance(verifier, str) or CODE_VERIFIER_PATTERN.fullmatch(verifier) is None:
        return False
    if details.get("method") == "S256":
        computed: str = create_s256_code_challenge(verifier)
        return computed == challenge
    return verifier == challenge
