"""Types of links: read by everybody, changed by administrators."""

from __future__ import annotations

from typing import Final

from ...refusal import Refused, not_found
from ...store.catalogue import LinkType
from ...views.catalogue import link_type
from ...work.link_types import add_link_type, change_link_type, delete_link_type
from ..call import Answer, Call
from ..guards import administrator
from ..routing import Routes
from ..switches import require_linking

routes = Routes()

_SCOPES: Final = ("manage:jira-configuration",)
_FORBIDDEN: Final = "You do not have permission to administer issue link types."


@routes.get("/issueLinkType")
def read_all(call: Call) -> Answer:
    """Return all types of links, by name."""
    require_linking(call.site)
    found = sorted(call.site.store.link_types, key=lambda item: item.name.lower())
    return Answer({"issueLinkTypes": [link_type(item, call.view) for item in found]})


@routes.get("/issueLinkType/{type}")
def read(call: Call) -> Answer:
    """Return a type of links."""
    require_linking(call.site)
    return Answer(link_type(_found(call), call.view))


@routes.post("/issueLinkType", scopes=_SCOPES)
def create(call: Call) -> Answer:
    """Make a type of links."""
    require_linking(call.site)
    administrator(call, _FORBIDDEN, status=404)
    return Answer(link_type(add_link_type(call.site, call.object()), call.view), 201)


@routes.put("/issueLinkType/{type}", scopes=_SCOPES)
def update(call: Call) -> Answer:
    """Change a type of links."""
    require_linking(call.site)
    administrator(call, _FORBIDDEN, status=404)
    return Answer(link_type(change_link_type(call.site, _found(call), call.object()), call.view))


@routes.delete("/issueLinkType/{type}", scopes=_SCOPES)
def delete(call: Call) -> Answer:
    """Delete a type of links, and the links of it."""
    require_linking(call.site)
    administrator(call, _FORBIDDEN, status=404)
    delete_link_type(call.edit(), _found(call))
    return Answer(status=204)


def _found(call: Call) -> LinkType:
    id = call.path["type"]
    if not (id.isascii() and id.isdigit()):
        raise Refused(400, f"The issue link type id '{id}' is not a number.")
    found = call.site.store.link_types.get(int(id)) if len(id) < 19 else None
    if found is None:
        raise not_found(f"No issue link type with id '{id}' found.")
    return found
