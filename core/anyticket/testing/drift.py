"""
Drift: how the answers of a tracker have changed in their form since they were recorded.

Two folders of cassettes are compared by what they answer to requests of one kind: which members there are, and of
which types. Values differ from site to site, and say nothing.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, Final, TypeAlias

from anyticket.testing import tape

#: By the path of a member: the types that its values have.
Shape: TypeAlias = Mapping[str, frozenset[str]]

#: A segment of a path, or the name of a member, that is somebody's id or key.
_ID: Final = re.compile(r"(?=.*\d)(?!\d\.\d$)[\w:.-]+|[A-Z][A-Z]+")
_VERSION: Final = re.compile(r"(/rest/\w+/)(\d[\d.]*|latest)(?=/)")
_NUMBER: Final = re.compile(r"\d+")


def compared(before: Path, after: Path) -> tuple[int, list[str]]:
    """Compare the cassettes that are in both folders: return how many kinds of requests, and what has changed."""
    names = {file.name for file in before.glob("*.yaml")} & {file.name for file in after.glob("*.yaml")}
    old, new = _shapes(before, names), _shapes(after, names)
    return len(old.keys() & new.keys()), differences(old, new)


def _shapes(folder: Path, names: Iterable[str]) -> dict[str, Shape]:
    found: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for name in names:
        for exchange in tape.parsed((folder / name).read_text(encoding="utf-8"), folder)["exchanges"]:
            request, response = exchange["request"], exchange["response"]
            if response["status"] < 300:
                kind = found[f"{request['method']} {_route(request['path'])}"]
                for path, type in _members(response.get("json")):
                    kind[path].add(type)
    return {kind: {path: frozenset(types) for path, types in members.items()} for kind, members in found.items()}


def differences(before: Mapping[str, Shape], after: Mapping[str, Shape]) -> list[str]:
    """Return what has changed in the answers that are in both, a line each."""
    lines: list[str] = []
    for kind in sorted(before.keys() & after.keys()):
        old, new = before[kind], after[kind]
        lines += [f"{kind}: {path} is new: {_told(new[path])}" for path in _outermost(new.keys() - old.keys())]
        lines += [f"{kind}: {path} is gone: {_told(old[path])}" for path in _outermost(old.keys() - new.keys())]
        for path in sorted(old.keys() & new.keys()):
            was, now = old[path] - {"null"}, new[path] - {"null"}
            if was and now and was.isdisjoint(now):
                lines.append(f"{kind}: {path} was {_told(was)} and is {_told(now)}")
    return lines


def _route(path: str) -> str:
    version = _VERSION.search(path)
    rest = path[version.end() :] if version else path
    segments = ("{}" if _ID.fullmatch(segment) else segment for segment in rest.split("/"))
    return (path[: version.end()] if version else "") + "/".join(segments)


def _members(payload: Any, path: str = "") -> Iterator[tuple[str, str]]:
    yield path or "the answer", _type(payload)
    match payload:
        case dict():
            for name, value in payload.items():  # pyright: ignore[reportUnknownVariableType]
                yield from _members(value, f"{path}.{_NUMBER.sub('{}', str(name))}")  # pyright: ignore[reportUnknownArgumentType]
        case list():
            for value in payload:  # pyright: ignore[reportUnknownVariableType]
                yield from _members(value, f"{path}[]")
        case _:
            return


def _type(payload: Any) -> str:
    match payload:
        case None:
            return "null"
        case bool():
            return "boolean"
        case int() | float():
            return "number"
        case str():
            return "string"
        case list():
            return "array"
        case _:
            return "object"


def _outermost(paths: set[str]) -> list[str]:
    """Return the paths without those below another one of them."""
    kept: list[str] = []
    for path in sorted(paths):
        if not any(path.startswith((f"{outer}.", f"{outer}[")) for outer in kept):
            kept.append(path)
    return kept


def _told(types: frozenset[str]) -> str:
    return " or ".join(sorted(types))
