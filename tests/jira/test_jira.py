"""What both kinds of Jira do alike, and how `jira` finds out which it is."""

from __future__ import annotations

from typing import Any

import pytest

from anyticket import Query, Unauthenticated, Unsupported
from anyticket.errors import Ambiguous, Malformed
from anyticket.model.checkup import Severity
from anyticket.model.mapping import Mapping
from anyticket.model.status import StatusCategory
from anyticket_jira.cloud import JiraCloud
from anyticket_jira.jira import Jira
from anyticket_jira.server import JiraServer

from . import payloads
from .sites import CLOUD, SERVER, Asked, Reply, jira

both = pytest.mark.parametrize("provider", [CLOUD, SERVER])


@pytest.mark.parametrize(("deployment", "provider"), [("Cloud", JiraCloud), ("Server", JiraServer), (None, JiraServer)])
def test_it_asks_once_what_it_is(deployment: str | None, provider: type[Any]) -> None:
    def answer(asked: Asked) -> Any:
        if asked.path == "/rest/api/2/serverInfo":
            return {"baseUrl": "https://x", "version": "1", **({"deploymentType": deployment} if deployment else {})}
        return payloads.issue()

    with jira("jira", answer) as (client, site):
        client.get_ticket("P-1")
        client.get_ticket("P-1")

        assert isinstance(client.provider, provider)

    assert [asked.path for asked in site.asked] == [
        "/rest/api/2/serverInfo",
        f"{provider.rest}/issue/P-1",
        f"{provider.rest}/issue/P-1",
    ]


def test_a_jira_that_is_still_to_be_found_out_supports_what_either_kind_does() -> None:
    for provider in (Jira, JiraCloud, JiraServer):
        assert provider.supports("create_ticket", "fields", "extra")
        assert provider.supports("search_tickets", "text", "exclude", "natives")
        assert provider.supports("download_attachment")
    assert JiraCloud.supports("list_labels")
    assert not JiraServer.supports("list_labels")
    assert Jira.supports("list_labels")


def test_a_server_is_not_asked_for_labels() -> None:
    with jira(SERVER, lambda asked: []) as (client, site):
        with pytest.raises(Unsupported):
            list(client.list_labels())

    assert site.asked == []


@both
def test_a_field_given_by_name_is_searched_for_by_its_number(provider: str) -> None:
    def answer(asked: Asked) -> Any:
        return payloads.catalogue() if asked.path.endswith("/field") else {"issues": [], "total": 0}

    mapping = Mapping(fields={"sev": "customfield_1"})
    with jira(provider, answer, mapping=mapping) as (client, site):
        list(
            client.search_tickets(
                Query(fields={"severity": "S1", "sev": "S2", "Notes": "x", "summary": "y"}, order_by="Points")
            )
        )
        with pytest.raises(Ambiguous) as ambiguous:
            list(client.search_tickets(Query(fields={"Where": "x"})))
        with pytest.raises(ValueError, match="the nearest is 'Severity'"):
            list(client.search_tickets(Query(exclude=Query(fields={"Sevrity": "x"}))))

    jql = next(asked.body["jql"] for asked in site.asked if asked.body)
    assert jql == 'cf[1] = "S1" AND cf[1] = "S2" AND cf[3] ~ "x" AND summary ~ "y" ORDER BY cf[2] ASC'
    assert ambiguous.value.choices == ("customfield_4", "customfield_17")
    assert len([asked for asked in site.asked if asked.path.endswith("/field")]) == 1


def test_dates_go_by_the_accounts_zone_where_the_connection_says_so() -> None:
    from datetime import UTC, datetime

    def answer(asked: Asked) -> Any:
        return {"timeZone": "Europe/Berlin"} if asked.path.endswith("/myself") else {"issues": [], "total": 0}

    with jira(SERVER, answer, jql_dates="account-zone") as (client, site):
        for _ in range(2):
            list(client.search_tickets(Query(updated_after=datetime(2026, 1, 1, 12, tzinfo=UTC))))

    assert site.asked[-1].body["jql"].startswith('updated >= "2026-01-01 13:00"')
    assert len([asked for asked in site.asked if asked.path.endswith("/myself")]) == 1


@both
def test_the_words_of_a_project_are_its_own(provider: str) -> None:
    own = Mapping(statuses={"Doing": StatusCategory.WAITING})
    mapping = Mapping(projects={"P": own})

    def answer(asked: Asked) -> Any:
        if asked.path.endswith("/statuses"):
            return [{"id": "1", "statuses": [payloads.status()]}, {"id": "2", "statuses": [payloads.status()]}]
        return [payloads.status()] if asked.path.endswith("/status") else payloads.issue()

    with jira(provider, answer, mapping=mapping) as (client, _):
        ticket, (here,), (anywhere,) = client.get_ticket("P-1"), client.list_statuses("P"), client.list_statuses()

    assert (ticket.status.category, ticket.status.mapped) == (StatusCategory.WAITING, True)
    assert here.category is StatusCategory.WAITING
    assert anywhere.category is StatusCategory.IN_PROGRESS


@both
def test_ways_tell_where_they_lead_and_what_they_want(provider: str) -> None:
    resolution = {"required": True, "name": "Resolution", "schema": {"type": "resolution", "system": "resolution"}}
    way = {"id": "21", "name": "Close", "to": payloads.status("Closed", "done"), "fields": {"resolution": resolution}}
    again = {**way, "id": "31", "name": "Close", "fields": {}}

    def answer(asked: Asked) -> Any:
        ways = [way, again] if "P-2" in asked.path else [way]
        return {"transitions": ways}

    with jira(provider, answer) as (client, site):
        (found,) = client.list_transitions("P-1")
        form = client.get_transition_form("P-1", "Close")
        with pytest.raises(Ambiguous) as ambiguous:
            client.get_transition_form("P-2", "Close")
        with pytest.raises(ValueError, match="open are 'Close'"):
            client.get_transition_form("P-1", "Open")

    assert (found.target.name, found.target.closed) == ("Closed", True)
    assert [field.id for field in found.required] == ["resolution"]
    assert form.required == ("resolution",)
    assert form.fields["resolution"].attribute == "resolution"
    assert ambiguous.value.choices == ("21", "31")
    assert site.asked[0].query == "expand=transitions.fields"


@both
@pytest.mark.parametrize("name", ["values", "fields", "results"])
def test_a_create_form_is_read_under_any_of_its_names(provider: str, name: str) -> None:
    entry = {
        "fieldId": "customfield_1",
        "name": "Severity",
        "required": True,
        "hasDefaultValue": False,
        "schema": payloads.FIELDS["customfield_1"][1],
        "allowedValues": [{"id": "1", "value": "S1"}],
    }

    def answer(asked: Asked) -> Any:
        if asked.path.endswith("/issuetypes"):
            return {"total": 1, "startAt": 0, "maxResults": 50, "issueTypes": [{"id": "10001", "name": "Bug"}]}
        return {"total": 1, "startAt": 0, "maxResults": 50, name: [entry]}

    with jira(provider, answer) as (client, site):
        form = client.get_create_form("P", "Bug")
        with pytest.raises(ValueError, match="the types are 'Bug'"):
            client.get_create_form("P", "Story")

    assert form.required == ("customfield_1",)
    assert [option.name for option in form.fields["customfield_1"].options] == ["S1"]
    assert site.asked[1].path.endswith("/issue/createmeta/P/issuetypes/10001")


@both
def test_a_check_tells_who_one_is_and_what_is_missing(provider: str) -> None:
    def answer(asked: Asked) -> Any:
        if asked.path.endswith("serverInfo"):
            return {"baseUrl": "https://x", "version": "10.3.2", "deploymentType": "Server"}
        return {**payloads.user("ada"), "accountId": "1"}

    with jira(provider, answer) as (client, site):
        checkup = client.check(operations=["get_ticket", "create_ticket", "get_tiket"])

    assert checkup.account is not None
    assert (checkup.account.name, checkup.version, checkup.site) == ("Ada", "10.3.2", site.url)
    assert [finding.message for finding in checkup.findings] == [
        "this Jira has no get_tiket",
    ]
    assert not checkup.ok


def test_a_check_finds_refused_credentials() -> None:
    def answer(asked: Asked) -> Any:
        if asked.path.endswith("serverInfo"):
            return {"baseUrl": "https://x", "version": "10.3.2", "deploymentType": "Server"}
        return Reply({"errorMessages": ["nein"]}, 401)

    with jira(SERVER, answer) as (client, _):
        checkup = client.check()

    assert checkup.account is None
    assert [finding.severity for finding in checkup.findings] == [Severity.ERROR]


def test_a_check_without_credentials_says_so() -> None:
    def answer(asked: Asked) -> Any:
        if asked.path.endswith("serverInfo"):
            return {"baseUrl": "https://x", "version": "8.0.0"}
        return Reply({"errorMessages": ["nein"]}, 401)

    with jira(SERVER, answer, anonymous=True) as (client, _):
        checkup = client.check()

    assert [finding.severity for finding in checkup.findings] == [Severity.ERROR, Severity.WARNING]


def test_a_server_that_ignores_the_credentials_is_noticed() -> None:
    anonymous = Reply(payloads.issue(), headers={"x_ausername": "anonymous"})

    with jira(SERVER, lambda asked: anonymous) as (client, _), pytest.raises(Unauthenticated, match="as to nobody"):
        client.get_ticket("P-1")
    with jira(SERVER, lambda asked: anonymous, anonymous=True) as (client, _):
        assert client.get_ticket("P-1").key == "P-1"


@both
def test_an_answer_of_another_shape_is_malformed(provider: str) -> None:
    with jira(provider, lambda asked: ["not", "an", "object"]) as (client, _):
        for call in (lambda: client.get_ticket("P-1"), lambda: list(client.list_comments("P-1")), client.get_me):
            with pytest.raises(Malformed):
                call()


@both
def test_comments_say_whether_they_are_internal(provider: str) -> None:
    page = {"startAt": 0, "maxResults": 50, "total": 1, "comments": [payloads.comment(1, jsdPublic=False)]}

    with jira(provider, lambda asked: page) as (client, site):
        (comment,) = client.list_comments("P-1")

    assert comment.internal
    assert "orderBy=created" in site.asked[0].query
    assert "expand=properties" in site.asked[0].query
