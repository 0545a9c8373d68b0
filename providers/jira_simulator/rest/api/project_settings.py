"""Settings of projects: kinds of projects, statuses, hierarchy, features, sender address; and checks of names and keys."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any, Final

from ...refusal import Refused, not_found
from ...views.catalogue import status
from ...work.projects import key_problem, name_problem
from ...work.transitions import workflow_of
from ..call import Answer, Call
from ..guards import project_to_administer
from ..routing import CLOUD, Routes

routes = Routes()

_PROJECT: Final = ("manage:jira-project",)
_KINDS: Final = {"software": "Software", "service_desk": "Service Desk", "business": "Business"}
_LEVELS: Final = {-1: "Subtask", 0: "Base", 1: "Epic"}
_FEATURES: Final = {
    "jsw.classic.roadmap": "Roadmap",
    "jsw.classic.backlog": "Backlog",
    "jsw.classic.code": "Code",
    "jsw.classic.releases": "Releases",
    "jsw.classic.reports": "Reports",
    "jsw.classic.pages": "Pages",
}


def _kind(key: str) -> dict[str, Any]:
    return {
        "key": key,
        "formattedKey": _KINDS[key],
        "descriptionI18nKey": f"jira.project.type.{key}.description",
        "icon": "",
        "color": "#FFFFFF",
    }


@routes.get("/project/type")
@routes.get("/project/type/accessible", on=[CLOUD])
def kinds(call: Call) -> Answer:
    """Return the types of projects that the site has."""
    return Answer([_kind(key) for key in _offered(call)])


def _offered(call: Call) -> list[str]:
    return [key for key in _KINDS if call.site.cloud or key != "service_desk"]


@routes.get("/project/type/{kind}")
@routes.get("/project/type/{kind}/accessible")
def kind(call: Call) -> Answer:
    """Return a type of projects."""
    if call.path["kind"] not in _offered(call):
        raise not_found(f"The project type {call.path['kind']} does not exist.")
    return Answer(_kind(call.path["kind"]))


@routes.get("/project/{project}/statuses")
def statuses(call: Call) -> Answer:
    """Return the statuses of a project, by type."""
    found, store = call.project(), call.site.store
    answer: list[dict[str, Any]] = []
    for item in store.types.get_many(found.type_ids):
        ids = workflow_of(call.site, found, item.id).status_ids
        answer.append(
            {
                "self": call.view.url(f"/issuetype/{item.id}"),
                "id": str(item.id),
                "name": item.name,
                "subtask": item.subtask,
                "statuses": [status(one, call.view) for one in store.statuses.get_many(ids)],
            }
        )
    return Answer(answer)


@routes.get("/project/{project}/hierarchy", on=[CLOUD])
def hierarchy(call: Call) -> Answer:
    """Return the types of a project by their levels."""
    found = call.project()
    types = call.site.store.types.get_many(found.type_ids)
    levels = [
        {
            "level": level,
            "name": _LEVELS.get(level, f"Level {level}"),
            "issueTypes": [
                {"id": item.id, "name": item.name, "avatarId": item.avatar_id}
                | ({"entityId": f"{item.id:08x}-0000-4000-8000-{found.id:012x}"} if item.project_id else {})
                for item in types
                if item.level == level
            ],
        }
        for level in sorted({item.level for item in types}, key=lambda level: (level < 0, level))
    ]
    return Answer({"projectId": found.id, "hierarchy": levels})


@routes.get("/project/{project}/features", on=[CLOUD])
def features(call: Call) -> Answer:
    """Return what can be switched on and off in a project."""
    return Answer({"features": _features(call)})


def _features(call: Call) -> list[dict[str, Any]]:
    found = call.project()
    return [
        {
            "projectId": found.id,
            "state": "DISABLED" if key in found.features_off else "ENABLED",
            "toggleLocked": False,
            "feature": key,
            "prerequisites": [],
            "localisedName": name,
            "localisedDescription": "",
            "imageUri": "",
        }
        for key, name in _FEATURES.items()
        if found.kind == "software"
    ]


@routes.put("/project/{project}/features/{feature}", on=[CLOUD], scopes=_PROJECT)
def switch_feature(call: Call) -> Answer:
    """Switch a feature on or off."""
    found = project_to_administer(call)
    feature, state = call.path["feature"], call.object().get("state")
    if feature not in _FEATURES or found.kind != "software":
        raise not_found(f"The feature '{feature}' does not exist in this project.")
    if state not in {"ENABLED", "DISABLED"}:
        raise Refused(400, f"The state '{state}' is not valid.")
    off = [key for key in found.features_off if key != feature] + ([feature] if state == "DISABLED" else [])
    call.site.store.projects.save(replace(found, features_off=tuple(off)))
    return Answer({"features": _features(call)})


@routes.get("/project/{project}/email", on=[CLOUD], scopes=_PROJECT)
def email(call: Call) -> Answer:
    """Return the address that notifications of a project come from."""
    found = project_to_administer(call)
    return Answer({"emailAddress": found.email or "jira@example.atlassian.net"})


@routes.put("/project/{project}/email", on=[CLOUD], scopes=_PROJECT)
def set_email(call: Call) -> Answer:
    """Set the address that notifications come from; an empty one means the site's."""
    found = project_to_administer(call)
    address = str(call.object().get("emailAddress") or "")
    if address and "@" not in address:
        raise Refused(400, errors={"emailAddress": "The email address is not valid."})
    call.site.store.projects.save(replace(found, email=address))
    return Answer(status=204)


@routes.get("/projectvalidate/key")
def check_key(call: Call) -> Answer:
    """Say what is wrong with a key, in the shape of an error."""
    wrong = key_problem(call.site, call.text("key"))
    return Answer({"errorMessages": [], "errors": {"projectKey": wrong} if wrong else {}})


@routes.get("/projectvalidate/validProjectKey", on=[CLOUD])
def propose_key(call: Call) -> Answer:
    """Return a key like the one given that can be used, empty if there is none."""
    asked = re.sub(r"[^A-Z0-9]", "", call.text("key").upper()).lstrip("0123456789")[:10]
    base = asked if len(asked) > 1 else (asked or "P") + "R"
    for key in (base, *(f"{base[: 10 - len(str(number))]}{number}" for number in range(2, 100))):
        if key_problem(call.site, key) is None:
            return Answer(key)
    return Answer("")


@routes.get("/projectvalidate/validProjectName", on=[CLOUD])
def propose_name(call: Call) -> Answer:
    """Return a name like the one given that can be used."""
    asked = call.text("name")
    for name in (asked, *(f"{asked} {number}" for number in range(2, 100))):
        if name_problem(call.site, name) is None:
            return Answer(name)
    raise not_found("A valid project name could not be generated.")
