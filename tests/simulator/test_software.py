"""The `software` API of Cloud gives by a token what the agile API gives by a start."""

from __future__ import annotations

from typing import Any

import pytest

from .loopback_jira import Jira, jira


@pytest.fixture(scope="module")
def cloud() -> Jira:
    return jira("cloud", issues=300)


def board_and_sprint(cloud: Jira) -> tuple[int, int]:
    sprint = next(sprint for sprint in cloud.site.store.sprints if sprint.state == "active")
    return sprint.board_id, sprint.id


def by_start(cloud: Jira, path: str) -> list[str]:
    keys: list[str] = []
    while True:
        page = cloud.get(f"/rest/agile/1.0{path}", fields="summary", startAt=len(keys), maxResults=3)
        keys += [issue["key"] for issue in page["issues"]]
        if len(keys) >= page["total"]:
            return keys


def by_token(cloud: Jira, path: str) -> list[str]:
    keys: list[str] = []
    asked: dict[str, Any] = {"fields": "summary", "maxResults": 3}
    while True:
        page = cloud.get(f"/rest/software/1.0{path}", **asked)
        assert page.keys().isdisjoint({"total", "startAt"})
        assert page["isLast"] is ("nextPageToken" not in page)
        keys += [issue["key"] for issue in page["issues"]]
        if page["isLast"]:
            return keys
        asked["nextPageToken"] = page["nextPageToken"]


@pytest.mark.parametrize(
    "path",
    [
        "/board/{board}/issue",
        "/board/{board}/backlog",
        "/board/{board}/epic/none/issue",
        "/board/{board}/sprint/{sprint}/issue",
        "/sprint/{sprint}/issue",
    ],
)
def test_pages_by_token_hold_what_pages_by_start_hold(cloud: Jira, path: str) -> None:
    board, sprint = board_and_sprint(cloud)
    there = path.format(board=board, sprint=sprint)

    keys = by_token(cloud, there)

    assert keys == by_start(cloud, there)
    assert len(keys) == len(set(keys)) > 3


def test_a_board_and_its_backlog_are_counted(cloud: Jira) -> None:
    board, _ = board_and_sprint(cloud)

    for part in ("issue", "backlog"):
        count = cloud.get(f"/rest/software/1.0/board/{board}/{part}/approximate-count")["count"]
        assert count == len(by_start(cloud, f"/board/{board}/{part}"))


def test_a_server_has_no_such_api() -> None:
    server = jira("server", issues=3)

    assert server.call("GET", "/rest/software/1.0/board/1/issue").status_code == 404
