"""Reading plugins.toml: where it is looked for, and what it says when it is wrong."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final, get_args

from pydantic import BaseModel, ValidationError

from ..errors import ConfigError
from .places import Place, nearest_of
from .settings import Settings
from .tables import Document

VARIABLE: Final = "ANYTICKET_CONFIG"
FILENAME: Final = "plugins.toml"


def load(path: str | os.PathLike[str] | None = None) -> Settings:
    """
    Read the settings from `path`, or the file that ANYTICKET_CONFIG names, or ./plugins.toml; none of them is no error.

    Nothing is looked up: a variable that is missing harms only the connection that needs it.
    """
    found = _file(path)
    if found is None:
        return Settings()
    place = Place(str(found))
    try:
        document = Document.model_validate(_parsed(found, place))
    except ValidationError as exc:
        raise _first_error(exc, place) from None
    return Settings(
        file=place.file,
        enabled=None if document.plugins.enabled is None else frozenset(document.plugins.enabled),
        connections=MappingProxyType(dict(document.connections)),
        apps=MappingProxyType(dict(document.apps)),
    )


def _file(path: str | os.PathLike[str] | None) -> Path | None:
    if path is not None:
        return Path(path)
    if named := os.environ.get(VARIABLE):
        return Path(named)
    here = Path(FILENAME)
    return here if here.is_file() else None


def _parsed(file: Path, place: Place) -> dict[str, Any]:
    try:
        return tomllib.loads(file.read_text(encoding="utf-8-sig"))  # editors of Windows begin a file with a mark
    except tomllib.TOMLDecodeError as exc:
        raise place.error(f"this is no TOML: {exc}") from None
    except RecursionError:
        raise place.error("this is nested too deeply") from None
    except UnicodeDecodeError as exc:
        raise place.error(f"this is no UTF-8 text: byte {exc.start} is wrong") from None
    except OSError as exc:
        named = f" ({VARIABLE} names it)" if os.environ.get(VARIABLE) == str(file) else ""
        raise place.error(f"cannot be read: {exc.strerror}{named}") from None


def _first_error(exc: ValidationError, place: Place) -> ConfigError:
    """Return the first thing that is wrong. What was written is not repeated: it may be a secret."""
    first = exc.errors(include_url=False, include_input=False)[0]
    *table, key = (str(part) for part in first["loc"])
    where = Place(place.file, ".".join(table) or None, key)
    if first["type"] != "extra_forbidden":
        return where.error(first["msg"].removeprefix("Value error, "))
    hint, near = nearest_of(key, _keys(Document, table))
    return where.error(f"{'unknown key' if table else 'unknown table or key'}; {hint}", near)


def _keys(model: type[BaseModel], path: Sequence[str]) -> tuple[str, ...]:
    """Return the keys that the table at `path` may have."""
    if not path:
        return tuple(model.model_fields)
    annotation: Any = model.model_fields[path[0]].annotation
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return _keys(annotation, path[1:])
    _, inner = get_args(annotation)  # a table of named tables
    return _keys(inner, path[2:])
