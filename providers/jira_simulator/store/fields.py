"""Fields, the contexts in which custom ones exist, and the options they offer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from .table import Record

__all__ = ["FieldContext", "FieldOption", "FieldRecord"]


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldRecord(Record):
    """
    A system or custom field.

    Attributes:
        key: `summary`, `customfield_10020`: the id on the wire.
        kind: What its values are, a key of `fieldtypes.TYPES`.
        schema: As `schema` appears on the wire.
        clause_names: The names in JQL.
        project_id: Of the team-managed project that it belongs to.
        navigable: Part of `*navigable`.
        everywhere: In every issue's answer, empty or not.
    """

    key: str
    name: str
    kind: str
    schema: Mapping[str, object] | None = None
    custom: bool = False
    orderable: bool = True
    navigable: bool = True
    searchable: bool = True
    everywhere: bool = True
    clause_names: tuple[str, ...] = ()
    description: str = ""
    project_id: int | None = None
    locked: bool = False
    trashed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldContext(Record):
    """Where a custom field exists: no projects or types means all of them."""

    field_key: str
    name: str
    description: str = ""
    project_ids: tuple[int, ...] = ()
    type_ids: tuple[int, ...] = ()
    default: object = field(default=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldOption(Record):
    """A choice; `parent_id` names the choice above it in a cascading field."""

    field_key: str
    context_id: int
    value: str
    parent_id: int | None = None
    disabled: bool = False
    position: int = 0
