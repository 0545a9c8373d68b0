"""Field: what a tracker says about one of its native fields."""

from __future__ import annotations

from enum import StrEnum

from .named import Named
from .sparse import ABSENT


class FieldKind(StrEnum):
    """The kind of a field's values, as in `FieldValue.kind`."""

    TEXT = "text"
    NUMBER = "number"
    BOOL = "bool"
    DATE = "date"
    DATETIME = "datetime"
    OPTION = "option"
    CASCADING = "cascading"
    PERSON = "person"
    GROUP = "group"
    VERSION = "version"
    SPRINT = "sprint"
    RICHTEXT = "richtext"
    LIST = "list"
    RAW = "raw"


class Option(Named, frozen=True):
    """A value to choose, and the values that can be chosen below it."""

    disabled: bool = ABSENT
    children: tuple[Option, ...] = ABSENT


class Field(Named, frozen=True):
    """A native field. `items` is the kind of the members of a list."""

    kind: FieldKind = ABSENT
    items: FieldKind | None = ABSENT
    custom: bool = ABSENT
    required: bool = ABSENT
    attribute: str | None = ABSENT
    options: tuple[Option, ...] = ABSENT
