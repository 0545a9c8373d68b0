"""Values: what the inputs of tickets can be set to in a tracker, and whether it is what is read back."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any, Final

from anyticket.model.richtext import RichText
from anyticket.model.sparse import Sparse
from anyticket.model.ticket import Ticket

from .made import Made
from .samples import SAMPLES

#: By any of these is one thing the same as another.
_NAMES: Final = ("id", "key", "name", "username", "email")

_READ: Final[Mapping[str, Callable[[Ticket], Any]]] = {
    "estimate_seconds": lambda ticket: ticket.time.estimate_seconds,
    "remaining_seconds": lambda ticket: ticket.time.remaining_seconds,
}
#: In which attribute of a ticket an input shows, where it has another name.
SHOWN: Final[Mapping[str, str]] = {"estimate_seconds": "time", "remaining_seconds": "time"}
#: What shows nowhere in a ticket, or not as it was given.
UNSEEN: Final = frozenset({"extra", "comment", "project", "title"})


def value_for(name: str, made: Made) -> Any:
    """Return what the input `name` of a ticket can be set to here."""
    if name in made.world.values:
        return made.world.values[name]
    client = made.client
    match name:
        case "project":
            return made.project
        case "type":
            return made.type
        case "priority":
            return client.list_priorities()[-1]
        case "resolution":
            return client.list_resolutions()[0]
        case "reporter":
            return made.people[-1]
        case "assignees":
            return [made.person]
        case "watchers":
            return [made.people[-1]]
        case "components":
            return [made.component]
        case "affects_versions" | "fix_versions":
            return [made.version]
        case "parent":
            return made.holder
        case "sprint":
            return made.sprint
        case "team" | "security" | "fields" | "extra" | "comment.restricted_to":
            return made.lacking(name)  # pyright: ignore[reportPrivateUsage]
        case _:
            return SAMPLES[name]


def another_value_for(name: str, made: Made) -> Any:
    """Return what else the input can be set to; the same if the kit knows no other."""
    if name in made.world.values:
        return made.world.values.get(f"{name} too", made.world.values[name])
    match name:
        case "title" | "description":
            return f"{made.new_name} in *other* words"
        case "labels":
            return ["kit-green"]
        case "due":
            return SAMPLES["due"] + timedelta(days=3)
        case "priority":
            return made.client.list_priorities()[0]
        case "assignees" | "watchers" | "reporter":
            person = made.people[len(made.people) // 2]
            return person if name == "reporter" else [person]
        case "estimate_seconds" | "remaining_seconds":
            return 3600
        case "components":
            return [made.client.create_component(made.project, made.new_name)]
        case "affects_versions" | "fix_versions":
            return [made.client.create_version(made.project, made.new_name)]
        case "type":
            level = getattr(made.type, "hierarchy_level", 0)
            types = made.client.list_types(made.project)
            return [kind for kind in types if getattr(kind, "hierarchy_level", 0) == level][-1]
        case _:
            return value_for(name, made)


def read(ticket: Ticket, name: str) -> Any:
    """Return what a ticket shows of an input."""
    special = _READ.get(name)
    return getattr(ticket, name) if special is None else special(ticket)


def agree(given: Any, shown: Any) -> bool:
    """Tell whether what a ticket shows is what was given, as far as that was said."""
    match given:
        case None:
            return shown is None or shown == ()
        case RichText():
            return isinstance(shown, RichText) and shown.plain.strip() == given.plain.strip()
        case tuple() | list():
            return len(given) == len(shown) and all(any(agree(one, other) for other in shown) for one in given)  # pyright: ignore[reportUnknownArgumentType, reportUnknownVariableType]
        case Sparse():
            return isinstance(shown, Sparse) and not names_of(given).isdisjoint(names_of(shown))
        case str() if isinstance(shown, Sparse):
            return given in names_of(shown)
        case Mapping():
            return all(agree(value, _native(shown[key])) for key, value in given.items())  # pyright: ignore[reportUnknownArgumentType, reportUnknownVariableType]
        case _:
            return bool(given == shown)


def names_of(thing: Sparse) -> set[str]:
    """Return the names by which a thing is known."""
    return {str(value) for name in _NAMES if (value := getattr(thing, name, None)) is not None}


def _native(field: Any) -> Any:
    value = getattr(field, "value", field)
    return tuple(map(_native, value)) if isinstance(value, tuple) else value  # pyright: ignore[reportUnknownArgumentType, reportUnknownVariableType]
