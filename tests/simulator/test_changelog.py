"""The changelog of many issues at once."""

from __future__ import annotations

import pytest

from .loopback_jira import Jira, jira

_PATH = "/rest/api/3/changelog/bulkfetch"


@pytest.fixture(scope="module")
def cloud() -> Jira:
    client = jira("cloud", issues=20)
    for number, priority in enumerate(["Low", "High", "Low"]):
        for key in ("DEMO-1", "DEMO-2"):
            client.site.clock.turn(60)
            client.put(f"/rest/api/3/issue/{key}", {"fields": {"priority": {"name": priority}, "summary": str(number)}})
    return client


def test_pages_of_changes_together_are_all_of_them_the_oldest_first(cloud: Jira) -> None:
    asked = {"issueIdsOrKeys": ["DEMO-1", "DEMO-2"], "maxResults": 2}
    found: list[tuple[str, str]] = []
    while True:
        page = cloud.post(_PATH, asked)
        for issue in page["issueChangeLogs"]:
            found += [(history["created"], issue["issueId"]) for history in issue["changeHistories"]]
        if "nextPageToken" not in page:
            break
        asked["nextPageToken"] = page["nextPageToken"]

    ids = [cloud.get(f"/rest/api/3/issue/{key}")["id"] for key in ("DEMO-1", "DEMO-2")]
    expected = [
        (history["created"], id) for id in ids for history in cloud.get(f"/rest/api/3/issue/{id}/changelog")["values"]
    ]
    assert len(found) >= 6
    assert sorted(found) == sorted(expected)


def test_only_changes_of_the_fields_that_are_asked_for(cloud: Jira) -> None:
    page = cloud.post(_PATH, {"issueIdsOrKeys": ["DEMO-1"], "fieldIds": ["priority"]})

    (issue,) = page["issueChangeLogs"]
    assert len(issue["changeHistories"]) >= 2
    assert all("priority" in {item["fieldId"] for item in history["items"]} for history in issue["changeHistories"])


@pytest.mark.parametrize(
    "asked",
    [{}, {"issueIdsOrKeys": []}, {"issueIdsOrKeys": ["1"], "fieldIds": [str(id) for id in range(11)]},
     {"issueIdsOrKeys": ["1"], "maxResults": 0}, {"issueIdsOrKeys": ["1"], "nextPageToken": "?"}],
)  # fmt: skip
def test_what_is_too_much_or_nothing_is_refused(cloud: Jira, asked: dict[str, object]) -> None:
    assert cloud.call("POST", _PATH, asked).status_code == 400
