"""Every attribute of a ticket is read, each native field by its kind, and what is wrong is told with its path."""

from __future__ import annotations

from copy import deepcopy
from datetime import UTC, date, datetime
from typing import Any

import pytest

from anyticket import Ticket
from anyticket.errors import Ambiguous, Malformed, NotLoaded
from anyticket.model.mapping import Mapping
from anyticket.model.status import StatusCategory
from anyticket_jira.translate import issues as translate
from anyticket_jira.translate.issues import Terms
from anyticket_jira.words import Words

from . import payloads
from .test_corpus import whole
from .wire_table import differences


def terms(raw: dict[str, Any] | None = None, *, complete: bool = True, mapping: Mapping | None = None) -> Terms:
    known = raw or {}
    return Terms(
        Words(mapping or Mapping()),
        "https://example.atlassian.net",
        known.get("names", {}),
        known.get("schema", {}),
        complete,
    )


def read(raw: dict[str, Any], **how: Any) -> Ticket:
    return translate.ticket(raw, terms(raw, **how))


def test_every_attribute_is_read() -> None:
    raw = payloads.issue()

    ticket = read(raw)

    assert [found for found in differences(raw, ticket) if found[1] != found[2]] == []
    assert {name for name in Ticket.model_fields if not hasattr(ticket, name)} == {"history", "watchers"}
    assert ticket.raw == raw
    assert whole(ticket)


def test_a_page_of_its_own_not_an_address_of_the_interface() -> None:
    ticket = read(payloads.issue())

    assert ticket.url == "https://example.atlassian.net/browse/P-1"
    assert ticket.links[0].ticket.url == "https://example.atlassian.net/browse/P-3"


def test_rich_text_keeps_its_native_form() -> None:
    ticket = read(payloads.issue(description="h1. Wiki", environment=None))

    assert ticket.description is not None
    assert (ticket.description.native, ticket.description.format) == ("h1. Wiki", "anyticket_jira.wiki")
    assert ticket.comments[0].body.format == "anyticket_jira.adf"


def test_links_read_as_people_say_them() -> None:
    ticket = read(payloads.issue())

    assert [(link.phrase, link.ticket.key) for link in ticket.links] == [("blocks", "P-3"), ("is blocked by", "P-4")]


KINDS: dict[str, tuple[str, Any]] = {
    "customfield_1": ("option", "S1"),
    "customfield_2": ("number", 3.0),
    "customfield_3": ("richtext", payloads.VALUES["customfield_3"]),
    "customfield_4": ("text", "Hamburg"),
    "customfield_5": ("date", date(2026, 3, 1)),
    "customfield_6": ("datetime", datetime(2026, 3, 1, 9, tzinfo=UTC)),
    "customfield_7": ("cascading", ["Europe", "Malta"]),
    "customfield_8": ("person", "Grace"),
    "customfield_9": ("group", "crew"),
    "customfield_10": ("version", "2.0"),
    "customfield_11": ("list", ["Web", "App"]),
    "customfield_12": ("list", ["Sprint 1", "Sprint 2"]),
    "customfield_14": ("text", "0|i00327:"),
    "customfield_15": ("raw", payloads.VALUES["customfield_15"]),
}


def shown(value: Any) -> Any:
    if isinstance(value, tuple):
        return [shown(one) for one in value]
    for name in ("value", "native", "name"):
        if hasattr(value, name):
            return shown(getattr(value, name))
    return value


@pytest.mark.parametrize("id", KINDS)
def test_a_field_has_the_kind_that_its_schema_tells(id: str) -> None:
    value = read(payloads.issue()).fields[id]

    assert value is not None
    assert (value.kind, shown(value.value)) == KINDS[id]


@pytest.mark.parametrize("id", sorted(KINDS.keys() - {"customfield_5", "customfield_6"}))
def test_without_a_schema_the_shape_tells_the_same(id: str) -> None:
    raw = payloads.issue()
    del raw["schema"]

    value = read(raw).fields[id]

    assert value is not None
    assert (value.kind, shown(value.value)) == KINDS[id]


def test_without_a_schema_a_date_is_the_text_that_it_may_be() -> None:
    raw = payloads.issue()
    del raw["schema"]

    value = read(raw).fields["customfield_5"]

    assert value is not None
    assert (value.kind, value.value) == ("text", "2026-03-01")


@pytest.mark.parametrize("value", ["a word", True, {"odd": 1}, ["x"], {"id": "1", "value": "S1"}])
def test_a_value_that_contradicts_its_schema_is_read_by_its_shape(value: Any) -> None:
    found = read(payloads.issue(customfield_2=value)).fields["customfield_2"]

    assert found is not None
    assert found.raw == value
    assert whole(found)


def test_a_field_is_found_by_its_name_and_by_the_tenants() -> None:
    ticket = read(payloads.issue(), mapping=Mapping(fields={"severity": "customfield_1"}))

    assert ticket.fields["Severity"] == ticket.fields["severity"] == ticket.fields["customfield_1"]
    assert ticket.fields["Empty"] is None
    with pytest.raises(Ambiguous):
        ticket.fields["Where"]


def test_sprint_and_team_come_from_their_custom_fields() -> None:
    ticket = read(payloads.issue())

    assert ticket.sprint is not None
    assert (ticket.sprint.id, ticket.sprint.goal) == ("2", "Ship")
    assert ticket.team is not None
    assert ticket.team.name == "Core"


def test_a_sprint_of_the_agile_interface_is_read() -> None:
    closed = [{"id": 1, "name": "Old", "state": "closed"}]

    now = read(payloads.issue(sprint={"id": 3, "name": "Now", "state": "active", "originBoardId": 1}))
    then = read(payloads.issue(sprint=None, closedSprints=closed))

    assert now.sprint is not None
    assert now.sprint.name == "Now"
    assert then.sprint is not None
    assert then.sprint.name == "Old"


def test_the_epic_of_a_server_is_the_parent() -> None:
    raw = payloads.issue(customfield_20="P-77", parent=None)
    raw["schema"]["customfield_20"] = {"type": "any", "custom": "com.pyxis.greenhopper.jira:gh-epic-link"}

    ticket = read(raw)

    assert ticket.parent is not None
    assert ticket.parent.key == "P-77"


def test_the_subtasks_of_an_epic_are_not_all_its_children() -> None:
    epic = {"id": "10000", "name": "Epic", "hierarchyLevel": 1}

    with pytest.raises(NotLoaded, match=r"load=\['children'\]"):
        read(payloads.issue(issuetype=epic)).children  # noqa: B018


def test_what_was_asked_for_and_is_missing_is_empty_and_else_not_loaded() -> None:
    raw = payloads.issue()
    for name in ("parent", "security", "resolution", "customfield_12", "customfield_13"):
        del raw["fields"][name]

    asked, not_asked = read(raw), read(raw, complete=False)

    assert [asked.parent, asked.security, asked.resolution, asked.sprint, asked.team] == [None] * 5
    for name in ("parent", "security", "resolution", "sprint", "team"):
        assert not hasattr(not_asked, name)


def test_comments_that_did_not_all_come_are_not_loaded() -> None:
    some = {"comments": [payloads.comment(1)], "total": 3}

    assert not hasattr(read(payloads.issue(comment=some)), "comments")


@pytest.mark.parametrize("order", [1, -1])
def test_a_history_that_came_along_is_oldest_first(order: int) -> None:
    edits = [payloads.edit(1), payloads.edit(2)][::order]
    raw = {**payloads.issue(), "changelog": {"histories": edits, "total": 2}}

    history = read(raw).history

    assert [change.id for change in history] == ["1", "2"]
    assert history[0].fields[0].field == "status"
    assert (history[0].fields[0].before, history[0].fields[0].after_name) == ("1", "Doing")


@pytest.mark.parametrize(
    ("name", "field"),
    [
        ({"field": "Fix Version"}, "fix_versions"),
        ({"field": "assignee", "fieldId": "assignee"}, "assignees"),
        ({"field": "Severity", "fieldId": "customfield_1"}, "customfield_1"),
        ({"field": "Rank"}, "Rank"),
    ],
)
def test_an_edit_names_the_attribute_that_shows_the_field(name: dict[str, str], field: str) -> None:
    edits = [{**payloads.edit(1), "items": [{**name, "from": None, "fromString": "x", "to": None, "toString": None}]}]
    raw = {**payloads.issue(), "changelog": {"histories": edits}}

    change = read(raw).history[0].fields[0]

    assert (change.field, change.before, change.after) == (field, "x", None)


def test_a_comment_of_a_service_desk_says_whether_it_is_internal() -> None:
    stored = [{"key": "sd.public.comment", "value": {"internal": True}}]
    comments = [payloads.comment(1, jsdPublic=False), payloads.comment(2, jsdPublic=True), payloads.comment(3)]
    comments.append(payloads.comment(4, properties=stored))
    page = {"comments": comments, "total": 4}

    ticket = read(payloads.issue(comment=page))

    assert [getattr(comment, "internal", None) for comment in ticket.comments] == [True, False, None, True]


@pytest.mark.parametrize(
    ("field", "value", "path"),
    [
        ("summary", 7, "fields.summary"),
        ("status", {"id": "1", "name": []}, "fields.status.name"),
        ("status", "Open", "fields.status"),
        ("labels", ["a", 1], "fields.labels[1]"),
        ("labels", "a", "fields.labels"),
        ("created", "yesterday", "fields.created"),
        ("duedate", 5, "fields.duedate"),
        ("assignee", ["x"], "fields.assignee"),
        ("issuelinks", [{"id": "1", "type": {"id": "1"}}], "fields.issuelinks[0].inwardIssue"),
        ("watches", {"watchCount": "many"}, "fields.watches.watchCount"),
        ("comment", {"comments": [{"body": "x"}]}, "fields.comment.comments[0].id"),
        ("timetracking", {"timeSpentSeconds": "1h"}, "fields.timetracking.timeSpentSeconds"),
        ("versions", [{"id": "1", "released": "maybe"}], "fields.versions[0].released"),
        ("customfield_12", [{"id": {}}], "fields.customfield_12[0].id"),
    ],
)
def test_a_malformed_value_is_told_with_its_path_when_it_is_asked_for(field: str, value: Any, path: str) -> None:
    ticket = read(payloads.issue(**{field: value}))

    with pytest.raises(Malformed) as caught:
        vars(ticket)

    assert caught.value.path == path
    assert str(caught.value).startswith(f"{path}: ")


def test_unknown_keys_and_values_break_nothing() -> None:
    raw = payloads.issue(status=payloads.status("New", "beyond"), brandNew={"x": 1})
    raw["extra"] = [1, 2]
    raw["fields"]["reporter"]["accountType"] = "robot"

    ticket = read(raw)

    assert ticket.status.category is StatusCategory.UNKNOWN
    assert ticket.fields["brandNew"] is not None
    assert whole(ticket)


def test_equal_json_is_one_object_and_other_json_is_not() -> None:
    answers = [payloads.issue("P-1"), payloads.issue("P-2")]
    answers[1]["fields"]["status"]["name"] = "Other"
    issues = translate.Issues(terms(payloads.issue()))

    first, second = (issues.ticket(deepcopy(raw)) for raw in answers)

    assert first.reporter is second.reporter
    assert (first.status.name, second.status.name) == ("Doing", "Other")


def test_an_issue_of_jira_4_is_read() -> None:
    def wrapped(name: str, value: Any) -> dict[str, Any]:
        return {"name": name, "type": "java.lang.Object", "value": value}

    fields = {
        "summary": wrapped("summary", "Old"),
        "status": wrapped("status", {"self": "http://x/rest/api/latest/status/1", "name": "Open"}),
        "reporter": wrapped("reporter", {"name": "ada", "displayName": "Ada"}),
        "duedate": wrapped("duedate", "2010-07-05T00:00:00.000+0200"),
        "timetracking": wrapped("timetracking", {"timeoriginalestimate": 60, "timeestimate": 30}),
        "comment": wrapped("comment", [{"self": "http://x/rest/api/latest/comment/7", "body": "hi"}]),
        "links": wrapped(
            "links",
            [
                {
                    "issueKey": "T-2",
                    "issue": "http://x/rest/api/latest/issue/T-2",
                    "type": {"name": "Dup", "direction": "INBOUND", "description": "is duplicated by"},
                }
            ],
        ),
        "customfield_1": wrapped("My field", "x"),
    }
    raw = {"self": "http://x/rest/api/latest/issue/T-1", "key": "T-1", "fields": fields}

    ticket = read(raw)

    assert (ticket.id, ticket.title, ticket.status.id, ticket.status.name) == ("T-1", "Old", "1", "Open")
    assert ticket.due == date(2010, 7, 5)
    assert (ticket.time.estimate_seconds, ticket.time.remaining_seconds) == (3600, 1800)
    assert [comment.id for comment in ticket.comments] == ["7"]
    assert [(link.phrase, link.ticket.key) for link in ticket.links] == [("is duplicated by", "T-2")]
    assert ticket.fields["My field"] == ticket.fields["customfield_1"]
    assert ticket.raw == raw
    assert whole(ticket)
