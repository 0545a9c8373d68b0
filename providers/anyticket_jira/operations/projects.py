"""Projects made and changed; archiving and deleting are each Jira's own way."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Mapping
from itertools import repeat
from typing import ClassVar, Final

from anyticket.capability import accepts, support
from anyticket.errors import ProviderError, Unavailable
from anyticket.flow import Flow, sleep
from anyticket.model.project import Project, ProjectDraft, ProjectPatch
from anyticket.model.query import ME
from anyticket.model.sparse import loaded
from anyticket.provider.answers import unreadable
from anyticket.request import Expects, Request, Response

from ..site import project_reference
from ..translate.projects import project as read_project
from ..wire import Json, identifier, need, table, text
from ..writing.body import refused
from ..writing.places import place_json, template_json
from .identities import Identities
from .lost_answers import made_or_found
from .schemes import NOTIFICATIONS, PERMISSIONS, TYPES, WORKFLOWS, Listed, Schemes

_PATCH: Final = tuple(ProjectPatch.model_fields)
_DRAFT: Final = tuple(ProjectDraft.model_fields)
#: Pauses before a task is looked at again, in seconds, for half an hour.
_PAUSES: Final = (0.5, 1.0, 2.0, 4.0, *repeat(8.0, 225))
_UNDER_WAY: Final = frozenset({"ENQUEUED", "RUNNING", "CANCEL_REQUESTED"})


class ProjectWriting(Identities, Schemes):
    """Makes and changes projects. Making, archiving and deleting one is for administrators of the site."""

    lead_key: ClassVar[str]
    """What requests call the lead of a project."""

    def project_made(self, draft: ProjectDraft) -> Flow[Project]:
        """
        Make a project: from a template, else as a software project. Who makes it leads it, unless the draft says who.

        Jira takes no schemes of workflows or types together with a template.
        """
        body = place_json(draft) | template_json(getattr(draft, "template", None))
        body[self.lead_key] = yield from self.identity(getattr(draft, "lead", None) or ME)
        body |= yield from self.schemes_json(draft)
        body |= getattr(draft, "extra", {}).get(self.dialect, {})
        response = yield Request.post(f"{self.rest}/project", json=body)
        return read_project(response.json(), self.site)

    @accepts(*_PATCH)
    def update_project(self, project: str | Project, patch: ProjectPatch, /) -> Flow[Project]:
        """Change a project. With a new key its issues get new keys too, and the old ones go on leading to them."""
        body = place_json(patch)
        if hasattr(patch, "lead"):
            if patch.lead is None:
                raise refused("a project has a lead", "lead", self.lead_key)
            body[self.lead_key] = yield from self.identity(patch.lead)
        if not body:
            return project if isinstance(project, Project) else _named(project)
        request = Request.put(
            self.rest + "/project/{}",
            project_reference(project),
            json=body,
            repeatable="key" not in body,
            expects=Expects.JSON,
        )
        response = yield request
        return read_project(response.json(), self.site)

    def archive_project(self, project: str | Project, /) -> Flow[None]:
        """Make a project read-only and hide it."""
        yield from made_or_found(self.connection.retry, lambda: self._archived(project), lambda: self._archive(project))

    def _archive(self, project: str | Project) -> Flow[bool]:
        yield self.archiving(project_reference(project))
        return True

    def _archived(self, project: str | Project) -> Flow[bool | None]:
        found = yield from self.get_project(project)
        return getattr(found, "archived", False) or None

    @abstractmethod
    def archiving(self, project: str) -> Request:
        """Return the request that archives a project."""


class CloudProjects(ProjectWriting):
    """Projects of Cloud."""

    lead_key = "leadAccountId"
    schemes: ClassVar[Mapping[str, Listed]] = {
        "permission_scheme": ("permissionScheme", PERMISSIONS),
        "notification_scheme": ("notificationScheme", NOTIFICATIONS),
        "workflow_scheme": ("workflowScheme", WORKFLOWS),
        "type_scheme": ("issueTypeScheme", TYPES),
    }

    @accepts(*_DRAFT)
    def create_project(self, draft: ProjectDraft, /) -> Flow[Project]:
        """Make a project; its schemes are given by name or by id."""
        return self.project_made(draft)

    def archiving(self, project: str) -> Request:
        """Return the request that archives a project."""
        return Request.post(self.rest + "/project/{}/archive", project, expects=Expects.NOTHING)

    @support(note="for good, not into the recycle bin; a task does it, which is waited for")
    def delete_project(self, project: str | Project, /) -> Flow[None]:
        """Delete a project with its tickets. It takes as long as Jira's task takes, at most half an hour."""
        # https://developer.atlassian.com/cloud/jira/platform/rest/v3/api-group-projects/#api-rest-api-3-project-projectidorkey-delete-post
        request = Request.post(self.rest + "/project/{}/delete", project_reference(project), expects=Expects.BYTES)
        response = yield request
        task = _task_of(request, response)
        for pause in _PAUSES:
            answer = yield self.get("/task/{}", task)
            found = table(answer.json())
            status = need(found, "status", text)
            if status == "COMPLETE":
                return
            if status not in _UNDER_WAY:
                raise _failed(task, status, found)
            yield from sleep(pause)
        raise Unavailable(f"task {task}, which deletes the project, is not done yet", may_have_happened=True)


class ServerProjects(ProjectWriting):
    """Projects of a server."""

    lead_key = "lead"
    schemes: ClassVar[Mapping[str, Listed]] = {
        "permission_scheme": ("permissionScheme", PERMISSIONS),
        "notification_scheme": ("notificationScheme", NOTIFICATIONS),
        "workflow_scheme": ("workflowSchemeId", None),
    }

    @accepts(*(name for name in _DRAFT if name != "type_scheme"))
    @support(note="a workflow scheme is given by its id: servers do not list them")
    def create_project(self, draft: ProjectDraft, /) -> Flow[Project]:
        """Make a project; schemes of permissions and notifications are given by name or by id."""
        return self.project_made(draft)

    def archiving(self, project: str) -> Request:
        """Return the request that archives a project."""
        return Request.put(self.rest + "/project/{}/archive", project, repeatable=False)

    @support(note="with a licence for Data Center")
    def archive_project(self, project: str | Project, /) -> Flow[None]:
        """Make a project read-only and hide it."""
        return super().archive_project(project)

    def delete_project(self, project: str | Project, /) -> Flow[None]:
        """Delete a project with its tickets, for good; the server answers when it is done."""
        yield Request.delete(self.rest + "/project/{}", project_reference(project))


def _named(project: str) -> Project:
    return loaded(Project, {}, id=project) if project.isdecimal() else loaded(Project, {}, key=project)


def _task_of(request: Request, response: Response) -> str:
    """Return the id of the task that an answer leads to, by its address or by its body."""
    location = response.headers.get("location", "").partition("?")[0].rstrip("/")
    if location:
        return location.rpartition("/")[2]
    if error := unreadable(request, response):
        error.may_have_happened = True
        raise error
    return need(table(response.json()), "id", identifier)


def _failed(task: str, status: str, found: Json) -> ProviderError:
    told = " ".join(str(found.get("message") or "").split())
    sentence = f"task {task}, which was to delete the project, ended as {status}"
    return ProviderError(f"{sentence}: {told}" if told else sentence)
