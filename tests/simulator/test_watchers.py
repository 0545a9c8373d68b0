"""Watchers of issues, on both platforms."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from jira_simulator.store.people import Person
from jira_simulator.work.events import Happening, hear

from .loopback_jira import Jira, jira
from .spec_documents import find_operation, problems_of


@pytest.fixture(params=["cloud", "server"])
def site(request: pytest.FixtureRequest) -> Jira:
    found = jira(request.param, issues=4)
    found.site.store.watches.remove_where(issue_id=issue_id(found))
    return found


def root(site: Jira) -> str:
    return "/rest/api/3" if site.site.cloud else "/rest/api/2"


def watchers(site: Jira) -> str:
    return f"{root(site)}/issue/DEMO-1/watchers"


def issue_id(site: Jira) -> int:
    found = site.site.issue("DEMO-1")
    assert found is not None
    return found.id


def person(site: Jira, name: str) -> Person:
    found = site.site.store.people.first(name=name)
    assert found is not None
    return found


def named(site: Jira, name: str) -> str:
    """Return what the platform calls an account by."""
    return person(site, name).account_id if site.site.cloud else name


def remove(site: Jira, name: str) -> int:
    parameter = "accountId" if site.site.cloud else "username"
    return site.call("DELETE", watchers(site), params={parameter: named(site, name)}).status_code


def lock(site: Jira) -> None:
    """Make the issue one that may be seen and not be changed."""
    site.site.store.issues.save(replace(site.site.store.issues[issue_id(site)], archived=1))


def test_one_watches_by_an_empty_body_and_others_by_their_names(site: Jira) -> None:
    me = person(site, "admin")

    mine = site.call("POST", watchers(site))
    theirs = site.call("POST", watchers(site), named(site, "ben"))
    again = site.call("POST", watchers(site), named(site, "ben"))

    seen = site.get(watchers(site))
    assert [(answer.status_code, answer.content) for answer in (mine, theirs, again)] == [(204, b"")] * 3
    assert seen["self"] == f"{site.site.settings.url}{watchers(site)}"
    assert (seen["watchCount"], seen["isWatching"]) == (2, True)
    assert [row["displayName"] for row in seen["watchers"]] == [me.display_name, person(site, "ben").display_name]
    shown = site.get(f"{root(site)}/issue/DEMO-1", fields="watches")["fields"]["watches"]
    assert shown == {key: value for key, value in seen.items() if key != "watchers"}


def test_watchers_are_removed_and_who_was_none_stays_none(site: Jira) -> None:
    site.call("POST", watchers(site), named(site, "ben"))

    statuses = [remove(site, "ben"), remove(site, "ben")]

    assert statuses == [204, 204]
    assert site.get(watchers(site))["watchers"] == []
    assert site.call("DELETE", watchers(site)).status_code == 400


def test_search_sees_who_watches(site: Jira) -> None:
    before = site.search("watcher = currentUser()")
    site.call("POST", watchers(site))

    after = [sorted(site.search(jql)) for jql in ("watcher = currentUser()", "issue in watchedIssues()")]
    counted = site.search("watchers = 1 and key = DEMO-1")
    remove(site, "admin")

    assert "DEMO-1" not in before
    assert after == [sorted([*before, "DEMO-1"])] * 2
    assert counted == ["DEMO-1"]
    assert site.search("watcher = currentUser()") == before


def test_watching_is_no_change_of_the_issue(site: Jira) -> None:
    told: list[Happening] = []
    hear(site.site, told.append)
    before = site.site.store.issues[issue_id(site)]
    site.site.clock.turn(60)

    site.call("POST", watchers(site))
    remove(site, "admin")

    assert site.site.store.issues[issue_id(site)] == before
    assert told == []


@pytest.mark.parametrize("body", [{"accountId": "x"}, ["ben"], 7])
def test_the_body_is_a_bare_string(body: Any, site: Jira) -> None:
    answer = site.call("POST", watchers(site), body)

    assert answer.status_code == 400
    assert site.get(watchers(site))["watchCount"] == 0


def test_who_is_not_there_cannot_watch_and_nothing_is_watched_that_is_not_there(site: Jira) -> None:
    unknown = site.call("POST", watchers(site), "nobody-at-all")
    parameter = "accountId" if site.site.cloud else "username"
    removed = site.call("DELETE", watchers(site), params={parameter: "nobody-at-all"})
    nowhere = site.call("POST", f"{root(site)}/issue/DEMO-999/watchers")

    assert [answer.status_code for answer in (unknown, removed, nowhere)] == [404, 404, 404]


def test_others_are_managed_with_permission_and_oneself_without(site: Jira) -> None:
    site.call("POST", watchers(site), named(site, "cleo"))
    lock(site)

    added = site.call("POST", watchers(site), named(site, "ben"))
    removed = remove(site, "cleo")
    mine = site.call("POST", watchers(site))

    denied = 403 if site.site.cloud else 401
    me = person(site, "admin")
    name = me.display_name if site.site.cloud else me.name
    assert (added.status_code, removed, mine.status_code) == (denied, denied, 204)
    assert added.json()["errorMessages"] == [f"User '{name}' is not allowed to add watchers to issue 'DEMO-1'"]
    assert site.get(watchers(site))["watchCount"] == 2


def test_who_cannot_see_an_issue_does_not_come_to_watch_it(site: Jira) -> None:
    demo = site.site.store.projects.first(key="DEMO")
    assert demo is not None
    site.site.store.projects.save(replace(demo, private=True, roles={}, lead_id=10000))

    answer = site.call("POST", watchers(site), named(site, "ben"))

    assert answer.status_code == (403 if site.site.cloud else 401)
    assert "will not be added to the watch list" in answer.text
    assert site.get(watchers(site))["watchCount"] == 0


def test_erased_accounts_are_counted_and_not_shown(site: Jira) -> None:
    site.call("POST", watchers(site), named(site, "ben"))
    site.site.store.people.save(replace(person(site, "ben"), erased=True, active=False))

    seen = site.get(watchers(site))

    assert (seen["watchCount"], seen["watchers"]) == (1, [])


def test_strangers_see_how_many_and_not_who(site: Jira) -> None:
    site.call("POST", watchers(site))
    demo = site.site.store.projects.first(key="DEMO")
    assert demo is not None
    site.site.store.projects.save(replace(demo, public=True))
    stranger = Jira(site.site, None, {})

    seen = stranger.get(watchers(site))

    assert (seen["watchCount"], seen["isWatching"], seen["watchers"]) == (1, False, [])
    assert stranger.call("POST", watchers(site)).status_code == 401


def test_watching_can_be_switched_off(site: Jira) -> None:
    switch = site.site.store.settings.first(name="watchingEnabled")
    assert switch is not None
    site.site.store.settings.save(replace(switch, value=False))

    answers = [site.call("GET", watchers(site)), site.call("POST", watchers(site))]

    assert [answer.status_code for answer in answers] == [404, 404]


def test_cloud_tells_of_many_issues_at_once_what_one_watches() -> None:
    site = jira("cloud", issues=4)
    site.site.store.watches.remove_where(person_id=10000)
    ids = [str(issue.id) for issue in site.site.store.issues][:2]
    site.call("POST", f"/rest/api/3/issue/{ids[0]}/watchers")

    answer = site.post("/rest/api/3/issue/watching", {"issueIds": [*ids, "99999999"]})

    assert answer == {"issuesIsWatching": {ids[0]: True, ids[1]: False, "99999999": False}}
    assert site.call("POST", "/rest/api/3/issue/watching", {}).status_code == 400


def test_answers_are_as_documented(site: Jira) -> None:
    site.call("POST", watchers(site))
    for method, status, answer in (("GET", 200, site.get(watchers(site))), ("POST", 204, None), ("DELETE", 204, None)):
        operation = find_operation(method, f"{root(site)}/issue/{{issueIdOrKey}}/watchers", cloud=site.site.cloud)

        assert operation is not None
        assert problems_of(operation, status, answer) == []
