"""The projects of a seeded site, with workflows, screens, components and versions."""

from __future__ import annotations

from random import Random
from typing import Final

from ..site import Site
from ..store.administration import Dashboard
from ..store.projects import Category, Component, Project, Version
from ..store.workflows import Transition, Workflow
from ..work.schemes import add_schemes
from ..work.screens import add_layouts
from . import fields
from .catalogue import BUG, EPIC, LEGEND, STORY, SUBTASK, TASK

__all__ = ["seed_projects"]

# key, name, kind, team-managed, public, workflow
_PROJECTS: Final = (
    ("DEMO", "Demo Scrum", "software", False, True, 0),
    ("SUP", "Customer Support", "service_desk", False, False, 1),
    ("KAN", "Kanban Flow", "software", False, False, 0),
    ("MKT", "Marketing", "business", False, False, 2),
    ("TEAM", "Team-managed", "software", True, False, 2),
    ("SEC", "Secret Plans", "software", False, False, 0),
)


def seed_projects(site: Site, random: Random) -> None:
    """Fill the tables of projects and of what they are made of."""
    workflows = [_classic(site), _support(site), _simple(site)]
    leads = site.store.people.all()
    site.store.dashboards.add(Dashboard(name="System Dashboard", owner_id=leads[0].id, shares=({"type": "global"},)))
    category = site.store.categories.add(Category(name="Product", description="What customers see."))
    for index, (key, name, kind, simplified, public, workflow) in enumerate(_PROJECTS):
        types = (STORY, TASK, BUG, SUBTASK, EPIC, *((LEGEND,) if site.cloud and key == "DEMO" else ()))
        project = site.store.projects.add(
            Project(
                key=key,
                name=name,
                lead_id=leads[index].id,
                kind=kind,
                description=f"{name}, as the simulator made it.",
                simplified=simplified and site.cloud,
                private=key == "SEC",
                public=public,
                assignee_type="PROJECT_LEAD" if key == "SUP" else "UNASSIGNED",
                avatar_id=10400 + index,
                category_id=category.id if index < 2 else None,
                type_ids=types,
                workflows={"default": workflows[workflow].id},
                roles={"10002": [f"user:{leads[index].id}"], "10003": ["group:10002"] if key != "SEC" else []},
                uuid=f"{random.getrandbits(32):08x}-1111-4000-8000-{random.getrandbits(48):012x}",
            )
        )
        add_schemes(site, project)
        required = {BUG: (fields.SEVERITY,)} if key == "SUP" else {}
        add_layouts(site, project, site.store.types.get_many(types), required=required)
        _seed_parts(site, project, random)


def _seed_parts(site: Site, project: Project, random: Random) -> None:
    people = site.store.people.all()
    site.store.components.add_many(
        Component(project_id=project.id, name=name, description=f"All about {name.lower()}.", lead_id=lead)
        for name, lead in (("Backend", random.choice(people).id), ("Frontend", None), ("Documentation", None))
    )
    site.store.versions.add_many(
        Version(
            project_id=project.id,
            name=f"{number}.0",
            description=f"Release {number}.",
            released=number < 3,
            archived=number == 1,
            start_date=f"2026-{3 * number - 2:02d}-01",
            release_date=f"2026-{3 * number:02d}-15",
            position=number,
        )
        for number in (1, 2, 3, 4)
    )


def _classic(site: Site) -> Workflow:
    """Return the workflow with a resolution screen and a condition."""
    workflow = site.store.workflows.add(
        Workflow(name="Software workflow", initial_status_id=10000, status_ids=(10000, 3, 10002, 10006, 10001))
    )
    screen = ("resolution", "assignee", "fixVersions")
    _transitions(
        site,
        Transition(workflow_id=workflow.id, number=11, name="To Do", target_id=10000, resolves=False),
        Transition(workflow_id=workflow.id, number=21, name="In Progress", target_id=3, resolves=False),
        Transition(workflow_id=workflow.id, number=41, name="Review", target_id=10002, sources=(3,)),
        Transition(workflow_id=workflow.id, number=51, name="Block", target_id=10006, sources=(3, 10000),
                   condition="group:developers"),
        Transition(workflow_id=workflow.id, number=31, name="Done", target_id=10001, screen=screen,
                   required=("resolution",) if not site.cloud else (), resolves=True),
    )  # fmt: skip
    return workflow


def _support(site: Site) -> Workflow:
    """Return the workflow whose way to the end asks for a field that no metadata mentions."""
    workflow = site.store.workflows.add(
        Workflow(name="Support workflow", initial_status_id=1, status_ids=(1, 3, 10005, 5, 6, 4))
    )
    _transitions(
        site,
        Transition(workflow_id=workflow.id, number=4, name="Start Progress", target_id=3, sources=(1, 4)),
        Transition(workflow_id=workflow.id, number=301, name="Stop Progress", target_id=1, sources=(3,)),
        Transition(workflow_id=workflow.id, number=711, name="Ask customer", target_id=10005, sources=(3,)),
        Transition(workflow_id=workflow.id, number=721, name="Answered", target_id=3, sources=(10005,)),
        Transition(workflow_id=workflow.id, number=5, name="Resolve Issue", target_id=5, sources=(1, 3, 4, 10005),
                   screen=("resolution", "fixVersions", "assignee"), required=("resolution",), resolves=True),
        Transition(workflow_id=workflow.id, number=2, name="Close Issue", target_id=6, sources=(1, 3, 4, 5),
                   screen=("resolution", "assignee"), required=("resolution",), resolves=True),
        Transition(workflow_id=workflow.id, number=731, name="Escalate", target_id=3, sources=(1, 4),
                   screen=("assignee",), validated=("assignee",)),
        Transition(workflow_id=workflow.id, number=3, name="Reopen Issue", target_id=4, sources=(5, 6), resolves=False),
    )  # fmt: skip
    return workflow


def _simple(site: Site) -> Workflow:
    """Return the workflow in which every status can be reached from every other."""
    workflow = site.store.workflows.add(
        Workflow(name="Simplified workflow", initial_status_id=10000, status_ids=(10000, 3, 10001))
    )
    _transitions(
        site,
        Transition(workflow_id=workflow.id, number=11, name="To Do", target_id=10000, resolves=False),
        Transition(workflow_id=workflow.id, number=21, name="In Progress", target_id=3, resolves=False),
        Transition(workflow_id=workflow.id, number=31, name="Done", target_id=10001, resolves=True),
    )
    return workflow


def _transitions(site: Site, *found: Transition) -> None:
    site.store.transitions.add_many(found)
