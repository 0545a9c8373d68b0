"""
Templates: what a new project is made of, by the key of the template that it is made from.

A template gives types, a workflow and for software a board. Team-managed ones give the project types and statuses of
its own. https://developer.atlassian.com/cloud/jira/platform/rest/v3/api-group-projects/#api-rest-api-3-project-post
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from ..site import Site
from ..store.administration import Filter
from ..store.agile import Board
from ..store.catalogue import IssueType, Status
from ..store.people import Person
from ..store.projects import Project
from ..store.workflows import Transition, Workflow
from . import events

__all__ = ["TEMPLATES", "Template", "furnish", "template_for", "templates_of"]


@dataclass(frozen=True, slots=True)
class Template:
    """
    One template.

    Attributes:
        kind: The type of project that it fits.
        board: `scrum`, `kanban` or `simple`, or nothing.
        statuses: Names, with their categories, of the workflow that it makes; the first is where issues begin.
        types: The types that it offers, the default first.
        own: Whether types and statuses are the project's own: team-managed.
    """

    key: str
    kind: str
    statuses: tuple[tuple[str, int], ...]
    types: tuple[str, ...]
    board: str = ""
    own: bool = False


_SOFTWARE: Final = "com.pyxis.greenhopper.jira:"
_DESK: Final = "com.atlassian.servicedesk:"
_CORE: Final = "com.atlassian.jira-core-project-templates:"
_PLAIN: Final = (("To Do", 2), ("In Progress", 4), ("Done", 3))
_BOARDED: Final = (("Backlog", 2), ("Selected for Development", 2), ("In Progress", 4), ("Done", 3))
_DESKED: Final = (("Open", 2), ("In Progress", 4), ("Waiting for customer", 4), ("Resolved", 3), ("Closed", 3))
_STORIES: Final = ("Story", "Task", "Bug", "Epic", "Subtask")
_TASKS: Final = ("Task", "Subtask")


def _desks(own: bool, names: str) -> list[Template]:
    return [
        Template(_DESK + name, "service_desk", _DESKED, ("Task", "Bug", "Subtask"), own=own) for name in names.split()
    ]


_CLOUD: Final = (
    Template(_SOFTWARE + "gh-simplified-scrum-classic", "software", _PLAIN, _STORIES, "scrum"),
    Template(_SOFTWARE + "gh-simplified-kanban-classic", "software", _BOARDED, _STORIES, "kanban"),
    Template(_SOFTWARE + "gh-simplified-basic", "software", _PLAIN, ("Bug", "Task", "Epic", "Subtask"), "kanban"),
    Template(_SOFTWARE + "gh-simplified-agility-kanban", "software", _PLAIN, ("Task", "Epic", "Subtask"), "simple", True),
    Template(_SOFTWARE + "gh-simplified-agility-scrum", "software", _PLAIN, ("Task", "Epic", "Subtask"), "simple", True),
    Template(_SOFTWARE + "gh-cross-team-template", "software", _PLAIN, _STORIES, "kanban"),
    Template(_SOFTWARE + "gh-cross-team-planning-template", "software", _PLAIN, _STORIES, "kanban"),
    *_desks(False, "simplified-it-service-management simplified-it-service-management-basic "
            "simplified-it-service-management-operations simplified-general-service-desk "
            "simplified-internal-service-desk simplified-external-service-desk simplified-hr-service-desk "
            "simplified-facilities-service-desk simplified-legal-service-desk simplified-marketing-service-desk "
            "simplified-finance-service-desk simplified-analytics-service-desk simplified-design-service-desk "
            "simplified-sales-service-desk simplified-halp-service-desk"),
    *_desks(True, "next-gen-it-service-desk next-gen-hr-service-desk next-gen-legal-service-desk "
            "next-gen-marketing-service-desk next-gen-facilities-service-desk next-gen-general-service-desk "
            "next-gen-analytics-service-desk next-gen-finance-service-desk next-gen-design-service-desk "
            "next-gen-sales-service-desk"),
    *(Template(f"{_CORE}jira-core-simplified-{name}", "business", _PLAIN, _TASKS) for name in
      ("content-management", "document-approval", "lead-tracking", "process-control", "procurement",
       "project-management", "recruitment", "task-tracking")),
)  # fmt: skip
_SERVER: Final = (
    Template(_SOFTWARE + "gh-scrum-template", "software", _PLAIN, ("Story", "Task", "Bug", "Epic", "Sub-task"), "scrum"),
    Template(_SOFTWARE + "gh-kanban-template", "software", _BOARDED, ("Story", "Task", "Bug", "Epic", "Sub-task"), "kanban"),
    Template(_SOFTWARE + "basic-software-development-template", "software", _PLAIN, ("Bug", "Task", "Epic", "Sub-task")),
    *(Template(f"{_CORE}jira-core-{name}", "business", _PLAIN, ("Task", "Sub-task")) for name in
      ("task-management", "project-management", "process-management")),
)  # fmt: skip
TEMPLATES: Final = {template.key: template for template in (*_CLOUD, *_SERVER)}


def templates_of(site: Site) -> tuple[Template, ...]:
    """Return the templates that a platform has."""
    return _CLOUD if site.cloud else _SERVER


def template_for(site: Site, key: str, kind: str) -> Template | None:
    """Return the template with a key, or else the usual one of a type of project."""
    if key:
        return next((found for found in templates_of(site) if found.key == key), None)
    return next((found for found in templates_of(site) if found.kind == kind and not found.own), None)


def furnish(site: Site, project: Project, template: Template, account: Person | None) -> Project:
    """Give a new project its types and workflow, and if it has one its board."""
    statuses = [_status(site, project, name, category, own=template.own) for name, category in template.statuses]
    types = [_type(site, project, name, own=template.own) for name in template.types]
    workflow = _workflow(site, project, statuses)
    saved = site.store.projects.save(
        replace(project, type_ids=tuple(type.id for type in types), workflows={"default": workflow.id})
    )
    if template.board:
        _open_board(site, saved, template.board, statuses, account)
    return saved


def _status(site: Site, project: Project, name: str, category: int, *, own: bool) -> Status:
    if not own:
        for found in site.store.statuses.where(name=name):
            if found.project_id is None:
                return found
    return site.store.statuses.add(Status(name=name, category=category, project_id=project.id if own else None))


def _type(site: Site, project: Project, name: str, *, own: bool) -> IssueType:
    found = next(type for type in site.store.types.where(name=name) if type.project_id is None)
    return site.store.types.add(replace(found, id=0, project_id=project.id)) if own else found


def _workflow(site: Site, project: Project, statuses: list[Status]) -> Workflow:
    """Return a new workflow in which every status can be reached from every other."""
    workflow = site.store.workflows.add(
        Workflow(
            name=f"Software Simplified Workflow for Project {project.key}"
            if project.kind == "software"
            else f"{project.key}: Workflow",
            initial_status_id=statuses[0].id,
            status_ids=tuple(status.id for status in statuses),
        )
    )
    site.store.transitions.add_many(
        Transition(
            workflow_id=workflow.id,
            number=10 * place + 1,
            name=status.name,
            target_id=status.id,
            resolves=status.category == 3,
        )
        for place, status in enumerate(statuses, 1)
    )
    return workflow


def _open_board(site: Site, project: Project, kind: str, statuses: list[Status], account: Person | None) -> None:
    owner = account.id if account else project.lead_id
    query = f"project = {project.key} ORDER BY Rank ASC"
    shared: dict[str, object] = {"type": "project", "id": project.id}
    name = f"Filter for {project.key} board"
    found = site.store.filters.add(Filter(name=name, owner_id=owner, jql=query, shares=(shared,)))
    points = next((field.key for field in site.store.fields.where(name="Story Points")), None)
    board = site.store.boards.add(
        Board(
            name=f"{project.key} board",
            kind=kind,
            filter_id=found.id,
            project_id=project.id,
            columns={status.name: [status.id] for status in statuses},
            estimation=points if kind == "scrum" else None,
        )
    )
    events.tell(site, "board_created", account, subject=board)
