"""Between two ranks there is always another one, and issues stand where they were put."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jira_simulator.work import events
from jira_simulator.work.agile_ranks import ranks_between
from jira_simulator.work.creating import next_rank

from .loopback_jira import NOW, Jira, jira

AGILE = "/rest/agile/1.0"


@pytest.fixture(params=["cloud", "server"])
def site(request: pytest.FixtureRequest) -> Jira:
    return jira(request.param)


def ordered(found: Jira) -> list[str]:
    return found.search("project = DEMO ORDER BY Rank ASC")


@given(
    first=st.integers(1, 10**8),
    gap=st.integers(1, 100),
    places=st.lists(st.integers(0, 1000), min_size=1, max_size=30),
    count=st.integers(1, 50),
)
def test_ranks_lie_between_however_often_one_divides(first: int, gap: int, places: list[int], count: int) -> None:
    ranks = [next_rank(first), next_rank(first + gap)]

    for place in places:
        index = place % (len(ranks) - 1)
        low, high = ranks[index], ranks[index + 1]
        made = ranks_between(low, high, count)
        assert sorted({low, *made, high}) == [low, *made, high]
        ranks = [low, *made, high]


@given(st.integers(1, 10**8))
def test_ends_have_room_and_what_is_made_next_comes_last(number: int) -> None:
    rank = next_rank(number)

    (before,) = ranks_between(None, rank, 1)
    (after,) = ranks_between(rank, None, 1)

    assert before < rank < after < next_rank(number + 1)


def test_issues_are_ranked_before_another_in_the_order_given(site: Jira) -> None:
    first, second, third, fourth, *rest = ordered(site)

    answer = site.call("PUT", f"{AGILE}/issue/rank", {"issues": [fourth, third], "rankBeforeIssue": second})

    assert answer.status_code == 204
    assert ordered(site) == [first, fourth, third, second, *rest]


def test_issues_are_ranked_after_another_also_at_the_end(site: Jira) -> None:
    first, second, *rest = ordered(site)

    site.put(f"{AGILE}/issue/rank", {"issues": [first, second], "rankAfterIssue": rest[-1]})

    assert ordered(site) == [*rest, first, second]


def test_ids_are_as_good_as_keys_and_the_rank_field_may_be_named(site: Jira) -> None:
    first, second, *rest = ordered(site)
    issue = site.site.issue(second)
    assert issue is not None

    site.put(
        f"{AGILE}/issue/rank",
        {"issues": [str(issue.id)], "rankBeforeIssue": first, "rankCustomFieldId": 10019},
    )

    assert ordered(site) == [second, first, *rest]


def test_history_says_which_way_and_nothing_counts_as_updated(site: Jira) -> None:
    first, second, *_ = ordered(site)
    before = site.get(f"/rest/api/2/issue/{second}")["fields"]["updated"]
    heard: list[str] = []
    events.hear(site.site, lambda happening: heard.append(happening.name))

    site.put(f"{AGILE}/issue/rank", {"issues": [second], "rankBeforeIssue": first})
    issue = site.get(f"/rest/api/2/issue/{second}", expand="changelog")
    item = max(issue["changelog"]["histories"], key=lambda entry: int(entry["id"]))["items"][0]

    assert {name: item[name] for name in ("field", "fieldtype", "from", "toString")} == {
        "field": "Rank",
        "fieldtype": "custom",
        "from": "",
        "toString": "Ranked higher",
    }
    assert issue["fields"]["updated"] == before
    assert heard == ["jira:issue_updated"]


def test_what_may_not_be_ranked_is_told_and_the_rest_is_done(site: Jira) -> None:
    store = site.site.store
    kept = next(project for project in store.projects if project.key == "KAN")
    store.projects.save(replace(kept, archived=int(NOW * 1000)))
    frozen = store.issues.where(project_id=kept.id)[0]
    first, second, *rest = ordered(site)

    answer = site.call("PUT", f"{AGILE}/issue/rank", {"issues": [frozen.key, second], "rankBeforeIssue": first})
    refused, done = answer.json()["entries"]

    assert answer.status_code == 207
    assert (refused["issueKey"], refused["status"], bool(refused["errors"])) == (frozen.key, 403, True)
    assert (done["issueKey"], done["status"], "errors" in done) == (second, 200, False)
    assert ordered(site) == [second, first, *rest]


def test_what_is_no_order_to_rank(site: Jira) -> None:
    first, second, third, *_ = ordered(site)
    wrong = [
        {"issues": [first]},
        {"issues": [first], "rankBeforeIssue": second, "rankAfterIssue": third},
        {"issues": [first], "rankBeforeIssue": second, "rankCustomFieldId": 10020},
        {"issues": [str(id) for id in range(51)], "rankBeforeIssue": second},
    ]

    assert [site.call("PUT", f"{AGILE}/issue/rank", body).status_code for body in wrong] == [400] * 4
    unknown = site.call("PUT", f"{AGILE}/issue/rank", {"issues": ["DEMO-9999"], "rankBeforeIssue": first})
    assert unknown.status_code == 404


def test_a_new_issue_comes_last_also_after_others_were_moved_to_the_end(site: Jira) -> None:
    first, *rest = ordered(site)
    site.put(f"{AGILE}/issue/rank", {"issues": [first], "rankAfterIssue": rest[-1]})
    draft = {"project": {"key": "DEMO"}, "issuetype": {"name": "Task"}, "summary": "New"}

    made = site.post("/rest/api/2/issue", {"fields": draft})["key"]

    assert ordered(site)[-2:] == [first, made]
