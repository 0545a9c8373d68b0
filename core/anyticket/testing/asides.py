"""
Asides: large parts of answers, each kept once in a file of its own, for all cassettes of a folder that have it.

A tracker says much of what it says in every answer: a hundred fields of an issue, a project with all its types. On a
cassette there stands `!aside KIT-1-3f2a91bc04`, and `aside/KIT-1-3f2a91bc04.yaml` beside it holds that. The name is
made of the content, so what changes gets another name, and the same recording the same one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

import orjson
import yaml

FOLDER: Final = "aside"
_TAG: Final = "!aside"
#: Smaller parts are written where they belong.
_LARGE: Final = 1000
#: The members that objects are best known by.
_NAMES: Final = ("displayName", "key", "name", "id", "method", "status")
_ODD: Final = re.compile(r"[^A-Za-z0-9]+")
#: The reader in C, where PyYAML was built with it, is ten times as fast.
_SafeLoader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True)
class Reference:
    """What stands for a part that is kept aside."""

    name: str


class _Reader(_SafeLoader):  # type: ignore[misc]  # pyright: ignore[reportUntypedBaseClass]
    folder: Path


class Writer(yaml.SafeDumper):
    """Gives what comes more than once a name that says what it is, and knows references."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._given: dict[str, int] = {}

    def generate_anchor(self, node: Any) -> str:
        """Return a name for an object, unlike all others of this file."""
        word = known_as({key.value: value.value for key, value in node.value}, "object")
        number = self._given[word] = self._given.get(word, 0) + 1
        return word if number == 1 else f"{word}-{number}"


def read(text: str, folder: Path) -> Any:
    """Read YAML, with what a folder keeps aside in its place."""
    reader: Any = _Reader(text)
    reader.folder = folder
    try:
        return reader.get_single_data()
    finally:
        reader.dispose()


def write(document: Any) -> str:
    """Return YAML that people can read."""
    return yaml.dump(document, Dumper=Writer, sort_keys=False, allow_unicode=True, width=120)


def put_aside(payload: Any, keep: Callable[[str, str], None], *, called: str = "answer") -> Any:
    """Return the same with references for what is large, and give each such part to `keep`, by name and as YAML."""
    match payload:
        case list():
            changed: Any = [put_aside(one, keep, called=called) for one in payload]  # pyright: ignore[reportUnknownVariableType]
        case dict():
            changed = {name: put_aside(value, keep, called=str(name)) for name, value in payload.items()}  # pyright: ignore[reportUnknownVariableType, reportUnknownArgumentType]
        case _:
            return payload
    written = orjson.dumps(payload)
    if len(written) < _LARGE:
        return changed
    name = f"{known_as(payload, called)}-{sha256(written).hexdigest()[:10]}"
    keep(name, write(shared(changed, {})))
    return Reference(name)


def shared(payload: Any, seen: dict[bytes, Any]) -> Any:
    """Return the same, in which objects that are equal and not small are one object, which YAML writes once."""
    match payload:
        case list():
            return [shared(one, seen) for one in payload]  # pyright: ignore[reportUnknownVariableType]
        case dict():
            members = {str(name): shared(value, seen) for name, value in payload.items()}  # pyright: ignore[reportUnknownVariableType, reportUnknownArgumentType]
            written = orjson.dumps(members, default=repr)
            return members if len(written) < _LARGE // 8 else seen.setdefault(written, members)
        case _:
            return payload


def known_as(members: Any, otherwise: str) -> str:
    """Return a word for an object, made of what it is best known by."""
    if isinstance(members, Mapping):
        found: Mapping[Any, Any] = members  # pyright: ignore[reportUnknownVariableType]
        for name in _NAMES:
            if isinstance(found.get(name), str) and (word := _ODD.sub("-", found[name]).strip("-")):
                return word[:40]
    return _ODD.sub("-", otherwise).strip("-")[:40] or "object"


@lru_cache(maxsize=4096)
def _kept(file: Path, changed: int) -> Any:
    del changed  # it makes a file that was written anew another one
    return read(file.read_text(encoding="utf-8"), file.parents[1])


def _referred(reader: Any, node: Any) -> Any:
    file: Path = reader.folder / FOLDER / f"{node.value}.yaml"
    return _kept(file, file.stat().st_mtime_ns)


def _represented(_: yaml.SafeDumper, reference: Reference) -> yaml.Node:
    return yaml.ScalarNode(_TAG, reference.name)


_Reader.add_constructor(_TAG, _referred)
Writer.add_representer(Reference, _represented)
