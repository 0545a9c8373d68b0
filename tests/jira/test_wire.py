"""The readers of single values: lenient about forms, strict about kinds, and able to say where."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest

from anyticket.errors import Malformed
from anyticket.model.sparse import ABSENT
from anyticket_jira import wire

_THEN = datetime(2026, 11, 23, 9, 15, 30, 123000, tzinfo=UTC)


@pytest.mark.parametrize(
    "value",
    [
        "2026-11-23T10:15:30.123+0100",
        "2026-11-23T10:15:30.123+01:00",
        "2026-11-23T09:15:30.123Z",
        "2026-11-23T09:15:30.123",
        1795425330123,
        {"iso8601": "2026-11-23T09:15:30+0000", "friendly": "Today", "epochMillis": 1795425330123},
    ],
)
def test_a_moment_is_read_in_all_of_jiras_forms(value: Any) -> None:
    made = wire.moment(value)

    assert made == _THEN
    assert made.tzinfo is UTC


@pytest.mark.parametrize("value", ["2026-11-23", "2026-11-23T00:00:00.000+0200"])
def test_a_day_is_that_of_its_own_zone(value: str) -> None:
    assert wire.day(value) == date(2026, 11, 23)


@pytest.mark.parametrize(
    ("reader", "value"),
    [
        (wire.text, 1),
        (wire.text, None),
        (wire.number, "1"),
        (wire.number, True),
        (wire.whole, 1.5),
        (wire.whole, True),
        (wire.flag, "yes"),
        (wire.flag, 1),
        (wire.identifier, 1.5),
        (wire.identifier, True),
        (wire.moment, "yesterday"),
        (wire.moment, 10**20),
        (wire.moment, {"friendly": "Today"}),
        (wire.day, "23.11.2026"),
        (wire.table, []),
        (wire.items, {}),
    ],
)
def test_a_value_of_another_kind_is_malformed(reader: Callable[[Any], Any], value: Any) -> None:
    with pytest.raises(Malformed):
        reader(value)


def test_a_missing_value_is_absent_and_null_is_none_where_that_means_something() -> None:
    assert wire.maybe({}, "x", wire.text) is ABSENT
    assert wire.maybe({"x": None}, "x", wire.text) is None
    assert wire.given({"x": None}, "x", wire.text) is ABSENT
    assert wire.each({}, "x", wire.text) is ABSENT
    assert wire.each({"x": None}, "x", wire.text) == ()


def test_the_path_leads_from_the_outermost_object_to_the_value() -> None:
    data = {"a": {"b": ["fine", 1]}}

    with pytest.raises(Malformed, match=r"a\.b\[1\]: a string is needed, not int") as caught:
        wire.need(data, "a", lambda inside: wire.each(inside, "b", wire.text))

    assert caught.value.path == "a.b[1]"


def test_the_first_of_several_members_is_told() -> None:
    with pytest.raises(Malformed) as caught:
        wire.every([{"id": 1}, {"id": []}, {}], lambda item: wire.need(item, "id", wire.identifier))

    assert caught.value.path == "[1].id"


@pytest.mark.parametrize(
    ("data", "id"),
    [
        ({"id": "7"}, "7"),
        ({"id": 7}, "7"),
        ({"self": "https://x/rest/api/2/status/7"}, "7"),
        ({"id": None, "self": "https://x/rest/api/2/status/7/"}, "7"),
    ],
)
def test_a_thing_is_known_by_its_id_or_its_address(data: Any, id: str) -> None:
    assert wire.identity(data) == id


def test_a_thing_with_neither_has_no_id() -> None:
    assert wire.identity({"name": "x"}) is ABSENT
    with pytest.raises(Malformed, match="id: it is missing"):
        wire.own_id({"name": "x"})
