"""Forms of Jira: drawn as JSON schemas, filled into drafts that Jira takes, refused by field."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any, Final, Literal

import pytest
from jsonschema import Draft202012Validator

import anyticket
from anyticket import Client, Form, TicketDraft
from anyticket.errors import Invalid
from anyticket.testing import SimulatedJira, simulated

_VARIANTS: Final[tuple[Literal["cloud", "server"], ...]] = ("cloud", "server")


@pytest.fixture(scope="module", params=_VARIANTS)
def jira(request: pytest.FixtureRequest) -> Iterator[SimulatedJira]:
    with simulated(request.param, issues=12) as running:
        yield running


@pytest.fixture(scope="module")
def client(jira: SimulatedJira) -> Iterator[Client]:
    with anyticket.connect(jira.connection()) as made:
        yield made


@pytest.fixture(scope="module")
def form(client: Client) -> Form:
    return client.get_create_form("DEMO", "Bug")


def errors(schema: dict[str, Any], values: Any) -> list[Any]:
    """Return what a schema has against values."""
    validator: Any = Draft202012Validator(schema)
    return list(validator.iter_errors(values))


def ids(form: Form) -> dict[str, str]:
    return {field.name: id for id, field in form.fields.items()}


def as_json(client: Client, form: Form) -> dict[str, Any]:
    """Return what a page would send: ids, ISO dates, plain values."""
    id, me = ids(form), client.get_me().id
    properties = form.json_schema()["properties"]

    def first(name: str) -> str:
        found = properties[id[name]]
        return str(found.get("items", found)["oneOf"][0]["const"])

    area = properties[id["Area"]]["oneOf"][1]["prefixItems"]
    return {
        "summary": "From a form",
        "description": "With *words*",
        "priority": first("Priority"),
        "labels": ["form"],
        "components": [first("Components")],
        "assignee": me,
        "duedate": "2031-05-06",
        "timetracking": 3600,
        id["Severity"]: first("Severity"),
        id["Platforms"]: [first("Platforms")],
        id["Area"]: [area[0]["const"], area[1]["oneOf"][1]["const"]],
        id["Approved at"]: "2031-05-06T07:08:09+00:00",
        id["Owner"]: me,
        id["Effort"]: 2.5,
        id["Notes"]: "Some *notes*",
        id["Sprint"]: "3",
        id["Planned for"]: [first("Planned for")],
    }


def test_a_create_form_is_a_valid_schema_and_its_defaults_fit_it(form: Form) -> None:
    schema = form.json_schema()

    Draft202012Validator.check_schema(schema)
    defaults = {id: one["default"] for id, one in schema["properties"].items() if "default" in one}
    assert {"project", "issuetype", "priority"} <= defaults.keys()
    assert not errors(schema, {"summary": "x", **defaults})


def test_a_schema_draws_lists_choices_dates_persons_and_pairs(form: Form) -> None:
    properties, id = form.json_schema()["properties"], ids(form)

    assert properties["summary"] == {"title": "Summary", "x-kind": "text", "type": "string"}
    assert properties["duedate"]["format"] == "date"
    assert properties[id["Approved at"]]["format"] == "date-time"
    assert (properties["assignee"]["x-kind"], properties["assignee"]["x-search"]) == ("person", True)
    assert (properties[id["Platforms"]]["type"], len(properties[id["Platforms"]]["items"]["oneOf"])) == ("array", 4)
    major = properties[id["Area"]]["oneOf"][1]
    assert [one["title"] for one in major["prefixItems"][1]["oneOf"]] == ["Major A", "Major B"]
    assert "attachment" not in properties
    assert form.json_schema()["required"] == ["summary"]


def test_what_the_schema_is_valid_for_becomes_a_ticket(client: Client, form: Form) -> None:
    values = as_json(client, form)
    assert not errors(form.json_schema(), values)

    made = client.create_ticket(form.draft(values))

    found = client.get_ticket(made)
    assert (found.title, found.type and found.type.name, found.project and found.project.key) == (
        "From a form",
        "Bug",
        "DEMO",
    )
    assert (found.due, found.time.estimate_seconds) == (date(2031, 5, 6), 3600)
    assert [one.id for one in found.assignees] == [client.get_me().id]
    assert found.sprint is not None
    assert found.sprint.id == "3"
    shown: Any = {name: found.fields[name] for name in ("Severity", "Area", "Approved at", "Effort", "Owner")}
    assert shown["Severity"].value.name == "Critical"
    assert [one.name for one in shown["Area"].value] == ["Major", "Major B"]
    assert shown["Approved at"].value == datetime(2031, 5, 6, 7, 8, 9, tzinfo=UTC)
    assert (shown["Effort"].value, shown["Owner"].value.id) == (2.5, client.get_me().id)


def test_fields_are_given_by_name_and_options_by_name_too(client: Client, form: Form) -> None:
    values = {"Summary": "By names", "Severity": "Minor", "priority": "high", "Area": ["Minor"], "Regions": ["Trivial"]}

    found = client.get_ticket(client.create_ticket(form.draft(values)))

    assert found.priority is not None
    assert found.priority.name == "High"
    assert getattr(getattr(found.fields["Severity"], "value", None), "name", None) == "Minor"


def test_a_draft_holds_attributes_as_attributes_and_the_rest_as_fields(form: Form) -> None:
    draft = form.draft({"summary": "Bug", "labels": ["one"], "Effort": 1, "environment": "Linux"})

    assert isinstance(draft, TicketDraft)
    assert (draft.title, [label.name for label in draft.labels]) == ("Bug", ["one"])
    assert (getattr(draft.project, "key", None), draft.type.name) == ("DEMO", "Bug")
    assert draft.fields == {ids(form)["Effort"]: 1, "environment": "Linux"}


def test_everything_that_is_wrong_is_told_by_id_and_by_name(form: Form) -> None:
    wrong: dict[str, Any] = {
        "Sumary": "x",
        "Severity": "Majer",
        "Effort": "much",
        "duedate": "soon",
        "labels": "one",
        "assignee": 7,
        "Area": ["Major", "Minor A"],
        "attachment": ["file"],
    }

    with pytest.raises(Invalid) as refusal:
        form.draft(wrong)

    told, id = refusal.value.fields, ids(form)
    assert told["Sumary"] == "is no field of this form; the nearest is 'Summary'"
    assert told["summary"] == told["Summary"] == "is required"
    assert told["Severity"] == told[id["Severity"]] == "is not offered as 'Majer'; the nearest is 'Major'"
    for name in ("Effort", "Due date", "Labels", "Assignee", "Area", "Attachment"):
        assert told[name] == told[id[name]]
    assert refusal.value.sent is False


def test_a_field_given_twice_is_refused(form: Form) -> None:
    with pytest.raises(Invalid) as refusal:
        form.draft({"summary": "x", "Summary": "y"})

    assert refusal.value.fields.keys() == {"summary", "Summary"}


def test_what_is_left_empty_is_not_given(form: Form) -> None:
    draft = form.draft({"summary": "x", "description": "", "labels": [], "Severity": None})

    assert draft.names() == {"project", "type", "title"}


def test_what_a_title_cannot_be_is_told_under_its_field(form: Form) -> None:
    with pytest.raises(Invalid) as refusal:
        form.draft({"summary": "   "})

    assert "title" in refusal.value.fields["Summary"]


def test_a_transitions_form_makes_the_change_that_goes_along(client: Client, jira: SimulatedJira) -> None:
    ticket = client.create_ticket(TicketDraft(project="DEMO", type="Task", title="To be done"))
    form = client.get_transition_form(ticket, "Done")
    Draft202012Validator.check_schema(form.json_schema())
    offered = [one["title"] for one in form.json_schema()["properties"]["resolution"]["oneOf"]]

    client.transition_ticket(ticket, "Done", form.patch({"Resolution": offered[-1]}))

    found = client.get_ticket(ticket)
    assert found.status.name == "Done"
    assert found.resolution is not None
    assert found.resolution.name == offered[-1]
    assert ("resolution" in form.required) is (jira.gateway is None)


def test_only_forms_of_new_tickets_make_drafts(client: Client) -> None:
    ticket = client.create_ticket(TicketDraft(project="DEMO", type="Task", title="To be done"))

    with pytest.raises(ValueError, match="patch"):
        client.get_transition_form(ticket, "Done").draft({})
