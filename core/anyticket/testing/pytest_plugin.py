"""
The pytest plugin: options and fixtures for those who test a provider.

pytest loads it wherever anyticket is installed, so it imports only pytest; the kit comes with the first test that
uses it.
"""

from __future__ import annotations

from collections.abc import Callable, Generator
from contextlib import ExitStack
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any, Final, Literal

import pytest

if TYPE_CHECKING:
    from .cassettes import Cassettes
    from .simulation import SimulatedJira
    from .sockets import Reach

pytest.register_assert_rewrite("anyticket.testing.laws")

_STACK: Final = pytest.StashKey[ExitStack]()


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addini("anyticket_cassettes", "The folder of the cassettes, from the root.", default="cassettes")
    if find_spec("pytest_recording") is None:  # which brings the same option
        choices, told = ("none", "once", "rewrite"), "Record cassettes: none, those that are missing, or all anew."
        parser.getgroup("anyticket").addoption("--record-mode", choices=choices, default="none", help=told)
    parser.addini(
        "anyticket_sockets", "How far sockets may reach in tests: anywhere, loopback or nowhere.", default="anywhere"
    )


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "sockets(reach): let the test's sockets reach anywhere, loopback or nowhere.")
    config.addinivalue_line(
        "markers", "jira(issues=20, version=None, context='', lag=0.0): what the test's simulated Jiras are like."
    )
    if (reach := _reach(config.getini("anyticket_sockets"))) is not None:
        from .sockets import limited

        config.stash[_STACK] = ExitStack()
        config.stash[_STACK].enter_context(limited(reach))


def pytest_unconfigure(config: pytest.Config) -> None:
    if _STACK in config.stash:
        config.stash[_STACK].close()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, object, object]:
    marker = item.get_closest_marker("sockets")
    if marker is None:
        return (yield)
    from .sockets import Reach, limited

    with limited(Reach(marker.args[0])):
        return (yield)


@pytest.fixture(scope="session")
def cassettes(pytestconfig: pytest.Config) -> Cassettes:
    """The cassettes of this project, recorded as `--record-mode` says."""
    from .cassettes import Cassettes, Mode

    mode = pytestconfig.getoption("--record-mode", default="none") or "none"
    folder = pytestconfig.rootpath / str(pytestconfig.getini("anyticket_cassettes"))
    return Cassettes(folder, Mode(mode))


@pytest.fixture
def simulated_jira(request: pytest.FixtureRequest) -> Generator[Callable[..., SimulatedJira]]:
    """Call with `cloud` or `server` to start a Jira on loopback, with the options of the marker `jira`."""
    from .simulation import simulated

    node: pytest.Item = request.node
    marked: dict[str, Any] = {}
    for marker in reversed(list(node.iter_markers("jira"))):  # the closest one has the last word
        if marker.args:
            raise pytest.UsageError("the marker jira takes names: pytest.mark.jira(issues=100)")
        marked |= marker.kwargs
    with ExitStack() as stack:

        def start(variant: Literal["cloud", "server"], **options: Any) -> SimulatedJira:
            return stack.enter_context(simulated(variant, **{**marked, **options}))

        yield start


@pytest.fixture
def jira_cloud(simulated_jira: Callable[..., SimulatedJira]) -> SimulatedJira:
    """Return a fresh Jira Cloud on loopback, which ends with the test."""
    return simulated_jira("cloud")


@pytest.fixture
def jira_server(simulated_jira: Callable[..., SimulatedJira]) -> SimulatedJira:
    """Return a fresh Jira Data Center on loopback, which ends with the test."""
    return simulated_jira("server")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Deselect the laws for which a provider does not declare what they need."""
    out = [item for item in items if isinstance(item, pytest.Function) and not _applies(item)]
    if out:
        config.hook.pytest_deselected(items=out)
        items[:] = [item for item in items if item not in out]


def _applies(item: pytest.Function) -> bool:
    tested: type[object] | None = item.cls
    if tested is None or not hasattr(tested, "provider"):
        return True
    from .laws.law import Laws, applies

    return not issubclass(tested, Laws) or applies(item.obj, tested.provider)


def _reach(name: str) -> Reach | None:
    if name == "anywhere":
        return None
    from .sockets import Reach

    try:
        return Reach(name)
    except ValueError:
        known = ", ".join(reach.value for reach in Reach)
        raise pytest.UsageError(f"anyticket_sockets is {name!r}; it must be one of {known}") from None
