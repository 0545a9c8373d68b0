"""
The kit's site: a small Jira with a project of the kit's own, the same to the last id and second whenever it is made.

It has few people and one custom field of each kind, so that a recording of it can be read.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final, Literal, TypeAlias

from jira_simulator.clock import Clock
from jira_simulator.journal import Journal
from jira_simulator.launch import make_site
from jira_simulator.seed import EPOCH, fields
from jira_simulator.serving import serving
from jira_simulator.site import Site
from jira_simulator.store.administration import Filter, Scheme
from jira_simulator.store.agile import Board
from jira_simulator.store.catalogue import SecurityLevel
from jira_simulator.store.projects import Component, Project, Version
from jira_simulator.store.workflows import Transition, Workflow
from jira_simulator.work.creating import create_issue
from jira_simulator.work.editing import Edit
from jira_simulator.work.schemes import add_schemes
from jira_simulator.work.screens import add_layouts

Variant: TypeAlias = Literal["cloud", "server"]

KEY: Final = "KIT"
EPIC: Final = "DEMO-1"
TEAM: Final = "0a1b2c3d-1111-4222-8333-444455556666"
LEVELS: Final = ("Staff", "Leads")

_SEEDED: Final = "DEMO"
_EPIC, _STORY, _TASK, _SUBTASK, _BUG = 10000, 10001, 10002, 10003, 10004
_TO_DO, _IN_PROGRESS, _DONE, _IN_REVIEW = 10000, 3, 10001, 10002
#: From here on custom fields repeat those before, for other departments.
_REPEATING: Final = 10050
#: Custom fields that nothing of the kit is about: colours, charts, plans.
_UNUSED: Final = frozenset({10000, 10017, 10022, 10023, 10027, 10028, 10048, 10049})
_PEOPLE: Final = 4
_REQUEST_SECONDS: Final = 1.0


class Turning(Journal):
    """A journal that turns the clock with every request, so that time goes on by what happens and by nothing else."""

    def __init__(self, clock: Clock) -> None:
        super().__init__()
        self._clock = clock

    def note(self, *args: Any, **kwargs: Any) -> None:
        super().note(*args, **kwargs)
        self._clock.turn(_REQUEST_SECONDS)


@contextmanager
def kit_site(variant: Variant) -> Iterator[Site]:
    """Serve a new one on loopback while the context lasts."""
    with TemporaryDirectory() as folder:
        file = Path(folder, "site.db")
        file.write_bytes(_template(variant))
        with serving(variant, file=str(file), clock=_still()) as site:
            site.requests = Turning(site.clock)
            yield site


@cache
def _template(variant: Variant) -> bytes:
    """Return the database of one: a copy is made faster than a site."""
    with TemporaryDirectory() as folder:
        file = Path(folder, "site.db")
        site = make_site(variant, file=str(file), clock=_still())
        furnish(site)
        site.store.close()
        return file.read_bytes()


def _still() -> Clock:
    return Clock(lambda: EPOCH / 1000)


def furnish(site: Site) -> None:
    """Make a seeded site the kit's."""
    with site.store.database.transaction():
        _leave_out_fields(site)
        _leave_out_projects(site)
        _leave_out_people(site)
        _add_project(site)
        _add_epic(site)
    site.index.rebuild()


def _leave_out_fields(site: Site) -> None:
    for field in site.store.fields.all():
        number = int(field.key.removeprefix("customfield_")) if field.custom else 0
        if number >= _REPEATING or number in _UNUSED:
            site.store.options.remove_where(field_key=field.key)
            site.store.contexts.remove_where(field_key=field.key)
            site.store.fields.remove(field.id)


def _leave_out_projects(site: Site) -> None:
    store = site.store
    gone = {project.id for project in store.projects if project.key != _SEEDED}
    for table in (store.boards, store.components, store.versions, store.layouts):
        for record in table.all():
            if record.project_id in gone:
                table.remove(record.id)
    boards = {board.id for board in store.boards}
    for sprint in store.sprints.all():
        if sprint.board_id not in boards:
            store.sprints.remove(sprint.id)
    for id in gone:
        store.projects.remove(id)


def _leave_out_people(site: Site) -> None:
    store = site.store
    for person in store.people.all()[_PEOPLE:]:
        store.people.remove(person.id)
    kept = {person.id for person in store.people}
    for group in store.groups.all():
        store.groups.save(replace(group, members=tuple(id for id in group.members if id in kept)))


def _add_project(site: Site) -> None:
    store = site.store
    admin, *_ = store.people.all()
    level_scheme = store.schemes.add(Scheme(kind="security", name="Kit security"))
    project = store.projects.add(
        Project(
            key=KEY,
            name="The kit's",
            lead_id=admin.id,
            type_ids=(_TASK, _STORY, _BUG, _SUBTASK, _EPIC),
            workflows={"default": _workflow(site).id},
            roles={"10002": [f"user:{admin.id}"], "10003": ["group:10002"]},
            schemes={"security": level_scheme.id},
            uuid="0c0ffee0-1111-4000-8000-00000000c0de",
        )
    )
    project = add_schemes(site, project)
    add_layouts(site, project, store.types.get_many(project.type_ids))
    for layout in store.layouts.where(project_id=project.id):
        store.layouts.save(replace(layout, edit=(*layout.edit, "resolution")))
    store.security_levels.add_many(
        SecurityLevel(name=name, project_id=project.id, groups=("jira-software-users",)) for name in LEVELS
    )
    store.components.add_many(Component(project_id=project.id, name=name) for name in ("Core", "Docs"))
    store.versions.add_many(
        Version(project_id=project.id, name=name, position=position) for position, name in enumerate(("1.0", "2.0"))
    )
    _add_board(site, project)


def _workflow(site: Site) -> Workflow:
    """Return a workflow with two ways of each kind, of which one asks for a resolution."""
    workflow = site.store.workflows.add(
        Workflow(name="Kit workflow", initial_status_id=_TO_DO, status_ids=(_TO_DO, _IN_PROGRESS, _IN_REVIEW, _DONE))
    )
    screen = ("resolution", "assignee", "fixVersions")
    ways = (
        Transition(workflow_id=workflow.id, number=11, name="Put back", target_id=_TO_DO, resolves=False),
        Transition(workflow_id=workflow.id, number=21, name="Start", target_id=_IN_PROGRESS, resolves=False),
        Transition(workflow_id=workflow.id, number=31, name="Submit", target_id=_IN_REVIEW, resolves=False),
        Transition(workflow_id=workflow.id, number=41, name="Finish", target_id=_DONE, resolves=True),
        Transition(workflow_id=workflow.id, number=51, name="Finish with a reason", target_id=_DONE, screen=screen,
                   required=("resolution",), resolves=True),
    )  # fmt: skip
    site.store.transitions.add_many(ways)
    return workflow


def _add_board(site: Site, project: Project) -> None:
    owner = site.store.people.all()[0]
    found = site.store.filters.add(
        Filter(name="Filter of the kit", owner_id=owner.id, jql=f"project = {KEY} ORDER BY Rank ASC",
               shares=({"type": "project", "id": project.id},))
    )  # fmt: skip
    columns = {"To Do": [_TO_DO], "In Progress": [_IN_PROGRESS, _IN_REVIEW], "Done": [_DONE]}
    board = Board(name="Kit board", kind="scrum", filter_id=found.id, project_id=project.id, columns=columns,
                  estimation=fields.POINTS, parallel=True)  # fmt: skip
    site.store.boards.add(board)


def _add_epic(site: Site) -> None:
    """Make an epic outside of the kit's project, whose tickets are its own alone."""
    epic: dict[str, Any] = {"project": {"key": _SEEDED}, "issuetype": {"name": "Epic"}, "summary": "An epic"}
    if not site.cloud:
        epic[fields.EPIC_NAME] = "Epic"
    create_issue(Edit(site, site.store.people.all()[0], "2"), {"fields": epic})
