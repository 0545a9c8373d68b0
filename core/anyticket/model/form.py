"""Form: what a tracker asks for when a ticket is created or moved on."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from .drafts import TicketDraft, TicketPatch
from .field import Field, FieldKind
from .project import Project
from .sparse import ABSENT, Sparse
from .ticket_type import TicketType

#: The attributes that hold one value, whatever a tracker makes of the field behind them.
_SINGLE: Final = frozenset({"parent", "sprint", "team"})


class FormField(Field, frozen=True):
    """One field of a form. `options_searchable` says that there are more options than these: search for them."""

    default: Any = ABSENT
    has_default: bool = ABSENT
    options_searchable: bool = ABSENT

    @property
    def takes_several(self) -> bool:
        """Whether it is filled with a sequence."""
        return getattr(self, "kind", None) is FieldKind.LIST and getattr(self, "attribute", None) not in _SINGLE

    @property
    def value_kind(self) -> FieldKind:
        """The kind of one of its values."""
        kind: FieldKind = getattr(self, "kind", FieldKind.RAW)
        return getattr(self, "items", None) or FieldKind.RAW if kind is FieldKind.LIST else kind


class Form(Sparse, frozen=True):
    """
    The fields of a form, by id.

    That of a new ticket has the project and the type that the ticket will have; that of a transition has neither.
    """

    fields: Mapping[str, FormField]
    project: Project | None = ABSENT
    type: TicketType | None = ABSENT

    @property
    def required(self) -> tuple[str, ...]:
        """The ids of the fields that must be filled: they have no default, and the form itself does not fill them."""
        return tuple(id for id, field in self.fields.items() if self._must_be_filled(field))

    def _must_be_filled(self, field: FormField) -> bool:
        known = getattr(field, "attribute", None) in {"project", "type"} & self.__dict__.keys()
        return getattr(field, "required", False) and not getattr(field, "has_default", False) and not known

    def json_schema(self) -> dict[str, Any]:
        """
        Return the form as a JSON schema (draft 2020-12), so that a host can draw it.

        What it is valid for, `draft` and `patch` take. Options, people, teams and sprints are given by their ids,
        durations in seconds, rich text as Markdown. Two annotations help to draw: `x-kind` is the field's kind, and
        `x-search` says that there is more to choose from than what is listed.
        """
        from .form_schema import form_schema

        return form_schema(self)

    def draft(self, values: Mapping[str, Any]) -> TicketDraft:
        """
        Return the draft of a ticket that is made as the form was filled.

        Args:
            values: What was filled in, by the id or the name of the field; None and "" are nothing.

        Raises:
            Invalid: Values that the form does not take or lacks, all of them, each under its field's id and name.
            ValueError: The form is not one of new tickets.
        """
        from .form_filling import filled

        if "project" not in self.__dict__:
            raise ValueError("this form is not one of new tickets: use `patch` for what it changes")
        own = {name: self.__dict__[name] for name in ("project", "type") if self.__dict__.get(name) is not None}
        return filled(self, TicketDraft, values, own)

    def patch(self, values: Mapping[str, Any]) -> TicketPatch:
        """Return the change that goes along with a transition, as `draft` does; here None clears a field."""
        from .form_filling import filled

        return filled(self, TicketPatch, values, {})
