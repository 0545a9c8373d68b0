"""What Cloud lists in its own way: projects, people, priorities, resolutions, labels."""

from __future__ import annotations

from typing import Final

from anyticket.errors import NotFound
from anyticket.flow import Flow
from anyticket.model.catalogue import Resolution
from anyticket.model.label import Label
from anyticket.model.page import Page
from anyticket.model.person import Person
from anyticket.model.priority import Priority
from anyticket.model.project import Project

from ..site import JiraSite, project_reference
from ..translate.catalogue import label, priorities, resolution
from ..translate.people import person as read_person
from ..translate.projects import project as read_project
from ..wire import every
from .pages import listed_page, start_of, window

#: Jira looks at no more people than that, and leaves those out that do not fit, so that a page may be empty.
_PEOPLE: Final = 1000


class CloudLists(JiraSite):
    """Lists of Cloud."""

    def list_projects(self, *, page_size: int = 50, cursor: str | None = None) -> Flow[Page[Project]]:
        """Return the projects that this account may see."""
        return self.counted(
            "/project/search",
            reader=lambda value: read_project(value, self.site),
            page_size=page_size,
            cursor=cursor,
            query=(("expand", "description,lead"),),
        )

    def get_person(self, person: str | Person, /) -> Flow[Person]:
        """Return a person by account id, or by an e-mail address that this account may see."""
        wanted = Person.of(person)
        if hasattr(wanted, "id"):
            response = yield self.get("/user", query=(("accountId", wanted.id),))
            return read_person(response.json())
        email = (getattr(wanted, "email", None) or "").casefold()
        page = yield from self.search_people(email)
        for one in page.items:
            if email and (getattr(one, "email", None) or "").casefold() == email:
                return one
        raise NotFound("nobody has that e-mail address, or shows it to this account: use the account id")

    def search_people(self, text: str, /, *, page_size: int = 50, cursor: str | None = None) -> Flow[Page[Person]]:
        """Return the people whose name or visible e-mail address has `text` in it."""
        start = start_of(cursor)
        response = yield self.get("/user/search", query=(("query", text), *window(start, page_size)))
        return listed_page(response.json(), start, read_person)

    def search_assignable(
        self, project: str | Project, text: str = "", /, *, page_size: int = 50, cursor: str | None = None
    ) -> Flow[Page[Person]]:
        """Return the people to whom issues of a project can be assigned; pages may be empty before the last one."""
        start = start_of(cursor)
        query = (("project", project_reference(project)), ("query", text), *window(start, page_size))
        response = yield self.get("/user/assignable/search", query=query)
        after = start + page_size
        return Page(every(response.json(), read_person), str(after) if after < _PEOPLE else None)

    def list_priorities(self) -> Flow[tuple[Priority, ...]]:
        """Return the priorities, the most urgent first."""
        return priorities((yield from self.remembered_pages("/priority/search")), self.words)

    def list_resolutions(self) -> Flow[tuple[Resolution, ...]]:
        """Return the resolutions."""
        return every((yield from self.remembered_pages("/resolution/search")), resolution)

    def list_labels(
        self,
        project: str | Project | None = None,  # noqa: ARG002 (labels belong to no project)
        /,
        *,
        page_size: int = 100,
        cursor: str | None = None,
    ) -> Flow[Page[Label]]:
        """Return the labels of the whole site: Jira does not tell in which projects they are used."""
        return self.counted("/label", reader=label, page_size=page_size, cursor=cursor)
