"""The operations on spent time."""

from __future__ import annotations

from ..capability import reads, writes
from ..errors import Unsupported
from ..flow import Flow
from ..model.page import Page
from ..model.ticket import Ticket
from ..model.worklog import Worklog, WorklogDraft, WorklogPatch


class WorklogOperations:
    """Read and write worklogs."""

    @reads
    def list_worklogs(
        self, ticket: str | Ticket, /, *, page_size: int = 100, cursor: str | None = None
    ) -> Flow[Page[Worklog]]:
        """Return the worklogs of a ticket."""
        raise Unsupported("list_worklogs")

    @writes
    def add_worklog(
        self, ticket: str | Ticket, worklog: WorklogDraft, /, *, idempotency_key: str | None = None
    ) -> Flow[Worklog]:
        """Log spent time. With `idempotency_key` it is logged once."""
        raise Unsupported("add_worklog")

    @writes
    def update_worklog(self, ticket: str | Ticket, worklog: str | Worklog, change: WorklogPatch, /) -> Flow[Worklog]:
        """Change a worklog."""
        raise Unsupported("update_worklog")

    @writes
    def delete_worklog(self, ticket: str | Ticket, worklog: str | Worklog, /) -> Flow[None]:
        """Delete a worklog."""
        raise Unsupported("delete_worklog")
