"""
The gate of sockets: what a test may connect to.

It is an audit hook, so it sees every connection of every library and colour. Python keeps an audit hook for ever;
the gate is one hook, put in when it is first needed, and open unless somebody has closed it.
"""

from __future__ import annotations

import sys
from collections.abc import Generator
from contextlib import contextmanager
from enum import Enum
from ipaddress import ip_address
from typing import Any, Final


class Reach(Enum):
    """How far a socket may reach. Unix sockets never leave the machine and always may."""

    ANYWHERE = "anywhere"
    LOOPBACK = "loopback"
    NOWHERE = "nowhere"


class SocketBlocked(RuntimeError):
    """A test went further than it may. No OSError, so that nothing takes it for an outage and tries again."""


_CONNECTING: Final = frozenset({"socket.connect", "socket.sendto", "socket.sendmsg"})
_RESOLVING: Final = frozenset({"socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr"})


class _Gate:
    def __init__(self) -> None:
        self.reach = Reach.ANYWHERE
        self._installed = False

    def install(self) -> None:
        if not self._installed:
            self._installed = True
            sys.addaudithook(self.audit)

    def audit(self, event: str, args: tuple[Any, ...]) -> None:
        if self.reach is Reach.ANYWHERE or not event.startswith("socket."):
            return
        if event in _CONNECTING and isinstance(args[1], tuple):
            self._check(args[1][0])  # pyright: ignore[reportUnknownArgumentType]
        elif event in _RESOLVING:
            self._check(args[0])

    def _check(self, host: object) -> None:
        name = host.decode(errors="replace") if isinstance(host, bytes) else host
        if self.reach is Reach.LOOPBACK and (name is None or _is_loopback(str(name))):
            return
        raise SocketBlocked(f"this test may reach {self.reach.value}, and it tries to reach {name!r}")


def _is_loopback(host: str) -> bool:
    if host in {"localhost", ""}:
        return True
    try:
        return ip_address(host.partition("%")[0]).is_loopback
    except ValueError:
        return False


_GATE: Final = _Gate()


@contextmanager
def limited(reach: Reach) -> Generator[None]:
    """Let sockets of this process reach no further, until the end of the block."""
    before, _GATE.reach = _GATE.reach, reach
    _GATE.install()
    try:
        yield
    finally:
        _GATE.reach = before
