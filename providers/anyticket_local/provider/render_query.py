"""Queries as the tracker's JSON. Pure; what a tenant's mapping says about statuses is turned into statuses."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, cast

from anyticket.errors import Invalid
from anyticket.model.mapping import Mapping as Words
from anyticket.model.query import Query, Special
from anyticket.model.status import StatusCategory
from anyticket.model.ticket import reference

from . import render
from .fields import Names, field_id
from .wire import JSON
from .words import CLOSED, status

_Writer = Callable[[Any], Any]


def _same(value: Any) -> Any:
    return value


def _each(write: _Writer) -> _Writer:
    return lambda values: [_one(write, value) for value in values]


def _one(write: _Writer, value: Any) -> Any:
    return {"special": value.special} if isinstance(value, Special) else write(value)


#: What tickets have that is no field, and the filters that are called otherwise than the attributes they look at.
_ALSO_SORTED: Final = frozenset({"id", "key"})
_ATTRIBUTES: Final = {"assignee": "assignees", "label": "labels", "component": "components"}

_WRITERS: Final[Mapping[str, _Writer]] = {
    "project": _each(render.project),
    "type": _each(render.named),
    "status": _each(render.named),
    "priority": _each(render.named),
    "assignee": _each(render.person),
    "reporter": _each(render.person),
    "label": _each(render.named),
    "component": _each(render.named),
    "parent": _each(reference),
    "key": _each(reference),
    "text": _same,
    "created_after": render.time,
    "created_before": render.time,
    "updated_after": render.time,
    "updated_before": render.time,
    "due_after": render.time,
    "due_before": render.time,
    "resolved_after": render.time,
    "resolved_before": render.time,
}


@dataclass(frozen=True, slots=True)
class QueryRenderer:
    """
    Renders queries of one tenant.

    Args:
        mapping: The tenant's words.
        statuses: The tracker's statuses; needed only where the mapping has words for statuses.
        fields: The tracker's fields; needed only for queries that name fields.
    """

    mapping: Words
    statuses: Sequence[JSON] = ()
    fields: Names = field(default_factory=Names)

    def render(self, query: Query) -> dict[str, Any]:
        """Return a query. Raises Invalid or Ambiguous for the name of a field."""
        values = dict(query.__dict__)
        found = {name: write(values[name]) for name, write in _WRITERS.items() if name in values}
        if "fields" in values:
            found["fields"] = {self._field(name): _choice(value) for name, value in values["fields"].items()}
        if "order_by" in values:
            found["order_by"] = [self._order(name) for name in values["order_by"]]
        if "exclude" in values:
            found["exclude"] = self.render(values["exclude"])
        if "any_of" in values:
            found["any_of"] = [self.render(inner) for inner in values["any_of"]]
        if needs := [self._categories(wanted) for wanted in _wanted_categories(values)]:
            found["all_of"] = needs
        return found

    def _field(self, name: str) -> str:
        return field_id(name, self.fields, self.mapping.fields)

    def _order(self, name: str) -> str:
        bare = name.removeprefix("-")
        known = _ATTRIBUTES.get(bare, bare)
        id = known if known in self.fields.attributes | _ALSO_SORTED else self._field(bare)
        return f"-{id}" if name.startswith("-") else id

    def _categories(self, wanted: frozenset[StatusCategory]) -> dict[str, Any]:
        """Return the statuses that mean one of these categories, in each project that has its own words and in all others."""
        own = self.mapping.projects
        rest: dict[str, Any] = self._statuses(wanted, None)
        if own:
            rest["exclude"] = {"project_key": sorted(own)}
        return {"any_of": [rest, *({"project_key": [key]} | self._statuses(wanted, key) for key in sorted(own))]}

    def _statuses(self, wanted: frozenset[StatusCategory], project: str | None) -> dict[str, Any]:
        if not self.statuses:
            return {"status_category": sorted(wanted)}
        mapping = self.mapping.for_project(project)
        meant = [raw["id"] for raw in self.statuses if status(raw, mapping).category in wanted]
        return {"status": [{"id": id} for id in meant]}


def _wanted_categories(values: Mapping[str, Any]) -> Iterable[frozenset[StatusCategory]]:
    if "status_category" in values:
        yield frozenset(_category(value) for value in values["status_category"])
    if "closed" in values:
        yield CLOSED if values["closed"] else frozenset(StatusCategory) - CLOSED


def _category(value: object) -> StatusCategory:
    try:
        return StatusCategory(str(value))
    except ValueError:
        known = ", ".join(StatusCategory)
        message = f"{value!r} is no category: one of {known}"
        raise Invalid(f"status_category: {message}", fields={"status_category": message}, sent=False) from None


def _choice(value: Any) -> list[Any]:
    several = isinstance(value, list | tuple | set | frozenset)
    return [_one(render.field_value, one) for one in (cast("Iterable[Any]", value) if several else (value,))]
