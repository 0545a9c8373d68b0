"""The pages of the reference that are read off the code. `make reference` writes them; a test compares them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from inspect import signature
from pathlib import Path
from typing import Final

from anyticket.capability import Kind
from anyticket.plugin.manager import PluginManager
from anyticket.provider import Provider
from anyticket.provider.operations import OPERATIONS, Entry, input_names

REFERENCE: Final = Path(__file__).parent / "reference"
_QUOTED: Final = re.compile(r": '([^']*)'")
_MADE: Final = "<!-- Made by docs/generate.py: change the code, then `make reference`. -->\n"


def operations() -> str:
    """Return the table of all operations with their signatures."""
    rooms: dict[str, list[Entry]] = {}
    for entry in OPERATIONS.values():
        rooms.setdefault(entry.facts.room, []).append(entry)
    lines = [
        _MADE,
        "# Operations",
        "",
        f"The {len(OPERATIONS)} operations of the common interface, in the order of their rooms.",
        "`Client` has each of them as a plain method, `AsyncClient` as one to be awaited.",
        "An operation that answers pages returns `Pages` or `AsyncPages`, which iterate items.",
        "A provider has those that it overrides; the others raise `Unsupported` before anything is sent.",
        "[Capabilities](capabilities.md) shows who has what.",
    ]
    for room, entries in rooms.items():
        lines += ["", f"## {room.capitalize()}", ""]
        for entry in entries:
            lines += list(_operation(entry))
    return "\n".join(lines) + "\n"


def _operation(entry: Entry) -> Iterator[str]:
    written = signature(entry.function)
    arguments = _without_self(str(written).partition(") -> ")[0])
    result = str(written.return_annotation).removeprefix("Flow[").removesuffix("]")
    yield f"### `{entry.facts.name}`"
    yield ""
    yield "```text"
    yield f"{entry.facts.name}({arguments}) -> {result}"
    yield "```"
    yield ""
    yield " ".join((entry.function.__doc__ or "").split())
    facts = ["Changes the tracker." if entry.facts.kind is Kind.WRITES else "Changes nothing."]
    if entry.facts.derived_from:
        facts.append(f"Made of `{entry.facts.derived_from}`.")
    if names := sorted(input_names(entry.facts.name)):
        facts.append(f"Inputs that a provider declares: {', '.join(f'`{name}`' for name in names)}.")
    yield ""
    yield " ".join(facts)
    yield ""


def _without_self(arguments: str) -> str:
    for prefix in ("(", "self", ", ", "/, "):
        arguments = arguments.removeprefix(prefix)
    return _QUOTED.sub(r": \1", arguments)


def capabilities() -> str:
    """Return the matrix of providers and operations."""
    providers = {name: kind for name, kind in PluginManager().providers().items() if not kind.variants}
    lines = [
        _MADE,
        "# Capabilities",
        "",
        "Which provider has which operation: yes, or made of several requests (emulated).",
        "`client.supports(operation, *inputs)` answers the same, and for single inputs, per connection.",
        "",
        f"| operation | {' | '.join(providers)} |",
        f"| --- |{' --- |' * len(providers)}",
    ]
    for name in OPERATIONS:
        cells = (_cell(kind, name) for kind in providers.values())
        lines.append(f"| [`{name}`](operations.md#{name}) | {' | '.join(cells)} |")
    lines += ["", "## Attributes of a ticket", "", f"| attribute | {' | '.join(providers)} |"]
    lines.append(f"| --- |{' --- |' * len(providers)}")
    for attribute in sorted(frozenset[str]().union(*(kind.reads for kind in providers.values()))):
        cells = ("yes" if attribute in kind.reads else "" for kind in providers.values())
        lines.append(f"| `{attribute}` | {' | '.join(cells)} |")
    return "\n".join(lines) + "\n"


def _cell(provider: type[Provider], operation: str) -> str:
    if not provider.supports(operation):
        return ""
    support = provider.support(operation)
    return "emulated" if support.emulated else "yes" if support.since is None else f"since {support.since}"


PAGES: Final = {"operations.md": operations, "capabilities.md": capabilities}


def main() -> None:
    """Write the pages."""
    for name, page in PAGES.items():
        (REFERENCE / name).write_text(page(), encoding="utf-8")


if __name__ == "__main__":
    main()
