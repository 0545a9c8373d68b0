"""Custom fields of every kind are kept as they were given, and what does not fit is refused by name."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any

import pytest

from anyticket import EMPTY, ME, Client, Connection, Invalid, Person, Query, Request, RichText, TicketDraft, TicketPatch
from anyticket.model.field import Option
from anyticket.model.mapping import Mapping as Mapping_

FIELDS: Mapping[str, Mapping[str, Any]] = {
    "text": {},
    "number": {},
    "bool": {},
    "date": {},
    "datetime": {},
    "richtext": {},
    "raw": {},
    "person": {},
    "version": {},
    "option": {"options": ["red", "green"]},
    "cascading": {
        "options": [{"name": "Europe", "options": ["Berlin", "Paris"]}, {"name": "Asia", "options": ["Goa"]}]
    },
    "texts": {"kind": "list", "items": "text"},
    "people": {"kind": "list", "items": "person"},
    "colours": {"kind": "list", "items": "option", "options": ["red", "green"]},
}

GIVEN: Mapping[str, Any] = {
    "text": "a\nb",
    "number": 2.5,
    "bool": False,
    "date": date(2026, 2, 3),
    "datetime": datetime(2026, 2, 3, 4, 5, 6, 7, tzinfo=UTC),
    "richtext": RichText.from_markdown("**bold**"),
    "raw": {"any": [1, None]},
    "person": Person(email="ann@example.org"),
    "version": "1.0",
    "option": Option(name="RED"),
    "cascading": ["Europe", "Paris"],
    "texts": ["x", "y"],
    "people": ["bob", ME],
    "colours": ["green"],
}


@pytest.fixture
def fields(client: Client) -> Client:
    """A client of a tracker with a field of every kind."""
    for kind, more in FIELDS.items():
        body = {"id": f"f_{kind}", "name": kind.title(), "kind": kind, **more}
        client.request(Request.post("/fields", json=body))
    client.create_version("PROJ", "1.0")
    return client


def plain(value: Any) -> Any:
    """Return a value of a field without its models."""
    if isinstance(value, tuple):
        return [plain(member) for member in value]
    if hasattr(value, "kind") and hasattr(value, "value"):
        return plain(value.value)
    for name in ("username", "name", "native"):
        if hasattr(value, name):
            return getattr(value, name)
    return value


def test_every_kind_is_read_as_it_was_written(fields: Client) -> None:
    ticket = fields.create_ticket(TicketDraft(project="PROJ", title="t", fields=dict(GIVEN)))

    found = fields.get_ticket(ticket).fields

    assert {id.removeprefix("f_"): plain(value) for id, value in found.items()} == {
        **GIVEN,
        "richtext": "**bold**",
        "person": "ann",
        "option": "red",
        "people": ["bob", "me"],
    }
    assert found["Option"] == found["f_option"]


def test_what_was_read_can_be_given_back(fields: Client) -> None:
    ticket = fields.create_ticket(TicketDraft(project="PROJ", title="t", fields=dict(GIVEN)))

    read = fields.get_ticket(ticket)
    again = fields.update_ticket(ticket, TicketPatch(fields=dict(read.fields)))

    assert again.version == read.version
    assert again.fields == read.fields


def test_none_and_an_empty_list_clear(fields: Client) -> None:
    ticket = fields.create_ticket(TicketDraft(project="PROJ", title="t", fields=dict(GIVEN)))

    fields.update_ticket(ticket, TicketPatch(fields={id: [] if id in {"texts", "people"} else None for id in GIVEN}))

    assert set(fields.get_ticket(ticket).fields.values()) == {None}
    assert fields.count_tickets(Query(fields={"texts": EMPTY, "option": EMPTY})).value == 1


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("text", 7),
        ("number", "7"),
        ("number", True),
        ("bool", "true"),
        ("date", "soon"),
        ("datetime", "2026-01-01"),
        ("richtext", 7),
        ("person", "nobody"),
        ("version", "9.9"),
        ("option", "blue"),
        ("cascading", ["Europe", "Goa"]),
        ("texts", "x"),
        ("texts", [7]),
        ("people", ["nobody"]),
        ("colours", ["blue"]),
    ],
)
def test_what_does_not_fit_is_refused_by_id_and_name(fields: Client, field: str, value: object) -> None:
    with pytest.raises(Invalid) as refusal:
        fields.create_ticket(TicketDraft(project="PROJ", title="t", fields={field: value}))

    assert refusal.value.fields.keys() == {f"f_{field}", field.title()}
    assert fields.count_tickets(Query()).value == 0


def test_all_that_is_wrong_is_told_at_once(fields: Client) -> None:
    draft = TicketDraft(project="PROJ", title="t", type="Bgu", priority="x", assignees=["y"], fields={"number": "z"})

    with pytest.raises(Invalid) as refusal:
        fields.create_ticket(draft)

    assert {"type", "priority", "assignees", "f_number"} <= refusal.value.fields.keys()


def test_an_outer_option_finds_what_is_below_it(fields: Client) -> None:
    fields.create_ticket(TicketDraft(project="PROJ", title="t", fields={"cascading": ["Europe", "Paris"]}))

    for value, count in (("Europe", 1), ("Paris", 1), ("Berlin", 0), ("Asia", 0)):
        assert fields.count_tickets(Query(fields={"Cascading": value})).value == count


def test_a_field_of_other_projects_is_refused_and_not_shown(client: Client) -> None:
    client.request(Request.post("/projects", json={"key": "OTHER", "name": "Other"}))
    client.request(Request.post("/fields", json={"id": "own", "name": "Own", "kind": "text", "projects": ["OTHER"]}))

    with pytest.raises(Invalid, match="no such field in this project"):
        client.create_ticket(TicketDraft(project="PROJ", title="t", fields={"own": "x"}))

    assert "own" not in client.create_ticket(TicketDraft(project="PROJ", title="t")).fields
    assert "own" in {field.id for field in client.list_fields("OTHER")} - {
        field.id for field in client.list_fields("PROJ")
    }


def test_a_required_field_must_be_filled(client: Client) -> None:
    client.request(Request.post("/fields", json={"id": "must", "name": "Must", "kind": "text", "required": True}))

    with pytest.raises(Invalid) as refusal:
        client.create_ticket(TicketDraft(project="PROJ", title="t"))

    assert refusal.value.fields == {"must": "is required", "Must": "is required"}
    assert client.get_create_form("PROJ", "Task").required == ("title", "must")


def test_a_tenant_calls_a_field_by_a_name_of_its_own() -> None:
    mapping = Mapping_(fields={"severity": "f_option"})
    with Client(Connection(provider="local", mapping=mapping)) as client:
        client.request(Request.post("/projects", json={"key": "PROJ", "name": "Project"}))
        body = {"id": "f_option", "name": "Option", "kind": "option", "options": ["red"]}
        client.request(Request.post("/fields", json=body))

        ticket = client.create_ticket(TicketDraft(project="PROJ", title="t", fields={"severity": "red"}))

        read = client.get_ticket(ticket).fields
        assert read["severity"] == read["Option"] == read["f_option"]
        assert [found.id for found in client.search_tickets(Query(fields={"severity": "red"}))] == [ticket.id]
