"""The operations on the words of a tracker: statuses, priorities, types, fields and the like."""

from __future__ import annotations

from ..capability import reads
from ..errors import Unsupported
from ..flow import Flow
from ..model.catalogue import Resolution
from ..model.field import Field, Option
from ..model.label import Label
from ..model.page import Page
from ..model.priority import Priority
from ..model.project import Project
from ..model.status import Status
from ..model.ticket_type import TicketType


class CatalogueOperations:
    """Read the catalogue. Where a project is given, only what can be used in it."""

    @reads
    def list_statuses(self, project: str | Project | None = None, /) -> Flow[tuple[Status, ...]]:
        """Return the statuses."""
        raise Unsupported("list_statuses")

    @reads
    def list_priorities(self) -> Flow[tuple[Priority, ...]]:
        """Return the priorities, the most urgent first where the tracker has an order."""
        raise Unsupported("list_priorities")

    @reads
    def list_resolutions(self) -> Flow[tuple[Resolution, ...]]:
        """Return the resolutions."""
        raise Unsupported("list_resolutions")

    @reads
    def list_types(self, project: str | Project | None = None, /) -> Flow[tuple[TicketType, ...]]:
        """Return the ticket types."""
        raise Unsupported("list_types")

    @reads
    def list_fields(self, project: str | Project | None = None, /) -> Flow[tuple[Field, ...]]:
        """Return the native fields; `attribute` names the attribute of Ticket that shows one."""
        raise Unsupported("list_fields")

    @reads
    def list_labels(
        self, project: str | Project | None = None, /, *, page_size: int = 100, cursor: str | None = None
    ) -> Flow[Page[Label]]:
        """Return the labels in use."""
        raise Unsupported("list_labels")

    @reads
    def list_options(
        self,
        field: str | Field,
        project: str | Project | None = None,
        /,
        *,
        page_size: int = 100,
        cursor: str | None = None,
    ) -> Flow[Page[Option]]:
        """Return the values that a field, given by id or name, can be set to."""
        raise Unsupported("list_options")
