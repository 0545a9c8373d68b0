"""
Where requests may go: the URLs and addresses that a network policy allows.

`guarded` is for a host whose tenants type URLs: https to public addresses only.
`open` is for one's own scripts: https to public and to private addresses, plain http to private ones alone.
Nowhere lead, in either, the addresses that no tracker has: link-local, multicast, reserved, cloud metadata.

A foreign request follows a URL out of a tracker's answer, which anybody may have written there. It is guarded even in
an open network, but for the origin of the connection itself, where the user went on purpose.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import Enum
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address, ip_network
from typing import Final, Literal, TypeAlias
from urllib.parse import SplitResult, urlsplit

from ..errors import ConfigError, ConnectError
from ..model.connection import origin
from ..request import Request

Network: TypeAlias = Literal["guarded", "open"]


class Place(Enum):
    """What kind of address something has."""

    PUBLIC = "public"
    INSIDE = "private"
    NOWHERE = "reserved"


Reach: TypeAlias = frozenset[Place]

PUBLIC: Final[Reach] = frozenset({Place.PUBLIC})
INSIDE: Final[Reach] = frozenset({Place.INSIDE})
BOTH: Final[Reach] = PUBLIC | INSIDE

#: Amazon's (two), Alibaba's, Azure's and Oracle's services that hand out credentials to whoever can reach them.
_METADATA: Final = frozenset({"169.254.169.254", "fd00:ec2::254", "100.100.100.200", "168.63.129.16", "192.0.0.192"})
_INSIDE: Final = tuple(
    ip_network(block)
    for block in (
        *("127.0.0.0/8", "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10"),
        *("::1/128", "fc00::/7"),
    )
)
_GLOBAL_UNICAST: Final = IPv6Network("2000::/3")
_NAT64: Final = IPv6Network("64:ff9b::/96")
_COMPATIBLE: Final = IPv6Network("::/96")
#: Names that no public DNS answers, so that plain http to them stays at home.
_HOME_SUFFIXES: Final = (
    *(".localhost", ".local", ".localdomain", ".internal", ".intranet", ".private"),
    *(".lan", ".home", ".home.arpa", ".corp", ".test"),
)


def place(address: str) -> Place:
    """Tell what kind of address this is; one that carries another inside is as bad as the one it carries."""
    parsed = ip_address(address.partition("%")[0])
    if str(parsed) in _METADATA:
        return Place.NOWHERE
    carried = _carried(parsed) if isinstance(parsed, IPv6Address) else None
    if carried is not None:
        return place(str(carried))
    if any(parsed in block for block in _INSIDE):
        return Place.INSIDE
    unicast = isinstance(parsed, IPv4Address) or parsed in _GLOBAL_UNICAST
    public = unicast and parsed.is_global and not parsed.is_multicast and not parsed.is_reserved
    return Place.PUBLIC if public else Place.NOWHERE


def _carried(address: IPv6Address) -> IPv4Address | None:
    """Return the IPv4 address to which a mapping or a tunnel would take this one."""
    if address.ipv4_mapped or address.sixtofour:
        return address.ipv4_mapped or address.sixtofour
    if address.teredo:
        return address.teredo[1]
    if address in _NAT64 or (address in _COMPATIBLE and int(address) > 1):
        return IPv4Address(int(address) & 0xFFFF_FFFF)
    return None


def check_url(url: str, *, network: Network) -> None:
    """Raise ConfigError if a connection may not have this URL. Names are not resolved; that is done when connecting."""
    if problem := _problem(url, network):
        raise ConfigError(problem, key="url")


def reach_of(request: Request, network: Network) -> Reach:
    """Return what kinds of addresses a request may be sent to. Raises if its URL is refused at once."""
    effective: Network = network if not request.foreign or _own(request) else "guarded"
    if problem := _problem(request.url, effective):
        raise refused(problem) if request.foreign else ConfigError(problem, key="url")
    if effective == "guarded":
        return PUBLIC
    return BOTH if urlsplit(request.url).scheme == "https" else INSIDE


def check_addresses(host: str, addresses: Iterable[str], reach: Reach) -> None:
    """Raise ConnectError if any of the addresses of `host` is out of reach: an attacker chooses which one is used."""
    for address in addresses:
        found = place(address)
        if found not in reach:
            why = "plain http is only for private ones" if found is Place.PUBLIC else "this network policy refuses it"
            raise refused(f"{host!r} has a {found.value} address, and {why}")


def refused(problem: str) -> ConnectError:
    """Return the error for a place where nothing may be sent, now or later."""
    error = ConnectError(problem)
    error.temporary = False
    return error


def _own(request: Request) -> bool:
    try:
        return origin(request.url) == request.own_origin
    except ValueError:
        return False


def _host(parts: SplitResult) -> str:
    return (parts.hostname or "").rstrip(".")


def _problem(url: str, network: Network) -> str | None:
    """Return one sentence about what is wrong with a URL, or None."""
    try:
        parts = urlsplit(url)
        host, known = _host(parts), _literal(_host(parts))
        port_is_readable = parts.port is None or parts.port > 0
    except ValueError:
        return "the URL cannot be read: it has a broken host or port"
    if parts.scheme not in {"https", "http"} or not host or not port_is_readable:
        return f"{parts.scheme}://{host} is not the URL of a tracker: use https://host"
    if parts.username is not None or parts.password is not None:
        return f"the URL of {host!r} has user information in it: put credentials into `auth`"
    if known is Place.NOWHERE:
        return f"{host!r} is an address that no tracker has"
    if network == "guarded":
        return _problem_when_guarded(parts.scheme, host, known)
    if parts.scheme == "http" and not _at_home(host, known):
        return (
            f"http://{host} would carry credentials in the clear: use https://{host}. "
            "Plain http is only for this machine and for private addresses"
        )
    return None


def _problem_when_guarded(scheme: str, host: str, known: Place | None) -> str | None:
    if scheme != "https":
        return f"http://{host} is refused: use https://{host}, or network='open' for a tracker of your own network"
    if known is Place.INSIDE or host == "localhost" or host.endswith(".localhost"):
        return f"{host!r} is inside this network: use network='open' if that is meant"
    return None


def _literal(host: str) -> Place | None:
    """Return the kind of an address that is written out, or None for a name."""
    try:
        return place(host)
    except ValueError:
        return None


def _at_home(host: str, known: Place | None) -> bool:
    """Tell whether a host may be on this machine or network; what a name leads to is checked when connecting."""
    if known is not None:
        return known is Place.INSIDE
    return "." not in host or host.endswith(_HOME_SUFFIXES)
