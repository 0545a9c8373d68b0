"""Forms of the local tracker: filled into drafts that it takes."""

from __future__ import annotations

from typing import Any

import pytest
from jsonschema import Draft202012Validator

from anyticket import Client
from anyticket.errors import Invalid


def errors(schema: dict[str, Any], values: Any) -> list[Any]:
    """Return what a schema has against values."""
    validator: Any = Draft202012Validator(schema)
    return list(validator.iter_errors(values))


def test_a_filled_form_becomes_a_ticket(client: Client) -> None:
    form = client.get_create_form("PROJ", "Task")
    urgent = form.json_schema()["properties"]["priority"]["oneOf"][0]
    values = {
        "title": "From a form",
        "description": "With *words*",
        "Priority": urgent["title"],
        "assignees": ["ann@example.org"],
        "labels": ["form"],
        "due": "2031-05-06",
        "Estimate": 3600,
    }

    found = client.get_ticket(client.create_ticket(form.draft(values)))

    assert (found.title, found.key, found.type and found.type.name) == ("From a form", "PROJ-1", "Task")
    assert found.priority is not None
    assert found.priority.id == urgent["const"]
    assert [person.username for person in found.assignees] == ["ann"]
    assert ([label.name for label in found.labels], str(found.due)) == (["form"], "2031-05-06")
    assert found.time.estimate_seconds == 3600


def test_the_schema_is_valid_for_what_the_form_takes(client: Client) -> None:
    schema = client.get_create_form("PROJ", "Task").json_schema()

    Draft202012Validator.check_schema(schema)
    assert not errors(schema, {"title": "x", "labels": ["a", "b"], "due": "2031-05-06"})
    assert [error.validator for error in errors(schema, {"labels": "a"})] == ["type", "required"]


def test_what_is_wrong_is_told_by_id_and_by_name(client: Client) -> None:
    form = client.get_create_form("PROJ", "Task")

    with pytest.raises(Invalid) as refusal:
        form.draft({"priority": "Whatever", "labels": "one", "ttle": "x"})

    assert refusal.value.fields.keys() == {"priority", "Priority", "labels", "Labels", "title", "Title", "ttle"}
    assert "nearest is 'title'" in refusal.value.fields["ttle"].casefold()
