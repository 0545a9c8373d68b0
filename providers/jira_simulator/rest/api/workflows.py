"""Workflows, read: their statuses, and the ways between these."""

from __future__ import annotations

from typing import Any, Final

from ...store.workflows import Transition, Workflow
from ..call import Answer, Call
from ..guards import administrator
from ..paging import page_of
from ..routing import CLOUD, SERVER, Routes

routes = Routes()

_ADMINISTRATORS: Final = "Only Jira administrators can access workflows."


@routes.get("/workflow", on=[SERVER])
def read_all(call: Call) -> Answer:
    """Return all workflows, or the one that is named."""
    administrator(call, _ADMINISTRATORS, status=401)
    name = call.text("workflowName")
    return Answer(
        [
            {"name": found.name, "description": found.description, "steps": len(found.status_ids), "default": False}
            for found in call.site.store.workflows
            if not name or found.name == name
        ]
    )


@routes.get("/workflow/search", on=[CLOUD], scopes=("manage:jira-project",))
def search(call: Call) -> Answer:
    """Return a page of workflows with what `expand` asks for."""
    administrator(call, _ADMINISTRATORS)
    names, text = set(call.texts("workflowName")), call.text("queryString").lower()
    found = [
        item
        for item in call.site.store.workflows
        if (not names or item.name in names) and (not text or text in item.name.lower())
    ]
    return Answer(page_of(call, [_shown(item, call) for item in found]))


def _shown(found: Workflow, call: Call) -> dict[str, Any]:
    expand = call.expand()
    entity_id = f"{found.id:08x}-2222-4000-8000-000000000000"
    answer: dict[str, Any] = {"id": {"name": found.name, "entityId": entity_id}, "description": found.description}
    store = call.site.store
    if "statuses" in expand:
        answer["statuses"] = [
            {"id": str(item.id), "name": item.name} for item in store.statuses.get_many(found.status_ids)
        ]
    if "transitions" in expand:
        answer["transitions"] = [_transition(item) for item in store.transitions.where(workflow_id=found.id)]
    if "default" in expand:
        answer["isDefault"] = False
    return answer


def _transition(found: Transition) -> dict[str, Any]:
    kind = "initial" if found.initial else "directed" if found.sources else "global"
    return {
        "id": str(found.number),
        "name": found.name,
        "description": "",
        "from": [str(id) for id in found.sources],
        "to": str(found.target_id),
        "type": kind,
    }
