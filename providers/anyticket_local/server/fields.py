"""The resources of fields and of what they can be set to."""

from __future__ import annotations

from typing import Any

from .attributes import ATTRIBUTES
from .exchange import Answer, Exchange, Routes, row_id
from .field_values import ITEM_KINDS, SINGLE_KINDS, custom_field, text
from .forms import custom_field_ids, field_json, options
from .references import named_project, project_row
from .refusal import Problems, Refusal, invalid, missing

routes = Routes()


@routes.on("GET", "/fields")
def list_fields(exchange: Exchange) -> Answer:
    """Answer with the fields of every ticket and the custom ones, all or those of a project."""
    custom = [field_json(exchange, id) for id in custom_field_ids(exchange, _project(exchange))]
    return Answer({"items": [*(attribute.json() for attribute in ATTRIBUTES.values()), *custom]})


def _project(exchange: Exchange) -> int | None:
    project = exchange.parameter("project")
    return project_row(exchange.rows, project)["id"] if project else None


@routes.on("GET", "/fields/{}/options")
def list_options(exchange: Exchange, field: str) -> Answer:
    if field not in ATTRIBUTES and custom_field(exchange.rows, field) is None:
        raise missing("field", field)
    choices = options(exchange, field, _project(exchange))
    if choices is None:
        raise invalid("field", f"{field!r} has no options to choose from")
    start, limit = exchange.number("cursor", 0), exchange.page_size
    rest = str(start + limit) if start + limit < len(choices) else None
    return Answer({"items": choices[start : start + limit], "cursor": rest})


@routes.on("POST", "/fields")
def create_field(exchange: Exchange) -> Answer:
    """
    Make a field: `{"id", "name", "kind", "items", "required", "options", "projects"}`.

    An option is a name, or `{"name", "options"}` for a cascading field. Without `projects` all projects have the field.
    """
    given, problems, rows = exchange.body, Problems(), exchange.rows
    name, kind, items = given.get("name"), given.get("kind"), given.get("items")
    id = text(given.get("id") or f"field_{rows.value('SELECT count(*) + 1 FROM field')}")
    if not isinstance(name, str) or not name.strip():
        problems.add("name", "is required")
    if kind not in SINGLE_KINDS and (kind, items in ITEM_KINDS) != ("list", True):
        problems.add("kind", f"is one of {', '.join(SINGLE_KINDS)}, or list with items of {', '.join(ITEM_KINDS)}")
    if id in ATTRIBUTES:
        problems.add("id", "is a field that every ticket has")
    problems.refuse()
    if custom_field(rows, id) is not None:
        raise Refusal(409, f"there is already a field {id!r}")
    statement = "INSERT INTO field VALUES (?, ?, ?, ?, ?)"
    rows.run(statement, id, name, kind, items if kind == "list" else None, bool(given.get("required")))
    for project in given.get("projects", []):
        rows.run("INSERT INTO field_project VALUES (?, ?)", id, named_project(rows, project)["id"])
    _add_options(exchange, id, None, given.get("options", []))
    return Answer.made(field_json(exchange, id))


@routes.on("POST", "/fields/{}/options")
def create_options(exchange: Exchange, field: str) -> Answer:
    """Add options: `{"options": […]}`, below an option if `parent` has its id."""
    if custom_field(exchange.rows, field) is None:
        raise missing("field", field)
    _add_options(exchange, field, row_id(exchange.body.get("parent")), exchange.body.get("options", []))
    return Answer.made(field_json(exchange, field))


def _add_options(exchange: Exchange, field: str, parent: int | None, given: list[Any]) -> None:
    for option in given:
        name = option if isinstance(option, str) else option.get("name")
        statement = "INSERT INTO option (name, field_id, parent_id) VALUES (?, ?, ?)"
        id = exchange.rows.run(statement, text(name), field, parent)
        if not isinstance(option, str):
            _add_options(exchange, field, id, option.get("options", []))
