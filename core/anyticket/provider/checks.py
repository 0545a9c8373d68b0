"""The operation that looks at the connection itself."""

from __future__ import annotations

from collections.abc import Collection

from ..capability import reads
from ..errors import Unsupported
from ..flow import Flow
from ..model.checkup import Checkup


class CheckOperations:
    """Check a connection."""

    @reads
    def check(self, *, operations: Collection[str] = ()) -> Flow[Checkup]:
        """Return who one is, on which site, and what is missing for `operations`, each with what to do about it."""
        raise Unsupported("check")
