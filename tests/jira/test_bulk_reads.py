"""Many tickets by position, with few requests, on simulated Jiras."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from anyticket import NotFound
from anyticket.testing.simulation import SimulatedJira
from jira_simulator.store.issues import FormerKey

from .on_simulator import working

Start = Callable[..., SimulatedJira]
VARIANTS = pytest.mark.parametrize("variant", ["cloud", "server"])


@VARIANTS
def test_many_come_in_order_by_id_key_and_former_key_and_what_is_missing_in_its_place(
    simulated_jira: Start, variant: str
) -> None:
    with working(simulated_jira(variant, issues=250)) as worked:
        store = worked.jira.site.store
        moved, *others = sorted(store.issues, key=lambda one: one.id, reverse=True)
        store.former_keys.add(FormerKey(id=store.former_keys.next_id(), key=moved.key, issue_id=moved.id))
        store.issues.save(replace(moved, key="KAN-9999"))
        asked = [moved.key, "DEMO-99999", *(one.key for one in others[:120]), *(str(one.id) for one in others[120:240])]
        asked += ["99999999", str(moved.id), others[0].key, "no key at all"]

        result = worked.client.get_tickets(asked)

    expected = [
        str(moved.id),
        None,
        *(str(one.id) for one in others[:240]),
        None,
        str(moved.id),
        str(others[0].id),
        None,
    ]
    assert [None if isinstance(one, Exception) else one.id for one in result.results] == expected
    assert all(isinstance(error, NotFound) for error in result.failed.values())
    bulk = [request for request in worked.sent if request.method == "POST"]
    assert len(bulk) == 3
    assert len(worked.sent) <= 3 + 4


@VARIANTS
def test_one_of_many_is_the_same_as_one_alone(simulated_jira: Start, variant: str) -> None:
    with working(simulated_jira(variant)) as worked:
        alone = worked.client.get_ticket("DEMO-1", load=["watchers", "history", "comments"])

        (found,) = worked.client.get_tickets(["DEMO-1"], load=["watchers", "history", "comments"]).all()

    assert found == alone


@VARIANTS
def test_none_at_all_asks_for_nothing(simulated_jira: Start, variant: str) -> None:
    with working(simulated_jira(variant)) as worked:
        assert worked.client.get_tickets([]).results == ()

    assert worked.sent == []
