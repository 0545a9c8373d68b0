"""Fields: the catalogue of them; custom ones made, changed, trashed and deleted."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Final

from ...refusal import Refused, not_found
from ...store.fields import FieldRecord
from ...views.administration import task
from ...views.fields import field, schema
from ...work.custom_fields import create_field, erase_field, show_everywhere, trash_field
from ...work.tasks import completed
from ..call import Answer, Call
from ..guards import administrator
from ..paging import page_of
from ..routing import CLOUD, Routes

routes = Routes()

_SITE: Final = ("manage:jira-configuration",)
_ONLY_ADMINISTRATORS: Final = "Only Jira administrators can edit custom fields."


@routes.get("/field")
def read_all(call: Call) -> Answer:
    """Return all fields."""
    return Answer([field(found, call.view) for found in call.site.store.fields if not found.trashed])


@routes.get("/field/search", on=[CLOUD])
def search(call: Call) -> Answer:
    """Return a page of fields: of a kind, by ids, by a text in their names."""
    return _page(call, trashed=False)


@routes.get("/field/search/trashed", on=[CLOUD])
def search_trash(call: Call) -> Answer:
    """Return a page of the fields in the trash."""
    administrator(call, "Only Jira administrators can access fields.")
    return _page(call, trashed=True)


def _page(call: Call, *, trashed: bool) -> Answer:
    kinds, ids, text = set(call.words("type")), set(call.words("id")), call.text("query").lower()
    found = [
        item
        for item in call.site.store.fields
        if item.trashed is trashed
        and item.schema  # which thumbnails lack, and which is required here
        and (not kinds or ("custom" if item.custom else "system") in kinds)
        and (not ids or item.key in ids)
        and text in item.name.lower()
    ]
    return Answer(page_of(call, [_searched(item, call) for item in found], usual=50, most=50))


def _searched(found: FieldRecord, call: Call) -> dict[str, Any]:
    answer: dict[str, Any] = {"id": found.key, "name": found.name}
    answer["schema"] = schema(found)
    answer["description"] = found.description
    expand = call.expand()
    if "key" in expand:
        answer["key"] = found.key
    if "isLocked" in expand:
        answer["isLocked"] = found.locked
    if "searcherKey" in expand and found.custom:
        answer["searcherKey"] = f"{str((found.schema or {}).get('custom')).split(':')[0]}:searcher"
    return answer


@routes.post("/field", scopes=_SITE)
def create(call: Call) -> Answer:
    """Create a custom field."""
    administrator(call, "You do not have permission to create custom fields.", status=400 if call.site.cloud else 403)
    return Answer(field(create_field(call.site, call.object()), call.view), 201)


@routes.put("/field/{field}", on=[CLOUD], scopes=_SITE)
def update(call: Call) -> Answer:
    """Change the name and the description of a custom field."""
    administrator(call, _ONLY_ADMINISTRATORS)
    found, body = _custom(call), call.object()
    name = str(body.get("name") or found.name)
    names = tuple(name if clause == found.name else clause for clause in found.clause_names)
    description = str(body.get("description", found.description) or "")
    call.site.store.fields.save(replace(found, name=name, description=description, clause_names=names))
    return Answer(status=204)


@routes.post("/field/{field}/trash", on=[CLOUD], scopes=_SITE)
def trash(call: Call) -> Answer:
    """Move a custom field into the trash."""
    administrator(call, _ONLY_ADMINISTRATORS)
    found = _custom(call)
    if found.locked or found.trashed:
        raise Refused(400, f"The custom field '{found.key}' is {'locked' if found.locked else 'in the trash already'}.")
    trash_field(call.site, found)
    return Answer({})


@routes.post("/field/{field}/restore", on=[CLOUD], scopes=_SITE)
def restore(call: Call) -> Answer:
    """Bring a custom field back from the trash, onto all screens."""
    administrator(call, _ONLY_ADMINISTRATORS)
    found = _custom(call)
    if not found.trashed:
        raise Refused(400, f"The custom field '{found.key}' is not in the trash.")
    show_everywhere(call.site, call.site.store.fields.save(replace(found, trashed=False)))
    call.site.index.rebuild()
    return Answer({})


@routes.delete("/field/{field}", on=[CLOUD], scopes=_SITE)
def delete(call: Call) -> Answer:
    """Delete a custom field in a task."""
    account = administrator(call, _ONLY_ADMINISTRATORS)
    found = _custom(call)
    erase_field(call.site, found)
    made = task(completed(call.site, account, "delete-field", f"Delete custom field {found.key}"), call.view)
    return Answer(made, 303, {"Location": str(made["self"])})


@routes.post("/screens/addToDefault/{field}", scopes=("manage:jira-project",))
def add_to_screens(call: Call) -> Answer:
    """Put a field on the default screen, which all projects of the simulator use."""
    administrator(call)
    show_everywhere(call.site, _custom(call))
    return Answer({})


def _custom(call: Call) -> FieldRecord:
    found = call.site.field(call.path["field"])
    if found is None or not found.custom:
        raise not_found("The custom field was not found.")
    return found
