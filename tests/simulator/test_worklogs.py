"""Worklogs: logged, edited, moved and deleted, with the estimate, the history and the feeds."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from .loopback_jira import Jira, jira


@pytest.fixture(params=["cloud", "server"])
def site(request: pytest.FixtureRequest) -> Jira:
    return jira(request.param)


def api(site: Jira) -> str:
    return "/rest/api/3" if site.site.cloud else "/rest/api/2"


def estimated(site: Jira, estimate: str | None = "8h") -> str:
    """Return a new issue that takes a day."""
    tracking = {"timetracking": {"originalEstimate": estimate}} if estimate else {}
    fields = {"project": {"key": "DEMO"}, "issuetype": {"name": "Task"}, "summary": "Work", **tracking}
    return str(site.post(f"{api(site)}/issue", {"fields": fields})["key"])


def log(site: Jira, key: str, params: dict[str, str] | None = None, *, seconds: int = 3600) -> str:
    answer = site.call("POST", f"{api(site)}/issue/{key}/worklog", {"timeSpentSeconds": seconds}, params=params)
    assert answer.status_code == 201, answer.text
    return str(answer.json()["id"])


def tracking(site: Jira, key: str) -> tuple[int | None, int | None]:
    """Return the seconds that are left and those that were spent."""
    found = site.get(f"{api(site)}/issue/{key}", fields="timetracking")["fields"]["timetracking"]
    return found.get("remainingEstimateSeconds"), found.get("timeSpentSeconds")


@pytest.mark.parametrize(
    ("params", "left"),
    [
        ({}, 7 * 3600),
        ({"adjustEstimate": "auto"}, 7 * 3600),
        ({"adjustEstimate": "leave"}, 8 * 3600),
        ({"adjustEstimate": "new", "newEstimate": "3h"}, 3 * 3600),
        ({"adjustEstimate": "manual", "reduceBy": "2h"}, 6 * 3600),
    ],
)
def test_logging_work_adjusts_the_estimate_as_asked(site: Jira, params: dict[str, str], left: int) -> None:
    key = estimated(site)

    log(site, key, params)

    assert tracking(site, key) == (left, 3600)


@pytest.mark.parametrize(
    ("params", "left"),
    [
        ({}, 8 * 3600),
        ({"adjustEstimate": "leave"}, 7 * 3600),
        ({"adjustEstimate": "new", "newEstimate": "1d"}, 8 * 3600),
        ({"adjustEstimate": "manual", "increaseBy": "30m"}, 7 * 3600 + 1800),
    ],
)
def test_deleting_a_worklog_gives_time_back_as_asked(site: Jira, params: dict[str, str], left: int) -> None:
    key = estimated(site)
    id = log(site, key)

    answer = site.call("DELETE", f"{api(site)}/issue/{key}/worklog/{id}", params=params)

    assert answer.status_code == 204
    assert tracking(site, key) == (left, 0)


@pytest.mark.parametrize(
    ("params", "field"),
    [
        ({"adjustEstimate": "new"}, "newEstimate"),
        ({"adjustEstimate": "manual"}, "adjustmentAmount"),
        ({"adjustEstimate": "new", "newEstimate": "soon"}, "newEstimate"),
        ({"adjustEstimate": "other"}, "adjustEstimate"),
    ],
)
def test_an_adjustment_without_its_amount_is_refused(site: Jira, params: dict[str, str], field: str) -> None:
    key = estimated(site)

    answer = site.call("POST", f"{api(site)}/issue/{key}/worklog", {"timeSpent": "1h"}, params=params)

    assert (answer.status_code, list(answer.json()["errors"])) == (400, [field])
    assert tracking(site, key) == (8 * 3600, None)


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"timeSpent": "1h", "timeSpentSeconds": 60},
        {"timeSpent": "a while"},
        {"timeSpentSeconds": 0},
        {"timeSpent": "1h", "started": "2026-11-01T09:00:00Z"},
    ],
)
def test_what_is_no_worklog(site: Jira, body: dict[str, Any]) -> None:
    key = estimated(site)

    assert site.call("POST", f"{api(site)}/issue/{key}/worklog", body).status_code == 400
    assert site.get(f"{api(site)}/issue/{key}/worklog")["total"] == 0


def test_an_edit_counts_the_difference_and_keeps_what_it_does_not_name(site: Jira) -> None:
    key = estimated(site)
    body = {"timeSpent": "2h", "started": "2026-11-01T09:00:00.000+0100"}
    made = site.post(f"{api(site)}/issue/{key}/worklog", body)

    saved = site.put(f"{api(site)}/issue/{key}/worklog/{made['id']}", {"timeSpent": "3h"})

    assert (saved["timeSpent"], saved["started"]) == ("3h", made["started"])
    assert tracking(site, key) == (5 * 3600, 3 * 3600)


def test_the_history_says_what_was_logged(site: Jira) -> None:
    key = estimated(site)
    id = log(site, key)
    site.call("DELETE", f"{api(site)}/issue/{key}/worklog/{id}")

    entries = site.get(f"{api(site)}/issue/{key}", expand="changelog")["changelog"]["histories"]
    items = {item["field"]: item for entry in entries if entry["items"][0]["to"] == "25200" for item in entry["items"]}
    after = {item["field"]: item for entry in entries if entry["items"][0]["to"] == "28800" for item in entry["items"]}

    assert (items["timeestimate"]["from"], items["timeestimate"]["to"]) == ("28800", "25200")
    assert (items["timespent"]["from"], items["timespent"]["to"]) == (None, "3600")
    assert (items["WorklogId"]["from"], items["WorklogId"]["to"]) == (None, id)
    assert (after["WorklogId"]["from"], after["WorklogId"]["to"]) == (id, None)
    assert after["WorklogTimeSpent"]["fromString"] == "1h"


def test_others_may_not_change_a_worklog(site: Jira) -> None:
    key = estimated(site)
    path = f"{api(site)}/issue/{key}/worklog/{log(site, key)}"
    login: dict[str, Any] = (
        {"auth": ("cleo@example.com", "api-token-cleo")}
        if site.site.cloud
        else {"headers": {"Authorization": "Bearer pat-cleo"}}
    )

    edited = site.call("PUT", path, {"timeSpent": "1m"}, **login)
    deleted = site.call("DELETE", path, **login)

    assert {edited.status_code, deleted.status_code} == {400 if site.site.cloud else 403}
    assert tracking(site, key) == (7 * 3600, 3600)


def test_the_feeds_leave_out_the_last_minute_and_tell_of_the_deleted(site: Jira) -> None:
    start, key = site.site.clock.now() - 1, estimated(site)
    kept, gone = log(site, key), log(site, key)
    site.call("DELETE", f"{api(site)}/issue/{key}/worklog/{gone}")

    early = site.get(f"{api(site)}/worklog/updated", since=start)
    site.site.clock.turn(61)
    updated = site.get(f"{api(site)}/worklog/updated", since=start)
    deleted = site.get(f"{api(site)}/worklog/deleted", since=start)
    later = site.get(f"{api(site)}/worklog/updated", since=updated["until"])
    listed = site.post(f"{api(site)}/worklog/list", {"ids": [int(kept), int(gone), 1]})

    assert (early["values"], early["lastPage"]) == ([], True)
    assert [row["worklogId"] for row in updated["values"]] == [int(kept)]
    assert [row["worklogId"] for row in deleted["values"]] == [int(gone)]
    assert (later["values"], later["since"]) == ([], updated["until"])
    assert [row["id"] for row in listed] == [kept]


def test_the_feed_goes_from_page_to_page_over_every_worklog_once(site: Jira) -> None:
    start, issue = site.site.clock.now() - 1, site.site.store.issues.all()[0]
    for _ in range(5):
        site.site.clock.turn(1)
        template = site.site.store.worklogs[int(log(site, issue.key, seconds=60))]
        rows = [replace(template, id=0) for _ in range(299)]
        site.site.store.worklogs.add_many(rows)
    site.site.clock.turn(61)

    seen: list[int] = []
    page = site.get(f"{api(site)}/worklog/updated", since=start)
    while True:
        seen += [row["worklogId"] for row in page["values"]]
        if page["lastPage"]:
            break
        assert page["nextPage"].endswith(f"since={page['until']}")
        page = site.get(f"{api(site)}/worklog/updated", since=page["until"])

    assert len(seen) == len(set(seen)) == 1500


def test_cloud_moves_and_deletes_several_at_once() -> None:
    site = jira("cloud")
    source, target = estimated(site), estimated(site)
    ids = [int(log(site, source)), int(log(site, source))]
    path = f"/rest/api/3/issue/{source}/worklog"

    moved = site.call("POST", f"{path}/move", {"ids": ids[:1], "issueIdOrKey": target})
    wrong = site.call("DELETE", path, {"ids": ids})
    deleted = site.call("DELETE", path, {"ids": ids[1:]})

    assert (moved.status_code, wrong.status_code, deleted.status_code) == (204, 404, 204)
    assert tracking(site, source) == (8 * 3600, 0)
    assert tracking(site, target) == (7 * 3600, 3600)


def test_cloud_pages_worklogs_and_cuts_them_by_when_work_began() -> None:
    site = jira("cloud")
    key = estimated(site)
    for day in (1, 2, 3):
        body = {"timeSpent": "1h", "started": f"2026-11-0{day}T12:00:00.000+0000"}
        site.post(f"/rest/api/3/issue/{key}/worklog", body)
    path = f"/rest/api/3/issue/{key}/worklog"

    page = site.get(path, startAt=1, maxResults=1)
    cut = site.get(path, startedAfter=1_793_534_400_000, startedBefore=1_793_620_800_000)

    assert (page["startAt"], page["maxResults"], page["total"], len(page["worklogs"])) == (1, 1, 3, 1)
    assert [row["started"][:10] for row in cut["worklogs"]] == ["2026-11-01"]
