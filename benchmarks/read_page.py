"""
From the bytes of a search page to tickets, as a ratio to parsing the same bytes.

Every time starts at the bytes, so parsing them is a part of each. The ways take turns in each round, so that others
on the machine slow down all of them. What counts is the median, over the rounds, of the ratio of processor times within
a round; the collector runs in between.
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Collection, Iterator, Mapping
from statistics import median
from time import process_time
from typing import Any, Final

import orjson
from jira_page import page

from anyticket.model.mapping import Mapping as Meanings
from anyticket.model.sparse import Sparse
from anyticket.model.ticket import Ticket
from anyticket.model.values import Fields
from anyticket_jira.translate.issues import Issues, Terms
from anyticket_jira.words import Words

_ROUNDS: Final = 150
_PARSE: Final = "orjson.loads"
_LARGEST: Final[Mapping[str, float]] = {"everything touched": 4.6, "key, title and status used": 2.0}


def tickets(body: bytes) -> list[Ticket]:
    """Read a page as the provider does."""
    answer = orjson.loads(body)
    terms = Terms(Words(Meanings()), "https://example.atlassian.net", answer["names"], answer["schema"], complete=True)
    read = Issues(terms).ticket
    return [read(raw) for raw in answer["issues"]]


def touch(things: list[Any]) -> int:
    """Read every attribute of every object, once; return how many distinct objects there are."""
    seen: set[int] = set()
    waiting: list[Collection[Any]] = [things]
    while waiting:
        values = waiting.pop()
        if _HOLDERS.isdisjoint(map(type, values)):
            continue
        for value in filter(None, values):
            kind = type(value)
            if kind in _MODELS:
                if id(value) not in seen:
                    seen.add(id(value))
                    waiting.append(value.__dict__.values())
            elif kind in _HOLDERS:
                waiting.append(value if kind is tuple else value.values())
    return len(seen)


def _models(kind: type[Any]) -> Iterator[type[Any]]:
    yield kind
    for model in kind.__subclasses__():
        yield from _models(model)


_MODELS: Final = frozenset(_models(Sparse))
_HOLDERS: Final = _MODELS | {tuple, Fields}


def held(thing: Any) -> int:
    """Return how many objects a thing holds, itself among them."""
    if isinstance(thing, Sparse):
        return 1 + sum(map(held, vars(thing).values()))
    if isinstance(thing, Fields):
        return sum(map(held, thing.values()))
    return sum(map(held, thing)) if isinstance(thing, tuple) else 0


def everything(body: bytes) -> object:
    """Read a page and all there is in it."""
    made = tickets(body)
    touch(made)
    return made


def three(body: bytes) -> object:
    """Read a page and use what a list of tickets shows."""
    made = tickets(body)
    return made, [(ticket.key, ticket.title, ticket.status.category) for ticket in made]


def measure(ways: Mapping[str, Callable[[bytes], object]], body: bytes) -> dict[str, list[float]]:
    """Return the times of each way by round, in milliseconds."""
    times: dict[str, list[float]] = {name: [] for name in ways}
    gc.collect()
    gc.freeze()
    gc.disable()
    for _ in range(_ROUNDS):
        for name, way in ways.items():
            begin = process_time()
            kept = way(body)
            times[name].append((process_time() - begin) * 1000)
            del kept
            gc.collect()
    gc.enable()
    return times


def main() -> None:
    """Print the table; exit with 1 if a ratio is larger than it may be."""
    body = page()
    made = tickets(body)
    ways = {_PARSE: orjson.loads, "everything touched": everything, "key, title and status used": three}
    times = measure(ways, body)
    print(f"{len(body) / 1000:.0f} KB, {len(made)} tickets, {held(tuple(made)) / len(made):.0f} objects a ticket")
    print(f"equal JSON gives one object, as the same status in many tickets: {touch(made)} are distinct")
    print("times are from bytes to tickets, the parsing of the bytes included")
    failed = False
    for name, taken in times.items():
        ratio = median(mine / parse for mine, parse in zip(taken, times[_PARSE], strict=True))
        largest = _LARGEST.get(name)
        failed = failed or (largest is not None and ratio > largest)
        bound = f"  (at most {largest})" if largest else ""
        print(f"{name:28}{median(taken):8.2f} ms, best {min(taken):6.2f} ms{ratio:7.2f} x{bound}")
    raise SystemExit(failed)


if __name__ == "__main__":
    main()
