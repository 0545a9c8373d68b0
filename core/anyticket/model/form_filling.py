"""Filling forms: what people put into the fields, as the values of a draft or a patch, or what is wrong with it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any, Final, TypeVar

from pydantic import ValidationError

from ..errors import Invalid
from .drafts import TicketDraft, TicketPatch
from .form_places import place_of
from .form_values import value_for

if TYPE_CHECKING:
    from .form import Form, FormField

T = TypeVar("T", TicketDraft, TicketPatch)
#: What was left empty on a page comes as this.
_NOTHING: Final[Sequence[Any]] = (None, "", (), [])


class _Filling:
    """
    The values of one input.

    Attributes:
        values: Those that are attributes, by attribute.
        native: The others, by the id of the field.
        errors: What is wrong, by the id and by the name of the field.
    """

    def __init__(self, form: Form, model: type[TicketDraft | TicketPatch]) -> None:
        self._form = form
        self._model = model
        self.values: dict[str, Any] = {}
        self.native: dict[str, Any] = {}
        self.errors: dict[str, str] = {}
        self._given: set[str] = set()

    def fill(self, given: Mapping[str, Any]) -> None:
        """Put every value in its place, and note which are missing."""
        for name, value in given.items():
            field = self._called(name)
            if field is not None:
                self._put(field, value)
        for id in self._form.required:
            if id not in self._given:
                self.wrong(self._form.fields[id], "is required")

    def wrong(self, field: FormField, message: str) -> None:
        """Note what is wrong with a field."""
        for name in (field.id, getattr(field, "name", field.id)):
            self.errors.setdefault(name, message)

    def _called(self, name: str) -> FormField | None:
        fields = self._form.fields
        if name in fields:
            return fields[name]
        folded = name.casefold()
        same = [one for one in fields.values() if getattr(one, "name", one.id).casefold() == folded]
        same = same or [one for one in fields.values() if getattr(one, "attribute", None) == name]
        if len(same) == 1:
            return same[0]
        if same:
            ids = ", ".join(repr(one.id) for one in same)
            self.errors[name] = f"is the name of several fields: use one of their ids, {ids}"
            return None
        known = {known: None for one in fields.values() for known in (getattr(one, "name", one.id), one.id)}
        near = get_close_matches(name, list(known), n=1)
        self.errors[name] = "is no field of this form" + (f"; the nearest is {near[0]!r}" if near else "")
        return None

    def _put(self, field: FormField, value: Any) -> None:
        place = place_of(self._form, field, self._model)
        if place is None:
            self.wrong(field, "is no part of a ticket's own values: it is added to the ticket once that is there")
            return
        if field.id in self._given:
            self.wrong(field, "is given twice, by its id and by its name")
            return
        if value in _NOTHING:
            if self._model is TicketDraft or field.id in self._form.required:
                return
            value = None
        self._given.add(field.id)
        try:
            made = value_for(field, value, place)
        except (TypeError, ValueError) as exc:
            self.wrong(field, str(exc))
            return
        (self.native if place.native else self.values)[place.name] = made


def filled(form: Form, model: type[T], given: Mapping[str, Any], own: Mapping[str, Any]) -> T:
    """Return the input that a filled form makes, with what the form itself says of it in `own`."""
    filling = _Filling(form, model)
    filling.fill(given)
    values = {**filling.values, **({"fields": filling.native} if filling.native else {}), **own}
    if not filling.errors:
        try:
            return model.model_validate(values)
        except ValidationError as exc:
            _explain(exc, form, model, filling)
    names = {field.id: getattr(field, "name", field.id) for field in form.fields.values()}
    said = dict.fromkeys(f"{names.get(name, name)!r} {message}" for name, message in filling.errors.items())
    raise Invalid(f"the form is not filled rightly: {'; '.join(said)}", fields=filling.errors, sent=False)


def _explain(exc: ValidationError, form: Form, model: type[TicketDraft | TicketPatch], filling: _Filling) -> None:
    """Note what the input itself does not take, under the field that it came from."""
    places = {place.name: one for one in form.fields.values() if (place := place_of(form, one, model)) is not None}
    for error in exc.errors():
        attribute = str(error["loc"][0]) if error["loc"] else ""
        message = error["msg"].removeprefix("Value error, ")
        if attribute in places:
            filling.wrong(places[attribute], message)
        else:
            filling.errors[attribute] = message
