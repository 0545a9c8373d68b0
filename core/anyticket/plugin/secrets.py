"""The secrets that need no plugin: in environment variables, in files, in the system's keyring."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

from pydantic import SecretStr

from ..errors import ConfigError
from ..model.secret import Secret


def _from_environment(name: str) -> Secret:
    value = os.environ.get(name)
    if not value:
        state = "is not set" if value is None else "is empty"
        raise ConfigError(f"the environment variable {name!r} {state}: set it to the secret")
    return Secret(SecretStr(value), f"environment variable {name}")


def _from_file(name: str) -> Secret:
    path = Path(name).expanduser()
    try:
        value = path.read_text(encoding="utf-8").rstrip("\r\n")
    except (OSError, UnicodeDecodeError) as exc:
        reason = exc.strerror if isinstance(exc, OSError) else "it is no UTF-8 text"
        raise ConfigError(f"the file {name!r} cannot be read: {reason}") from None
    if not value:
        raise ConfigError(f"the file {name!r} is empty: write the secret into it")
    return Secret(SecretStr(value), f"file {name}")


def _from_keyring(name: str) -> Secret:
    service, slash, username = name.rpartition("/")
    if not slash or not service or not username:
        raise ConfigError(f"keyring:{name} lacks a part: write keyring:SERVICE/USERNAME")
    try:
        import keyring
        from keyring.errors import KeyringError
    except ImportError as exc:
        raise ConfigError('keyring: references need an extra: pip install "anyticket[keyring]"') from exc
    try:
        value = keyring.get_password(service, username)
    except KeyringError as exc:
        raise ConfigError(f"the keyring did not answer for {name!r}: {type(exc).__name__}") from exc
    if not value:
        raise ConfigError(f"the keyring has nothing for {name!r}: store it with `keyring set {service} {username}`")
    return Secret(SecretStr(value), f"keyring {name}")


#: What reads a reference, by its scheme.
SCHEMES: Final[Mapping[str, Callable[[str], Secret]]] = {
    "env": _from_environment,
    "file": _from_file,
    "keyring": _from_keyring,
}


def look_up(reference: str) -> Secret | None:
    """Return what an `env:`, `file:` or `keyring:` reference leads to, or None for any other scheme."""
    scheme, _, name = reference.partition(":")
    read = SCHEMES.get(scheme)
    return None if read is None else read(name)
