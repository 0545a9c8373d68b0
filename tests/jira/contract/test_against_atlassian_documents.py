"""Both Jiras keep every law against the running simulator, and every request is valid by Atlassian's documents."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import pytest

from anyticket.provider.operations import OPERATIONS
from anyticket.testing import World
from anyticket_jira.cloud import JiraCloud
from anyticket_jira.server import JiraServer

from .differences import JiraContract
from .documents import DEVIATIONS, problems
from .kit_site import kit_site
from .sent import SENT
from .worlds import secrets_of, world_of


class _Live(JiraContract):
    colours = ("blocking",)

    @pytest.fixture
    def world(self, request: pytest.FixtureRequest) -> Iterator[World]:
        with kit_site(self.variant) as site:
            secret = secrets_of(self.variant)["token"]
            yield world_of(self.variant, site.settings.url, secret, name=request.node.nodeid, salt="5a175a17")


class TestCloud(_Live):
    provider = JiraCloud
    variant = "cloud"
    layers = (SENT["cloud"].slotted,)


class TestServer(_Live):
    provider = JiraServer
    variant = "server"
    layers = (SENT["server"].slotted,)


@pytest.fixture(params=[TestCloud, TestServer])
def suite(request: pytest.FixtureRequest) -> type[_Live]:
    """A suite of the above that has run, or else there is nothing to judge."""
    found: type[_Live] = request.param
    if not SENT[found.variant].counts:
        pytest.skip("judges what the laws above sent, which were not run")
    return found


def test_every_request_that_was_sent_is_valid(suite: type[_Live]) -> None:
    requests = SENT[suite.variant].requests.values()

    found = Counter(problem for request in requests for problem in problems(request, suite.variant))

    known = {name: [one for one in found if name in one] for name in DEVIATIONS}
    excused = {one for ones in known.values() for one in ones}
    told = [f"\n{suite.provider.name}: {len(requests)} requests that differ, {len(found) - len(excused)} violations"]
    told += [f"  {len(ones)} deviations: {name}: {DEVIATIONS[name]}" for name, ones in known.items() if ones]
    print("\n".join(told))  # noqa: T201 (make test-peers shows it)
    assert "\n".join(one for one in found if one not in excused) == ""


def test_every_operation_that_a_provider_has_was_asked_for(suite: type[_Live]) -> None:
    counts = SENT[suite.variant].counts
    declared = [name for name in OPERATIONS if suite.provider.supports(name)]

    told = ", ".join(f"{name} {counts[name]}" for name in declared)
    print(f"\n{suite.provider.name}: {counts.total()} requests of {len(declared)} operations: {told}")  # noqa: T201
    assert [name for name in declared if not counts[name] and not OPERATIONS[name].facts.derived_from] == []
