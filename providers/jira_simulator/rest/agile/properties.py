"""Properties of boards and sprints."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from ...refusal import Refused
from ...store.activity import Property
from ..agile_calls import board_of, sprint_of
from ..call import Answer, Call
from ..routing import Routes

routes = Routes()

_LONGEST_KEY: Final = 255
_LONGEST_VALUE: Final = 32_768
_BOARD: Final = "board-scope.admin:jira-software"
_SPRINT: Final = "sprint:jira-software"


def _owner(call: Call) -> tuple[str, int]:
    """Return what the path names: an entity and its id."""
    if "board" in call.path:
        return "board", board_of(call).id
    return "sprint", sprint_of(call).id


def _held(call: Call) -> list[Property]:
    entity, id = _owner(call)
    return [row for row in call.site.store.properties.where(entity_id=id) if row.entity == entity]


def _one(call: Call) -> Property | None:
    return next((row for row in _held(call) if row.key == call.path["key"]), None)


@routes.get("/board/{board}/properties", scopes=[f"read:{_BOARD}"])
@routes.get("/sprint/{sprint}/properties", scopes=[f"read:{_SPRINT}"])
def read_keys(call: Call) -> Answer:
    """Return the keys of the properties."""
    entity, id = _owner(call)
    url = call.view.agile_url(f"/{entity}/{id}/properties")
    return Answer({"keys": [{"self": f"{url}/{row.key}", "key": row.key} for row in _held(call)]})


@routes.get("/board/{board}/properties/{key}", scopes=[f"read:{_BOARD}"])
@routes.get("/sprint/{sprint}/properties/{key}", scopes=[f"read:{_SPRINT}"])
def read(call: Call) -> Answer:
    """Return a property."""
    found = _one(call)
    if found is None:
        raise Refused(404, f"The property with key '{call.path['key']}' does not exist.")
    return Answer({"key": found.key, "value": found.value})


@routes.put("/board/{board}/properties/{key}", scopes=[f"write:{_BOARD}"])
@routes.put("/sprint/{sprint}/properties/{key}", scopes=[f"write:{_SPRINT}"])
def write(call: Call) -> Answer:
    """Set a property: 201 if there was none."""
    call.require_account()
    entity, id = _owner(call)
    if len(call.path["key"]) > _LONGEST_KEY or len(call.content) > _LONGEST_VALUE or not call.content:
        raise Refused(400, f"A property has a key of at most {_LONGEST_KEY} characters and a value of at most "
                           f"{_LONGEST_VALUE} bytes.")  # fmt: skip
    found = _one(call)
    if found is None:
        call.site.store.properties.add(Property(entity=entity, entity_id=id, key=call.path["key"], value=call.json()))
        return Answer(status=201)
    call.site.store.properties.save(replace(found, value=call.json()))
    return Answer()


@routes.delete("/board/{board}/properties/{key}", scopes=[f"delete:{_BOARD}"])
@routes.delete("/sprint/{sprint}/properties/{key}", scopes=[f"delete:{_SPRINT}"])
def delete(call: Call) -> Answer:
    """Delete a property."""
    call.require_account()
    found = _one(call)
    if found is None:
        raise Refused(404, f"The property with key '{call.path['key']}' does not exist.")
    call.site.store.properties.remove(found.id)
    return Answer(status=204)
