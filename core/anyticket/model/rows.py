"""
Rows: a connection as JSON that a host keeps in its database.

A secret is there as what the host's encryption made of it, a reference as itself. A tenant's text is always sealed,
so nothing that a tenant typed is ever read as a reference.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from importlib import import_module
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from pydantic import SecretStr

from .secret import SecretRef

if TYPE_CHECKING:
    from .connection import Auth, Connection

#: Encrypts, or decrypts, one secret.
Cipher: TypeAlias = Callable[[str], str]
_KIND: Final = "kind"


def row_of(connection: Connection, seal: Cipher) -> dict[str, Any]:
    """Return a connection as JSON."""
    row = connection.model_dump(mode="json", exclude={"auth", "webhook_secret"})
    row["webhook_secret"] = None if connection.webhook_secret is None else _sealed(connection.webhook_secret, seal)
    row["auth"] = None if connection.auth is None else _auth_row(connection.auth, seal)
    return row


def values_of(row: Mapping[str, Any], open: Cipher) -> dict[str, Any]:
    """Return what a connection is made of."""
    values = dict(row)
    if row.get("webhook_secret") is not None:
        values["webhook_secret"] = _opened(row["webhook_secret"], open)
    if row.get("auth") is not None:
        fields = {name: _opened(value, open) for name, value in row["auth"].items() if name != _KIND}
        values["auth"] = _auth_class(row["auth"][_KIND])(**fields)
    return values


def _auth_row(auth: Auth, seal: Cipher) -> dict[str, Any]:
    kind = type(auth)
    secrets = {name: _sealed(value, seal) for name, value in auth if isinstance(value, SecretStr)}
    return {
        _KIND: f"{kind.__module__}:{kind.__qualname__}",
        **auth.model_dump(mode="python", exclude=set(secrets)),
        **secrets,
    }


def _sealed(secret: SecretStr, seal: Cipher) -> dict[str, str]:
    if isinstance(secret, SecretRef):
        return {"reference": secret.reference}
    return {"sealed": seal(secret.get_secret_value())}


def _opened(value: Any, open: Cipher) -> Any:
    match value:
        case {"reference": str(reference)}:
            return SecretRef(reference)
        case {"sealed": str(sealed)}:
            return SecretStr(open(sealed))
        case _:
            return value


def _auth_class(kind: str) -> type[Auth]:
    """Return a class of credentials by its name; no module is imported for it but one of an anyticket package."""
    from .connection import Auth

    name, _, qualified = kind.partition(":")
    known = name in sys.modules or name.startswith(("anyticket.", "anyticket_"))
    found = getattr(import_module(name), qualified, None) if known else None
    if isinstance(found, type) and issubclass(found, Auth):
        return found
    raise ValueError(f"{kind!r} are no credentials that are known here: import their provider first")
