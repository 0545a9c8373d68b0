"""Clients that others wrote, unchanged, against the simulator: what they are given, on Cloud and on a Server."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from anyticket.testing import SimulatedJira


@pytest.fixture(params=["cloud", "server"])
def site(request: pytest.FixtureRequest, simulated_jira: Callable[..., SimulatedJira]) -> SimulatedJira:
    """Return a Jira, one test on Cloud and the same one on a Server below a context path."""
    return simulated_jira(request.param, context="" if request.param == "cloud" else "/jira")
