"""The operations on the tracker's words."""

from __future__ import annotations

from anyticket.flow import Flow
from anyticket.model.catalogue import Resolution
from anyticket.model.field import Field, Option
from anyticket.model.label import Label
from anyticket.model.mapping import Mapping
from anyticket.model.page import Page
from anyticket.model.priority import Priority
from anyticket.model.project import Project
from anyticket.model.status import Status
from anyticket.model.ticket_type import TicketType
from anyticket.request import Pairs, Request

from . import translate, values, words
from .connected import Connected, listing, page, paging
from .fields import field_id
from .transitions import project_segment


class Catalogue(Connected):
    """Read the catalogue."""

    def list_statuses(self, project: str | Project | None = None, /) -> Flow[tuple[Status, ...]]:
        response = yield Request.get("/statuses", query=_of(project))
        return listing(response, lambda raw: words.status(raw, self._words(project)))

    def list_priorities(self) -> Flow[tuple[Priority, ...]]:
        response = yield Request.get("/priorities")
        return listing(response, lambda raw: words.priority(raw, self.connection.mapping))

    def list_resolutions(self) -> Flow[tuple[Resolution, ...]]:
        response = yield Request.get("/resolutions")
        return listing(response, translate.resolution)

    def list_types(self, project: str | Project | None = None, /) -> Flow[tuple[TicketType, ...]]:
        response = yield Request.get("/types", query=_of(project))
        return listing(response, lambda raw: words.ticket_type(raw, self._words(project)))

    def list_fields(self, project: str | Project | None = None, /) -> Flow[tuple[Field, ...]]:
        response = yield Request.get("/fields", query=_of(project))
        return listing(response, values.field)

    def list_labels(
        self, project: str | Project | None = None, /, *, page_size: int = 100, cursor: str | None = None
    ) -> Flow[Page[Label]]:
        response = yield Request.get("/labels", query=paging(page_size, cursor) + _of(project))
        return page(response, translate.label)

    def list_options(
        self,
        field: str | Field,
        project: str | Project | None = None,
        /,
        *,
        page_size: int = 100,
        cursor: str | None = None,
    ) -> Flow[Page[Option]]:
        name = field if isinstance(field, str) else str(getattr(field, "id", None) or field.name)
        names = yield from self.field_names()
        id = name if name in names.attributes else field_id(name, names, self.connection.mapping.fields)
        response = yield Request.get("/fields/{}/options", id, query=paging(page_size, cursor) + _of(project))
        return page(response, values.option)

    def _words(self, project: str | Project | None) -> Mapping:
        key = project if isinstance(project, str) else getattr(project, "key", None)
        return self.connection.mapping.for_project(key)


def _of(project: str | Project | None) -> Pairs:
    return () if project is None else (("project", project_segment(project)),)
