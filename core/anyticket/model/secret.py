"""SecretRef: where a secret is kept, to be given wherever a secret is; Secret: what was found there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from pydantic import SecretStr

from ..errors import ConfigError

_SCHEMES_OF_URLS: Final = frozenset({"http", "https"})


class SecretRef(SecretStr):
    """
    A reference such as `env:NAME`, which a runtime looks up when it first needs the connection.

    Only hosts make one. A bare string is literal everywhere, so what a tenant types is never looked up.
    """

    def __init__(self, reference: str) -> None:
        scheme, separator, name = reference.partition(":")
        if not scheme or not separator or not name.strip():
            raise ConfigError("a reference is a scheme, a colon and a name, such as env:NAME")
        if scheme in _SCHEMES_OF_URLS:
            raise ConfigError(f"{scheme}: is the start of a URL, not a reference to a secret such as env:NAME")
        super().__init__(reference)

    @property
    def reference(self) -> str:
        """The reference itself, which is no secret."""
        return self._secret_value

    def get_secret_value(self) -> str:
        """Raise ConfigError: the secret is not here."""
        raise ConfigError(f"{self.reference!r} was not looked up: a runtime does that for the connections it is given")

    def __repr__(self) -> str:
        return f"SecretRef({self.reference!r})"

    def __str__(self) -> str:
        return self.reference

    def __eq__(self, other: object) -> bool:
        return isinstance(other, SecretRef) and self.reference == other.reference

    def __hash__(self) -> int:
        return hash(self._secret_value)

    def __len__(self) -> int:
        return len(self._secret_value)


@dataclass(frozen=True, slots=True)
class Secret:
    """A secret, and in words where it came from: `environment variable JIRA_TOKEN`."""

    value: SecretStr
    source: str
