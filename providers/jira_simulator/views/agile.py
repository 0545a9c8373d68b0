"""Boards, sprints and epics as JSON; and issues as the agile API has them, with fields of their own."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Final

from ..fieldtypes.agile import epic_of, open_sprint_of
from ..store.agile import Board, Sprint
from ..store.issues import Issue
from ..store.projects import Project
from .issues import FieldChoice, issue
from .view import Json, View

__all__ = ["AGILE_FIELDS", "agile_issue", "board", "configuration", "epic", "sprint"]

_SPRINT: Final = "com.pyxis.greenhopper.jira:gh-sprint"
_RANK: Final = "com.pyxis.greenhopper.jira:gh-lexo-rank"
_EPIC_NAME: Final = "com.pyxis.greenhopper.jira:gh-epic-label"
_EPIC_STATUS: Final = "com.pyxis.greenhopper.jira:gh-epic-status"
_EPIC_COLOR: Final = "com.pyxis.greenhopper.jira:gh-epic-color"
_EXPANDS: Final = "operations,versionedRepresentations,editmeta,changelog,renderedFields"
_FLAGGED: Final = "Flagged"
_AVATAR: Final = "/rest/api/2/universal_avatar/view/type/project/avatar"


def _time(milliseconds: int, view: View) -> str | None:
    """Return an instant: UTC on Cloud, on Data Center local with a colon in the offset."""
    if view.cloud:
        return view.agile_time(milliseconds)
    local = datetime.fromtimestamp(milliseconds / 1000, view.zone)
    text = local.isoformat(timespec="milliseconds")
    return text.removesuffix("+00:00") + "Z" if text.endswith("+00:00") else text


def board(found: Board, view: View) -> Json:
    """Return a board; Cloud says where it is located and who may see it."""
    answer: Json = {
        "id": found.id,
        "self": view.agile_url(f"/board/{found.id}"),
        "name": found.name,
        "type": found.kind,
    }
    if view.cloud:
        answer |= {"location": _location(found, view)} if found.project_id or found.owner_id else {}
        shares = view.site.store.filters[found.filter_id].shares
        answer["isPrivate"] = not shares and found.project_id is None
    return answer


def _location(found: Board, view: View) -> Json:
    store = view.site.store
    if found.project_id is None:
        owner = store.people[found.owner_id or 0]
        return {
            "userId": owner.id,
            "userAccountId": owner.account_id,
            "displayName": owner.display_name,
            "avatarURI": view.page_url(f"/secure/useravatar?size=small&avatarId={10300 + owner.id % 30}"),
            "name": owner.display_name,
        }
    project = store.projects[found.project_id]
    shown = f"{project.name} ({project.key})"
    return {
        "projectId": project.id,
        "displayName": shown,
        "projectName": project.name,
        "projectKey": project.key,
        "projectTypeKey": project.kind,
        "avatarURI": view.page_url(f"{_AVATAR}/{project.avatar_id}?size=small"),
        "name": shown,
    }


def configuration(found: Board, view: View) -> Json:
    """Return how a board is set up."""
    store = view.site.store
    answer: Json = {"id": found.id, "name": found.name, "type": found.kind}
    answer["self"] = view.agile_url(f"/board/{found.id}/configuration")
    if view.cloud and found.project_id is not None:
        answer["location"] = _container(store.projects[found.project_id], view)
    answer["filter"] = {"id": str(found.filter_id), "self": view.page_url(f"/rest/api/2/filter/{found.filter_id}")}
    if found.kind == "kanban":
        answer["subQuery"] = {"query": found.sub_query}
    columns = [
        {
            "name": name,
            "statuses": [{"id": str(id), "self": view.page_url(f"/rest/api/2/status/{id}")} for id in ids],
        }
        for name, ids in found.columns.items()
    ]
    answer["columnConfig"] = {"columns": columns, "constraintType": "none" if found.kind == "scrum" else "issueCount"}
    field = view.site.field(found.estimation) if found.estimation else None
    if found.kind == "scrum":
        answer["estimation"] = {"type": "none"}
    if field is not None:
        answer["estimation"] = {"type": "field", "field": {"fieldId": field.key, "displayName": field.name}}
    rank = view.site.field_of(_RANK)
    if rank is not None:
        answer["ranking"] = {"rankCustomFieldId": int(rank.key.rpartition("_")[2])}
    return answer


def _container(found: Project, view: View) -> Json:
    return {
        "type": "project",
        "key": found.key,
        "id": str(found.id),
        "self": view.page_url(f"/rest/api/2/project/{found.id}"),
        "name": found.name,
    }


def sprint(found: Sprint, view: View) -> Json:
    """Return a sprint; an answer holds no date that is not set."""
    answer: Json = {
        "id": found.id,
        "self": view.agile_url(f"/sprint/{found.id}"),
        "state": found.state,
        "name": found.name,
    }
    times = {"startDate": found.start, "endDate": found.end, "completeDate": found.completed}
    times["createdDate" if view.cloud else "activatedDate"] = found.created if view.cloud else found.activated
    answer |= {name: _time(at, view) for name, at in times.items() if at is not None}
    answer["originBoardId"] = found.board_id
    answer["goal"] = found.goal
    if not view.cloud and view.site.settings.numbers >= (8, 8):
        answer |= {"synced": found.synced, "autoStartStop": found.auto_start_stop}
    return answer


def epic(found: Issue, view: View) -> Json:
    """Return an epic: its name and colour are fields of their own, and so is whether it is done."""
    site = view.site
    status = site.field_of(_EPIC_STATUS)
    done = site.store.options.get(found.ref(status.key) or 0) if status else None
    key = {"key": _color(_text(found, _EPIC_COLOR, view))}
    answer: Json = {
        "id": found.id,
        "key": found.key,
        "self": view.agile_url(f"/epic/{found.id}"),
        "name": _text(found, _EPIC_NAME, view) or found.text("summary"),
        "summary": found.text("summary"),
        "color": key,
    }
    if view.cloud:
        answer["issueColor"] = key
    return answer | {"done": done is not None and done.value == "Done"}


def _text(found: Issue, custom: str, view: View) -> str:
    field = view.site.field_of(custom)
    return "" if field is None else found.text(field.key)


def _color(label: str) -> str:
    number = label.rpartition("-")[2]
    return f"color_{number if number.isdigit() else 1}"


def agile_issue(found: Issue, view: View, choice: FieldChoice, asked: frozenset[str], expand: frozenset[str]) -> Json:
    """
    Return an issue with its agile fields.

    Args:
        found: The issue.
        view: Who looks.
        choice: The fields of the platform.
        asked: The agile fields that are wanted.
        expand: As of the platform.
    """
    answer = issue(found, view, FieldChoice(choice.fields), expand=expand)
    answer |= {"expand": _EXPANDS, "self": view.agile_url(f"/issue/{found.id}")}
    own = {name: part(found, view) for name, part in AGILE_FIELDS.items() if name in asked}
    if own.get("closedSprints") == []:
        del own["closedSprints"]
    answer["fields"] |= own
    return answer


def _open_sprint(found: Issue, view: View) -> Json | None:
    held = open_sprint_of(found, view.site)
    return None if held is None else sprint(held, view)


def _closed_sprints(found: Issue, view: View) -> list[Json]:
    field = view.site.field_of(_SPRINT)
    held = view.site.store.sprints.get_many(found.refs(field.key)) if field else []
    return [sprint(item, view) for item in held if item.state == "closed"]


def _epic(found: Issue, view: View) -> Json | None:
    above = epic_of(found, view.site)
    return None if above is None else epic(above, view)


def _flagged(found: Issue, view: View) -> bool:
    return any(found.values.get(field.key) for field in view.site.store.fields.where(name=_FLAGGED))


AGILE_FIELDS: Final[dict[str, Callable[[Issue, View], object]]] = {
    "sprint": _open_sprint,
    "closedSprints": _closed_sprints,
    "epic": _epic,
    "flagged": _flagged,
}
