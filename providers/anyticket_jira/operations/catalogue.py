"""
The words of a site: statuses, priorities, resolutions, types, fields.

They are asked for once in a while, however many callers want them; `client.refresh_catalog()` has them asked for anew.
"""

from __future__ import annotations

from anyticket.flow import Flow
from anyticket.model.catalogue import Resolution
from anyticket.model.field import Field
from anyticket.model.priority import Priority
from anyticket.model.project import Project
from anyticket.model.status import Status
from anyticket.model.ticket_type import TicketType

from ..site import JiraSite, project_reference
from ..translate.catalogue import priorities, resolution, status, ticket_type
from ..wire import every, identifier, maybe, need, table


class CatalogueReading(JiraSite):
    """Reads the catalogue."""

    def list_statuses(self, project: str | Project | None = None, /) -> Flow[tuple[Status, ...]]:
        """Return the statuses, those of a project once each, in the order of its types' workflows."""
        if project is None:
            return every((yield from self.remembered("/status")), lambda value: status(value, self.words))
        words = self.words.of(project if isinstance(project, str) else getattr(project, "key", None))
        answer = yield from self.remembered("/project/{}/statuses", project_reference(project))
        found: dict[str, Status] = {}
        for kind in every(answer, table):
            for one in need(kind, "statuses", lambda value: every(value, lambda item: status(item, words))):
                found.setdefault(one.id, one)
        return tuple(found.values())

    def list_priorities(self) -> Flow[tuple[Priority, ...]]:
        """Return the priorities, the most urgent first."""
        return priorities((yield from self.remembered("/priority")), self.words)

    def list_resolutions(self) -> Flow[tuple[Resolution, ...]]:
        """Return the resolutions."""
        return every((yield from self.remembered("/resolution")), resolution)

    def list_types(self, project: str | Project | None = None, /) -> Flow[tuple[TicketType, ...]]:
        """Return the issue types, those of a project as its own answer lists them."""
        if project is None:
            return every((yield from self.remembered("/issuetype")), lambda value: ticket_type(value, self.words))
        words = self.words.of(project if isinstance(project, str) else getattr(project, "key", None))
        answer = table((yield from self.remembered("/project/{}", project_reference(project))))
        return need(answer, "issueTypes", lambda value: every(value, lambda item: ticket_type(item, words)))

    def list_fields(self, project: str | Project | None = None, /) -> Flow[tuple[Field, ...]]:
        """Return the native fields; those that Jira limits to another project are left out of one's own."""
        fields = yield from self.catalogue()
        if project is None:
            return fields
        answer = table((yield from self.remembered("/project/{}", project_reference(project))))
        place = need(answer, "id", identifier)
        return tuple(field for field in fields if _scope(field) in {None, place})


def _scope(field: Field) -> str | None:
    """Return the id of the team-managed project that alone has a field."""
    scope = maybe(field.raw, "scope", table) if "scope" in field.raw else None
    if scope is None or "project" not in scope:
        return None
    return need(need(scope, "project", table), "id", identifier)
