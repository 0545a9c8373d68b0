"""The operations on people."""

from __future__ import annotations

from anyticket.flow import Flow
from anyticket.model.page import Page
from anyticket.model.person import Person
from anyticket.model.project import Project
from anyticket.request import Request

from .connected import Connected, page, paging
from .people_json import person as read_person
from .transitions import project_segment
from .watchers import person_segment


class People(Connected):
    """Find people."""

    def get_me(self) -> Flow[Person]:
        response = yield Request.get("/me")
        return read_person(response.json())

    def get_person(self, person: str | Person, /) -> Flow[Person]:
        response = yield Request.get("/people/{}", person_segment(person))
        return read_person(response.json())

    def search_people(self, text: str, /, *, page_size: int = 50, cursor: str | None = None) -> Flow[Page[Person]]:
        response = yield Request.get("/people", query=paging(page_size, cursor, text=text))
        return page(response, read_person)

    def search_assignable(
        self, project: str | Project, text: str = "", /, *, page_size: int = 50, cursor: str | None = None
    ) -> Flow[Page[Person]]:
        parameters = paging(page_size, cursor, text=text, assignable=project_segment(project))
        response = yield Request.get("/people", query=parameters)
        return page(response, read_person)
