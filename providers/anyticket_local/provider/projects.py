"""The operations on projects, their components and their versions."""

from __future__ import annotations

from anyticket.capability import accepts
from anyticket.flow import Flow
from anyticket.model.page import Page
from anyticket.model.project import (
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
from anyticket.request import Request

from . import render, translate, values, wire
from .connected import Connected, listing, page, paging
from .transitions import project_segment

_VERSION = ("name", "description", "start", "release", "released", "archived")


class Projects(Connected):
    """Read and write projects."""

    def list_projects(self, *, page_size: int = 50, cursor: str | None = None) -> Flow[Page[Project]]:
        response = yield Request.get("/projects", query=paging(page_size, cursor))
        return page(response, translate.project)

    def get_project(self, project: str | Project, /) -> Flow[Project]:
        response = yield Request.get("/projects/{}", project_segment(project))
        return translate.project(response.json())

    @accepts("key", "name", "description", "lead", "workflow_scheme")
    def create_project(self, draft: ProjectDraft, /) -> Flow[Project]:
        body = render.part(draft)
        if "workflow_scheme" in body:
            body["workflow"] = body.pop("workflow_scheme")
        response = yield Request.post("/projects", json=body)
        return translate.project(response.json())

    @accepts("key", "name", "description", "lead")
    def update_project(self, project: str | Project, patch: ProjectPatch, /) -> Flow[Project]:
        segment, body = project_segment(project), render.part(patch)
        response = yield Request.put("/projects/{}", segment, json=body, expects=wire.AS_JSON)
        return translate.project(response.json())

    def archive_project(self, project: str | Project, /) -> Flow[None]:
        yield Request.put("/projects/{}/archived", project_segment(project), json={"archived": True})

    def delete_project(self, project: str | Project, /) -> Flow[None]:
        yield Request.delete("/projects/{}", project_segment(project))

    def list_components(self, project: str | Project, /) -> Flow[tuple[Component, ...]]:
        response = yield Request.get("/projects/{}/components", project_segment(project))
        return listing(response, translate.component)

    @accepts("name", "description", "lead")
    def create_component(self, project: str | Project, draft: str | ComponentDraft, /) -> Flow[Component]:
        body = render.part(ComponentDraft.of(draft))
        response = yield Request.post("/projects/{}/components", project_segment(project), json=body)
        return translate.component(response.json())

    @accepts("name", "description", "lead")
    def update_component(
        self, project: str | Project, component: str | Component, patch: ComponentPatch, /
    ) -> Flow[Component]:
        segments, body = (project_segment(project), _segment(component)), render.part(patch)
        response = yield Request.put("/projects/{}/components/{}", *segments, json=body, expects=wire.AS_JSON)
        return translate.component(response.json())

    def delete_component(self, project: str | Project, component: str | Component, /) -> Flow[None]:
        yield Request.delete("/projects/{}/components/{}", project_segment(project), _segment(component))

    def list_versions(self, project: str | Project, /) -> Flow[tuple[Version, ...]]:
        response = yield Request.get("/projects/{}/versions", project_segment(project))
        return listing(response, values.version)

    @accepts(*_VERSION)
    def create_version(self, project: str | Project, draft: str | VersionDraft, /) -> Flow[Version]:
        body = render.part(VersionDraft.of(draft))
        response = yield Request.post("/projects/{}/versions", project_segment(project), json=body)
        return values.version(response.json())

    @accepts(*_VERSION)
    def update_version(self, project: str | Project, version: str | Version, patch: VersionPatch, /) -> Flow[Version]:
        segments, body = (project_segment(project), _segment(version)), render.part(patch)
        response = yield Request.put("/projects/{}/versions/{}", *segments, json=body, expects=wire.AS_JSON)
        return values.version(response.json())

    def delete_version(self, project: str | Project, version: str | Version, /) -> Flow[None]:
        yield Request.delete("/projects/{}/versions/{}", project_segment(project), _segment(version))


def _segment(part: str | Component | Version) -> str:
    """Return what addresses a component or a version: its id, else its name."""
    if isinstance(part, str):
        return part
    return str(getattr(part, "id", None) or part.name)
