"""Votes for issues, on both platforms."""

from __future__ import annotations

from dataclasses import replace

import pytest

from jira_simulator.work.events import Happening, hear

from ..shared_files import shared_json
from .loopback_jira import Jira, jira
from .spec_documents import find_operation, problems_of

RECORDED = "corpus/jira/gnl42+JiraConnector/votes.jrjc-test-it-src-test-resources-json-votes-complete.539ba5.json"


@pytest.fixture(params=["cloud", "server"])
def site(request: pytest.FixtureRequest) -> Jira:
    """Return a site whose first issue ben has reported, is open and has no votes."""
    found = jira(request.param, issues=4)
    issue = found.site.issue("DEMO-1")
    ben = found.site.store.people.first(name="ben")
    assert issue is not None and ben is not None
    values = {key: value for key, value in issue.values.items() if not key.startswith("resolution")}
    found.site.store.issues.save(replace(issue, values={**values, "reporter": ben.id}))
    found.site.store.votes.remove_where(issue_id=issue.id)
    found.site.index.rebuild()
    return found


def root(site: Jira) -> str:
    return "/rest/api/3" if site.site.cloud else "/rest/api/2"


def votes(site: Jira) -> str:
    return f"{root(site)}/issue/DEMO-1/votes"


def as_other(site: Jira, who: str) -> Jira:
    if site.site.cloud:
        return Jira(site.site, (f"{who}@example.com", f"api-token-{who}"), {})
    return Jira(site.site, None, {"Authorization": f"Bearer pat-{who}"})


def test_a_vote_counts_once_and_can_be_taken_back(site: Jira) -> None:
    given = [site.call("POST", votes(site)) for _ in range(2)]
    as_other(site, "cleo").call("POST", votes(site))
    seen = site.get(votes(site))
    shown = site.get(f"{root(site)}/issue/DEMO-1", fields="votes")["fields"]["votes"]
    taken = site.call("DELETE", votes(site))

    assert [(answer.status_code, answer.content) for answer in (*given, taken)] == [(204, b"")] * 3
    assert seen["self"] == f"{site.site.settings.url}{votes(site)}"
    assert (seen["votes"], seen["hasVoted"], len(seen["voters"])) == (2, True, 2)
    assert shown == {key: value for key, value in seen.items() if key != "voters"}
    after = site.get(votes(site))
    assert (after["votes"], after["hasVoted"]) == (1, False)


def test_taking_back_what_was_not_given_is_an_error_on_cloud_alone(site: Jira) -> None:
    answer = site.call("DELETE", votes(site))

    assert answer.status_code == (404 if site.site.cloud else 204)
    if site.site.cloud:
        assert "has not already voted" in answer.json()["errorMessages"][0]


def test_nobody_votes_for_what_they_reported(site: Jira) -> None:
    ben = as_other(site, "ben")

    answers = [ben.call(method, votes(site)) for method in ("POST", "DELETE")]

    told = ["You cannot vote for an issue you have reported."]
    assert [(answer.status_code, answer.json()["errorMessages"]) for answer in answers] == [(404, told)] * 2
    assert ben.get(votes(site))["votes"] == 0


def test_nobody_votes_for_what_is_resolved(site: Jira) -> None:
    site.call("POST", votes(site))
    issue = site.site.issue("DEMO-1")
    assert issue is not None
    resolution = site.site.store.resolutions.all()[0].id
    site.site.store.issues.save(replace(issue, values={**issue.values, "resolution": resolution}))

    answers = [site.call(method, votes(site)) for method in ("POST", "DELETE")]

    assert [answer.status_code for answer in answers] == [404, 404]
    assert answers[0].json()["errorMessages"] == ["You cannot vote or change your vote on resolved issues."]
    assert site.get(votes(site))["votes"] == 1


def test_search_sees_votes_and_the_issue_is_not_updated(site: Jira) -> None:
    told: list[Happening] = []
    hear(site.site, told.append)
    before, issue = site.search("voter = currentUser()"), site.site.issue("DEMO-1")
    site.site.clock.turn(60)

    site.call("POST", votes(site))

    found = [site.search(jql) for jql in ("voter = currentUser()", "issue in votedIssues()")]
    assert [sorted(keys) for keys in found] == [sorted([*before, "DEMO-1"])] * 2
    assert site.search("votes = 1 and key = DEMO-1") == ["DEMO-1"]
    assert site.site.issue("DEMO-1") == issue
    assert told == []


def test_votes_need_an_account_an_issue_and_voting(site: Jira) -> None:
    nowhere = site.call("POST", f"{root(site)}/issue/DEMO-999/votes")
    demo, switch = site.site.store.projects.first(key="DEMO"), site.site.store.settings.first(name="votingEnabled")
    assert demo is not None and switch is not None
    site.site.store.projects.save(replace(demo, public=True))
    site.call("POST", votes(site))
    stranger = Jira(site.site, None, {})
    seen, unknown = stranger.get(votes(site)), stranger.call("POST", votes(site))
    site.site.store.settings.save(replace(switch, value=False))
    off = [site.call(method, votes(site)) for method in ("GET", "POST", "DELETE")]

    assert (nowhere.status_code, unknown.status_code) == (404, 401)
    assert (seen["votes"], seen["hasVoted"], seen["voters"]) == (1, False, [])
    assert [answer.status_code for answer in off] == [404, 404, 404]
    assert off[0].json()["errorMessages"] == [
        "Voting for issues is currently not enabled for this JIRA instance.",
    ]


def test_answers_are_as_documented_and_recorded(site: Jira) -> None:
    site.call("POST", votes(site))
    recorded = shared_json(RECORDED)

    seen = site.get(votes(site))

    assert list(seen) == list(recorded)
    assert [type(value) for value in seen.values()] == [type(value) for value in recorded.values()]
    for method, status, answer in (("GET", 200, seen), ("DELETE", 204, None)):
        operation = find_operation(method, f"{root(site)}/issue/{{issueIdOrKey}}/votes", cloud=site.site.cloud)

        assert operation is not None
        assert problems_of(operation, status, answer) == []
