"""What searches promise beyond their filters: text, names of fields, order, pages."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anyticket import Ambiguous, Client, Connection, Invalid, Query, Request, TicketDraft, TicketPatch, Unsupported
from anyticket.model.connection import Mapping
from anyticket.model.status import StatusCategory
from anyticket_local.server import Server

from .conftest import prepare

HOSTILE = (
    "'; DROP TABLE ticket; --",
    '" OR 1=1',
    "%",
    "_",
    "*",
    "?",
    "[a-z]",
    "NOT x",
    'x" AND "y',
    "NEAR(x y)",
    "{1}",
    "\\",
    "a\0b",
    "\N{ZERO WIDTH JOINER}",
    "title:x",
    "-x",
    "^x",
)


@pytest.mark.parametrize("text", HOSTILE)
def test_a_hostile_text_is_only_a_text(client: Client, text: str) -> None:
    mine = client.create_ticket(TicketDraft(project="PROJ", title=f"before {text} after", labels=[f"l{text}"]))
    client.create_ticket(TicketDraft(project="PROJ", title="something else"))

    by_text = [ticket.id for ticket in client.search_tickets(Query(text=text))]
    by_label = [ticket.id for ticket in client.search_tickets(Query(label=f"l{text}"))]

    assert by_text == by_label == [mine.id]
    assert client.count_tickets(Query()).value == 2


TEXTS = st.text(st.characters(codec="utf-8"), min_size=1).filter(str.strip)


@pytest.fixture(scope="module")
def server() -> Server:
    """A tracker with one ticket, asked without a client."""
    made = Server(None)
    made.handle(Request.post("/projects", json={"key": "P", "name": "Project"}))
    made.handle(Request.post("/tickets", json={"project": "P", "title": "t"}))
    return made


@given(title=TEXTS, text=TEXTS)
def test_text_is_found_where_it_is_and_nowhere_else(server: Server, title: str, text: str) -> None:
    server.handle(Request.put("/tickets/{}", "P-1", json={"title": title}))

    answer = server.handle(Request.post("/tickets/count", json={"text": text})).json()

    words, whole = text.casefold().replace("\0", "\ufffd").split(), title.casefold().replace("\0", "\ufffd")
    assert answer == {"count": int(all(word in whole for word in words))}


def test_words_may_be_anywhere_in_title_description_and_comments(client: Client) -> None:
    ticket = client.create_ticket(TicketDraft(project="PROJ", title="Login", description="is slow"))
    client.add_comment(ticket, "since **Tuesday**")

    assert client.count_tickets(Query(text="tuesday SLOW login")).value == 1
    assert client.count_tickets(Query(text="tuesday fast")).value == 0


def test_text_that_was_changed_or_deleted_is_not_found_any_more(client: Client) -> None:
    ticket = client.create_ticket(TicketDraft(project="PROJ", title="first"))
    comment = client.add_comment(ticket, "remark")

    client.update_ticket(ticket, TicketPatch(title="second"))
    client.delete_comment(ticket, comment)

    assert [client.count_tickets(Query(text=text)).value for text in ("first", "remark", "second")] == [0, 0, 1]


@pytest.mark.parametrize(
    ("query", "advice"),
    [
        (Query(status="In Progess"), "In Progress"),
        (Query(type="Bgu"), "Bug"),
        (Query(project="PROJJ"), "PROJ"),
        (Query(assignee="an"), "ann"),
        (Query(fields={"severty": "x"}), "severity"),
        (Query(order_by="severty"), "severity"),
        (Query(exclude=Query(priority="Hihg")), "High"),
        (Query(fields={"severity": "Hihg"}), "High"),
    ],
)
def test_a_word_that_does_not_exist_is_refused_with_the_nearest(client: Client, query: Query, advice: str) -> None:
    body = {"id": "severity", "name": "Severity", "kind": "option", "options": ["High", "Low"]}
    client.request(Request.post("/fields", json=body))

    with pytest.raises(Invalid, match=f"nearest is '{advice}'") as refusal:
        list(client.search_tickets(query))

    assert refusal.value.fields


def test_a_name_that_two_fields_share_is_ambiguous(client: Client) -> None:
    for id in ("one", "two"):
        client.request(Request.post("/fields", json={"id": id, "name": "Same", "kind": "text"}))

    with pytest.raises(Ambiguous) as refusal:
        list(client.search_tickets(Query(fields={"Same": "x"})))

    assert refusal.value.choices == ("one", "two")


def test_a_native_query_is_refused_before_anything_is_sent(client: Client) -> None:
    with pytest.raises(Unsupported):
        list(client.search_tickets(Query.native("local", "1 = 1")))


@pytest.mark.parametrize("order_by", ["title", "-title", "due", "-points", "priority", "-key", "assignee", "status"])
def test_pages_in_any_order_hold_each_ticket_once(client: Client, order_by: str) -> None:
    client.request(Request.post("/fields", json={"id": "points", "name": "Points", "kind": "number"}))
    for number in range(11):
        draft = TicketDraft(
            project="PROJ",
            title=f"{number % 3}",
            priority=("High", None)[number % 2],
            assignees=["ann"] if number % 4 else [],
            fields={"points": number % 3 or None},
        )
        client.create_ticket(draft)

    whole = [ticket.key for ticket in client.search_tickets(Query(order_by=order_by))]
    paged = [ticket.key for ticket in client.search_tickets(Query(order_by=order_by), page_size=2)]

    assert paged == whole
    assert len(set(whole)) == 11


def test_tickets_are_sorted_and_those_without_a_value_come_last(client: Client) -> None:
    for title, priority in (("b", "Low"), ("C", None), ("a", "Highest")):
        client.create_ticket(TicketDraft(project="PROJ", title=title, priority=priority))

    def titles(order_by: str) -> list[str]:
        return [ticket.title for ticket in client.search_tickets(Query(order_by=order_by))]

    assert titles("title") == ["a", "b", "C"]
    assert titles("-title") == ["C", "b", "a"]
    assert titles("priority") == ["a", "b", "C"]
    assert titles("-priority") == ["b", "a", "C"]
    assert titles("created_at") == ["b", "C", "a"]


def test_what_was_there_throughout_comes_once_whatever_others_do_meanwhile(client: Client) -> None:
    there = [client.create_ticket(TicketDraft(project="PROJ", title=f"{n}")).id for n in range(12)]
    doomed = client.create_ticket(TicketDraft(project="PROJ", title="doomed"))

    found: list[str] = []
    for number, page in enumerate(client.search_tickets(Query(), page_size=3).pages()):
        found += [ticket.id for ticket in page.items]
        client.create_ticket(TicketDraft(project="PROJ", title="new"))
        client.update_ticket(there[number], TicketPatch(title="changed", priority="Low"))
        if number == 0:
            client.delete_ticket(doomed)

    assert sorted(id for id in found if id in there) == sorted(there)


def test_one_can_go_on_from_a_cursor_and_only_with_its_own_query(client: Client) -> None:
    for number in range(4):
        client.create_ticket(TicketDraft(project="PROJ", title=f"{number}"))
    first = next(iter(client.search_tickets(Query(), page_size=3).pages()))

    rest = client.search_tickets(Query(), cursor=first.cursor)

    assert [ticket.title for ticket in rest] == ["0"]
    for query, cursor in ((Query(text="1"), first.cursor), (Query(), "nonsense"), (Query(), "WzEsWzJdXQ==")):
        with pytest.raises(Invalid) as refusal:
            list(client.search_tickets(query, cursor=cursor))
        assert "cursor" in refusal.value.fields


def test_the_tenants_words_are_understood_in_filters_too() -> None:
    words: dict[str, Any] = {
        "statuses": {"Waiting": "done"},
        "projects": {"OWN": {"statuses": {"Waiting": "cancelled"}}},
    }
    with Client(Connection(provider="local", mapping=Mapping.model_validate(words))) as client:
        prepare(client)
        client.request(Request.post("/projects", json={"key": "OWN", "name": "Own"}))
        for project in ("PROJ", "OWN"):
            ticket = client.create_ticket(TicketDraft(project=project, title="t"))
            client.transition_ticket(ticket, "In Progress")
            client.transition_ticket(ticket, "Waiting")

        def keys(query: Query) -> list[str]:
            return [ticket.key for ticket in client.search_tickets(query)]

        assert keys(Query(status_category=StatusCategory.DONE)) == ["PROJ-1"]
        assert keys(Query(status_category="cancelled")) == ["OWN-1"]
        assert sorted(keys(Query(closed=True))) == ["OWN-1", "PROJ-1"]
        assert keys(Query(status_category="waiting")) == []
        assert client.get_ticket("OWN-1").status.category is StatusCategory.CANCELLED
