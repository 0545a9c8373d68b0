"""Components and versions: made, changed and deleted; named by id, by name or as an object."""

from __future__ import annotations

from typing import ClassVar

from anyticket.capability import accepts, support
from anyticket.flow import Flow
from anyticket.model.person import Person
from anyticket.model.project import (
    Component,
    ComponentDraft,
    ComponentPatch,
    Project,
    Version,
    VersionDraft,
    VersionPatch,
)
from anyticket.model.sparse import loaded
from anyticket.provider.answers import unreadable
from anyticket.request import Expects, Request

from ..translate.projects import component as read_component
from ..translate.projects import version as read_version
from ..wire import Json
from ..writing.places import place_json, version_json
from .identities import Identities
from .naming import one_called
from .places import PlaceReading


class PartWriting(PlaceReading, Identities):
    """Writes the parts of projects."""

    component_lead_key: ClassVar[str]
    """What requests call the lead of a component: `leadAccountId`, `leadUserName`."""

    @accepts(*ComponentDraft.model_fields)
    def create_component(self, project: str | Project, draft: str | ComponentDraft, /) -> Flow[Component]:
        """Make a component."""
        body = yield from self._component_json(ComponentDraft.of(draft))
        body["project"] = yield from self._project_key(project)
        response = yield Request.post(f"{self.rest}/component", json=body)
        return read_component(response.json())

    @accepts(*ComponentPatch.model_fields)
    def update_component(
        self, project: str | Project, component: str | Component, patch: ComponentPatch, /
    ) -> Flow[Component]:
        """Change a component."""
        id = yield from self._component(project, component)
        body = yield from self._component_json(patch)
        if not body:
            return loaded(Component, {}, id=id)
        response = yield Request.put(self.rest + "/component/{}", id, json=body, expects=Expects.JSON)
        return read_component(response.json())

    def delete_component(self, project: str | Project, component: str | Component, /) -> Flow[None]:
        """Delete a component; tickets lose it."""
        id = yield from self._component(project, component)
        yield Request.delete(self.rest + "/component/{}", id)

    @accepts(*VersionDraft.model_fields)
    def create_version(self, project: str | Project, draft: str | VersionDraft, /) -> Flow[Version]:
        """Make a version, which comes after all others."""
        given = version_json(VersionDraft.of(draft))
        body = {name: value for name, value in given.items() if value is not None}
        # Cloud has deprecated the key: https://developer.atlassian.com/cloud/jira/platform/rest/v3/api-group-project-versions/
        body["projectId"] = yield from self._project_number(project)
        response = yield Request.post(f"{self.rest}/version", json=body)
        return read_version(response.json())

    @accepts(*VersionPatch.model_fields)
    def update_version(self, project: str | Project, version: str | Version, patch: VersionPatch, /) -> Flow[Version]:
        """Change a version; a date that is None is cleared."""
        id = yield from self._version(project, version)
        body = version_json(patch)
        if not body:
            return loaded(Version, {}, id=id)
        request = Request.put(self.rest + "/version/{}", id, json=body, expects=Expects.BYTES)
        response = yield request
        # The documents of servers promise no body: https://developer.atlassian.com/server/jira/platform/rest/v10004/
        if not response.body.strip():
            return loaded(Version, {}, id=id)
        if error := unreadable(request, response):
            raise error
        return read_version(response.json())

    @support(note="tickets lose it: it is swapped for nothing")
    def delete_version(self, project: str | Project, version: str | Version, /) -> Flow[None]:
        """Delete a version; tickets lose it."""
        id = yield from self._version(project, version)
        # A plain DELETE is deprecated on Cloud, and no longer documented for Data Center 10.
        # https://developer.atlassian.com/cloud/jira/platform/rest/v3/api-group-project-versions/#api-rest-api-3-version-id-removeandswap-post
        route = self.rest + "/version/{}/removeAndSwap"
        yield Request.post(route, id, json={}, expects=Expects.NOTHING)

    def _component_json(self, given: ComponentDraft | ComponentPatch) -> Flow[Json]:
        body = place_json(given)
        if hasattr(given, "lead"):
            lead: Person | None = given.lead
            # Nobody is written as an empty text; null would leave the lead as it is.
            # https://developer.atlassian.com/cloud/jira/platform/rest/v3/api-group-project-components/#api-rest-api-3-component-id-put
            body[self.component_lead_key] = "" if lead is None else (yield from self.identity(lead))
        return body

    def _component(self, project: str | Project, component: str | Component) -> Flow[str]:
        if isinstance(component, Component) and hasattr(component, "id"):
            return component.id
        wanted = component if isinstance(component, str) else component.name
        return one_called((yield from self.list_components(project)), wanted, "component").id

    def _version(self, project: str | Project, version: str | Version) -> Flow[str]:
        if isinstance(version, Version) and hasattr(version, "id"):
            return version.id
        wanted = version if isinstance(version, str) else version.name
        return one_called((yield from self.list_versions(project)), wanted, "version").id

    def _project_key(self, project: str | Project) -> Flow[str]:
        """Return the key of a project, which no id can be mistaken for."""
        key: str | None = project if isinstance(project, str) else getattr(project, "key", None)
        if key is None or key.isdecimal():
            return (yield from self.get_project(project)).key
        return key

    def _project_number(self, project: str | Project) -> Flow[int]:
        id: str | None = project if isinstance(project, str) else getattr(project, "id", None)
        if id is None or not id.isdecimal():
            id = (yield from self.get_project(project)).id
        return int(id)
