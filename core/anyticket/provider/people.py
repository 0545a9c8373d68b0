"""The operations on people and teams."""

from __future__ import annotations

from ..capability import reads
from ..errors import Unsupported
from ..flow import Flow
from ..model.page import Page
from ..model.person import Person, Team
from ..model.project import Project


class PeopleOperations:
    """Find people."""

    @reads
    def get_me(self) -> Flow[Person]:
        """Return the account that the connection's credentials belong to."""
        raise Unsupported("get_me")

    @reads
    def get_person(self, person: str | Person, /) -> Flow[Person]:
        """Return a person, given by id, username or e-mail address as far as the tracker can."""
        raise Unsupported("get_person")

    @reads
    def search_people(self, text: str, /, *, page_size: int = 50, cursor: str | None = None) -> Flow[Page[Person]]:
        """Return the people whose name, username or visible e-mail address has `text` in it."""
        raise Unsupported("search_people")

    @reads
    def search_assignable(
        self, project: str | Project, text: str = "", /, *, page_size: int = 50, cursor: str | None = None
    ) -> Flow[Page[Person]]:
        """Return the people to whom tickets of a project can be assigned."""
        raise Unsupported("search_assignable")

    @reads
    def list_teams(self, *, page_size: int = 50, cursor: str | None = None) -> Flow[Page[Team]]:
        """Return the teams."""
        raise Unsupported("list_teams")
