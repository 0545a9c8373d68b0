"""Service desks: what they are, what can be asked for, their queues; and the product itself."""

from __future__ import annotations

from typing import Any, Final

from ...permissions import sees
from ...refusal import Refused
from ...store.service_desk import Queue, RequestType
from ...views.issues import FieldChoice, issue
from ...views.request_types import date, desk, desk_url, request_type
from ...views.service_desk import queue, request_field
from ...work.service_desks import desks, is_agent
from ..call import Answer, Call
from ..routing import CLOUD, Routes
from ..service_desk_calls import desk_of, desk_page, project_of, require_agent, require_opt_in

routes = Routes()

_READ: Final = ["read:servicedesk-request"]
_READ_WORK: Final = ["read:jira-work"]
_BUILT: Final = 1_788_220_800_000  # 1 September 2026


@routes.get("/info", scopes=[], anonymous=True)
def read_info(call: Call) -> Answer:
    """Return what runs here, to anybody."""
    version = call.site.settings.version
    answer: dict[str, Any] = {
        "version": version if call.site.cloud else "5" + version[version.index(".") :],
        "platformVersion": version,
        "buildDate": date(_BUILT, call.view),
        "buildChangeSet": "0" * 40,
        "isLicensedForUse": True,
        "_links": {"self": desk_url("/info", call.view)},
    }
    return Answer(answer)


@routes.get("/servicedesk", scopes=_READ)
def read_all(call: Call) -> Answer:
    """Return the service desks that the account sees."""
    call.require_account()
    found = [pair for pair in desks(call.site) if sees(call.site, call.account, pair[1])]
    return desk_page(call, found, lambda pair: desk(*pair, call.view))


@routes.get("/servicedesk/{desk}", scopes=_READ)
def read(call: Call) -> Answer:
    """Return a service desk."""
    found = desk_of(call)
    return Answer(desk(found, project_of(call, found), call.view))


@routes.get("/requesttype", scopes=_READ)
def read_all_types(call: Call) -> Answer:
    """Return the request types of all service desks, or of those that are asked for."""
    require_opt_in(call)
    call.require_account()
    wanted = call.words("serviceDeskId")
    seen = {pair[0].id for pair in desks(call.site) if sees(call.site, call.account, pair[1])}
    found = [
        item
        for item in call.site.store.service_desk.types
        if item.desk_id in seen and (not wanted or str(item.desk_id) in wanted)
    ]
    return desk_page(call, _matching(call, found), lambda item: request_type(item, call.view))


def _matching(call: Call, found: list[RequestType]) -> list[RequestType]:
    text = call.text("searchQuery").lower()
    return [item for item in found if text in item.name.lower() or text in item.description.lower()]


@routes.get("/servicedesk/{desk}/requesttype", scopes=_READ)
def read_types(call: Call) -> Answer:
    """Return the request types of a service desk, of a group if asked."""
    group = call.text("groupId")
    found = call.site.store.service_desk.types.where(desk_id=desk_of(call).id)
    chosen = [item for item in found if not group or group in map(str, item.group_ids)]
    return desk_page(call, _matching(call, chosen), lambda item: request_type(item, call.view))


def _type(call: Call) -> RequestType:
    for found in call.site.store.service_desk.types.where(desk_id=desk_of(call).id):
        if str(found.id) == call.path["type"]:
            return found
    raise Refused(404, f"The request type '{call.path['type']}' does not exist in this service desk.")


@routes.get("/servicedesk/{desk}/requesttype/{type}", scopes=_READ)
def read_type(call: Call) -> Answer:
    """Return a request type."""
    return Answer(request_type(_type(call), call.view))


@routes.get("/servicedesk/{desk}/requesttype/{type}/field", scopes=_READ)
def read_fields(call: Call) -> Answer:
    """Return the fields of a request type, and what the account may do besides."""
    found = _type(call)
    agent = is_agent(call.site, call.account, project_of(call, desk_of(call)))
    return Answer(
        {
            "requestTypeFields": [request_field(row, call.view) for row in found.fields],
            "canRaiseOnBehalfOf": agent,
            "canAddRequestParticipants": agent,
        }
    )


@routes.get("/servicedesk/{desk}/requesttypegroup", scopes=_READ)
def read_groups(call: Call) -> Answer:
    """Return the groups in which a portal shows its request types."""
    found = call.site.store.service_desk.groups.where(desk_id=desk_of(call).id)
    return desk_page(call, found, lambda item: {"id": str(item.id), "name": item.name})


@routes.get("/servicedesk/{desk}/queue", scopes=_READ_WORK)
def read_queues(call: Call) -> Answer:
    """Return the queues of a service desk, with how many issues each holds if asked."""
    found = desk_of(call)
    require_agent(call, project_of(call, found))
    queues = call.site.store.service_desk.queues.where(desk_id=found.id)
    counted = call.flag("includeCount")
    return desk_page(call, queues, lambda item: queue(item, call.view, len(_waiting(call, item)) if counted else None))


def _waiting(call: Call, found: Queue) -> list[int]:
    index = call.site.index
    return index.find(found.jql, index.meaning(found.jql, call.account), call.account)


def _queue(call: Call) -> Queue:
    desk_found = desk_of(call)
    require_agent(call, project_of(call, desk_found))
    for found in call.site.store.service_desk.queues.where(desk_id=desk_found.id):
        if str(found.id) == call.path["queue"]:
            return found
    raise Refused(404, f"The queue '{call.path['queue']}' does not exist in this service desk.")


@routes.get("/servicedesk/{desk}/queue/{queue}", scopes=_READ_WORK)
def read_queue(call: Call) -> Answer:
    """Return a queue."""
    found = _queue(call)
    return Answer(queue(found, call.view, len(_waiting(call, found)) if call.flag("includeCount") else None))


@routes.get("/servicedesk/{desk}/queue/{queue}/issue", scopes=_READ_WORK)
def read_waiting(call: Call) -> Answer:
    """Return the issues of a queue, with the fields that it shows."""
    found = _queue(call)
    fields = [field for field in call.site.store.fields if field.key in found.fields]
    ids, choice = _waiting(call, found), FieldChoice(tuple(fields))

    def shown(id: int) -> dict[str, Any]:
        answer = issue(call.site.store.issues[id], call.view, choice)
        return {name: answer[name] for name in ("id", "self", "key", "fields")}

    return desk_page(call, ids, shown)


@routes.get("/assets/workspace", on=[CLOUD], scopes=_READ)
def read_workspaces(call: Call) -> Answer:
    """Return the workspaces of assets: there are none."""
    call.require_account()
    nothing: list[object] = []
    return desk_page(call, nothing, lambda item: item)
