"""The journal of a site: the last requests that it received, without any credential."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

__all__ = ["Journal", "Received", "path_pattern"]

_KEPT: Final = 5000
_SECRET: Final = re.compile(r"jwt|token|secret|password|code|signature|verifier|assertion|handle", re.I)
_OPEN: Final = {"nextPageToken"}
_WILD: Final = re.compile(r"(\*\*|\*|\{\w+\})")


@dataclass(frozen=True, slots=True)
class Received:
    """
    One request, and what became of it.

    Attributes:
        path: Below the site, as it was sent.
        query: Names and values; the values of what may be a credential are `***`.
        account: The login of who asked; None for nobody, or where nobody was asked for.
        status: What was answered, or would have been if the answer was dropped; 0 where nothing was.
        fault: The kind of the ordered fault that it met.
        dropped: Whether the answer, or a part of it, was kept from the client.
    """

    number: int
    at: int
    method: str
    path: str
    query: tuple[tuple[str, str], ...]
    account: str | None
    status: int
    fault: str | None = None
    dropped: bool = False


class Journal:
    """The last requests, oldest first; older ones are forgotten."""

    def __init__(self) -> None:
        self._kept: deque[Received] = deque(maxlen=_KEPT)
        self._noted = 0
        self._cleared = 0

    @property
    def forgotten(self) -> int:
        """How many requests since the last clearing are no longer here."""
        return self._noted - self._cleared - len(self._kept)

    def note(
        self,
        at: int,
        method: str,
        path: str,
        query: Iterable[tuple[str, str]],
        *,
        account: str | None,
        status: int,
        fault: str | None = None,
        dropped: bool = False,
    ) -> None:
        """Write down a request."""
        self._noted += 1
        shown = tuple((name, "***" if _SECRET.search(name) and name not in _OPEN else value) for name, value in query)
        self._kept.append(Received(self._noted, at, method, path, shown, account, status, fault, dropped))

    def find(
        self,
        *,
        method: str | None = None,
        path: str | None = None,
        account: str | None = None,
        status: int | None = None,
        dropped: bool | None = None,
    ) -> list[Received]:
        """Return the requests that agree with all that is given; `path` as for `path_pattern`."""
        wanted = path_pattern(path) if path else None
        return [
            found
            for found in self._kept
            if (method is None or found.method == method.upper())
            and (wanted is None or wanted.fullmatch(found.path))
            and (account is None or found.account == account)
            and (status is None or found.status == status)
            and (dropped is None or found.dropped == dropped)
        ]

    def clear(self) -> None:
        self._kept.clear()
        self._cleared = self._noted


@lru_cache(maxsize=256)
def path_pattern(text: str) -> re.Pattern[str]:
    """Return what a path is matched with: `*` and `{name}` stand for one segment or a part of it, `**` for anything."""
    parts = _WILD.split(text)
    wild = {"**": ".*", "*": "[^/]*"}
    return re.compile("".join(wild.get(part, "[^/]+") if i % 2 else re.escape(part) for i, part in enumerate(parts)))
