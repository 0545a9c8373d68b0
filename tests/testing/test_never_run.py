"""Which flows the source check finds dropped, and what it leaves alone."""

from __future__ import annotations

from anyticket.testing.never_run import dropped_by, dropped_flows
from testing.mutant_dropping import Drops
from testing.toy.provider import ToyProvider

WRONG = """
class Mine:
    def get(self, key: str) -> Flow[int]:
        sleep(2.0)
        self.get(key)
        self.provider.add_comment(key, "x")
        Request.post("/issue/{}", key)
        yield self.get(key)
        elsewhere(key)
        yield from sleep(2.0)
        yield Request.get("/issue/{}", key)
        response = yield Request.get("/issue/{}", key)
        log.info("fine")
        time.sleep(1)
        self.server.call("fine")
        yield exchange(key)
        return (yield from self.get(key))
"""


def test_flows_that_are_dropped_or_yielded_bare_are_found() -> None:
    assert [line for line, _ in dropped_flows(WRONG, frozenset({"elsewhere"}))] == [4, 5, 6, 7, 8, 9]


def test_what_is_found_is_told_with_its_file_and_line() -> None:
    (told,) = dropped_by(Drops)

    assert told.startswith("mutant_dropping.py:")
    assert told.endswith("self.remove_vote(person) is made and never run")


def test_a_provider_that_runs_its_flows_drops_none() -> None:
    assert dropped_by(ToyProvider) == []
