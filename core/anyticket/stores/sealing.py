"""
Sealing: tokens as text that is kept, encrypted where there is a key.

A key is what `cryptography.fernet.Fernet.generate_key()` gives. Of several, separated by commas, the first one
encrypts and each decrypts, so that a key can be changed. Without one tokens are kept as they are.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

import orjson
from pydantic import SecretStr, ValidationError

from ..auth.tokens import Token
from ..errors import ConfigError

if TYPE_CHECKING:
    from cryptography.fernet import MultiFernet

VARIABLE: Final = "ANYTICKET_TOKEN_KEY"
_SEALED: Final = "sealed:"


class Sealing:
    """
    Makes text of tokens and tokens of text.

    Args:
        key: The key; by default what the environment says.
        whose: Where the text is kept, for errors.
    """

    def __init__(self, key: SecretStr | None, whose: str) -> None:
        given = key.get_secret_value() if key is not None else os.environ.get(VARIABLE, "")
        self._whose = whose
        self._keys = _keys(given, whose) if key is not None or given.strip() else None

    def seal(self, token: Token) -> str:
        """Return a token as text."""
        text = orjson.dumps(_values(token))
        if self._keys is None:
            return text.decode()
        return _SEALED + self._keys.encrypt(text).decode()

    def open(self, text: str) -> Token:
        """Return the token that a text is. Raises ConfigError, which shows nothing of it, if the key is wrong."""
        try:
            return Token.model_validate_json(self._opened(text))
        except ValidationError:
            raise ConfigError(
                f"{self._whose} has a token in it that cannot be read: it was not written by this"
            ) from None

    def _opened(self, text: str) -> bytes:
        if not text.startswith(_SEALED):
            return text.encode()
        from cryptography.fernet import InvalidToken

        if self._keys is None:
            raise ConfigError(f"the tokens in {self._whose} are encrypted: put their key into {VARIABLE}", key=VARIABLE)
        try:
            return self._keys.decrypt(text.removeprefix(_SEALED))
        except InvalidToken:
            hint = f"was {VARIABLE} changed? Keep the old key behind the new one, after a comma"
            raise ConfigError(f"the tokens in {self._whose} were encrypted with another key; {hint}") from None


def _keys(given: str, whose: str) -> MultiFernet:
    from cryptography.fernet import Fernet, MultiFernet

    try:
        return MultiFernet([Fernet(part.strip()) for part in given.split(",")])
    except ValueError:
        made = "Fernet.generate_key() of the package cryptography makes one"
        raise ConfigError(f"the key for {whose} is none: {made}", key=VARIABLE) from None


def _values(token: Token) -> Mapping[str, object]:
    """Return what a token holds, with its secrets: the one place where they are written."""
    kept = token.refresh_token
    secrets = {
        "access_token": token.access_token.get_secret_value(),
        "refresh_token": None if kept is None else kept.get_secret_value(),
    }
    return {**token.model_dump(exclude=set(secrets)), **secrets}
