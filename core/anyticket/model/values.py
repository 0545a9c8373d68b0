"""
FieldValue, a union told apart by `kind`, and Fields, the native fields of a ticket.

A field that is there and empty is None; a field that was not loaded is not in the mapping.
"""

from __future__ import annotations

from collections.abc import ItemsView, Iterator, Mapping, ValuesView
from datetime import date
from difflib import get_close_matches
from typing import Annotated, Any, Literal, TypeAlias

from pydantic import Field as Declared
from pydantic import GetCoreSchemaHandler
from pydantic_core import core_schema

from ..errors import Ambiguous
from .field import Option
from .named import Named
from .person import Person
from .project import Version
from .richtext import RichText
from .sparse import Sparse
from .sprint import Sprint
from .times import Moment


class TextValue(Sparse, frozen=True):
    kind: Literal["text"] = "text"
    value: str


class NumberValue(Sparse, frozen=True):
    kind: Literal["number"] = "number"
    value: float


class BoolValue(Sparse, frozen=True):
    kind: Literal["bool"] = "bool"
    value: bool


class DateValue(Sparse, frozen=True):
    kind: Literal["date"] = "date"
    value: date


class DateTimeValue(Sparse, frozen=True):
    kind: Literal["datetime"] = "datetime"
    value: Moment


class OptionValue(Sparse, frozen=True):
    kind: Literal["option"] = "option"
    value: Option


class CascadingValue(Sparse, frozen=True):
    kind: Literal["cascading"] = "cascading"
    value: tuple[Option, ...]


class PersonValue(Sparse, frozen=True):
    kind: Literal["person"] = "person"
    value: Person


class GroupValue(Sparse, frozen=True):
    kind: Literal["group"] = "group"
    value: Named


class VersionValue(Sparse, frozen=True):
    kind: Literal["version"] = "version"
    value: Version


class SprintValue(Sparse, frozen=True):
    kind: Literal["sprint"] = "sprint"
    value: Sprint


class RichTextValue(Sparse, frozen=True):
    kind: Literal["richtext"] = "richtext"
    value: RichText


class ListValue(Sparse, frozen=True):
    kind: Literal["list"] = "list"
    value: tuple[FieldValue, ...]


class RawValue(Sparse, frozen=True):
    """What no other kind says: the tracker's JSON as it is."""

    kind: Literal["raw"] = "raw"
    value: Any


FieldValue: TypeAlias = Annotated[
    TextValue
    | NumberValue
    | BoolValue
    | DateValue
    | DateTimeValue
    | OptionValue
    | CascadingValue
    | PersonValue
    | GroupValue
    | VersionValue
    | SprintValue
    | RichTextValue
    | ListValue
    | RawValue,
    Declared(discriminator="kind"),
]


class Fields(Mapping[str, "FieldValue | None"]):
    """
    Native fields by id, by the tenant's own name, or by the one that the tracker shows where the ticket came with names.

    A name that two fields share is `Ambiguous`. Names are no part of equality and, like `.raw`, do not survive JSON.
    `own` has the ids by the tenant's own names, `names` what the tracker shows by the ids.
    """

    __slots__ = ("_names", "_own", "_values")

    def __init__(
        self,
        values: Mapping[str, FieldValue | None],
        names: Mapping[str, str] | None = None,
        own: Mapping[str, str] | None = None,
    ) -> None:
        self._values = values
        self._names: Mapping[str, str] = names or {}
        self._own: Mapping[str, str] = own or {}

    def __getitem__(self, field: str) -> FieldValue | None:
        if field in self._values:
            return self._values[field]
        if self._own.get(field) in self._values:
            return self._values[self._own[field]]
        same = [id for id, name in self._names.items() if name == field and id in self._values]
        if len(same) == 1:
            return self._values[same[0]]
        if same:
            raise Ambiguous(f"{len(same)} fields are called {field!r}: use one of their ids", choices=tuple(same))
        raise KeyError(self._advice(field))

    def _advice(self, field: str) -> str:
        near = get_close_matches(field, [*self._values, *self._own, *self._names.values()], n=1)
        hint = f"; the nearest is {near[0]!r}" if near else ""
        names = "" if self._names else "; this ticket came without names, so use an id"
        return f"no field {field!r} was loaded{hint}{names}"

    def name_of(self, field: str) -> str | None:
        """Return the name that the tracker shows for the field with this id, if the ticket came with names."""
        return self._names.get(field)

    def __iter__(self) -> Iterator[str]:
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)

    def items(self) -> ItemsView[str, FieldValue | None]:
        """Return the ids with their values."""
        return self._values.items()

    def values(self) -> ValuesView[FieldValue | None]:
        """Return the values alone."""
        return self._values.values()

    def __eq__(self, other: object) -> bool:
        return self._values == (other._values if isinstance(other, Fields) else other)

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        return f"Fields({dict(self._values)!r})"

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> core_schema.CoreSchema:
        values = handler.generate_schema(dict[str, FieldValue | None])
        made = core_schema.no_info_after_validator_function(cls, values)
        return core_schema.json_or_python_schema(
            json_schema=made,
            python_schema=core_schema.union_schema([core_schema.is_instance_schema(cls), made]),
            serialization=core_schema.wrap_serializer_function_ser_schema(
                lambda fields, serialize: serialize(dict(fields._values)), schema=values
            ),
        )
