"""Every recorded payload is read by the provider it belongs to, over HTTP, through the public client."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from typing import Any

import pytest

from anyticket import Client, Query, Ticket
from anyticket.model.sparse import Sparse
from anyticket.model.values import Fields

from .corpus import Recorded, recorded, told
from .sites import CLOUD, SERVER, Asked, jira
from .wire_table import differences


def whole(thing: Any) -> int:
    """Read every attribute of a thing and of all that is in it; return how many objects that were."""
    if isinstance(thing, Sparse):
        assert type(thing).model_validate(thing.model_dump()) == thing
        return 1 + sum(map(whole, vars(thing).values()))
    if isinstance(thing, Fields):
        return sum(map(whole, thing.values()))
    return sum(map(whole, thing)) if isinstance(thing, tuple) else 0


def first_page(pages: Any) -> tuple[Any, ...]:
    items: tuple[Any, ...] = next(pages.pages()).items
    return items


def page_of(name: str, items: list[Any]) -> Any:
    return {"startAt": 0, "maxResults": 50, "total": len(items), name: items}


def counted(things: list[Any], cloud: bool) -> Any:
    return page_of("values", things) if cloud else things


def _as_it_is(things: list[Any], cloud: bool) -> Any:
    return things


#: For each kind: what a site answers that has these things, and how a client gets them.
THINGS: dict[str, tuple[Callable[[list[Any], bool], Any], Callable[[Client], Iterable[Any]]]] = {
    "attachment": (lambda things, _: {"fields": {"attachment": things}}, lambda client: client.list_attachments("A-1")),
    "comment": (lambda things, _: page_of("comments", things), lambda client: client.list_comments("A-1")),
    "component": (_as_it_is, lambda client: client.list_components("A")),
    "field": (_as_it_is, lambda client: client.list_fields()),
    "link type": (lambda things, _: {"issueLinkTypes": things}, lambda client: client.list_link_types()),
    "priority": (counted, lambda client: client.list_priorities()),
    "project": (counted, lambda client: client.list_projects(page_size=1000)),
    "remote link": (_as_it_is, lambda client: client.list_remote_links("A-1")),
    "resolution": (counted, lambda client: client.list_resolutions()),
    "sprint": (lambda things, _: page_of("values", things), lambda client: client.list_sprints("1")),
    "status": (_as_it_is, lambda client: client.list_statuses()),
    "type": (_as_it_is, lambda client: client.list_types()),
    "version": (_as_it_is, lambda client: client.list_versions("A")),
}
#: For each kind of answer: the name of the things in it, and how a client gets them.
ANSWERS: dict[str, tuple[str, Callable[[Client], Iterable[Any]]]] = {
    "comments": ("comments", lambda client: first_page(client.list_comments("A-1"))),
    "transitions": ("transitions", lambda client: client.list_transitions("A-1")),
    "votes": ("voters", lambda client: client.list_voters("A-1")),
    "watchers": ("watchers", lambda client: client.list_watchers("A-1")),
    "worklogs": ("worklogs", lambda client: first_page(client.list_worklogs("A-1"))),
}


class Stage:
    """One site of each kind, which answers with whatever is put on."""

    def __init__(self, stack: ExitStack) -> None:
        self._body: Any = None
        self._clients = {name == CLOUD: stack.enter_context(jira(name, self._answer))[0] for name in (CLOUD, SERVER)}

    def _answer(self, asked: Asked) -> Any:
        """Answer with what is on; who asks for the fields beside it gets a Jira that has none of its own."""
        return [] if asked.path.endswith("/field") and not isinstance(self._body, list) else self._body

    def client(self, cloud: bool, body: Any) -> Client:
        self._body = body
        self._clients[cloud].refresh_catalog()
        return self._clients[cloud]


@pytest.fixture
def stage() -> Any:
    with ExitStack() as stack:
        yield Stage(stack)


def test_every_issue_and_search_page_is_read(stage: Stage, capsys: pytest.CaptureFixture[str]) -> None:
    files: set[str] = set()
    values = objects = issues = 0
    wrong: list[str] = []

    for one in recorded("issue", "search"):
        files.add(one.file)
        for raw, ticket in tickets_of(one, stage):
            issues += 1
            assert ticket.raw == raw
            objects += whole(ticket)
            for path, expected, found in () if is_of_jira4(raw) else differences(raw, ticket):
                values += 1
                if expected != found:
                    wrong.append(f"{one.file} {ticket.key}: {path}: {expected!r} is {found!r}")

    assert wrong == []
    told(capsys, f"{issues} issues of {len(files)} files: {values} values found in place, {objects} objects are valid")


def tickets_of(one: Recorded, stage: Stage) -> Iterator[tuple[Any, Ticket]]:
    for body in one.bodies:
        client = stage.client(one.cloud, body)
        if one.what == "search":
            yield from zip(body["issues"], first_page(client.search_tickets(Query())), strict=True)
        else:
            yield body, client.get_ticket("A-1")


def is_of_jira4(raw: dict[str, Any]) -> bool:
    """Tell whether the fields are wrapped, which the table does not speak of; test_jira4 does."""
    return isinstance(raw.get("fields", {}).get("summary"), dict)


def test_every_history_is_read(stage: Stage, capsys: pytest.CaptureFixture[str]) -> None:
    edits = 0

    for one in recorded("issue", "search"):
        for raw, _ in tickets_of(one, stage):
            log = raw.get("changelog")
            if not isinstance(log, dict):
                continue
            client = stage.client(one.cloud, page_of("values", log["histories"]) if one.cloud else raw)
            changes = first_page(client.list_history("A-1", page_size=1000))
            edits += len(changes)
            assert by_id(change.raw for change in changes) == by_id(log["histories"])
            for change in changes:
                whole(change)
                assert [each["toString"] for each in change.raw["items"]] == [each.after_name for each in change.fields]

    told(capsys, f"{edits} edits")
    assert edits


def by_id(edits: Iterable[Any]) -> list[Any]:
    return sorted(edits, key=lambda edit: str(edit["id"]))


@pytest.mark.parametrize("what", THINGS)
def test_every_list_of_things_is_read(what: str, stage: Stage, capsys: pytest.CaptureFixture[str]) -> None:
    answer, get = THINGS[what]
    count = 0

    for one in recorded(what):
        things = tuple(get(stage.client(one.cloud, answer(one.bodies, one.cloud))))
        assert [thing.raw for thing in things] == one.bodies
        count += sum(map(whole, things))

    told(capsys, f"{count} objects in lists of things such as a {what}")
    assert count


@pytest.mark.parametrize("what", ANSWERS)
def test_every_answer_with_things_is_read(what: str, stage: Stage) -> None:
    name, get = ANSWERS[what]

    for one in recorded(what):
        for body in one.bodies:
            things = tuple(get(stage.client(one.cloud, body)))
            assert [thing.raw for thing in things] == body.get(name, [])
            whole(things)


def test_every_user_and_project_is_read(stage: Stage) -> None:
    for one in recorded("user", "project"):
        for body in one.bodies[:50]:
            client = stage.client(one.cloud, body)
            thing = client.get_me() if one.what == "user" else client.get_project("A")
            assert thing.raw == body
            assert whole(thing) == 1 or one.what == "project"
