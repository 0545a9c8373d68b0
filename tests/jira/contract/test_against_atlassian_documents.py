"""The contract once more, every request of which is held against Atlassian's documents."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Final

import pytest

from anyticket.provider.operations import OPERATIONS

from .documents import DEVIATIONS, excuse, problems
from .scopes import table
from .sent import SENT
from .test_contract import Live, TestCloud, TestServer

__all__ = ["TestCloud", "TestServer"]

PAGES: Final = Path(__file__).parents[3] / "docs/providers"


@pytest.fixture(params=[TestCloud, TestServer])
def suite(request: pytest.FixtureRequest) -> type[Live]:
    """A suite of the above that has run, or else there is nothing to judge."""
    found: type[Live] = request.param
    if not SENT[found.variant].counts:
        pytest.skip("judges what the laws above sent, which were not run")
    return found


def test_every_request_that_was_sent_is_valid(suite: type[Live]) -> None:
    requests = SENT[suite.variant].requests.values()

    found = Counter(problem for request in requests for problem in problems(request, suite.variant))

    wrong = [problem for problem in found if excuse(problem) is None]
    excused = Counter(name for problem, times in found.items() for name in [excuse(problem)] * times if name)
    told = [f"\n{suite.provider.name}: {len(requests)} requests that differ, {len(wrong)} violations"]
    told += [
        f"  {times} are right although {name} says otherwise: {DEVIATIONS[name]}" for name, times in excused.items()
    ]
    print("\n".join(told))  # noqa: T201 (make test-peers shows it)
    assert not wrong, "\n".join(wrong)


def test_every_operation_that_a_provider_has_was_asked_for(suite: type[Live]) -> None:
    counts = SENT[suite.variant].counts
    declared = [name for name in OPERATIONS if suite.provider.supports(name)]

    told = ", ".join(f"{name} {counts[name]}" for name in declared)
    print(f"\n{suite.provider.name}: {counts.total()} requests of {len(declared)} operations: {told}")  # noqa: T201
    assert [name for name in declared if not counts[name] and not OPERATIONS[name].facts.derived_from] == []


def test_the_page_of_a_provider_has_the_scopes_that_atlassian_asks_for(suite: type[Live]) -> None:
    page = (PAGES / f"{suite.provider.name}.md").read_text(encoding="utf-8")

    expected = table(suite.variant)

    assert expected in page, f"the table must be:\n{expected}"
