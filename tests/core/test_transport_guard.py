"""Where requests may go, whatever a tenant types and whatever a name server answers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

import anyio
import httpcore
import pytest

from anyticket.errors import ConfigError, ConnectError
from anyticket.model.connection import origin
from anyticket.request import Request
from anyticket.transport.addresses import BOTH, INSIDE, PUBLIC, Place, Reach, check_url, place, reach_of
from anyticket.transport.guard import AsyncGuardedBackend, GuardedBackend, Haste

PUBLIC_ADDRESSES = ["93.184.216.34", "8.8.8.8", "2606:2800:220:1::1", "::ffff:8.8.8.8", "64:ff9b::8.8.8.8"]
INSIDE_ADDRESSES = [
    *("127.0.0.1", "127.255.255.254", "10.1.2.3", "172.16.0.1", "172.31.255.255", "192.168.1.1", "100.64.0.1"),
    *("::1", "fc00::1", "fd12:3456::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "64:ff9b::10.0.0.1", "2002:7f00:1::"),
]
RESERVED_ADDRESSES = [
    *("0.0.0.0", "0.1.2.3", "169.254.169.254", "169.254.0.1", "224.0.0.1", "239.1.1.1", "255.255.255.255"),
    *("240.0.0.1", "192.0.0.192", "192.0.2.1", "198.18.0.1", "203.0.113.9", "168.63.129.16", "100.100.100.200"),
    *("::", "fe80::1", "fe80::1%eth0", "ff02::1", "fec0::1", "fd00:ec2::254", "2001:db8::1", "100::1"),
    *("::ffff:169.254.169.254", "::ffff:0.0.0.0", "64:ff9b::169.254.169.254", "::169.254.169.254", "64:ff9b:1::1"),
]


@pytest.mark.parametrize("address", PUBLIC_ADDRESSES)
def test_public_addresses_are_public(address: str) -> None:
    assert place(address) is Place.PUBLIC


@pytest.mark.parametrize("address", INSIDE_ADDRESSES)
def test_loopback_and_private_addresses_are_inside_also_in_disguise(address: str) -> None:
    assert place(address) is Place.INSIDE


@pytest.mark.parametrize("address", RESERVED_ADDRESSES)
def test_addresses_that_no_tracker_has_are_nowhere_also_in_disguise(address: str) -> None:
    assert place(address) is Place.NOWHERE


GUARDED = [
    "https://tracker.example",
    "https://tracker.example:8443/jira",
    "https://93.184.216.34",
    "https://[2606:2800::1]",
]
HOME = [
    *("http://localhost:8080", "http://127.0.0.1:2990/jira", "http://[::1]:8080", "http://10.0.0.5", "http://jira"),
    *("http://jira.corp", "http://jira.local:8080", "https://10.0.0.5", "https://localhost", "https://192.168.1.1"),
]


@pytest.mark.parametrize("url", [*GUARDED, *HOME])
def test_an_open_network_allows_public_https_and_anything_at_home(url: str) -> None:
    check_url(url, network="open")


@pytest.mark.parametrize("url", GUARDED)
def test_a_guarded_network_allows_public_https(url: str) -> None:
    check_url(url, network="guarded")


@pytest.mark.parametrize(
    "url",
    ["https://127.0.0.1", "https://localhost", "https://x.localhost.", "https://[::ffff:10.0.0.1]", "https://10.0.0.5"],
)
def test_a_guarded_network_refuses_what_is_inside(url: str) -> None:
    with pytest.raises(ConfigError, match="is inside this network: use network='open' if that is meant"):
        check_url(url, network="guarded")


@pytest.mark.parametrize("url", ["http://tracker.example", "http://localhost", "http://8.8.8.8"])
def test_a_guarded_network_refuses_plain_http(url: str) -> None:
    with pytest.raises(ConfigError, match="is refused: use https://"):
        check_url(url, network="guarded")


@pytest.mark.parametrize("url", ["http://tracker.example", "http://8.8.8.8:8080/jira", "http://jira.corp.example"])
def test_plain_http_to_a_public_host_is_refused_in_any_network(url: str) -> None:
    with pytest.raises(ConfigError, match="would carry credentials in the clear: use https://") as info:
        check_url(url, network="open")

    assert info.value.key == "url" and "\n" not in str(info.value)


@pytest.mark.parametrize("network", ["guarded", "open"])
@pytest.mark.parametrize(
    "url",
    [
        *("", "tracker.example", "ftp://tracker.example", "file:///etc/passwd", "https://", "https:///path"),
        *("https://tracker.example:99999", "https://tracker.example:x", "https://[::1", "https://tracker.example:0"),
        *("https://user:secret@tracker.example", "https://tracker.example@evil.example"),
        *("https://169.254.169.254", "https://0.0.0.0", "https://[fe80::1%25eth0]", "https://[fd00:ec2::254]"),
    ],
)
def test_what_is_no_url_of_a_tracker_is_refused_without_showing_a_secret(url: str, network: Any) -> None:
    with pytest.raises(ConfigError) as info:
        check_url(url, network=network)

    assert "secret" not in str(info.value) and "\n" not in str(info.value)


def own(url: str) -> Request:
    return replace(Request.get("/x"), url=url)


def foreign(url: str, own_url: str = "http://localhost:8080") -> Request:
    return replace(Request.elsewhere(url), own_origin=origin(own_url))


def test_a_request_reaches_as_far_as_its_network_and_scheme_allow() -> None:
    assert reach_of(own("https://tracker.example/x"), "guarded") == PUBLIC
    assert reach_of(own("https://tracker.example/x"), "open") == BOTH
    assert reach_of(own("http://jira.local/x"), "open") == INSIDE


def test_a_foreign_request_is_guarded_even_in_an_open_network() -> None:
    assert reach_of(foreign("https://files.example/a"), "open") == PUBLIC
    for url in ("http://files.example/a", "http://127.0.0.1:6379/", "https://10.0.0.5/a", "https://x:99999/"):
        with pytest.raises(ConnectError) as info:
            reach_of(foreign(url), "open")
        assert not info.value.temporary and not info.value.sent


def test_a_foreign_request_to_the_own_origin_goes_where_the_connection_goes() -> None:
    assert reach_of(foreign("http://localhost:8080/attachment/1"), "open") == INSIDE
    assert reach_of(foreign("https://10.0.0.5/a", "https://10.0.0.5"), "open") == BOTH
    with pytest.raises(ConnectError):
        reach_of(foreign("http://localhost:8080/attachment/1"), "guarded")


class Line(httpcore.NetworkBackend):
    """A network whose connections lead nowhere, and that knows where they were made to."""

    def __init__(self, *dead: str) -> None:
        self.dead, self.called = dead, list[str]()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Any = None,
    ) -> httpcore.NetworkStream:
        self.called.append(f"{host} {port}")
        if host in self.dead:
            raise httpcore.ConnectError
        return httpcore.MockStream([])


class AsyncLine(httpcore.AsyncNetworkBackend):
    def __init__(self, *dead: str) -> None:
        self.line = Line(*dead)

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Any = None,
    ) -> httpcore.AsyncNetworkStream:
        self.line.connect_tcp(host, port)
        return httpcore.AsyncMockStream([])


class Names:
    """A name server that may change its mind with every question."""

    def __init__(self, *answers: Sequence[str]) -> None:
        self.answers, self.asked = list(answers), 0

    def resolve(self, host: str, port: int) -> Sequence[str]:
        self.asked += 1
        return self.answers.pop(0)

    async def resolve_async(self, host: str, port: int) -> Sequence[str]:
        return self.resolve(host, port)


def connect(colour: str, names: Names, line: Line, reach: Reach) -> None:
    if colour == "blocking":
        GuardedBackend(reach, Haste(), names.resolve, line).connect_tcp("tracker.example", 443)
        return
    inner = AsyncLine()
    inner.line = line
    backend = AsyncGuardedBackend(reach, names.resolve_async, inner)
    anyio.run(backend.connect_tcp, "tracker.example", 443, backend=colour)


guards = pytest.mark.parametrize("colour", ["blocking", "asyncio", "trio"])


@guards
def test_the_address_that_was_checked_is_the_one_connected_to(colour: str) -> None:
    names, line = Names(["93.184.216.34"], ["127.0.0.1"]), Line()

    connect(colour, names, line, PUBLIC)

    assert line.called == ["93.184.216.34 443"] and names.asked == 1


@guards
def test_a_name_that_is_bound_anew_is_checked_anew(colour: str) -> None:
    names, line = Names(["93.184.216.34"], ["127.0.0.1"]), Line()
    connect(colour, names, line, PUBLIC)

    with pytest.raises(ConnectError, match=r"'tracker\.example' has a private address") as info:
        connect(colour, names, line, PUBLIC)

    assert line.called == ["93.184.216.34 443"]
    assert not info.value.temporary and not info.value.sent


@guards
@pytest.mark.parametrize("answers", [["93.184.216.34", "10.0.0.1"], ["::1", "93.184.216.34"], ["169.254.169.254"]])
def test_one_bad_address_among_good_ones_refuses_them_all(colour: str, answers: list[str]) -> None:
    line = Line()

    with pytest.raises(ConnectError):
        connect(colour, Names(answers), line, PUBLIC)

    assert line.called == []


@guards
def test_plain_http_to_a_name_that_turns_out_public_is_refused(colour: str) -> None:
    line = Line()

    with pytest.raises(ConnectError, match="has a public address, and plain http is only for private ones"):
        connect(colour, Names(["93.184.216.34"]), line, INSIDE)

    assert line.called == []


@guards
def test_the_next_address_is_tried_if_one_is_dead(colour: str) -> None:
    line = Line("93.184.216.34")

    connect(colour, Names(["93.184.216.34", "8.8.8.8"]), line, PUBLIC)

    assert line.called == ["93.184.216.34 443", "8.8.8.8 443"]


@guards
@pytest.mark.parametrize("answers", [list[str](), ["93.184.216.34"] * 2])
def test_a_host_without_a_living_address_cannot_be_reached(colour: str, answers: list[str]) -> None:
    line = Line("93.184.216.34")

    with pytest.raises((ConnectError, httpcore.ConnectError)):
        connect(colour, Names(answers), line, PUBLIC)

    assert len(line.called) == len(answers)


def test_a_name_that_nobody_knows_is_a_connect_error() -> None:
    def unknown(host: str, port: int) -> Sequence[str]:
        raise OSError(-2, "Name or service not known")

    with pytest.raises(ConnectError, match="no address is known for 'nowhere'") as info:
        GuardedBackend(PUBLIC, Haste(), unknown).connect_tcp("nowhere", 443)

    assert info.value.temporary and not info.value.sent


def ways(addresses: Iterable[str], reach: Reach) -> list[bool]:
    return [place(address) in reach for address in addresses]


def test_no_reach_includes_what_is_nowhere() -> None:
    assert not any(ways(RESERVED_ADDRESSES, BOTH)) and all(ways(INSIDE_ADDRESSES, BOTH))
    assert all(ways(PUBLIC_ADDRESSES, PUBLIC)) and not any(ways(INSIDE_ADDRESSES, PUBLIC))
