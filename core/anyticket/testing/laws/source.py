"""The law of the source."""

from __future__ import annotations

from anyticket.testing.laws.law import Laws
from anyticket.testing.never_run import dropped_by


class SourceLaws(Laws):
    """What no run can show."""

    def test_no_flow_is_made_and_dropped(self) -> None:
        assert dropped_by(self.provider) == []
