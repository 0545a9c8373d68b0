"""Projects with their components and versions, and the people on a site."""

from __future__ import annotations

from functools import partial

from anyticket.flow import Flow
from anyticket.model.person import Person
from anyticket.model.project import Component, Project, Version

from ..site import JiraSite, project_reference
from ..translate.people import person
from ..translate.projects import component, version
from ..translate.projects import project as read_project


class PlaceReading(JiraSite):
    """Reads projects, and who one is."""

    def get_project(self, project: str | Project, /) -> Flow[Project]:
        """Return a project."""
        response = yield self.get("/project/{}", project_reference(project))
        return read_project(response.json(), self.site)

    def list_components(self, project: str | Project, /) -> Flow[tuple[Component, ...]]:
        """Return the components of a project."""
        return self.whole("/project/{}/components", project_reference(project), reader=component)

    def list_versions(self, project: str | Project, /) -> Flow[tuple[Version, ...]]:
        """Return the versions of a project."""
        return self.whole("/project/{}/versions", project_reference(project), reader=version)

    def get_me(self) -> Flow[Person]:
        """Return the account that the connection's credentials belong to."""
        response = yield self.get("/myself")
        return person(response.json())

    @property
    def project_reader(self) -> partial[Project]:
        """What reads a project of this site."""
        return partial(read_project, site=self.site)
