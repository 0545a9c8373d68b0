"""The resources of the toy tracker."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from anyticket.request import Request
from testing.toy.server import (
    FIELDS,
    LINK_TYPES,
    MOST_PER_PAGE,
    PEOPLE,
    PRIORITIES,
    REASON,
    STATUSES,
    TYPES,
    WAYS,
    Handler,
    Json,
    Refused,
    Server,
    body_of,
    content_of,
)

ROUTES: list[tuple[str, str, Handler]] = []
CATALOGUE: dict[str, list[Json]] = {"statuses": STATUSES, "priorities": PRIORITIES, "types": TYPES,
                                    "fields": FIELDS, "link_types": LINK_TYPES}  # fmt: skip


def route(method: str, pattern: str) -> Callable[[Handler], Handler]:
    def register(function: Handler) -> Handler:
        ROUTES.append((method, pattern, function))
        return function

    return register


def paged(request: Request, items: list[Json]) -> Json:
    """Return a page: what follows the item whose id is the cursor."""
    asked = dict(request.query)
    start = 0
    if after := asked.get("after"):
        start = next(index for index, item in enumerate(items) if item["id"] == after) + 1
    size = min(int(asked.get("limit", 50)), MOST_PER_PAGE)
    page = items[start : start + size]
    more = start + size < len(items)
    return {"items": page, "next": page[-1]["id"] if more else None, "total": len(items)}


def item(items: list[Json], id: str) -> Json:
    for one in items:
        if one["id"] == id:
            return one
    raise Refused(404, "no such part")


@route("GET", "/tickets/([^/]+)")
def get_ticket(toy: Server, request: Request, reference: str) -> Any:
    return toy.ticket(reference)


@route("POST", "/search")
def search(toy: Server, request: Request) -> Any:
    return paged(request, toy.found(body_of(request)))


@route("POST", "/count")
def count(toy: Server, request: Request) -> Any:
    return {"value": len(toy.found(body_of(request)))}


@route("GET", "/markers/([^/]+)")
def marker(toy: Server, request: Request, key: str) -> Any:
    if key not in toy.markers:
        raise Refused(404, "no such marker")
    return toy.markers[key]


def marked(toy: Server, request: Request, made: Json) -> Json:
    """Write the marker of a request with what it has made."""
    if key := request.headers.get("x-marker"):
        toy.markers[key] = {"made": made, "digest": request.headers["x-digest"]}
    return made


@route("POST", "/tickets")
def create_ticket(toy: Server, request: Request) -> Any:
    return marked(toy, request, toy.create(body_of(request)))


@route("POST", "/tickets/([^/]+)/changes")
def update_ticket(toy: Server, request: Request, reference: str) -> Any:
    ticket = toy.ticket(reference)
    if request.headers.get("if-match", ticket["version"]) != ticket["version"]:
        raise Refused(409, "somebody was faster", current=ticket)
    patch = body_of(request)
    if "comment" in patch:
        add_part(toy, ticket, "comments", patch.pop("comment"))
    toy.change(ticket, patch)
    return ticket


@route("DELETE", "/tickets/([^/]+)")
def delete_ticket(toy: Server, request: Request, reference: str) -> Any:
    del toy.tickets[toy.ticket(reference)["id"]]


@route("GET", "/tickets/([^/]+)/ways")
def ways(toy: Server, request: Request, reference: str) -> Any:
    ticket = toy.ticket(reference)
    return [
        {"id": way, "name": way.title(), "target": STATUSES[int(target) - 1], "required": [REASON] if asks else []}
        for way, (target, asks) in WAYS.items()
        if target != ticket["status"]["id"]
    ]


@route("POST", "/tickets/([^/]+)/ways")
def go(toy: Server, request: Request, reference: str) -> Any:
    ticket, asked = toy.ticket(reference), body_of(request)
    target, asks = WAYS[asked["way"]]
    change = asked.get("change", {})
    if asks and asks not in change.get("fields", {}):
        raise Refused(400, "a field is missing", fields={asks: "is missing"})
    toy.change(ticket, {**change, "status": STATUSES[int(target) - 1]})
    return ticket


@route("GET", "/tickets/([^/]+)/(comments|worklogs|history|attachments|remote_links|watchers|voters)")
def list_parts(toy: Server, request: Request, reference: str, part: str) -> Any:
    return paged(request, toy.ticket(reference)[part])


@route("POST", "/tickets/([^/]+)/(comments|worklogs|remote_links)")
def add_to_ticket(toy: Server, request: Request, reference: str, part: str) -> Any:
    return marked(toy, request, add_part(toy, toy.ticket(reference), part, body_of(request)))


def add_part(toy: Server, ticket: Json, part: str, draft: Json) -> Json:
    if part == "remote_links":
        there: list[Json] = ticket[part]
        for one in there:
            if one.get("global_id") and one["global_id"] == draft.get("global_id"):
                one.update(draft)
                return one
        made = {"id": toy.new_id(), **draft}
    else:
        now = toy.now()
        times = {"created_at": now, "updated_at": now} | ({"started_at": now} if part == "worklogs" else {})
        made = {"id": toy.new_id(), "author": PEOPLE[0], **times, **draft}
    ticket[part].append(made)
    return made


@route("PUT", "/tickets/([^/]+)/(comments|worklogs)/([^/]+)")
def update_part(toy: Server, request: Request, reference: str, part: str, id: str) -> Any:
    one = item(toy.ticket(reference)[part], id)
    one.update(body_of(request), updated_at=toy.now())
    return one


@route("DELETE", "/tickets/([^/]+)/(comments|worklogs|remote_links|attachments)/([^/]+)")
def delete_part(toy: Server, request: Request, reference: str, part: str, id: str) -> Any:
    parts = toy.ticket(reference)[part]
    parts.remove(item(parts, id))


@route("POST", "/tickets/([^/]+)/attachments")
def attach(toy: Server, request: Request, reference: str) -> Any:
    content, asked = content_of(request), dict(request.query)
    made: Json = {"id": toy.new_id(), "filename": asked["filename"], "media_type": asked["type"],
            "size_bytes": len(content), "author": PEOPLE[0], "created_at": toy.now()}  # fmt: skip
    toy.contents[made["id"]] = content
    toy.ticket(reference)["attachments"].append(made)
    return marked(toy, request, made)


@route("GET", "/tickets/([^/]+)/attachments/([^/]+)")
def attachment(toy: Server, request: Request, reference: str, id: str) -> Any:
    return item(toy.ticket(reference)["attachments"], id)


@route("GET", "/contents/([^/]+)")
def content(toy: Server, request: Request, id: str) -> Any:
    return toy.contents[id][int(dict(request.query).get("start", 0)) :]


@route("PUT", "/tickets/([^/]+)/(watchers|voters)/([^/]+)")
def join(toy: Server, request: Request, reference: str, part: str, id: str) -> Any:
    people, person = toy.ticket(reference)[part], item(PEOPLE, id)
    if person not in people:
        people.append(person)


@route("DELETE", "/tickets/([^/]+)/(watchers|voters)/([^/]+)")
def leave(toy: Server, request: Request, reference: str, part: str, id: str) -> Any:
    ticket = toy.ticket(reference)
    ticket[part] = [person for person in ticket[part] if person["id"] != id]


@route("POST", "/links")
def link(toy: Server, request: Request) -> Any:
    asked = body_of(request)
    one, other, id = toy.ticket(asked["from"]), toy.ticket(asked["to"]), toy.new_id()
    sides = [(one, other, True), (other, one, False)]
    for this, that, outward in sides:
        brief = {"id": that["id"], "key": that["key"]}
        this["links"].append({"id": id, "type": LINK_TYPES[0], "outward": outward, "ticket": brief})
    return marked(toy, request, one["links"][-1] if asked["outward"] else other["links"][-1])


@route("DELETE", "/links/([^/]+)")
def unlink(toy: Server, request: Request, id: str) -> Any:
    for ticket in toy.tickets.values():
        ticket["links"] = [link for link in ticket["links"] if link["id"] != id]


@route("GET", "/catalogue/([^/]+)")
def catalogue(toy: Server, request: Request, name: str) -> Any:
    return CATALOGUE[name]


@route("GET", "/labels")
def labels(toy: Server, request: Request) -> Any:
    names = sorted({label["name"] for ticket in toy.tickets.values() for label in ticket["labels"]})
    return paged(request, [{"id": name, "name": name} for name in names])


@route("GET", "/people")
def people(toy: Server, request: Request) -> Any:
    text = dict(request.query).get("text", "").lower()
    return paged(request, [person for person in PEOPLE if text in f"{person['name']} {person['email']}".lower()])


@route("GET", "/people/([^/]+)")
def person(toy: Server, request: Request, id: str) -> Any:
    return item(PEOPLE, "u1" if id == "me" else id)


@route("GET", "/projects")
def projects(toy: Server, request: Request) -> Any:
    return paged(request, [project for project in toy.projects.values() if not project["archived"]])


@route("POST", "/projects")
def create_project(toy: Server, request: Request) -> Any:
    return toy.add_project(body_of(request))


@route("GET", "/projects/([^/]+)")
def project(toy: Server, request: Request, reference: str) -> Any:
    return toy.project(reference)


@route("PUT", "/projects/([^/]+)")
def update_project(toy: Server, request: Request, reference: str) -> Any:
    project = toy.project(reference)
    project.update(body_of(request))
    return project


@route("DELETE", "/projects/([^/]+)")
def delete_project(toy: Server, request: Request, reference: str) -> Any:
    del toy.projects[toy.project(reference)["id"]]


@route("POST", "/projects/([^/]+)/(components|versions)")
def add_to_project(toy: Server, request: Request, reference: str, part: str) -> Any:
    made = {"id": toy.new_id(), **body_of(request)}
    toy.project(reference)[part].append(made)
    return made


@route("PUT", "/projects/([^/]+)/(components|versions)/([^/]+)")
def update_in_project(toy: Server, request: Request, reference: str, part: str, id: str) -> Any:
    one = item(toy.project(reference)[part], id)
    one.update(body_of(request))
    return one


@route("DELETE", "/projects/([^/]+)/(components|versions)/([^/]+)")
def delete_in_project(toy: Server, request: Request, reference: str, part: str, id: str) -> Any:
    parts = toy.project(reference)[part]
    parts.remove(item(parts, id))
