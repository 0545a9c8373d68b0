"""Results: what an operation returned, taken apart and held against the laws of the models."""

from __future__ import annotations

import pickle
from collections.abc import Iterator, Mapping
from copy import copy, deepcopy
from dataclasses import fields, is_dataclass
from datetime import datetime
from typing import Any

from anyticket.client.blocking import Client
from anyticket.errors import Error
from anyticket.model.page import Page
from anyticket.model.sparse import Sparse
from anyticket.provider.operations import OPERATIONS


def run(client: Client, operation: str, arguments: tuple[Any, ...]) -> Any:
    """
    Run an operation to its end and return all that came of it.

    Pages are read to the last one, an attachment is read and closed, and the first error of many is raised.
    """
    result = getattr(client, operation)(*arguments)
    if operation == "open_attachment":
        with result as opened:
            return opened.read()
    if getattr(OPERATIONS[operation].result, "__origin__", None) is Page:
        return tuple(result)
    failed: Mapping[int, Error] = getattr(result, "failed", {})
    for error in failed.values():
        raise error
    return result


def objects(result: Any) -> Iterator[Sparse]:
    """Yield the objects in a result, each before those inside of it."""
    match result:
        case Sparse():
            yield result
            for value in vars(result).values():
                yield from objects(value)
        case Mapping():
            for value in result.values():  # pyright: ignore[reportUnknownVariableType]
                yield from objects(value)
        case list() | tuple():
            for value in result:  # pyright: ignore[reportUnknownVariableType]
                yield from objects(value)
        case _ if is_dataclass(result) and not isinstance(result, type | Error):
            for field in fields(result):
                yield from objects(getattr(result, field.name))
        case _:
            return


def times(result: Any) -> Iterator[datetime]:
    """Yield the moments in a result."""
    for thing in objects(result):
        for value in vars(thing).values():
            if isinstance(value, datetime):
                yield value


def flaws(result: Any) -> list[str]:
    """Return what is wrong with the objects in a result; those inside of others are seen with them."""
    return [flaw for thing in _outermost(result) for flaw in _flaws(thing)]


def _outermost(result: Any) -> Iterator[Sparse]:
    seen: set[int] = set()
    for thing in objects(result):
        if id(thing) not in seen:
            yield thing
        seen.update(id(inner) for inner in objects(thing))


def _flaws(thing: Sparse) -> Iterator[str]:
    kind = type(thing)
    ways: Mapping[str, Any] = {
        "model_dump": lambda: kind.model_validate(thing.model_dump()),
        "JSON": lambda: kind.model_validate_json(thing.model_dump_json()),
        "pickle": lambda: pickle.loads(pickle.dumps(thing)),  # noqa: S301 (our own)
        "copy": lambda: copy(thing),
        "deepcopy": lambda: deepcopy(thing),
    }
    for way, through in ways.items():
        try:
            same = through() == thing
        except (TypeError, ValueError, AttributeError, pickle.PicklingError) as exc:
            yield f"{kind.__name__} {getattr(thing, 'id', '')} does not go through {way}: {exc}"
        else:
            if not same:
                yield f"{kind.__name__} {getattr(thing, 'id', '')} is another one after {way}"
