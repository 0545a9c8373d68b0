"""Sprints are read in every form that a Jira has given them."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anyticket.errors import Malformed
from anyticket.model.sprint import SprintState
from anyticket_jira.translate.sprints import current, is_sprint, sprint

_START = datetime(2026, 1, 1, 10, tzinfo=UTC)
_CLASS = "com.atlassian.greenhopper.service.sprint.Sprint@38c6bd04"


def dated(name: str, goal: str) -> list[str]:
    """Return the bodies that versions of Jira Software have written for a sprint."""
    dates = "startDate=2026-01-01T10:00:00.000Z,endDate=2026-01-15T10:00:00.000Z,completeDate=<null>"
    return [
        f"id=1,rapidViewId=2,state=ACTIVE,name={name},goal={goal},{dates},activatedDate=<null>,sequence=1,autoStartStop=false",
        f"id=1,rapidViewId=2,state=ACTIVE,name={name},{dates},sequence=1,goal={goal}",
        f"rapidViewId=2,state=ACTIVE,name={name},goal={goal},{dates},id=1,synced=false",
        f"id=1,rapidViewId=2,state=ACTIVE,goal={goal},name={name},{dates}",
    ]


@pytest.mark.parametrize("form", range(4))
@pytest.mark.parametrize(
    "name",
    [
        "Sprint 1",
        "a, b, c",
        "[urgent] week]",
        "x=1",
        "ends],",
        "Sprint 1,state=CLOSED]",
        "tail,state=FUTURE",
        "line\nbreak",
        "dates,startDate=2020-01-01",
    ],
)
def test_a_text_is_taken_apart_whatever_the_name(form: int, name: str) -> None:
    made = sprint(f"{_CLASS}[{dated(name, 'Ship it')[form]}]")

    assert (made.id, made.board_id, made.state) == ("1", "2", SprintState.ACTIVE)
    assert (made.name, made.goal) == (name, "Ship it")
    assert (made.starts_at, made.completed_at) == (_START, None)


@given(
    name=st.text(alphabet="ab ,=[]<>{}é\n", min_size=1, max_size=20),
    goal=st.text(alphabet="ab ,=[]<>é\n", max_size=20),
    form=st.integers(0, 3),
)
def test_no_name_and_no_goal_changes_anything_else(name: str, goal: str, form: int) -> None:
    made = sprint(f"{_CLASS}[{dated(name, goal)[form]}]")

    assert (made.id, made.board_id, made.state) == ("1", "2", SprintState.ACTIVE)
    assert made.starts_at == _START
    assert made.name == name
    assert made.goal == (None if goal in {"", "<null>"} else goal)


def test_a_text_of_the_first_servers_has_neither_goal_nor_dates_that_can_be_read() -> None:
    made = sprint(f"{_CLASS}[rapidViewId=<null>,state=CLOSED,name=S,startDate=06/Dec/12 9:08 AM,endDate=<null>,id=7]")

    assert (made.id, made.name, made.state, made.board_id) == ("7", "S", SprintState.CLOSED, None)
    assert not hasattr(made, "starts_at")
    assert made.ends_at is None
    assert not hasattr(made, "goal")


@pytest.mark.parametrize("board", ["boardId", "originBoardId"])
def test_an_object_is_read(board: str) -> None:
    raw = {"id": 5, "name": "S", "state": "future", board: 2, "goal": "", "startDate": "2026-01-01T11:00:00+01:00"}

    made = sprint(raw)

    assert (made.id, made.board_id, made.state, made.goal) == ("5", "2", SprintState.FUTURE, "")
    assert made.starts_at == _START
    assert made.raw == raw


def test_a_state_that_nobody_knows_is_unknown() -> None:
    assert sprint({"id": 1, "name": "S", "state": "paused"}).state is SprintState.UNKNOWN


@pytest.mark.parametrize(
    ("value", "path"),
    [
        (7, ""),
        ("Sprint 1", ""),
        ({"id": [], "name": "S"}, "id"),
        ({"id": 1, "startDate": "soon"}, "startDate"),
        (f"{_CLASS}[id=1,name=x,startDate=2026-99-99T00:00:00Z]", "startDate"),
    ],
)
def test_what_is_no_sprint_is_malformed(value: Any, path: str) -> None:
    with pytest.raises(Malformed) as caught:
        sprint(value)

    assert caught.value.path == path


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (f"{_CLASS}[id=1]", True),
        ("com.example.Sprint@1[id=1]", False),
        ({"id": 1, "name": "S", "state": "closed", "boardId": 1}, True),
        ({"id": 1, "name": "S", "state": "closed"}, False),
        (None, False),
    ],
)
def test_a_sprint_without_a_schema_is_known_by_its_shape(value: Any, expected: bool) -> None:
    assert is_sprint(value) is expected


def one(name: str, state: str, completed: str | None = None) -> Any:
    return sprint({"id": 1, "name": name, "state": state, "completeDate": completed})


@pytest.mark.parametrize(
    ("sprints", "name"),
    [
        ([one("a", "closed"), one("b", "active"), one("c", "future")], "b"),
        ([one("a", "closed"), one("c", "future")], "c"),
        ([one("new", "closed", "2026-02-01T00:00:00Z"), one("old", "closed", "2026-01-01T00:00:00Z")], "new"),
    ],
)
def test_a_ticket_is_in_its_active_sprint_or_the_next_or_the_last(sprints: list[Any], name: str) -> None:
    found = current(sprints)

    assert found is not None
    assert found.name == name


def test_no_sprint_is_none() -> None:
    assert current([]) is None
