"""What servers list in their own way: projects and people."""

from __future__ import annotations

from typing import Final

from anyticket.errors import NotFound
from anyticket.flow import Flow
from anyticket.model.page import Page
from anyticket.model.person import Person
from anyticket.model.project import Project
from anyticket.model.ticket import Ticket, reference
from anyticket.model.worklog import Worklog

from ..site import JiraSite, project_reference
from ..translate.activity import worklog
from ..translate.people import person as read_person
from ..translate.projects import project as read_project
from ..wire import every, some, table
from .pages import listed_page, slice_of, start_of, window

#: The most people that a server gives with one answer.
_PEOPLE: Final = "1000"
#: What every user's name matches: an empty text matches nobody.
_ANYBODY: Final = "."


class ServerLists(JiraSite):
    """Lists of servers."""

    def list_projects(self, *, page_size: int = 50, cursor: str | None = None) -> Flow[Page[Project]]:
        """Return the projects that this account may see. The server sends all of them for each page."""
        start_of(cursor)
        found = yield from self.whole(
            "/project", reader=lambda value: read_project(value, self.site), query=(("expand", "description,lead"),)
        )
        return slice_of(found, page_size, cursor)

    def list_worklogs(
        self, ticket: str | Ticket, /, *, page_size: int = 100, cursor: str | None = None
    ) -> Flow[Page[Worklog]]:
        """Return the worklogs of a ticket. The server sends all of them for each page."""
        # https://docs.atlassian.com/software/jira/docs/api/REST/9.17.0/#api/2/issue-getIssueWorklog
        start_of(cursor)
        response = yield self.get("/issue/{}/worklog", reference(ticket))
        return slice_of(some(table(response.json()), "worklogs", worklog), page_size, cursor)

    def get_person(self, person: str | Person, /) -> Flow[Person]:
        """Return a person by the name that logs in, by key, or by e-mail address."""
        wanted = Person.of(person)
        if (email := getattr(wanted, "email", None)) and not hasattr(wanted, "id"):
            return (yield from self._person_with(email))
        if hasattr(wanted, "username"):
            return (yield from self._person_by("username", wanted.username))
        # A name that a caller wrote is one that logs in; a person who was read has a key; a draft does not tell which.
        first, second = ("key", "username") if isinstance(person, Person) else ("username", "key")
        try:
            return (yield from self._person_by(first, wanted.id))
        except NotFound:
            return (yield from self._person_by(second, wanted.id))

    def _person_by(self, what: str, value: str) -> Flow[Person]:
        response = yield self.get("/user", query=((what, value),))
        return read_person(response.json())

    def _person_with(self, email: str) -> Flow[Person]:
        page = yield from self.search_people(email)
        for one in page.items:
            if (getattr(one, "email", None) or "").casefold() == email.casefold():
                return one
        raise NotFound("nobody has that e-mail address, or shows it to this account: use the user name")

    def search_people(self, text: str, /, *, page_size: int = 50, cursor: str | None = None) -> Flow[Page[Person]]:
        """Return the people whose name, user name or e-mail address begins with `text`, word by word."""
        start = start_of(cursor)
        response = yield self.get("/user/search", query=(("username", text or _ANYBODY), *window(start, page_size)))
        return listed_page(response.json(), start, read_person)

    def search_assignable(
        self, project: str | Project, text: str = "", /, *, page_size: int = 50, cursor: str | None = None
    ) -> Flow[Page[Person]]:
        """Return the people to whom issues of a project can be assigned, of the first thousand."""
        start_of(cursor)
        query = (("project", project_reference(project)), ("username", text), ("maxResults", _PEOPLE))
        response = yield self.get("/user/assignable/search", query=query)
        return slice_of(every(response.json(), read_person), page_size, cursor)
