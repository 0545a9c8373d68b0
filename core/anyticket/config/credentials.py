"""Credentials in plugins.toml: references only, which are looked up; a literal secret is refused unseen."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final, cast, get_args

from pydantic import SecretStr, ValidationError

from ..errors import ConfigError
from ..model.connection import Auth
from ..plugin.manager import PluginManager
from .places import Place, nearest_of

_REFERENCE: Final = re.compile(r"[a-z][a-z0-9-]+:(?!//)\S.*")
_VENDORS_TOKEN: Final = re.compile(
    r"(ATATT|ATCTT|ATSTT|ATOA|gh[opsur]_|github_pat_|glpat-|xox[a-z]-|lin_api_|eyJ)\S{8,}"
)
_LONG_TOKEN: Final = re.compile(r"(?=.*\d)(?=.*[A-Za-z])[A-Za-z0-9_+=-]{32,}")
_UUID: Final = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)


def credentials(kind: type[Auth], written: Mapping[str, Any], place: Place, manager: PluginManager) -> Auth:
    """Return the credentials that an auth table describes."""
    found: dict[str, Any] = {}
    for name, value in written.items():
        declared = kind.model_fields.get(name)
        if declared is None:
            hint, near = nearest_of(name, kind.model_fields)
            raise place.at(name).error(f"unknown key of mode {kind.mode!r}; {hint}", near)
        found[name] = _value(value, _is_secret(declared.annotation), place.at(name), manager)
    try:
        return kind(**found)
    except ValidationError as exc:
        first = exc.errors(include_url=False, include_input=False, include_context=False)[0]
        key = ".".join(map(str, first["loc"]))
        message = "is missing" if first["type"] == "missing" else first["msg"]
        raise place.at(key).error(f"{message} (mode {kind.mode!r})" if key else message) from None


def secret(written: str, place: Place, manager: PluginManager) -> SecretStr:
    """Return what a reference leads to."""
    if not _REFERENCE.fullmatch(written):
        raise _literal(place)
    try:
        return manager.secret(written).value
    except ConfigError as exc:
        raise place.error(str(exc), exc.nearest) from None


def literal_or_found(written: str, place: Place, manager: PluginManager) -> str:
    """Return what a reference leads to, or what was written where it is no reference."""
    refuse_tokens(written, place)
    if not _REFERENCE.fullmatch(written):
        return written
    try:
        found = manager.find_secret(written)
    except ConfigError as exc:
        raise place.error(str(exc), exc.nearest) from None
    return written if found is None else found.value.get_secret_value()


def refuse_tokens(value: object, place: Place) -> None:
    """Raise ConfigError where a string, however deep, looks like a token."""
    match value:
        case str() if looks_like_token(value):
            raise _literal(place)
        case dict():
            for key, inner in cast("dict[str, object]", value).items():
                refuse_tokens(inner, place.at(f"{place.key}.{key}" if place.key else key))
        case list():
            for inner in cast("list[object]", value):
                refuse_tokens(inner, place)
        case _:
            pass


def looks_like_token(text: str) -> bool:
    """Tell whether a string is shaped like a vendor's token, or long and random; a UUID is an id."""
    if _VENDORS_TOKEN.fullmatch(text):
        return True
    return _LONG_TOKEN.fullmatch(text) is not None and _UUID.fullmatch(text) is None


def _value(value: object, is_secret: bool, place: Place, manager: PluginManager) -> object:
    if isinstance(value, str):
        return secret(value, place, manager) if is_secret else literal_or_found(value, place, manager)
    refuse_tokens(value, place)
    return value


def _is_secret(annotation: Any) -> bool:
    return annotation is SecretStr or SecretStr in get_args(annotation)


def _literal(place: Place) -> ConfigError:
    return place.error(
        "a secret does not belong into this file: put it into an environment variable and write env:NAME here"
    )
