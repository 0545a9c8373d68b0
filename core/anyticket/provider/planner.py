"""Planner: which transition leads a ticket to where it should go. Pure."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from difflib import get_close_matches

from ..errors import Ambiguous, Invalid
from ..model.drafts import TicketPatch
from ..model.form import FormField
from ..model.status import Status, StatusCategory
from ..model.transition import Transition

Target = str | Status | StatusCategory | Transition


def is_there(status: Status, to: Target) -> bool:
    """Tell whether a ticket with this status is already where it should go."""
    match to:
        case StatusCategory():
            return status.category is to
        case Status():
            return _same_status(status, to)
        case Transition():
            return hasattr(to, "target") and _same_status(status, to.target)
        case str():
            return status.name.casefold() == to.casefold()


def way(transitions: Sequence[Transition], to: Target) -> Transition:
    """
    Return the one transition that leads there.

    A string is the name of a status, or else of a transition.

    Raises:
        Ambiguous: Several do, with the choices.
        Invalid: None does; the message says which statuses can be reached.
    """
    for fits in _meanings(to):
        found = [transition for transition in transitions if fits(transition)]
        if len(found) > 1:
            choices = tuple(f"{transition.name} -> {transition.target.name}" for transition in found)
            raise Ambiguous(f"several transitions lead to {_named(to)!r}: give one of them", choices=choices)
        if found:
            return found[0]
    names = [transition.target.name for transition in transitions]
    near = get_close_matches(_named(to), [*names, *(transition.name for transition in transitions)], n=1)
    hint = f"; the nearest is {near[0]!r}" if near else ""
    message = (
        f"no transition leads to {_named(to)!r} from here, only to {', '.join(dict.fromkeys(names)) or 'nothing'}{hint}"
    )
    raise Invalid(message, fields={"status": message}, sent=False)


def check_required(transition: Transition, change: TicketPatch | None) -> None:
    """Raise Invalid if a required field is neither in the change nor already filled."""
    given = set(change.names()) | set(getattr(change, "fields", {})) if change is not None else set[str]()
    required: tuple[FormField, ...] = getattr(transition, "required", ())
    missing = [field for field in required if not field.has_default and not _names(field) & given]
    if missing:
        names = ", ".join(repr(field.name) for field in missing)
        fields = {known: "is required" for field in missing for known in (field.name, field.id)}
        raise Invalid(f"the transition {transition.name!r} requires {names}", fields=fields, sent=False)


def _names(field: FormField) -> set[str]:
    names = (field.id, field.name, getattr(field, "attribute", None))
    return {name for name in names if name is not None}


def _meanings(to: Target) -> Sequence[Callable[[Transition], bool]]:
    match to:
        case StatusCategory():
            return [lambda transition: transition.target.category is to]
        case Status():
            return [lambda transition: _same_status(transition.target, to)]
        case Transition() if getattr(to, "id", None) is not None:
            return [lambda transition: transition.id == to.id]
        case Transition():
            return [lambda transition: transition.name == to.name]
        case str():
            folded = to.casefold()
            return [
                lambda transition: transition.target.name.casefold() == folded,
                lambda transition: transition.name.casefold() == folded,
            ]


def _same_status(status: Status, wanted: Status) -> bool:
    if hasattr(wanted, "id"):
        return status.id == wanted.id
    return status.name.casefold() == wanted.name.casefold()


def _named(to: Target) -> str:
    return to if isinstance(to, str) else str(getattr(to, "name", None) or getattr(to, "id", ""))
