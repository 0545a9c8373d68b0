"""Categories of projects: read, created, changed and deleted."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from ...refusal import Refused
from ...store.projects import Category
from ...views.projects import category
from ..call import Answer, Call
from ..guards import administrator, record
from ..routing import Routes

routes = Routes()

_SITE: Final = ("manage:jira-configuration",)


@routes.get("/projectCategory")
def read_all(call: Call) -> Answer:
    """Return all categories."""
    call.require_account()
    return Answer([category(found, call.view) for found in call.site.store.categories])


@routes.get("/projectCategory/{category}")
def read(call: Call) -> Answer:
    """Return a category."""
    call.require_account()
    return Answer(category(_found(call), call.view))


@routes.post("/projectCategory", scopes=_SITE)
def create(call: Call) -> Answer:
    """Create a category."""
    administrator(call)
    body = call.object()
    made = Category(name=_name(call, body.get("name"), None), description=str(body.get("description") or ""))
    return Answer(category(call.site.store.categories.add(made), call.view), 201)


@routes.put("/projectCategory/{category}", scopes=_SITE)
def update(call: Call) -> Answer:
    """Change a category."""
    administrator(call)
    found, body = _found(call), call.object()
    name = _name(call, body.get("name", found.name), found)
    saved = replace(found, name=name, description=str(body.get("description", found.description) or ""))
    return Answer(category(call.site.store.categories.save(saved), call.view))


@routes.delete("/projectCategory/{category}", scopes=_SITE)
def delete(call: Call) -> Answer:
    """Delete a category; its projects have none then."""
    administrator(call)
    found = _found(call)
    for project in call.site.store.projects.where(category_id=found.id):
        call.site.store.projects.save(replace(project, category_id=None))
    call.site.store.categories.remove(found.id)
    return Answer(status=204)


def _found(call: Call) -> Category:
    id = call.path["category"]
    return record(call.site.store.categories, id, f"Cannot find project category with id '{id}'.")


def _name(call: Call, given: object, own: Category | None) -> str:
    """Return a name that no other category has."""
    name = given.strip() if isinstance(given, str) else ""
    if not name:
        raise Refused(400, errors={"name": "The name of the project category is required."})
    if any(found != own and found.name.lower() == name.lower() for found in call.site.store.categories):
        raise Refused(409 if own is None else 400, errors={"name": f"The project category '{name}' already exists."})
    return name
