"""Service desk calls: the desk or request that a path names, the pages and the errors of service management."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import wraps
from typing import Any, Final, TypeVar
from urllib.parse import urlencode

from ..permissions import sees, sees_issue
from ..refusal import Refused
from ..store.issues import Issue
from ..store.people import Person
from ..store.projects import Project
from ..store.service_desk import RequestType, ServiceDesk
from ..wire import as_list
from ..work.service_desks import desks, is_agent, participants, request_type_of
from .call import Answer, Call
from .routing import Handler, Routes

__all__ = [
    "desk_of",
    "desk_page",
    "desk_routes",
    "people_named",
    "project_of",
    "request_of",
    "require_agent",
    "require_opt_in",
]

T = TypeVar("T")
_USUAL: Final = 50
_MOST: Final = 100
_NO_DESK: Final = "The service desk does not exist, or you do not have permission to view it."
_NO_REQUEST: Final = "The request does not exist, or you do not have permission to view it."
_AGENTS: Final = "Only agents of the service desk can do this."
_EXPERIMENTAL: Final = (
    "This resource is experimental. Send the header X-ExperimentalApi with the value opt-in to use it."
)


def desk_routes(routes: Routes) -> Routes:
    """Return the same routes, whose refusals are in the shape of service management."""
    return Routes([replace(route, handler=_wording(route.handler)) for route in routes.found])


def _wording(handler: Handler) -> Handler:
    @wraps(handler)
    def worded(call: Call) -> Answer:
        try:
            return handler(call)
        except Refused as refused:
            raise _worded(refused) from None

    return worded


def _worded(refused: Refused) -> Refused:
    if refused.body is not None or refused.status == 401:
        return refused
    text = "; ".join([*refused.messages, *refused.errors.values()])
    key = f"sd.rest.error.{refused.status}"
    body = {"errorMessage": text, "i18nErrorMessage": {"i18nKey": key, "parameters": list(refused.errors)}}
    return Refused(refused.status, body=body, headers=refused.headers)


def require_opt_in(call: Call) -> None:
    """Refuse who has not opted in to what is experimental."""
    if call.headers.get("x-experimentalapi", "").lower() not in {"opt-in", "true"}:
        raise Refused(412, _EXPERIMENTAL)


def desk_of(call: Call) -> ServiceDesk:
    """Return the service desk that the path names by its id or the key of its project."""
    call.require_account()
    wanted = call.path["desk"]
    for desk, project in desks(call.site):
        if wanted in {str(desk.id), project.key} and sees(call.site, call.account, project):
            return desk
    raise Refused(404, _NO_DESK)


def project_of(call: Call, desk: ServiceDesk) -> Project:
    return call.site.store.projects[desk.project_id]


def require_agent(call: Call, project: Project) -> Person:
    """Return who asks, if they serve in a project."""
    if not is_agent(call.site, call.me, project):
        raise Refused(403, _AGENTS)
    return call.me


def request_of(call: Call) -> tuple[Issue, RequestType]:
    """Return the request that the path names: agents see all of a project, customers those that they are part of."""
    call.require_account()
    desks(call.site)
    issue = call.site.issue(call.path["request"])
    found = request_type_of(call.site, issue) if issue else None
    if issue is None or found is None or not sees_issue(call.site, call.account, issue) or not _is_part(call, issue):
        raise Refused(404, _NO_REQUEST)
    return issue, found


def _is_part(call: Call, issue: Issue) -> bool:
    if is_agent(call.site, call.account, call.site.store.projects[issue.project_id]):
        return True
    return call.me.id == issue.ref("reporter") or call.me in participants(call.site, issue)


def people_named(call: Call, *names: str) -> list[Person]:
    """
    Return the accounts that a body names.

    Raises:
        Refused: One does not exist.
    """
    asked = call.object()
    wanted = [name for key in names for name in as_list(asked.get(key))]
    found = [(name, call.site.person(name)) for name in wanted]
    unknown = [str(name) for name, person in found if person is None]
    if unknown:
        raise Refused(400, f"The user '{unknown[0]}' does not exist.")
    return [person for _, person in found if person is not None]


def desk_page(call: Call, items: Sequence[T], shown: Callable[[T], object]) -> Answer:
    """Return a page, with links to those before and behind it."""
    start = max(call.number("start", 0), 0)
    limit = min(max(call.number("limit", _USUAL), 1), _MOST)
    page = items[start : start + limit]
    path = call.url.split("?", 1)[0]
    links: dict[str, Any] = {"self": call.base + call.url, "base": call.base, "context": call.site.settings.context}
    if start + limit < len(items):
        links["next"] = _link(call, path, start + limit, limit)
    if start:
        links["prev"] = _link(call, path, max(start - limit, 0), limit)
    return Answer(
        {
            "_expands": [],
            "size": len(page),
            "start": start,
            "limit": limit,
            "isLastPage": start + limit >= len(items),
            "_links": links,
            "values": [shown(item) for item in page],
        }
    )


def _link(call: Call, path: str, start: int, limit: int) -> str:
    others = [(name, value) for name, value in call.query if name not in {"start", "limit"}]
    return f"{call.base}{path}?{urlencode([*others, ('start', start), ('limit', limit)])}"
