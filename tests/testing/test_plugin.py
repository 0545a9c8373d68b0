"""What the pytest plugin costs who does not use it, and gives who does."""

from __future__ import annotations

import subprocess
import sys

import pytest

from anyticket.provider.operations import OPERATIONS

pytest_plugins = ["pytester"]

AUTHORS_TEST = """
    import pytest
    from anyticket.model.connection import Connection
    from anyticket.provider import Provider
    from anyticket.testing import Harness, World
    from anyticket.testing.laws.tickets import TicketLaws
    from anyticket.testing.laws.capabilities import CapabilityLaws

    class Bare(Provider):
        name = "bare"

    class TestBare(Harness, TicketLaws, CapabilityLaws):
        provider = Bare
        colours = ("blocking", "trio")

        @pytest.fixture
        def world(self):
            return World(Connection(provider="bare", url="https://bare.example"))
"""


def test_loading_the_plugin_imports_only_pytest() -> None:
    told = "import sys, pytest; before = set(sys.modules); import anyticket.testing.pytest_plugin as p; "
    told += "print(sorted({m.partition('.')[0] for m in set(sys.modules) - before} - sys.stdlib_module_names))"

    found = subprocess.run([sys.executable, "-c", told], capture_output=True, text=True, check=True)

    assert found.stdout.strip() == "['anyticket']"


def test_what_the_plugin_imports_of_ours_is_itself() -> None:
    told = "import sys, anyticket.testing.pytest_plugin; print(sorted(m for m in sys.modules if m.startswith('anyticket')))"

    found = subprocess.run([sys.executable, "-c", told], capture_output=True, text=True, check=True)

    assert found.stdout.strip() == "['anyticket', 'anyticket.testing', 'anyticket.testing.pytest_plugin']"


def test_laws_for_what_is_not_declared_are_deselected_and_their_reverse_is_run(pytester: pytest.Pytester) -> None:
    pytester.makepyfile(AUTHORS_TEST)

    result = pytester.runpytest_inprocess("-q", "-p", "no:cacheprovider")

    outcomes = result.parseoutcomes()
    assert outcomes["passed"] == 2 * len(OPERATIONS)
    assert outcomes.keys() == {"passed", "deselected"}


def test_a_test_may_reach_no_further_than_its_marker_says(pytester: pytest.Pytester) -> None:
    pytester.makepyfile(
        """
        import socket, pytest

        @pytest.mark.sockets("nowhere")
        def test_it():
            socket.create_connection(("127.0.0.1", 9))
        """
    )

    result = pytester.runpytest_inprocess("-q", "-p", "no:cacheprovider")

    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(["*SocketBlocked: this test may reach nowhere*"])


def test_a_misspelt_reach_is_told(pytester: pytest.Pytester) -> None:
    pytester.makeini("[pytest]\nanyticket_sockets = lopback")

    result = pytester.runpytest_subprocess("-q", "-p", "no:cacheprovider")

    assert result.ret != 0
    result.stderr.fnmatch_lines(["*'lopback'*anywhere, loopback, nowhere*"])


def test_a_contract_without_a_world_says_what_is_missing(pytester: pytest.Pytester) -> None:
    pytester.makepyfile(AUTHORS_TEST.partition("        @pytest.fixture")[0])

    result = pytester.runpytest_inprocess("-q", "-x", "-p", "no:cacheprovider")

    result.stdout.fnmatch_lines(["*TestBare must have a fixture `world` that returns a World*"])
