"""The operations on projects, their components and their versions."""

from __future__ import annotations

from ..capability import reads, writes
from ..errors import Unsupported
from ..flow import Flow
from ..model.page import Page
from ..model.project import (
    Component,
    ComponentDraft,
    ComponentPatch,
    Project,
    ProjectDraft,
    ProjectPatch,
    Version,
    VersionDraft,
    VersionPatch,
)


class ProjectOperations:
    """Read and write projects."""

    @reads
    def list_projects(self, *, page_size: int = 50, cursor: str | None = None) -> Flow[Page[Project]]:
        """Return the projects that this account may see."""
        raise Unsupported("list_projects")

    @reads
    def get_project(self, project: str | Project, /) -> Flow[Project]:
        """Return a project."""
        raise Unsupported("get_project")

    @writes
    def create_project(self, draft: ProjectDraft, /) -> Flow[Project]:
        """Make a project."""
        raise Unsupported("create_project")

    @writes
    def update_project(self, project: str | Project, patch: ProjectPatch, /) -> Flow[Project]:
        """Change a project."""
        raise Unsupported("update_project")

    @writes
    def archive_project(self, project: str | Project, /) -> Flow[None]:
        """Make a project read-only and hide it."""
        raise Unsupported("archive_project")

    @writes
    def delete_project(self, project: str | Project, /) -> Flow[None]:
        """Delete a project with its tickets."""
        raise Unsupported("delete_project")

    @reads
    def list_components(self, project: str | Project, /) -> Flow[tuple[Component, ...]]:
        """Return the components of a project."""
        raise Unsupported("list_components")

    @writes
    def create_component(self, project: str | Project, draft: str | ComponentDraft, /) -> Flow[Component]:
        """Make a component."""
        raise Unsupported("create_component")

    @writes
    def update_component(
        self, project: str | Project, component: str | Component, patch: ComponentPatch, /
    ) -> Flow[Component]:
        """Change a component, given by id, by name or as an object."""
        raise Unsupported("update_component")

    @writes
    def delete_component(self, project: str | Project, component: str | Component, /) -> Flow[None]:
        """Delete a component; tickets lose it."""
        raise Unsupported("delete_component")

    @reads
    def list_versions(self, project: str | Project, /) -> Flow[tuple[Version, ...]]:
        """Return the versions or milestones of a project."""
        raise Unsupported("list_versions")

    @writes
    def create_version(self, project: str | Project, draft: str | VersionDraft, /) -> Flow[Version]:
        """Make a version."""
        raise Unsupported("create_version")

    @writes
    def update_version(self, project: str | Project, version: str | Version, patch: VersionPatch, /) -> Flow[Version]:
        """Change a version, given by id, by name or as an object."""
        raise Unsupported("update_version")

    @writes
    def delete_version(self, project: str | Project, version: str | Version, /) -> Flow[None]:
        """Delete a version; tickets lose it."""
        raise Unsupported("delete_version")
