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
    """Read every attribute of every object, once; return how many distinct objects there are."""
    ways = _Ways()
    seen: set[int] = set()
    waiting: list[Iterable[Any]] = [things]
    while waiting:
        for value in filter(None, waiting.pop()):  # in what is empty there is nothing
            way = ways[type(value)]
            if way is vars:
                if id(value) not in seen:
                    seen.add(id(value))
                    waiting.append(value.__dict__.values())
            elif way is not None:
                waiting.append(way(value))
    return len(seen)


def held(thing: Any) -> int:
    """Return how many objects a thing holds, itself among them."""
    if isinstance(thing, Sparse):
        return 1 + sum(map(held, vars(thing).values()))
    if isinstance(thing, Fields):
        return sum(map(held, thing.values()))
    return sum(map(held, thing)) if isinstance(thing, tuple) else 0


class _Ways(dict[type[Any], Callable[[Any], Iterable[Any]] | None]):
    """What yields the things inside of a thing, by its type; None for those that have none."""

    def __missing__(self, kind: type[Any]) -> Callable[[Any], Iterable[Any]] | None:
        way: Callable[[Any], Iterable[Any]] | None = None
        if issubclass(kind, Sparse):
            way = vars
        elif issubclass(kind, Fields):
            way = Fields.values
        elif issubclass(kind, tuple):
            way = iter
        self[kind] = way
        return way


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
    ways = {"orjson.loads": orjson.loads, "everything touched": everything, "key, title and status used": three}
    best = measure(ways, body)
    print(f"{len(body) / 1000:.0f} KB, {len(made)} tickets, {held(tuple(made)) / len(made):.0f} objects a ticket")
    print(f"equal JSON gives one object, as the same status in many tickets: {touch(made)} are distinct")
    print("times are from bytes to tickets, the parsing of the bytes included")
    failed = False
    for name, milliseconds in best.items():
        ratio, largest = milliseconds / best["orjson.loads"], _LARGEST.get(name)
        failed = failed or (largest is not None and ratio > largest)
        print(f"{name:28}{milliseconds:8.2f} ms{ratio:7.2f} x" + (f"  (at most {largest})" if largest else ""))
    raise SystemExit(failed)


if __name__ == "__main__":
    main()
