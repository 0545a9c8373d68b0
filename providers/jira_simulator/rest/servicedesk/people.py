"""Who takes part in requests, and who is served by a desk."""

from __future__ import annotations

from dataclasses import replace
from typing import Final
from uuid import UUID

from ...permissions import administers
from ...refusal import Refused
from ...store.activity import Watch
from ...store.people import Person
from ...store.service_desk import ServiceDesk
from ...views.service_desk import customer
from ...work.service_desks import participants, participate
from ..call import Answer, Call
from ..routing import Routes
from ..service_desk_calls import (
    desk_of,
    desk_page,
    people_named,
    project_of,
    request_of,
    require_agent,
    require_opt_in,
)

routes = Routes()

_READ: Final = ["read:servicedesk-request"]
_WRITE: Final = ["write:servicedesk-request"]
_MANAGE: Final = ["manage:servicedesk-customer"]


def _page_of_people(call: Call, found: list[Person]) -> Answer:
    return desk_page(call, found, lambda person: customer(person, call.view))


@routes.get("/request/{request}/participant", scopes=_READ)
def read_participants(call: Call) -> Answer:
    """Return who takes part in a request besides its reporter."""
    issue, _ = request_of(call)
    return _page_of_people(call, participants(call.site, issue))


@routes.post("/request/{request}/participant", scopes=_WRITE)
def add_participants(call: Call) -> Answer:
    """Have accounts take part in a request."""
    issue, _ = request_of(call)
    require_agent(call, call.site.store.projects[issue.project_id])
    for person in people_named(call, "accountIds", "usernames"):
        participate(call.site, issue, person)
    return _page_of_people(call, participants(call.site, issue))


@routes.delete("/request/{request}/participant", scopes=_WRITE)
def remove_participants(call: Call) -> Answer:
    """Have accounts take no part in a request any more."""
    issue, _ = request_of(call)
    require_agent(call, call.site.store.projects[issue.project_id])
    for person in people_named(call, "accountIds", "usernames"):
        call.site.store.service_desk.participations.remove_where(issue_id=issue.id, person_id=person.id)
    return _page_of_people(call, participants(call.site, issue))


@routes.get("/request/{request}/notification", scopes=_READ)
def read_notification(call: Call) -> Answer:
    """Return whether the account hears of changes of a request."""
    issue, _ = request_of(call)
    return Answer({"subscribed": bool(call.site.store.watches.where(issue_id=issue.id, person_id=call.me.id))})


@routes.put("/request/{request}/notification", scopes=_WRITE)
def subscribe(call: Call) -> Answer:
    """Have the account hear of changes of a request."""
    issue, _ = request_of(call)
    if not call.site.store.watches.where(issue_id=issue.id, person_id=call.me.id):
        call.site.store.watches.add(Watch(issue_id=issue.id, person_id=call.me.id))
        call.site.index.touch(issue.id)
    return Answer(status=204)


@routes.delete("/request/{request}/notification", scopes=_WRITE)
def unsubscribe(call: Call) -> Answer:
    """Have the account hear no more of changes of a request."""
    issue, _ = request_of(call)
    call.site.store.watches.remove_where(issue_id=issue.id, person_id=call.me.id)
    call.site.index.touch(issue.id)
    return Answer(status=204)


@routes.post("/customer", scopes=_MANAGE)
def create_customer(call: Call) -> Answer:
    """Make an account that only asks."""
    if not administers(call.me):
        raise Refused(403, "Only Jira administrators can add customers.")
    asked = call.object()
    email = str(asked.get("email") or "").strip()
    name = str(asked.get("displayName") or asked.get("fullName") or "").strip()
    people = call.site.store.people
    if "@" not in email or not name:
        raise Refused(400, "A customer must have a name and an email address.")
    if people.first(email=email) is not None:
        raise Refused(409 if call.flag("strictConflictStatusCode") else 400, f"An account with the email address "
                      f"'{email}' exists already.")  # fmt: skip
    id = people.next_id()
    made = people.add(
        Person(
            id=id,
            account_id=f"qm:{call.site.settings.cloud_id}:{UUID(int=id)}",
            name=email,
            key=f"JIRAUSER{id}",
            display_name=name,
            email=email,
            kind="customer",
            joined=call.site.clock.now(),
        )
    )
    return Answer(customer(made, call.view), 201)


@routes.get("/servicedesk/{desk}/customer", scopes=_MANAGE)
def read_customers(call: Call) -> Answer:
    """Return the customers of a service desk: those added to it, and who has asked for something."""
    require_opt_in(call)
    desk = desk_of(call)
    require_agent(call, project_of(call, desk))
    text = call.text("query").lower()
    issues = call.site.store.issues.where(project_id=desk.project_id)
    ids = {*desk.customers, *(issue.ref("reporter") or 0 for issue in issues)}
    found = call.site.store.people.get_many(sorted(ids))
    return _page_of_people(
        call, [item for item in found if text in f"{item.display_name} {item.name} {item.email}".lower()]
    )


def _managed(call: Call) -> ServiceDesk:
    desk = desk_of(call)
    require_agent(call, project_of(call, desk))
    return desk


@routes.post("/servicedesk/{desk}/customer", scopes=_MANAGE)
def add_customers(call: Call) -> Answer:
    """Add customers to a service desk."""
    desk, people = _managed(call), people_named(call, "accountIds", "usernames")
    ids = dict.fromkeys([*desk.customers, *(person.id for person in people)])
    call.site.store.service_desk.desks.save(replace(desk, customers=tuple(ids)))
    return Answer(status=204)


@routes.delete("/servicedesk/{desk}/customer", scopes=_MANAGE)
def remove_customers(call: Call) -> Answer:
    """Remove customers from a service desk."""
    require_opt_in(call)
    desk, gone = _managed(call), {person.id for person in people_named(call, "accountIds", "usernames")}
    call.site.store.service_desk.desks.save(
        replace(desk, customers=tuple(id for id in desk.customers if id not in gone))
    )
    return Answer(status=204)
