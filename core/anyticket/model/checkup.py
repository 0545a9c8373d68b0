"""Checkup: what `check` found out about a connection."""

from __future__ import annotations

from enum import StrEnum

from .person import Person
from .sparse import ABSENT, Sparse
from .times import Moment


class Severity(StrEnum):
    """How bad a finding is."""

    INFO = "info"
    WARNING = "warning"
    ERROR = "error"


class Finding(Sparse, frozen=True):
    """Something worth knowing, and what to do about it."""

    severity: Severity
    message: str
    advice: str = ABSENT


class Checkup(Sparse, frozen=True):
    """Who one is on which site, and what is wrong."""

    account: Person | None = ABSENT
    site: str = ABSENT
    deployment: str = ABSENT
    version: str = ABSENT
    expires_at: Moment | None = ABSENT
    findings: tuple[Finding, ...] = ()

    @property
    def ok(self) -> bool:
        """Whether nothing found is an error."""
        return all(finding.severity is not Severity.ERROR for finding in self.findings)
