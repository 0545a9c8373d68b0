"""Contexts of custom fields, and the options that the fields offer in them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Final

from ...refusal import Refused, not_found
from ...store.fields import FieldContext, FieldOption, FieldRecord
from ...wire import as_list, as_object
from ...work.custom_fields import create_options, in_order, move_options, remove_option, update_options
from ..call import Answer, Call
from ..guards import administrator, record
from ..paging import page_of
from ..routing import CLOUD, SERVER, Routes

routes = Routes()

_SITE: Final = ("manage:jira-configuration",)
_CONTEXTS: Final = "Only Jira administrators can access custom field contexts."
_OPTIONS: Final = "Only Jira administrators can manage custom field options."
_PATH: Final = "/field/{field}/context"
_DEFAULTS: Final = {"option": "option.single", "options": "option.multiple", "cascade": "option.cascading"}


def _field(call: Call, message: str) -> FieldRecord:
    administrator(call, message)
    found = call.site.field(call.path["field"])
    if found is None or not found.custom:
        raise not_found("The custom field was not found.")
    return found


def _contexts(call: Call, message: str = _CONTEXTS) -> list[FieldContext]:
    """Return the contexts of the field; those that the url names, if it does."""
    wanted = set(call.texts("contextId"))
    found = call.site.store.contexts.where(field_key=_field(call, message).key)
    return [item for item in found if not wanted or str(item.id) in wanted]


def _context(call: Call, message: str = _OPTIONS) -> FieldContext:
    field = _field(call, message)
    found = record(call.site.store.contexts, call.path["context"], "The context was not found.")
    if found.field_key != field.key:
        raise not_found("The context was not found.")
    return found


@routes.get(_PATH, on=[CLOUD], scopes=_SITE)
def read_all(call: Call) -> Answer:
    """Return a page of the contexts of a field."""
    shown = [
        {
            "id": str(item.id),
            "name": item.name,
            "description": item.description,
            "isGlobalContext": not item.project_ids,
            "isAnyIssueType": not item.type_ids,
        }
        for item in _contexts(call)
    ]
    return Answer(page_of(call, shown))


@routes.get(_PATH + "/projectmapping", on=[CLOUD], scopes=_SITE)
def projects(call: Call) -> Answer:
    """Return a page of the projects of contexts."""
    rows: list[dict[str, Any]] = []
    for item in _contexts(call):
        rows += [{"contextId": str(item.id), "projectId": str(id)} for id in item.project_ids] or [
            {"contextId": str(item.id), "isGlobalContext": True}
        ]
    return Answer(page_of(call, rows))


@routes.get(_PATH + "/issuetypemapping", on=[CLOUD], scopes=_SITE)
def types(call: Call) -> Answer:
    """Return a page of the issue types of contexts."""
    rows: list[dict[str, Any]] = []
    for item in _contexts(call):
        rows += [{"contextId": str(item.id), "issueTypeId": str(id)} for id in item.type_ids] or [
            {"contextId": str(item.id), "isAnyIssueType": True}
        ]
    return Answer(page_of(call, rows))


@routes.post(_PATH, on=[CLOUD], scopes=_SITE)
def create(call: Call) -> Answer:
    """Create a context."""
    field, body = _field(call, _CONTEXTS), call.object()
    name = str(body.get("name") or "").strip()
    if not name:
        raise Refused(400, errors={"name": "The name of the context is required."})
    project_ids = [int(id) for id in as_list(body.get("projectIds"))]
    type_ids = [int(id) for id in as_list(body.get("issueTypeIds"))]
    if len(call.site.store.projects.get_many(project_ids)) < len(project_ids):
        raise not_found("One of the projects was not found.")
    if len(call.site.store.types.get_many(type_ids)) < len(type_ids):
        raise not_found("One of the issue types was not found.")
    made = call.site.store.contexts.add(
        FieldContext(
            field_key=field.key,
            name=name,
            description=str(body.get("description") or ""),
            project_ids=tuple(project_ids),
            type_ids=tuple(type_ids),
        )
    )
    shown = {"id": str(made.id), "name": made.name, "description": made.description}
    return Answer(
        shown | {"projectIds": [str(id) for id in project_ids], "issueTypeIds": [str(id) for id in type_ids]}, 201
    )


@routes.put(_PATH + "/{context}", on=[CLOUD], scopes=_SITE)
def update(call: Call) -> Answer:
    """Change the name and the description of a context."""
    found, body = _context(call, _CONTEXTS), call.object()
    name, description = body.get("name") or found.name, body.get("description", found.description)
    call.site.store.contexts.save(replace(found, name=str(name), description=str(description or "")))
    return Answer({}, 204)


@routes.delete(_PATH + "/{context}", on=[CLOUD], scopes=_SITE)
def delete(call: Call) -> Answer:
    """Delete a context with its options."""
    found = _context(call, _CONTEXTS)
    call.site.store.options.remove_where(context_id=found.id)
    call.site.store.contexts.remove(found.id)
    return Answer(status=204)


@routes.get(_PATH + "/defaultValue", on=[CLOUD], scopes=_SITE)
def defaults(call: Call) -> Answer:
    """Return a page of what fields hold if nothing else is given, by context."""
    rows = [{"contextId": str(item.id), **as_object(item.default)} for item in _contexts(call)]
    return Answer(page_of(call, rows))


@routes.put(_PATH + "/defaultValue", on=[CLOUD], scopes=_SITE)
def set_defaults(call: Call) -> Answer:
    """Set what a field holds if nothing else is given."""
    field = _field(call, _CONTEXTS)
    rows = [as_object(row) for row in as_list(call.object().get("defaultValues"))]
    kinds = {str(row.get("type")) for row in rows}
    if len(kinds) > 1:
        raise Refused(400, "All default values in the request must have the same type.")
    expected = _DEFAULTS.get(field.kind)
    if expected is not None and kinds - {expected}:
        raise Refused(400, f"The type of the default value must be '{expected}' for this field.")
    for row in rows:
        context = record(call.site.store.contexts, row.get("contextId"), "The context was not found.")
        kept = {name: value for name, value in row.items() if name != "contextId" and value is not None}
        call.site.store.contexts.save(replace(context, default=kept))
    return Answer(status=204)


@routes.get(_PATH + "/{context}/option", on=[CLOUD], scopes=_SITE)
def options(call: Call) -> Answer:
    """Return a page of the options of a context; `onlyOptions` leaves out those below others."""
    id, only = call.text("optionId"), call.flag("onlyOptions")
    found = [
        item
        for item in in_order(call.site, _context(call))
        if (not id or id in {str(item.id), str(item.parent_id)}) and not (only and item.parent_id)
    ]
    return Answer(page_of(call, [_shown(item) for item in found], usual=100, most=100))


def _shown(found: FieldOption) -> dict[str, Any]:
    below = {} if found.parent_id is None else {"optionId": str(found.parent_id)}
    return {"id": str(found.id), "value": found.value, **below, "disabled": found.disabled}


def _rows(call: Call) -> list[dict[str, Any]]:
    rows: Sequence[Any] = as_list(call.object().get("options"))
    if not rows:
        raise Refused(400, "At least one option must be given.")
    return [as_object(row) for row in rows]


@routes.post(_PATH + "/{context}/option", on=[CLOUD], scopes=_SITE)
def add_options(call: Call) -> Answer:
    """Add options."""
    made = create_options(call.site, _context(call), _rows(call))
    return Answer({"options": [_shown(item) for item in made]})


@routes.put(_PATH + "/{context}/option", on=[CLOUD], scopes=_SITE)
def change_options(call: Call) -> Answer:
    """Rename, disable and enable options."""
    saved = update_options(call.site, _context(call), _rows(call))
    return Answer({"options": [_shown(item) for item in saved]})


@routes.put(_PATH + "/{context}/option/move", on=[CLOUD], scopes=_SITE)
def reorder_options(call: Call) -> Answer:
    """Put options elsewhere in their order."""
    context, body = _context(call), call.object()
    after, position = body.get("after"), body.get("position")
    if after is not None and position is not None:
        raise Refused(400, "'after' and 'position' were provided. Only 'after' or 'position' can be specified.")
    if after is None and position not in {"First", "Last"}:
        raise Refused(400, "Either 'after' or a 'position' of First or Last must be given.")
    ids = [str(id) for id in as_list(body.get("customFieldOptionIds"))]
    move_options(call.site, context, ids, after=None if after is None else str(after), position=position)
    return Answer(status=204)


@routes.delete(_PATH + "/{context}/option/{option}", on=[CLOUD], scopes=_SITE)
def delete_option(call: Call) -> Answer:
    """Delete an option that no issue has."""
    remove_option(call.site, _context(call), call.path["option"])
    return Answer(status=204)


@routes.get("/customFieldOption/{option}")
def option(call: Call) -> Answer:
    """Return an option by its id."""
    id = call.path["option"]
    found = record(call.site.store.options, id, f"The custom field option with id '{id}' does not exist.")
    answer: dict[str, Any] = {"self": call.view.url(f"/customFieldOption/{found.id}"), "value": found.value}
    return Answer(answer if call.site.cloud else answer | {"disabled": found.disabled})


@routes.get("/customFields/{field}/options", on=[SERVER], since=(8,))
def options_on_server(call: Call) -> Answer:
    """Return a page of the options of a field, which is named by its number."""
    named = call.path["field"]
    field = call.site.field(f"customfield_{named.removeprefix('customfield_')}")
    if field is None:
        raise not_found(f"The custom field with id '{named}' does not exist.")
    text, size = call.text("query").lower(), call.number("maxResults", 100)
    found = [item for item in call.site.options(field.key) if text in item.value.lower()]
    roots = [item for item in found if item.parent_id is None]
    start = (max(call.number("page", 1), 1) - 1) * size
    shown = [
        {
            "self": call.view.url(f"/customFieldOption/{item.id}"),
            "value": item.value,
            "disabled": item.disabled,
            "id": item.id,
            "childrenIds": [other.id for other in found if other.parent_id == item.id],
        }
        for item in roots[start : start + size]
    ]
    return Answer({"total": len(roots), "options": shown})


@routes.get("/customFields", on=[SERVER], since=(8,))
def fields_on_server(call: Call) -> Answer:
    """Return a page of the custom fields."""
    call.require_account()
    text = call.text("search").lower()
    shown = [
        {
            "id": item.key,
            "name": item.name,
            "description": item.description,
            "type": str((item.schema or {}).get("custom", "")),
            "numericId": int(item.key.rpartition("_")[2]),
            "isLocked": item.locked,
            "isAllProjects": True,
            "self": call.view.url(f"/customFields/{item.key}"),
        }
        for item in call.site.store.fields
        if item.custom and text in item.name.lower()
    ]
    return Answer(page_of(call, shown))
