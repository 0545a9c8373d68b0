"""What all operations on a Jira stand on: its addresses, its words, its fields."""

from __future__ import annotations

from collections.abc import Mapping
from difflib import get_close_matches
from typing import Any, ClassVar, Final, TypeVar
from urllib.parse import urlencode

from anyticket.capability import Limits
from anyticket.errors import Ambiguous, Error, Invalid, ProviderError
from anyticket.flow import Flow
from anyticket.model.connection import Connection
from anyticket.model.field import Field
from anyticket.model.page import Page
from anyticket.model.project import Project
from anyticket.model.ticket import Ticket
from anyticket.provider import Provider
from anyticket.request import Expects, Pairs, Request, Response

from .errors import name_fields, read_jira_error
from .operations.pages import all_pages, counted_page, start_of, window
from .recent import Recent
from .translate.fields import custom_type
from .translate.forms import catalogue_field
from .translate.issues import Terms
from .wire import Reader, every
from .words import Words

T = TypeVar("T")

#: How long fields, types, statuses and the like are taken for unchanged.
CATALOG_SECONDS: Final = 600.0
#: What most of Cloud's resources give at most, and a server what it likes.
_PAGE: Final = 50


class JiraSite(Provider):
    """A Jira, Cloud or not."""

    dialect = "jira"
    reads = frozenset(Ticket.model_fields)
    limits = Limits(page_size=100, assignees=1, bulk_create=50)
    rest: ClassVar[str]
    """The path of the platform's interface, which says its version too."""

    def __init__(self, connection: Connection, site: str | None = None) -> None:
        super().__init__(connection)
        self.site = (site or str(connection.options.get("site_url") or connection.url)).rstrip("/")
        self.words = Words(connection.mapping)
        self.recent = Recent(self._seconds)
        self._fields: tuple[Field, ...] = ()
        self._fields_json: object = None

    def _seconds(self) -> float:
        return self.memory.clock()

    def read_error(self, request: Request, response: Response) -> ProviderError | None:
        """Return what an answer says went wrong, or None."""
        names = {field.id: field.name for field in self._fields}
        return read_jira_error(request, response, signed=self.connection.auth is not None, names=names)

    def get(self, route: str, *segments: str | int, query: Pairs = (), expects: Expects = Expects.JSON) -> Request:
        """Return the request that reads a resource of the platform's interface."""
        return Request.get(self.rest + route, *segments, query=query, expects=expects)

    def terms(
        self, names: Mapping[str, str] | None = None, schema: Mapping[str, Any] | None = None, *, complete: bool = False
    ) -> Terms:
        """Return what issues are read by: what came with the answer, else what is known of the fields."""
        known = self._fields
        return Terms(
            self.words,
            self.site,
            names if names is not None else {field.id: field.name for field in known},
            schema if schema is not None else {field.id: field.raw.get("schema") for field in known},
            complete,
        )

    def counted(
        self,
        route: str,
        *segments: str | int,
        reader: Reader[T],
        page_size: int,
        cursor: str | None,
        query: Pairs = (),
    ) -> Flow[Page[T]]:
        """Return a page of a resource that counts."""
        start = start_of(cursor)
        response = yield self.get(route, *segments, query=(*window(start, page_size), *query))
        return counted_page(response.json(), start, reader)

    def whole(self, route: str, *segments: str | int, reader: Reader[T], query: Pairs = ()) -> Flow[tuple[T, ...]]:
        """Return all of a resource that answers with a list."""
        response = yield self.get(route, *segments, query=query)
        return every(response.json(), reader)

    def remembered(self, route: str, *segments: str | int, query: Pairs = ()) -> Flow[Any]:
        """Return the JSON of a part of the catalogue, which is asked for once in a while."""
        request = self.get(route, *segments, query=query)
        name = f"{request.path}?{urlencode(query)}" if query else request.path
        return self.memory.remembered(name, lambda: _json(request), seconds=CATALOG_SECONDS)

    def remembered_pages(self, route: str, *segments: str | int) -> Flow[list[Any]]:
        """Return the JSON of all members of a part of the catalogue that comes in pages, asked for once in a while."""
        name = f"{self.get(route, *segments).path} on all pages"
        return self.memory.remembered(name, lambda: self._all(route, *segments), seconds=CATALOG_SECONDS)

    def _all(self, route: str, *segments: str | int) -> Flow[list[Any]]:
        found = yield from all_pages(
            lambda cursor: self.counted(route, *segments, reader=_as_it_is, page_size=_PAGE, cursor=cursor)
        )
        return list(found)

    def catalogue(self) -> Flow[tuple[Field, ...]]:
        """Return the fields."""
        answer = yield from self.remembered("/field")
        if answer is not self._fields_json:  # the same answer is read once
            self._fields, self._fields_json = every(answer, catalogue_field), answer
        return self._fields

    def explained(self, request: Request) -> Flow[Response]:
        """Send a request. If it is refused for its fields before their names are known, the error is told them."""
        try:
            return (yield request)
        except Invalid as exc:
            yield from self.explain(exc)
            raise

    def explain(self, error: Invalid) -> Flow[None]:
        """Say by name what an error says of fields by id. If the names cannot be had, the ids are left."""
        if self._fields or not any(error.fields):
            return
        try:
            fields = yield from self.catalogue()
        except Error:
            return
        name_fields(error, {field.id: field.name for field in fields})

    def field_of_type(self, *types: str) -> Flow[Field | None]:
        """Return the custom field of one of these types, if this Jira has one."""
        for field in (yield from self.catalogue()):
            if custom_type(field.raw.get("schema")) in types:
                return field
        return None

    def field_called(self, name: str) -> Flow[Field]:
        """
        Return the field with an id, a name of the tenant's own, or the name that Jira shows.

        Raises Ambiguous if several fields have the name, and ValueError if none has.
        """
        fields = yield from self.catalogue()
        id = self.words.mapping.fields.get(name, name)
        for field in fields:
            if field.id == id:
                return field
        same = [field for field in fields if field.name.casefold() == name.casefold()]
        if len(same) == 1:
            return same[0]
        if same:
            choices = tuple(field.id for field in same)
            raise Ambiguous(f"{len(same)} fields are called {name!r}: use one of their ids", choices=choices)
        raise ValueError(f"this Jira has no field {name!r}{_nearest(name, fields)}")


def _as_it_is(value: Any) -> Any:
    return value


def _json(request: Request) -> Flow[Any]:
    response = yield request
    return response.json()


def _nearest(name: str, fields: tuple[Field, ...]) -> str:
    near = get_close_matches(name, [field.name for field in fields], n=1)
    return f"; the nearest is {near[0]!r}" if near else ""


def project_reference(project: str | Project) -> str:
    """Return what addresses a project: its id or key."""
    if isinstance(project, str):
        return project
    return getattr(project, "id", None) or project.key
