"""Values of native fields: each kind written, read back, written again as it was read, and cleared."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any, Final, Literal, cast

import pytest

import anyticket
from anyticket import Amend, Client, TicketDraft, TicketPatch
from anyticket.errors import Ambiguous, Invalid
from anyticket.model.field import FieldKind, Option
from anyticket.model.mapping import Mapping
from anyticket.model.sprint import Sprint
from anyticket.testing import SimulatedJira, simulated

_MOMENT: Final = datetime(2031, 5, 6, 7, 8, 9, 123000, tzinfo=UTC)
_TEAM: Final = "36885b3c-1bf0-4f85-a357-c5b858c31de4"
#: By the name of a field: what it is set to, what its kind is, and what is read of it, as names.
VALUES: Final[dict[str, tuple[Any, FieldKind, Any]]] = {
    "Severity": ("Major", FieldKind.OPTION, "Major"),
    "Customer": ("A & B <c>", FieldKind.TEXT, "A & B <c>"),
    "Effort": (3.5, FieldKind.NUMBER, 3.5),
    "Go-live": (date(2031, 5, 6), FieldKind.DATE, date(2031, 5, 6)),
    "Platforms": (["Major", "Minor"], FieldKind.LIST, ["Major", "Minor"]),
    "Notes": ("Some *words*", FieldKind.RICHTEXT, "Some *words*"),
    "Approved at": (_MOMENT, FieldKind.DATETIME, _MOMENT),
    "Specification": ("https://example.com/a?b=c", FieldKind.TEXT, "https://example.com/a?b=c"),
    "Tags": (["blue", "green"], FieldKind.LIST, ["blue", "green"]),
    "Channel": ("Minor", FieldKind.OPTION, "Minor"),
    "Regions": (["Trivial"], FieldKind.LIST, ["Trivial"]),
    "Area": (["Major", "Major B"], FieldKind.CASCADING, ["Major", "Major B"]),
    "Support group": ("jira-administrators", FieldKind.GROUP, "jira-administrators"),
    "Audience groups": (["jira-administrators"], FieldKind.LIST, ["jira-administrators"]),
    "Found in": ("1.0", FieldKind.VERSION, "1.0"),
    "Planned for": (["1.0", "2.0"], FieldKind.LIST, ["1.0", "2.0"]),
    "Legacy id": ("L-1", FieldKind.TEXT, "L-1"),
    "Flagged": (["Impediment"], FieldKind.LIST, ["Impediment"]),
    "Story Points": (5, FieldKind.NUMBER, 5.0),
    "Story point estimate": (8, FieldKind.NUMBER, 8.0),
    "Epic Status": ("Done", FieldKind.OPTION, "Done"),
    "Target end": (date(2031, 1, 2), FieldKind.DATE, date(2031, 1, 2)),
    "Environment": ("On *Linux*", FieldKind.RICHTEXT, "On *Linux*"),
}
_VARIANTS: Final[tuple[Literal["cloud", "server"], ...]] = ("cloud", "server")


@pytest.fixture(scope="module", params=_VARIANTS)
def jira(request: pytest.FixtureRequest) -> Iterator[SimulatedJira]:
    with simulated(request.param, issues=12) as running:
        yield running


@pytest.fixture(scope="module")
def client(jira: SimulatedJira) -> Iterator[Client]:
    with anyticket.connect(jira.connection()) as made:
        yield made


def draft(**values: Any) -> TicketDraft:
    return TicketDraft.model_validate({"project": "DEMO", "type": "Task", "title": "Round trip", **values})


def made(client: Client, **values: Any) -> Any:
    """Return what is read of a native field, the only one in `values`, of a ticket that is made with it."""
    ticket = client.get_ticket(client.create_ticket(draft(fields=values)))
    return ticket.fields[next(iter(values))]


def content(value: Any) -> Any:
    """Return a value as the names that people say."""
    if isinstance(value, list | tuple):
        return [content(one) for one in cast("Sequence[Any]", value)]
    if hasattr(value, "kind") and hasattr(value, "value"):
        return content(value.value)
    if hasattr(value, "markdown"):
        return value.markdown.strip()
    return getattr(value, "name", value)


@pytest.mark.parametrize("name", VALUES)
def test_a_value_is_read_as_it_was_written_and_written_as_it_was_read(client: Client, name: str) -> None:
    value, kind, shown = VALUES[name]

    first = made(client, **{name: value})
    other = client.create_ticket(draft())
    client.update_ticket(other, TicketPatch(fields={name: first}))
    second = client.get_ticket(other).fields[name]

    assert (first.kind, content(first)) == (kind, shown)
    assert second == first


@pytest.mark.parametrize("name", VALUES)
def test_none_clears_a_native_field(client: Client, name: str) -> None:
    ticket = client.create_ticket(draft(fields={name: VALUES[name][0]}))

    client.update_ticket(ticket, TicketPatch(fields={name: None}))

    assert not client.get_ticket(ticket).fields.get(name)


@pytest.mark.parametrize("name", ["Owner", "Stakeholders"])
def test_people_are_given_as_they_are_by_id_and_by_address(client: Client, name: str) -> None:
    me = client.get_me()
    several = name == "Stakeholders"

    for person in (me, me.id, me.email):
        ticket = client.create_ticket(draft(fields={name: [person] if several else person}))
        found = client.get_ticket(ticket).fields[name]

        assert content(found) == (["Ada Adler"] if several else "Ada Adler")


def test_a_project_is_picked_by_key_by_id_and_as_it_was_read(client: Client) -> None:
    place = client.get_project("KAN")

    found = [made(client, **{"Twin project": given}).value for given in ("KAN", place.id, place)]
    again = made(client, **{"Twin project": found[0]})

    assert [one["key"] for one in (*found, again.value)] == ["KAN"] * 4


def test_an_option_is_picked_by_its_id(client: Client) -> None:
    offered = client.get_create_form("DEMO", "Task").fields
    severity = next(field for field in offered.values() if field.name == "Severity")
    minor = next(option for option in severity.options if option.name == "Minor")

    found = made(client, **{severity.id: Option(id=minor.id)})

    assert found.value.name == "Minor"


def test_a_sprint_is_written_by_its_number_and_as_it_was_read(client: Client) -> None:
    read = client.get_ticket(client.create_ticket(draft(sprint=Sprint(id="3"))))
    assert read.sprint is not None

    given: list[dict[str, Any]] = [
        {"sprint": Sprint(id=read.sprint.id)},
        {"fields": {"Sprint": int(read.sprint.id)}},
        {"fields": {"Sprint": [read.sprint]}},
    ]
    found = [client.get_ticket(client.create_ticket(draft(**values))).sprint for values in given]

    assert [one is not None and one.id for one in found] == [read.sprint.id] * 3


def test_a_team_is_written_by_its_id(client: Client) -> None:
    ticket = client.get_ticket(client.create_ticket(draft(team={"id": _TEAM})))
    other = client.create_ticket(draft(fields={"Team": ticket.fields["Team"]}))
    assert ticket.team is not None
    assert ticket.team.id == _TEAM

    client.update_ticket(ticket, TicketPatch(team=None))

    assert client.get_ticket(other).team == ticket.team
    assert client.get_ticket(ticket).team is None


@pytest.mark.parametrize("name", ["Rank", "Development", "[CHART] Time in Status"])
def test_what_jira_computes_is_refused_before_anything_is_sent(client: Client, jira: SimulatedJira, name: str) -> None:
    before = jira.site.store.issues.count()

    with pytest.raises(Invalid, match=r"read only|rank_tickets") as refusal:
        client.create_ticket(draft(fields={name: "anything"}))

    assert name in refusal.value.fields
    assert refusal.value.sent is False
    assert jira.site.store.issues.count() == before


def test_a_field_that_holds_several_is_amended(client: Client) -> None:
    ticket = client.create_ticket(draft(fields={"Platforms": ["Major", "Minor"]}))

    client.update_ticket(ticket, TicketPatch(fields={"Platforms": Amend(add=["Trivial"], remove=["Major"])}))

    assert content(client.get_ticket(ticket).fields["Platforms"]) == ["Minor", "Trivial"]


def test_a_field_that_holds_one_value_cannot_be_amended(client: Client) -> None:
    with pytest.raises(Invalid) as refusal:
        client.update_ticket("DEMO-1", TicketPatch(fields={"Severity": Amend(add=["Major"])}))

    assert {"Severity", "customfield_10030"} == refusal.value.fields.keys()


def test_a_field_is_known_by_the_tenants_own_name(jira: SimulatedJira) -> None:
    connection = jira.connection().model_copy(update={"mapping": Mapping(fields={"gravity": "customfield_10030"})})

    with anyticket.connect(connection) as client:
        ticket = client.get_ticket(client.create_ticket(draft(fields={"gravity": "Minor"})))

    assert content(ticket.fields["gravity"]) == content(ticket.fields["Severity"]) == "Minor"


def test_a_name_of_several_fields_lists_their_ids(client: Client, jira: SimulatedJira) -> None:
    fields = jira.site.store.fields
    twin = next(field for field in fields if field.name == "Legal severity")
    fields.save(replace(twin, name="Severity"))
    try:
        client.refresh_catalog()

        with pytest.raises(Ambiguous) as refusal:
            client.create_ticket(draft(fields={"Severity": "Minor"}))
    finally:
        fields.save(twin)
        client.refresh_catalog()

    assert set(refusal.value.choices) == {"customfield_10030", twin.key}


def test_what_no_field_takes_is_refused_under_its_name_and_its_id(client: Client) -> None:
    wrong: dict[str, Any] = {"Effort": "a lot", "Approved at": datetime(2031, 1, 1), "Go-live": "soon"}

    for name, value in wrong.items():
        with pytest.raises(Invalid) as refusal:
            client.create_ticket(draft(fields={name: value}))
        assert name in refusal.value.fields
        assert len(refusal.value.fields) == 2


def test_an_error_of_jira_names_the_field_before_the_catalogue_was_read(jira: SimulatedJira) -> None:
    wrong = draft(extra={"jira": {"customfield_10030": {"value": "No such option"}}})

    with anyticket.connect(jira.connection()) as fresh, pytest.raises(Invalid) as refusal:
        fresh.create_ticket(wrong)

    assert {"customfield_10030", "Severity"} <= refusal.value.fields.keys()


def test_a_request_type_is_written_by_its_id_and_as_it_was_read(client: Client, jira: SimulatedJira) -> None:
    wanted = next(iter(jira.site.store.service_desk.types))
    first = client.create_ticket(draft(project="SUP", fields={"Request Type": str(wanted.id)}))
    read: Any = client.get_ticket(first).fields["Request Type"]

    second = client.create_ticket(draft(project="SUP", fields={"Request Type": read}))

    assert wanted.key in str(read.value) or str(wanted.id) in str(read.value)
    again: Any = client.get_ticket(second).fields["Request Type"]
    assert again.kind == read.kind
    types = [jira.site.store.issues[int(one.id)].ref("customfield_10010") for one in (first, second)]
    assert types == [wanted.id, wanted.id]
