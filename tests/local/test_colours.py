"""One script of forty operations does the same in every colour: the same requests, the same results."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, Final

import anyio
import pytest
from pydantic_core import to_jsonable_python

from anyticket import (
    ME,
    Amend,
    AsyncClient,
    AttachmentDraft,
    Client,
    CommentDraft,
    ComponentDraft,
    Connection,
    Error,
    ProjectDraft,
    Query,
    Request,
    Runtime,
    Settings,
    Slot,
    StatusCategory,
    TicketDraft,
    TicketPatch,
)
from anyticket.flow import Send, Steps
from anyticket.model.page import AsyncPages, Pages
from anyticket.request import Response

Results = Mapping[int, Any]


@dataclass(frozen=True)
class Step:
    """A call of an operation; its arguments may be made of what earlier steps returned."""

    operation: str
    arguments: Callable[[Results], tuple[Any, ...]] = lambda _: ()
    options: Callable[[Results], dict[str, Any]] = lambda _: {}


def given(*arguments: Any) -> Callable[[Results], tuple[Any, ...]]:
    return lambda _: arguments


SCRIPT: Final = (
    Step("get_me"),
    Step("create_project", given(ProjectDraft(key="SHOP", name="Shop"))),
    Step("get_project", given("SHOP")),
    Step("list_types", given("SHOP")),
    Step("list_statuses", given("SHOP")),
    Step("list_priorities"),
    Step("create_component", given("SHOP", ComponentDraft(name="Cart"))),
    Step("create_version", given("SHOP", "1.0")),
    Step("create_ticket", given(TicketDraft(project="SHOP", type="Bug", title="Login", description="**b**"))),
    Step("create_ticket", given(TicketDraft(project="SHOP", type="Task", title="Pay", labels=["a", "b"]))),
    Step("create_tickets", given([TicketDraft(project="SHOP", type="Task", title=str(n)) for n in range(3)])),
    Step("get_ticket", lambda done: (done[8],), lambda _: {"load": ["comments", "links"]}),
    Step("get_tickets", given(["SHOP-1", "SHOP-99", "SHOP-2"])),
    Step("update_ticket", lambda done: (done[8], TicketPatch(title="Log in", labels=Amend(add=["c"])))),
    Step("update_ticket", lambda done: (done[8], TicketPatch())),
    Step("assign_ticket", given("SHOP-1", ME)),
    Step("list_transitions", given("SHOP-1")),
    Step("transition_ticket", given("SHOP-1", StatusCategory.IN_PROGRESS)),
    Step("transition_ticket", given("SHOP-1", "No such status")),
    Step("add_comment", given("SHOP-1", "first")),
    Step("add_comment", given("SHOP-1", CommentDraft(body="second", internal=True))),
    Step("update_comment", lambda done: ("SHOP-1", done[19], "changed")),
    Step("list_comments", given("SHOP-1")),
    Step("delete_comment", lambda done: ("SHOP-1", done[20])),
    Step("link_tickets", given("SHOP-1", "blocks", "SHOP-2")),
    Step("get_ticket", given("SHOP-2"), lambda _: {"load": ["links"]}),
    Step("unlink_tickets", lambda done: ("SHOP-1", done[24])),
    Step("add_attachment", given("SHOP-1", AttachmentDraft(filename="a.txt", content=b"hello"))),
    Step("list_attachments", given("SHOP-1")),
    Step("delete_attachment", lambda done: ("SHOP-1", done[27])),
    Step("add_watcher", given("SHOP-1", ME)),
    Step("list_watchers", given("SHOP-1")),
    Step("search_tickets", given(Query(project="SHOP", closed=False)), lambda _: {"page_size": 2}),
    Step("search_tickets", given(Query(text="pay"))),
    Step("count_tickets", given(Query(project="SHOP", label=["a", "c"]))),
    Step("list_history", given("SHOP-1")),
    Step("list_fields"),
    Step("get_create_form", given("SHOP", "Bug")),
    Step("delete_ticket", given("SHOP-2")),
    Step("get_ticket", given("SHOP-2")),
)


class Recorder:
    """Remembers what is sent."""

    def __init__(self) -> None:
        self.sent: list[str] = []

    def __call__(self, send: Send) -> Send:
        def sending(request: Request) -> Steps[Response]:
            self.sent.append(f"{request.method} {request.path} {request.query} {request.body!r}")
            return send(request)

        return sending


def shown(result: Any) -> Any:
    """Return a result without what differs from run to run: moments, and where the database is."""
    text = re.sub(r"file:[^']*a\.db", "(database)", str(to_jsonable_python(result, fallback=repr)))
    return re.sub(r"\d{4}-\d\d-\d\dT[\d:.]+Z", "(time)", text)


def blocking(url: str, recorder: Recorder) -> list[Any]:
    results: dict[int, Any] = {}
    with Runtime(config=Settings(), network="open", layers=[(Slot.REQUEST, recorder)]) as runtime:
        client = Client(Connection(provider="local", url=url), runtime=runtime)
        for number, step in enumerate(SCRIPT):
            try:
                result = getattr(client, step.operation)(*step.arguments(results), **step.options(results))
                results[number] = list(result) if isinstance(result, Pages) else result
            except Error as exc:
                results[number] = repr(exc)
    return list(results.values())


async def awaiting(url: str, recorder: Recorder) -> list[Any]:
    results: dict[int, Any] = {}
    async with Runtime(config=Settings(), network="open", layers=[(Slot.REQUEST, recorder)]) as runtime:
        client = AsyncClient(Connection(provider="local", url=url), runtime=runtime)
        for number, step in enumerate(SCRIPT):
            try:
                asked = getattr(client, step.operation)(*step.arguments(results), **step.options(results))
                if isinstance(asked, AsyncPages):
                    results[number] = [item async for item in asked]
                else:
                    results[number] = await asked
            except Error as exc:
                results[number] = repr(exc)
    return list(results.values())


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> tuple[list[str], list[Any]]:
    recorder = Recorder()
    return recorder.sent, blocking(str(tmp_path_factory.mktemp("plain") / "a.db"), recorder)


@pytest.mark.parametrize("backend", ["asyncio", "trio"])
def test_the_colours_agree(backend: str, plain: tuple[list[str], list[Any]], tmp_path: Path) -> None:
    recorder = Recorder()

    results = anyio.run(partial(awaiting, str(tmp_path / "a.db"), recorder), backend=backend)

    assert [shown(result) for result in results] == [shown(result) for result in plain[1]]
    assert recorder.sent == plain[0] and len(recorder.sent) >= 35


def test_the_script_does_what_it_is_written_for(plain: tuple[list[str], list[Any]]) -> None:
    results = plain[1]

    failures = {SCRIPT[n].operation: result for n, result in enumerate(results) if isinstance(result, str)}
    assert len(SCRIPT) == 40 and set(failures) == {"transition_ticket", "get_ticket"}, failures
    assert "NotFound" in failures["get_ticket"]
    assert [ticket.key for ticket in results[32]] and {ticket.title for ticket in results[33]} == {"Pay"}
