"""The history of a ticket on simulated Jiras: each kind of change, named alike whatever tells of it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from anyticket import TicketDraft, TicketPatch
from anyticket.testing.simulation import SimulatedJira
from anyticket_jira.translate.changes import change, customs

from .on_simulator import Worked, working

Start = Callable[..., SimulatedJira]
VARIANTS = pytest.mark.parametrize("variant", ["cloud", "server"])


def edited(worked: Worked) -> list[dict[str, Any]]:
    """Make a ticket and edit each kind of field once; return the patches."""
    client = worked.client
    component, version = client.list_components("DEMO")[0], client.list_versions("DEMO")[0]
    ticket = client.create_ticket(TicketDraft(project="DEMO", type="Task", title="Before", labels=["old"]))
    patches: list[dict[str, Any]] = [
        {"title": "After"},
        {"labels": ["new"]},
        {"priority": "High"},
        {"components": [component]},
        {"fix_versions": [version]},
        {"affects_versions": [version]},
        {"due": date(2027, 1, 2)},
        {"assignees": [client.get_me()]},
        {"assignees": []},
        {"fields": {"Severity": "Critical"}},
        {"fields": {"Story Points": 5}},
        {"estimate_seconds": 3600},
    ]
    for patch in patches:
        client.update_ticket(ticket, TicketPatch(**patch))
    client.transition_ticket(ticket, "In Progress")
    worked.sent.clear()
    return [*patches, {"ticket": ticket}]


@VARIANTS
def test_each_edit_names_the_attribute_or_the_id_of_what_it_changed(simulated_jira: Start, variant: str) -> None:
    with working(simulated_jira(variant)) as worked:
        *_, last = edited(worked)

        history = list(worked.client.list_history(last["ticket"], page_size=5))
        loaded = worked.client.get_ticket(last["ticket"], load=["history"]).history
        me = worked.client.get_me()

    changes = [(one.field, one.before_name, one.after_name) for edit in history for one in edit.fields]
    assert changes[:4] == [
        ("title", "Before", "After"),
        ("labels", "old", "new"),
        ("priority", "Medium", "High"),
        ("components", changes[3][1], "Backend"),
    ]
    assert [field for field, _, _ in changes[4:13]] == [
        "fix_versions",
        "affects_versions",
        "due",
        "assignees",
        "assignees",
        "customfield_10030",
        "customfield_10026",
        "time",
        "time",
    ]
    assert changes[13] == ("status", "To Do", "In Progress")
    assert changes[7][2] == changes[8][1] == me.name
    assert loaded == tuple(history)
    assert [edit.at for edit in history] == sorted(edit.at for edit in history)
    assert {edit.author for edit in history if edit.author} == {history[0].author}


@VARIANTS
def test_values_are_the_trackers_own_and_names_what_people_see(simulated_jira: Start, variant: str) -> None:
    with working(simulated_jira(variant)) as worked:
        *_, last = edited(worked)
        changed = {
            one.field: one for edit in worked.client.list_history(last["ticket"]) for one in edit.fields if one.after
        }

    assert (changed["title"].before, changed["title"].after) == ("Before", "After")
    assert (changed["priority"].after, changed["priority"].after_name) == ("2", "High")
    assert changed["due"].after == "2027-01-02"
    assert (changed["status"].after, changed["status"].after_name) == ("3", "In Progress")


def test_an_edit_of_a_comment_tells_its_id() -> None:
    item = {"field": "Comment", "fieldtype": "jira", "from": "10100", "fromString": "Old words", "to": None}

    read = change({"id": "1", "created": "2026-01-01T10:00:00.000+0000", "items": [{**item, "toString": None}]}, {})

    assert read.comment_id == "10100"
    assert [(one.field, one.before_name, one.after_name) for one in read.fields] == [("Comment", "Old words", None)]


def test_a_name_that_two_custom_fields_share_stays_a_name() -> None:
    schema = {
        "customfield_1": {"custom": "a:b"},
        "customfield_2": {"custom": "a:b"},
        "customfield_3": {"custom": "a:c"},
    }
    names = {"customfield_1": "Team", "customfield_2": "Team", "customfield_3": "Size"}

    known = customs(names, schema)

    assert "Team" not in known
    assert known["Size"] == "customfield_3"
