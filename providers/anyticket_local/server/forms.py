"""The resources of forms: what is asked for when a ticket is made or moved on."""

from __future__ import annotations

from .attributes import ASKED_AT_CREATION, ATTRIBUTES
from .exchange import Answer, Exchange, Routes
from .field_values import custom_field
from .references import project_row, word_id
from .required import is_empty
from .words import JSON, Catalogue, shown

routes = Routes()


def options(exchange: Exchange, field: str, project: int | None) -> list[JSON] | None:
    """Return what a field can be set to, or None if that is not a matter of choice."""
    rows, catalogue = exchange.rows, Catalogue(exchange.rows)
    match field:
        case "type":
            return list(catalogue.types.values())
        case "status":
            return list(catalogue.statuses.values())
        case "priority":
            return list(catalogue.priorities.values())
        case "resolution":
            return list(catalogue.resolutions.values())
        case "components" | "affects_versions" | "fix_versions":
            table = "component" if field == "components" else "version"
            found = rows.all(f"SELECT * FROM {table} WHERE project_id = ifnull(?, project_id) ORDER BY id", project)
            return [shown(row, "name") for row in found]
        case _:
            found = rows.all("SELECT * FROM option WHERE field_id = ? ORDER BY id", field)
            return [shown(row, "name") | {"disabled": bool(row["disabled"])} for row in found] or None


def form_field(exchange: Exchange, id: str, required: bool, project: int, ticket: JSON | None = None) -> JSON:
    """Return a field as a form shows it; its default is what the ticket has already."""
    field = ATTRIBUTES.get(id)
    shown_field = field.json() if field is not None else field_json(exchange, id)
    filled = ticket is not None and not is_empty(ticket, id)
    choices = options(exchange, id, project)
    return (
        shown_field
        | {"required": required, "has_default": filled}
        | ({"default": _value(ticket, id)} if filled and ticket is not None else {})
        | ({"options": choices} if choices is not None else {})
    )


def _value(ticket: JSON, id: str) -> object:
    return ticket["fields"][id]["value"] if id in ticket["fields"] else ticket.get(id)


def field_json(exchange: Exchange, id: str) -> JSON:
    """Return a custom field as the list of fields shows it."""
    row = custom_field(exchange.rows, id)
    assert row is not None
    choices = options(exchange, id, None)
    return {
        "id": row["id"],
        "name": row["name"],
        "kind": row["kind"],
        "items": row["items"],
        "custom": True,
        "required": bool(row["required"]),
        "attribute": None,
    } | ({"options": choices} if choices is not None else {})


def custom_field_ids(exchange: Exchange, project: int | None) -> list[str]:
    """Return the custom fields, of one project or all."""
    statement = """
    SELECT id FROM field f WHERE ? IS NULL OR EXISTS (
        SELECT 1 FROM field_project p WHERE p.field_id = f.id AND p.project_id = ?)
    OR NOT EXISTS (SELECT 1 FROM field_project p WHERE p.field_id = f.id) ORDER BY id
    """
    return [row["id"] for row in exchange.rows.all(statement, project, project)]


@routes.on("GET", "/projects/{}/form")
def create_form(exchange: Exchange, project: str) -> Answer:
    id = project_row(exchange.rows, project)["id"]
    wanted = exchange.parameter("type")
    type = Catalogue(exchange.rows).types[word_id(exchange.rows, "type", {"id": wanted, "name": wanted})]
    fields = [
        form_field(exchange, name, name == "title" or (name == "parent" and type["hierarchy_level"] < 0), id)
        for name in ASKED_AT_CREATION
    ]
    custom = [
        form_field(exchange, name, field_json(exchange, name)["required"], id)
        for name in custom_field_ids(exchange, id)
    ]
    return Answer({"fields": [*fields, *custom]})
