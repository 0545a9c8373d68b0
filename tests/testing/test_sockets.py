"""How far a test's sockets may reach."""

from __future__ import annotations

import socket

import pytest

from anyticket.testing.sockets import Reach, SocketBlocked, limited


@pytest.mark.parametrize("reach", [Reach.LOOPBACK, Reach.NOWHERE])
def test_nothing_reaches_further_than_it_may(reach: Reach) -> None:
    with limited(reach), pytest.raises(SocketBlocked, match=r"192\.0\.2\.1"):
        socket.create_connection(("192.0.2.1", 80), timeout=0.01)


def test_no_name_is_resolved_but_that_of_this_machine() -> None:
    with limited(Reach.LOOPBACK):
        assert socket.getaddrinfo("localhost", 80)
        with pytest.raises(SocketBlocked, match=r"tracker\.example"):
            socket.getaddrinfo("tracker.example", 80)


def test_loopback_is_reached_unless_nothing_is() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        with limited(Reach.LOOPBACK):
            socket.create_connection(server.getsockname()).close()
        with limited(Reach.NOWHERE), pytest.raises(SocketBlocked):
            socket.create_connection(server.getsockname())


def test_a_unix_socket_never_leaves_the_machine() -> None:
    with limited(Reach.NOWHERE):
        one, other = socket.socketpair()

    one.close()
    other.close()


def test_what_was_allowed_before_is_allowed_again() -> None:
    with limited(Reach.LOOPBACK):
        with limited(Reach.NOWHERE):
            pass
        with socket.create_server(("127.0.0.1", 0)) as server:
            socket.create_connection(server.getsockname()).close()


def test_a_blocked_socket_is_no_outage() -> None:
    assert not issubclass(SocketBlocked, OSError)
