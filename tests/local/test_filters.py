"""Search finds exactly what a filter written in plain Python finds."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anyticket import EMPTY, ME, Client, Connection, Query, Request, Ticket, TicketDraft, TicketPatch
from anyticket.model.project import ProjectDraft
from anyticket.model.query import Special

from .conftest import prepare

EPOCH = datetime(2026, 1, 1, tzinfo=UTC)
WORDS = ("Login", "fails", "STRASSE", "straße", "100%", "a_b", "it's", "*", "[x]", "?")
PEOPLE = ("me", "ann", "bob")
LABELS = ("red", "green", "it's")
SEVERITIES = ("Low", "High")


@pytest.fixture(scope="module")
def tracker() -> Iterator[tuple[Client, tuple[Ticket, ...]]]:
    """Tickets that differ in everything, and all of them as `get_ticket` shows them."""
    with Client(Connection(provider="local", url=":memory:")) as client:
        prepare(client)
        client.create_project(ProjectDraft(key="ELSE", name="Elsewhere"))
        for project in ("PROJ", "ELSE"):
            client.create_component(project, "core")
            client.create_component(project, f"only {project}")
        fields: Sequence[Mapping[str, Any]] = (
            {"id": "severity", "name": "Severity", "kind": "option", "options": SEVERITIES},
            {"id": "points", "name": "Points", "kind": "number"},
            {"id": "tester", "name": "Tester", "kind": "person"},
            {"id": "tags", "name": "Tags", "kind": "list", "items": "text"},
        )
        for field in fields:
            client.request(Request.post("/fields", json=field))
        for number in range(40):
            _make(client, number)
        yield client, tuple(client.search_tickets(Query(), load=["comments"]))


def _make(client: Client, number: int) -> None:
    project = "PROJ" if number % 3 else "ELSE"
    draft = TicketDraft(
        project=project,
        type=("Task", "Bug", "Story")[number % 3],
        title=f"{WORDS[number % 10]} {WORDS[(number * 7 + 1) % 10]}",
        description=WORDS[(number * 3) % 10] if number % 4 else None,
        priority=("High", "Low", None)[number % 3],
        reporter=PEOPLE[number % 2] if number % 5 else None,
        assignees=[PEOPLE[index] for index in range(3) if number >> index & 1],
        labels=[LABELS[index] for index in range(3) if (number * 5) >> index & 1],
        components=["core"] if number % 2 else [f"only {project}"] if number % 7 == 0 else [],
        due=_due(number),
        fields={
            "severity": SEVERITIES[number % 2] if number % 3 else None,
            "points": number % 4 or None,
            "Tester": PEOPLE[number % 3] if number % 4 else None,
            "tags": [WORDS[number % 10], "all"][: number % 3],
        },
    )
    ticket = client.create_ticket(draft)
    if number % 4 == 1:
        client.add_comment(ticket, f"Comment {WORDS[(number * 3 + 2) % 10]}")
    if number % 6 == 5:
        client.update_ticket(ticket, TicketPatch(parent=client.create_ticket(TicketDraft(project="PROJ", title="up"))))
    if number % 4 == 2:
        client.transition_ticket(ticket, ("In Progress", "Done", "Cancelled")[number % 3])


def _due(number: int) -> date | datetime | None:
    match number % 3:
        case 0:
            return None
        case 1:
            return date(2026, 1, 1) + timedelta(days=number)
        case _:
            return EPOCH + timedelta(days=number, hours=7)


def _start(day: date | datetime) -> datetime:
    return day if isinstance(day, datetime) else datetime.combine(day, time(), UTC)


def _names(value: Any) -> set[str | None]:
    """Return what a value may be called, or None for nothing."""
    if value is None:
        return {None}
    found = {getattr(value, name, None) for name in ("id", "name", "key", "username")}
    return found - {None}


Test = Callable[[Ticket, Any], bool]


def _single(read: Callable[[Ticket], Any]) -> Test:
    def fits(ticket: Ticket, wanted: Any) -> bool:
        value = read(ticket)
        if isinstance(wanted, Special):
            return value is None if wanted == EMPTY else value is not None and value.username == "me"
        return wanted in _names(value)

    return fits


def _several(read: Callable[[Ticket], Sequence[Any]]) -> Test:
    def fits(ticket: Ticket, wanted: Any) -> bool:
        values = read(ticket)
        if wanted == EMPTY:
            return not values
        return any(_single(lambda _, value=value: value)(ticket, wanted) for value in values)

    return fits


CHOICES: Mapping[str, tuple[Test, Sequence[Any]]] = {
    "project": (_single(lambda t: t.project), ("PROJ", "ELSE")),
    "type": (_single(lambda t: t.type), ("Task", "Bug", "Story")),
    "status": (_single(lambda t: t.status), ("To Do", "In Progress", "Done")),
    "status_category": (lambda t, wanted: t.status.category == wanted, ("todo", "in_progress", "done", "cancelled")),
    "priority": (_single(lambda t: t.priority), ("High", "Low", EMPTY)),
    "assignee": (_several(lambda t: t.assignees), (*PEOPLE, ME, EMPTY)),
    "reporter": (_single(lambda t: t.reporter), (*PEOPLE, ME, EMPTY)),
    "label": (_several(lambda t: t.labels), (*LABELS, "nothing", EMPTY)),
    "component": (_several(lambda t: t.components), ("core", "only PROJ", EMPTY)),
    "parent": (_single(lambda t: t.parent), ("PROJ-1", "PROJ-5", "PROJ-8", "NONE-1", EMPTY)),
    "key": (lambda t, wanted: t.key == wanted, ("PROJ-1", "PROJ-2", "ELSE-3", "NONE-9", "'; DROP TABLE ticket")),
}

MOMENTS: Mapping[str, Callable[[Ticket], date | datetime | None]] = {
    "created": lambda t: t.created_at,
    "updated": lambda t: t.updated_at,
    "resolved": lambda t: t.resolved_at,
    "due": lambda t: t.due,
}


def naive(query: Query, ticket: Ticket) -> bool:
    """Tell whether a ticket matches, as DESIGN says it."""
    return all(_holds(name, value, ticket) for name, value in query.__dict__.items())


def _holds(name: str, value: Any, ticket: Ticket) -> bool:
    stem, _, side = name.rpartition("_")
    match name:
        case "any_of":
            return any(naive(inner, ticket) for inner in value)
        case "exclude":
            return not naive(value, ticket)
        case "closed":
            return ticket.status.closed is value
        case "text":
            texts = [ticket.title, ticket.description.native if ticket.description else ""]
            texts += [comment.body.native for comment in ticket.comments]
            return all(any(word.casefold() in text.casefold() for text in texts) for word in value.casefold().split())
        case "fields":
            return all(_field(ticket, field, wanted) for field, wanted in value.items())
        case _ if stem in MOMENTS:
            found = MOMENTS[stem](ticket)
            if found is None:
                return False
            return _start(found) >= _start(value) if side == "after" else _start(found) < _start(value)
        case _:
            fits = CHOICES[name][0]
            return any(fits(ticket, _plain(one)) for one in value)


def _plain(value: Any) -> Any:
    if isinstance(value, Special | str):
        return value
    return next(getattr(value, name) for name in ("id", "key", "name") if hasattr(value, name))


def _field(ticket: Ticket, field: str, wanted: Any) -> bool:
    value = ticket.fields[field]
    values = () if value is None else value.value if isinstance(value.value, tuple) else (value,)
    plain = [one.value for one in values]
    for one in wanted if isinstance(wanted, list) else [wanted]:
        if (one == EMPTY and not plain) or any(_same(value, one) for value in plain):
            return True
    return False


def _same(value: Any, wanted: Any) -> bool:
    if isinstance(value, str | float):
        return bool(value == wanted)
    return wanted in _names(value) or (wanted == ME and "me" in _names(value))


@st.composite
def queries(draw: st.DrawFn, moments: Sequence[datetime], depth: int = 2) -> Query:
    """Any query of all filters, nested."""
    given: dict[str, Any] = {}
    for name in draw(st.lists(st.sampled_from(sorted(CHOICES)), max_size=2, unique=True)):
        given[name] = draw(st.lists(st.sampled_from(CHOICES[name][1]), min_size=1, max_size=3, unique_by=repr))
    if draw(st.integers(0, 4)) == 0:
        given["closed"] = draw(st.booleans())
    if draw(st.integers(0, 3)) == 0:
        given["text"] = " ".join(draw(st.lists(st.sampled_from((*WORDS, "lo", "s")), min_size=1, max_size=2)))
    if draw(st.integers(0, 3)) == 0:
        side = draw(st.sampled_from(["after", "before"]))
        given[f"{draw(st.sampled_from(sorted(MOMENTS)))}_{side}"] = draw(st.sampled_from(moments))
    if draw(st.integers(0, 3)) == 0:
        values: Mapping[str, Sequence[Any]] = {
            "severity": ("Low", "High", EMPTY),
            "Points": (1, 2.0, 99, EMPTY),
            "tester": ("me", "ann", ME, EMPTY),
            "Tags": ("all", "*", "it's", EMPTY),
        }
        name = draw(st.sampled_from(sorted(values)))
        given["fields"] = {name: draw(st.lists(st.sampled_from(values[name]), min_size=1, max_size=2, unique_by=repr))}
    if depth and draw(st.integers(0, 3)) == 0:
        given["exclude"] = draw(queries(moments, depth - 1))
    if depth and draw(st.integers(0, 3)) == 0:
        given["any_of"] = draw(st.lists(queries(moments, depth - 1), min_size=1, max_size=3))
    return Query(**given)


@given(data=st.data())
def test_every_query_finds_what_plain_python_finds(
    tracker: tuple[Client, tuple[Ticket, ...]], data: st.DataObject
) -> None:
    client, everything = tracker
    days = [_start(ticket.due) for ticket in everything if ticket.due is not None]
    query = data.draw(queries([*(ticket.created_at for ticket in everything[::5]), *days[::3]]))

    found = [ticket.id for ticket in client.search_tickets(query, page_size=25)]

    assert sorted(found) == sorted(ticket.id for ticket in everything if naive(query, ticket))
    assert client.count_tickets(query).value == len(found)
