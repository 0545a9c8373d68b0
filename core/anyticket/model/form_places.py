"""Where in a draft or a patch the value of a form's field belongs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from .drafts import TicketDraft, TicketPatch

if TYPE_CHECKING:
    from .form import Form, FormField

#: What inputs call the attributes that tickets call otherwise.
_INPUTS: Final[Mapping[str, str]] = {"time": "estimate_seconds", "comments": "comment"}
#: Attributes that no draft and no patch sets.
_ELSEWHERE: Final = frozenset({"attachments", "children", "links", "status", "vote_count", "watcher_count"})


@dataclass(frozen=True, slots=True)
class Place:
    """An attribute of the input, or one of its native `fields`."""

    name: str
    native: bool = False


def place_of(form: Form, field: FormField, model: type[TicketDraft | TicketPatch] | None = None) -> Place | None:
    """Return where the value of a field belongs, or None if the input has no place for it."""
    attribute = getattr(field, "attribute", None)
    names = (model or (TicketDraft if "project" in form.__dict__ else TicketPatch)).model_fields
    if attribute is None or (getattr(field, "custom", False) and attribute not in names):
        return Place(field.id, native=True)
    for name in (field.id, _INPUTS.get(attribute, attribute)):
        if name in names:
            return Place(name)
    return None if attribute in {*_ELSEWHERE, *_INPUTS} else Place(field.id, native=True)
