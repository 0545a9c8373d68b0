"""Requests: made, found and read, with their statuses and the ways that they may go."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from ...permissions import sees, sees_issue
from ...refusal import Refused
from ...store.issues import Issue
from ...store.people import Person
from ...store.service_desk import RequestType
from ...views.comments import comments_of
from ...views.request_types import desk, request_type
from ...views.service_desk import attachment, comment, customer, is_public, request, statuses
from ...wire import as_object
from ...work.comments import add_comment
from ...work.service_desks import REQUEST_TYPE, create_request, desks, is_agent, participants, request_type_of
from ...work.transitions import available, take
from ..call import Answer, Call
from ..routing import Routes
from ..service_desk_calls import desk_page, request_of, require_agent

routes = Routes()

_READ: Final = ["read:servicedesk-request"]
_WRITE: Final = ["write:servicedesk-request"]
_OWNED: Final = "OWNED_REQUESTS"
_PARTICIPATED: Final = "PARTICIPATED_REQUESTS"
_ORGANIZATIONS: Final = frozenset({"ORGANIZATION", "ALL_ORGANIZATIONS"})


@routes.get("/request", scopes=_READ)
def read_all(call: Call) -> Answer:
    """Return the requests that the account made or takes part in, the one changed last first."""
    me = call.me
    desks(call.site)
    found = [
        (issue, kind) for issue, kind in _requests(call) if _is_mine(call, issue, me) and _is_asked(call, issue, kind)
    ]
    found.sort(key=lambda pair: (-pair[0].updated, -pair[0].id))
    return desk_page(call, found, lambda pair: _shown(call, *pair))


def _requests(call: Call) -> list[tuple[Issue, RequestType]]:
    """Return every request that the account may see, as search knows them."""
    field = call.site.field_of(REQUEST_TYPE)
    papers = call.site.index.papers().values()
    ids = [item.id for item in papers if field is not None and field.key in item.values]
    pairs = [(issue, request_type_of(call.site, issue)) for issue in call.site.store.issues.get_many(ids)]
    return [(issue, kind) for issue, kind in pairs if kind and sees_issue(call.site, call.account, issue)]


def _is_mine(call: Call, issue: Issue, me: Person) -> bool:
    ownership = call.words("requestOwnership")
    owned = issue.ref("reporter") == me.id
    took_part = me in participants(call.site, issue)
    shared = _ORGANIZATIONS & set(ownership) and _shares_organization(call, issue, me)
    if _OWNED in ownership and owned:
        return True
    if _PARTICIPATED in ownership and took_part:
        return True
    return bool(shared) or ((not ownership or "ALL_REQUESTS" in ownership) and (owned or took_part))


def _shares_organization(call: Call, issue: Issue, me: Person) -> bool:
    wanted = call.text("organizationId")
    return any(
        {me.id, issue.ref("reporter")} <= set(found.members) and (not wanted or str(found.id) == wanted)
        for found in call.site.store.service_desk.organizations
    )


def _is_asked(call: Call, issue: Issue, kind: RequestType) -> bool:
    """Say whether the other parameters choose a request."""
    closed = issue.ref("resolution") is not None
    state = call.text("requestStatus")
    desk_id, type_id = call.text("serviceDeskId"), call.text("requestTypeId")
    return (
        call.text("searchTerm").strip("*").lower() in issue.text("summary").lower()
        and {"CLOSED_REQUESTS": closed, "OPEN_REQUESTS": not closed}.get(state, True)
        and (not desk_id or desk_id == str(kind.desk_id))
        and (not type_id or type_id == str(kind.id))
    )


@routes.post("/request", scopes=_WRITE)
def create(call: Call) -> Answer:
    """Make a request."""
    call.require_account()
    asked = call.object()
    for found, project in desks(call.site):
        if str(asked.get("serviceDeskId")) == str(found.id) and sees(call.site, call.account, project):
            types = call.site.store.service_desk.types.where(desk_id=found.id)
            kind = next((item for item in types if str(item.id) == str(asked.get("requestTypeId"))), None)
            if kind is None:
                raise Refused(400, "The request type does not exist in this service desk.")
            if asked.get("raiseOnBehalfOf") or asked.get("requestParticipants"):
                require_agent(call, project)
            return Answer(request(create_request(call.edit(), project, kind, asked), kind, call.view), 201)
    raise Refused(400, "The service desk does not exist, or you cannot make requests in it.")


@routes.get("/request/{request}", scopes=_READ)
def read(call: Call) -> Answer:
    """Return a request."""
    return Answer(_shown(call, *request_of(call)))


def _shown(call: Call, issue: Issue, kind: RequestType) -> dict[str, Any]:
    answer = request(issue, kind, call.view)
    wanted = sorted(call.expand() & set(_PARTS))
    return answer | {_PLURALS.get(name, name): _PARTS[name](call, issue, kind) for name in wanted}


def _inner(call: Call, items: list[Any]) -> dict[str, Any]:
    """Return what `expand` adds as a page of its own."""
    return {
        "_expands": [],
        "size": len(items),
        "start": 0,
        "limit": 50,
        "isLastPage": True,
        "_links": {"base": call.base, "context": call.site.settings.context},
        "values": items,
    }


def _participants(call: Call, issue: Issue, _: RequestType) -> object:
    return _inner(call, [customer(person, call.view) for person in participants(call.site, issue)])


def _statuses(call: Call, issue: Issue, _: RequestType) -> object:
    return _inner(call, statuses(issue, call.view))


def _comments(call: Call, issue: Issue, _: RequestType) -> object:
    agent = is_agent(call.site, call.account, call.site.store.projects[issue.project_id])
    found = [item for item in comments_of(issue.id, call.view) if agent or is_public(item)]
    return _inner(call, [comment(issue, item, call.view) for item in found])


def _attachments(call: Call, issue: Issue, _: RequestType) -> object:
    found = call.site.store.attachments.where(issue_id=issue.id)
    return _inner(call, [attachment(item, call.view) for item in found])


def _desk(call: Call, _: Issue, kind: RequestType) -> object:
    found = call.site.store.service_desk.desks[kind.desk_id]
    return desk(found, call.site.store.projects[found.project_id], call.view)


# What is asked for in the singular comes in the plural.
_PLURALS: Final = {"participant": "participants", "comment": "comments", "attachment": "attachments"}
_PARTS: Final[Mapping[str, Callable[[Call, Issue, RequestType], object]]] = {
    "participant": _participants,
    "status": _statuses,
    "sla": lambda call, _issue, _kind: _inner(call, []),
    "comment": _comments,
    "attachment": _attachments,
    "requestType": lambda call, _issue, kind: request_type(kind, call.view),
    "serviceDesk": _desk,
}


@routes.get("/request/{request}/status", scopes=_READ)
def read_statuses(call: Call) -> Answer:
    """Return the statuses that a request has had."""
    issue, _ = request_of(call)
    return desk_page(call, statuses(issue, call.view), lambda item: item)


@routes.get("/request/{request}/transition", scopes=_READ)
def read_ways(call: Call) -> Answer:
    """Return the ways that a request may go now."""
    issue, _ = request_of(call)
    ways = available(call.site, call.account, issue)
    return desk_page(call, ways, lambda way: {"id": str(way.number), "name": way.name})


@routes.post("/request/{request}/transition", scopes=_WRITE)
def go(call: Call) -> Answer:
    """Move a request on, with a comment for all to see."""
    issue, _ = request_of(call)
    asked = call.object()
    id = str(asked.get("id") or "")
    if id not in {str(way.number) for way in available(call.site, call.account, issue)}:
        raise Refused(400, f"The transition '{id}' is not one that this request may take.")
    moved = take(call.edit(), issue, {"transition": {"id": id}})
    text = as_object(asked.get("additionalComment")).get("body")
    if text:
        add_comment(call.edit(), moved, {"body": text})
    return Answer(status=204)


@routes.get("/request/{request}/sla", scopes=["read:jira-work"])
def read_agreements(call: Call) -> Answer:
    """Return the service level agreements: no desk here has any."""
    issue, _ = request_of(call)
    require_agent(call, call.site.store.projects[issue.project_id])
    nothing: list[object] = []
    return desk_page(call, nothing, lambda item: item)


@routes.get("/request/{request}/approval", scopes=_READ)
def read_approvals(call: Call) -> Answer:
    """Return the approvals: no workflow here asks for any."""
    request_of(call)
    nothing: list[object] = []
    return desk_page(call, nothing, lambda item: item)
