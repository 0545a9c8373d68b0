"""Fields: the catalogue of them."""

from __future__ import annotations

from typing import Any

from ...store.fields import FieldRecord
from ...views.fields import field, schema
from ..call import Answer, Call
from ..paging import page_of
from ..routing import CLOUD, Routes

routes = Routes()


@routes.get("/field")
def read_all(call: Call) -> Answer:
    """Return all fields."""
    return Answer([field(found, call.view) for found in call.site.store.fields if not found.trashed])


@routes.get("/field/search", on=[CLOUD])
def search(call: Call) -> Answer:
    """Return a page of fields: of a kind, by ids, by a text in their names."""
    kinds, ids, text = set(call.words("type")), set(call.words("id")), call.text("query").lower()
    found = [
        item
        for item in call.site.store.fields
        if not item.trashed
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
