"""Fields as JSON: the catalogue of them, and the metadata that forms are made from."""

from __future__ import annotations

from ..fieldtypes import TYPES, Reading
from ..store.fields import FieldRecord
from .catalogue import priority
from .view import Json, View

__all__ = ["field", "metadata", "schema"]


def field(found: FieldRecord, view: View) -> Json:
    """Return a field of the catalogue."""
    answer: Json = {"id": found.key}
    if view.cloud:
        answer["key"] = found.key
    answer["name"] = found.name
    if view.cloud and found.custom:
        answer["untranslatedName"] = found.name
    answer |= {
        "custom": found.custom,
        "orderable": found.orderable,
        "navigable": found.navigable,
        "searchable": found.searchable,
        "clauseNames": list(found.clause_names),
    }
    if found.project_id is not None and view.cloud:
        answer["scope"] = {"type": "PROJECT", "project": {"id": str(found.project_id)}}
    return answer | ({"schema": schema(found)} if found.schema else {})


def schema(found: FieldRecord) -> Json:
    return dict(found.schema or {})


def metadata(found: FieldRecord, reading: Reading, view: View, *, required: bool, listed: bool = False) -> Json:
    """Return what a form has to know of a field; `listed` where the field's id is inside, not beside."""
    kind = TYPES[found.kind]
    answer: Json = {"required": required, "schema": schema(found), "name": found.name}
    if view.cloud or listed:
        answer["key"] = found.key
    answer["hasDefaultValue"] = found.key in {"priority", "reporter"}
    answer["operations"] = list(kind.operations)
    if kind.jql_type in {"user", "label"}:
        answer["autoCompleteUrl"] = _completion(found, reading, view)
    if found.key == "issuelinks":
        answer["autoCompleteUrl"] = view.url(
            "/issue/picker?currentProjectId=&showSubTaskParent=true&showSubTasks=true&query="
        )
    if found.key == "priority":
        answer["defaultValue"] = next(
            (priority(item, view) for item in view.site.store.priorities if item.default), None
        )
    allowed = kind.allowed(found, reading, view)
    if allowed is not None:
        answer["allowedValues"] = allowed
    if listed:
        answer["fieldId"] = found.key
    return answer


def _completion(found: FieldRecord, reading: Reading, view: View) -> str:
    if TYPES[found.kind].jql_type == "label":
        return view.page_url("/rest/api/1.0/labels/suggest?query=")
    if found.key == "assignee":
        return view.url(f"/user/assignable/search?project={reading.project.key}&query=")
    return view.url("/user/search?query=" if view.cloud else "/user/search?username=")
