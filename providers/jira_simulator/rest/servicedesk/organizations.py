"""Organizations of customers: their members, and the desks that serve them."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from ...refusal import Refused
from ...store.service_desk import Organization
from ...views.service_desk import customer, organization
from ..call import Answer, Call
from ..routing import Routes
from ..service_desk_calls import desk_of, desk_page, people_named, project_of, require_agent

routes = Routes()

_MANAGE: Final = ["manage:servicedesk-customer"]
_LONGEST: Final = 200


@routes.get("/organization", scopes=_MANAGE)
def read_organizations(call: Call) -> Answer:
    """Return the organizations; customers see their own."""
    me = call.me
    found = call.site.store.service_desk.organizations.all()
    shown = [item for item in found if me.kind != "customer" or me.id in item.members]
    return desk_page(call, shown, lambda item: organization(item, call.view))


@routes.post("/organization", scopes=_MANAGE)
def create_organization(call: Call) -> Answer:
    """Make an organization, or return the one with this name."""
    _require_manager(call)
    name = str(call.object().get("name") or "").strip()
    if not name or len(name) > _LONGEST:
        raise Refused(400, "The name of an organization must have between 1 and 200 characters.")
    table = call.site.store.service_desk.organizations
    return Answer(organization(table.first(name=name) or table.add(Organization(name=name)), call.view), 201)


def _require_manager(call: Call) -> None:
    if call.me.kind == "customer":
        raise Refused(403, "Customers cannot manage organizations.")


def _organization(call: Call, id: object | None = None) -> Organization:
    call.require_account()
    wanted = call.path["organization"] if id is None else str(id)
    for found in call.site.store.service_desk.organizations:
        if str(found.id) == wanted:
            return found
    raise Refused(404, f"The organization '{wanted}' does not exist.")


@routes.get("/organization/{organization}", scopes=_MANAGE)
def read_organization(call: Call) -> Answer:
    """Return an organization."""
    return Answer(organization(_organization(call), call.view))


@routes.delete("/organization/{organization}", scopes=_MANAGE)
def delete_organization(call: Call) -> Answer:
    """Delete an organization."""
    found = _organization(call)
    _require_manager(call)
    call.site.store.service_desk.organizations.remove(found.id)
    return Answer(status=204)


@routes.get("/organization/{organization}/user", scopes=_MANAGE)
def read_members(call: Call) -> Answer:
    """Return the members of an organization."""
    found = call.site.store.people.get_many(_organization(call).members)
    return desk_page(call, found, lambda person: customer(person, call.view))


@routes.post("/organization/{organization}/user", scopes=_MANAGE)
def add_members(call: Call) -> Answer:
    """Add members to an organization."""
    return _with_members(call, gone=False)


@routes.delete("/organization/{organization}/user", scopes=_MANAGE)
def remove_members(call: Call) -> Answer:
    """Remove members from an organization."""
    return _with_members(call, gone=True)


def _with_members(call: Call, *, gone: bool) -> Answer:
    found = _organization(call)
    _require_manager(call)
    ids = [person.id for person in people_named(call, "accountIds", "usernames")]
    kept = [id for id in found.members if id not in ids]
    members = tuple(kept if gone else [*kept, *ids])
    call.site.store.service_desk.organizations.save(replace(found, members=members))
    return Answer(status=204)


@routes.get("/servicedesk/{desk}/organization", scopes=_MANAGE)
def read_organizations_of_desk(call: Call) -> Answer:
    """Return the organizations that a service desk serves."""
    desk = desk_of(call)
    require_agent(call, project_of(call, desk))
    found = [item for item in call.site.store.service_desk.organizations if desk.id in item.desk_ids]
    return desk_page(call, found, lambda item: organization(item, call.view))


@routes.post("/servicedesk/{desk}/organization", scopes=_MANAGE)
def serve_organization(call: Call) -> Answer:
    """Have a service desk serve an organization."""
    return _with_desk(call, gone=False)


@routes.delete("/servicedesk/{desk}/organization", scopes=_MANAGE)
def leave_organization(call: Call) -> Answer:
    """Have a service desk serve an organization no more."""
    return _with_desk(call, gone=True)


def _with_desk(call: Call, *, gone: bool) -> Answer:
    desk = desk_of(call)
    require_agent(call, project_of(call, desk))
    found = _organization(call, call.object().get("organizationId"))
    kept = [id for id in found.desk_ids if id != desk.id]
    saved = replace(found, desk_ids=tuple(kept if gone else [*kept, desk.id]))
    call.site.store.service_desk.organizations.save(saved)
    return Answer(status=204)
