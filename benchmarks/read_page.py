"""
From the bytes of a search page to tickets, as a ratio to parsing the same bytes.

Every time starts at the bytes, so parsing them is a part of each. The ways take turns in each round, so that others
on the machine slow down all of them. What counts is the processor time of the best round; the collector runs in between.
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterable, Mapping
from time import process_time
from typing import Any, Final

import orjson
from jira_page import page

from anyticket.model.mapping import Mapping as Meanings
from anyticket.model.sparse import Sparse
from anyticket.model.ticket import Ticket
from anyticket.model.values import Fields
from anyticket_jira.translate import Issues, Terms
from anyticket_jira.words import Words

_ROUNDS: Final = 60
_LARGEST: Final[Mapping[str, float]] = {"everything touched": 4.6, "key, title and status used": 2.0}


def tickets(body: bytes) -> list[Ticket]:
    """Read a page as the provider does."""
    answer = orjson.loads(body)
    terms = Terms(Words(Meanings()), "https://example.atlassian.net", answer["names"], answer["schema"], complete=True)
    read = Issues(terms).ticket
    return [read(raw) for raw in answer["issues"]]


def touch(things: list[Any]) -> int:
    """Read every attribute of every object; return how many objects there are."""
    count, ways = 0, _Ways()
    waiting: list[Iterable[Any]] = [things]
    while waiting:
        for value in waiting.pop():
            if (way := ways[type(value)]) is not None:
                count += way is _attributes
                waiting.append(way(value))
    return count


class _Ways(dict[type[Any], Callable[[Any], Iterable[Any]] | None]):
    """The ways into things, by their types."""

    def __missing__(self, kind: type[Any]) -> Callable[[Any], Iterable[Any]] | None:
        self[kind] = _way_into(kind)
        return self[kind]


def _way_into(kind: type[Any]) -> Callable[[Any], Iterable[Any]] | None:
    """Return what yields the things inside of a thing, or None if it has none."""
    if issubclass(kind, Sparse):
        return _attributes
    if issubclass(kind, Fields):
        return Fields.values
    return iter if issubclass(kind, tuple) else None


def _attributes(thing: Any) -> Iterable[Any]:
    return vars(thing).values()


def everything(body: bytes) -> object:
    """Read a page and all there is in it."""
    made = tickets(body)
    touch(made)
    return made


def three(body: bytes) -> object:
    """Read a page and use what a list of tickets shows."""
    made = tickets(body)
    return made, [(ticket.key, ticket.title, ticket.status.category) for ticket in made]


def measure(ways: Mapping[str, Callable[[bytes], object]], body: bytes) -> dict[str, float]:
    """Return the best time of each way, in milliseconds."""
    best = dict.fromkeys(ways, float("inf"))
    gc.collect()
    gc.freeze()
    gc.disable()
    for _ in range(_ROUNDS):
        for name, way in ways.items():
            begin = process_time()
            kept = way(body)
            best[name] = min(best[name], (process_time() - begin) * 1000)
            del kept
            gc.collect()
    gc.enable()
    return best


def main() -> None:
    """Print the table; exit with 1 if a ratio is larger than it may be."""
    body = page()
    made = tickets(body)
    count = touch(made)
    ways = {"orjson.loads": orjson.loads, "everything touched": everything, "key, title and status used": three}
    best = measure(ways, body)
    print(f"{len(body) / 1000:.0f} KB, {len(made)} tickets, {count / len(made):.0f} objects a ticket")
    print("times are from bytes to tickets, the parsing of the bytes included")
    failed = False
    for name, milliseconds in best.items():
        ratio, largest = milliseconds / best["orjson.loads"], _LARGEST.get(name)
        failed = failed or (largest is not None and ratio > largest)
        print(f"{name:28}{milliseconds:8.2f} ms{ratio:7.2f} x" + (f"  (at most {largest})" if largest else ""))
    raise SystemExit(failed)


if __name__ == "__main__":
    main()
