"""Fields of Jira Software: sprint, rank, epic link, team; and the parent."""

# A kind of field takes what every kind takes.
# ruff: noqa: ARG002
from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar, cast

from ..jql import Key, Kind
from ..jql.tree import Literal
from ..refusal import BadValue
from ..views import catalogue
from .base import FieldType, Reading, Stored, items

if TYPE_CHECKING:
    from ..site import Site
    from ..store.agile import Sprint
    from ..store.fields import FieldRecord
    from ..store.issues import Issue
    from ..views import View
    from ..views.view import Json

__all__ = ["EpicLink", "Parent", "RankField", "SprintField", "Team", "epic_of", "linked_issue", "open_sprint_of"]


def linked_issue(found: Issue, view: View) -> Json:
    """Return an issue as a parent, a subtask or the other end of a link."""
    store = view.site.store
    fields: Json = {
        "summary": found.text("summary"),
        "status": catalogue.status(store.statuses[found.ref("status") or 0], view),
    }
    priority = found.ref("priority")
    if priority is not None:
        fields["priority"] = catalogue.priority(store.priorities[priority], view)
    fields["issuetype"] = catalogue.issue_type(store.types[found.ref("issuetype") or 0], view)
    return {"id": str(found.id), "key": found.key, "self": view.url(f"/issue/{found.id}"), "fields": fields}


def open_sprint_of(found: Issue, site: Site) -> Sprint | None:
    """Return the active or future sprint that an issue is in; a subtask is where its parent is."""
    field = site.field_of("com.pyxis.greenhopper.jira:gh-sprint")
    parent = site.store.issues.get(found.parent_id) if found.parent_id and _is_subtask(found, site) else None
    held = site.store.sprints.get_many((parent or found).refs(field.key)) if field else []
    return next((sprint for sprint in held if sprint.state != "closed"), None)


def _is_subtask(found: Issue, site: Site) -> bool:
    return site.store.types[found.ref("issuetype") or 0].subtask


def epic_of(found: Issue, site: Site) -> Issue | None:
    """Return the epic of an issue: its parent on Cloud, on Data Center by a field of its own; a subtask has none."""
    field = None if site.cloud else site.field_of("com.pyxis.greenhopper.jira:gh-epic-link")
    above = site.store.issues.get(found.ref(field.key if field else "parent") or 0)
    if above is None or site.store.types[above.ref("issuetype") or 0].level != 1:
        return None
    return above


class Parent(FieldType):
    """The issue above this one: on Cloud of any level, on Data Center of subtasks alone."""

    kind: Kind | None = Kind.CHOICE
    jql_type: str = "issue"

    def read(self, value: object, field: FieldRecord, reading: Reading) -> Stored | None:
        if value is None:
            return None
        if not isinstance(value, dict):
            raise BadValue("data was not an object")
        given = cast("dict[str, object]", value)
        if given.get("none") is True:
            return None
        found = reading.site.issue(str(given.get("id") or given.get("key") or ""))
        if found is None:
            raise BadValue("Could not find issue by id or key.")
        self._check(found, reading)
        return found.id

    def _check(self, found: Issue, reading: Reading) -> None:
        level = reading.site.store.types[found.ref("issuetype") or 0].level
        if level != reading.type.level + 1:
            raise BadValue(
                "Given parent work item does not belong to appropriate hierarchy."
                if reading.site.cloud
                else "Issue type is not a sub-task but parentId is specified."
            )
        if reading.type.subtask and found.project_id != reading.project.id:
            raise BadValue("Parent issue must be in the same project.")

    def write(self, stored: Stored, field: FieldRecord, issue: Issue, view: View) -> object:
        return linked_issue(view.site.store.issues[int(str(stored))], view)

    def keys(self, stored: Stored, site: Site) -> Sequence[Key]:
        return (str(stored),)

    def find(self, literal: Literal, field: FieldRecord, site: Site) -> Sequence[Key]:
        found = site.issue(literal.text)
        return () if found is None else (str(found.id),)

    def rank(self, key: Key, site: Site) -> tuple[Key, ...]:
        return (int(key),)

    def shown(self, stored: Stored | None, site: Site) -> tuple[str | None, str | None]:
        return (None, None) if stored is None else (str(stored), site.store.issues[int(str(stored))].key)


class EpicLink(Parent):
    """The epic of an issue, on Data Center; read as its key."""

    def read(self, value: object, field: FieldRecord, reading: Reading) -> Stored | None:
        if value in {None, ""}:
            return None
        found = reading.site.issue(str(value))
        if found is None:
            raise BadValue(f"Issue '{value}' does not exist or you do not have permission to see it.")
        if reading.site.store.types[found.ref("issuetype") or 0].level != 1:
            raise BadValue(f"'{value}' is not an epic.")
        return found.id

    def write(self, stored: Stored, field: FieldRecord, issue: Issue, view: View) -> object:
        return view.site.store.issues[int(str(stored))].key


class RankField(FieldType):
    """The rank: texts that sort; written by the agile API alone."""

    operations: ClassVar[tuple[str, ...]] = ("set",)
    kind: Kind | None = Kind.RANKED
    jql_type: str = "rank"

    def keys(self, stored: Stored, site: Site) -> Sequence[Key]:
        return (str(stored),)


class SprintField(FieldType):
    """The sprints of an issue, the last one its own; stored as a list of ids, set by one id."""

    kind: Kind | None = Kind.CHOICE
    jql_type: str = "sprint"
    many: bool = True

    def read(self, value: object, field: FieldRecord, reading: Reading) -> Stored | None:
        closed = [id for id in self._current(field, reading) if reading.site.store.sprints[id].state == "closed"]
        if value is None:
            return closed or None
        if isinstance(value, bool) or not isinstance(value, (int, str)) or not str(value).isdigit():
            raise BadValue("Number value expected as the Sprint id.")
        sprint = reading.site.store.sprints.get(int(value))
        if sprint is None:
            raise BadValue(f"Sprint with id '{value}' does not exist.")
        if sprint.state == "closed":
            raise BadValue("Issue can be assigned only active or future sprints.")
        return [*closed, sprint.id]

    def _current(self, field: FieldRecord, reading: Reading) -> list[int]:
        return [] if reading.issue is None else reading.issue.refs(field.key)

    def blank(self, field: FieldRecord, issue: Issue, view: View) -> object:
        return None

    def write(self, stored: Stored, field: FieldRecord, issue: Issue, view: View) -> object:
        sprints = [view.site.store.sprints[int(str(id))] for id in items(stored)]
        if view.cloud:
            return [_object(sprint, view) for sprint in sprints]
        return [_text(sprint, view) for sprint in sprints]

    def keys(self, stored: Stored, site: Site) -> Sequence[Key]:
        return [str(id) for id in items(stored)]

    def find(self, literal: Literal, field: FieldRecord, site: Site) -> Sequence[Key]:
        sprints = site.store.sprints.all()
        named = [str(sprint.id) for sprint in sprints if sprint.name.lower() == literal.text.lower()]
        return named or [str(sprint.id) for sprint in sprints if str(sprint.id) == literal.text]

    def rank(self, key: Key, site: Site) -> tuple[Key, ...]:
        return (int(key),)

    def shown(self, stored: Stored | None, site: Site) -> tuple[str | None, str | None]:
        sprints = [site.store.sprints[int(str(id))] for id in items(stored)]
        return (", ".join(str(sprint.id) for sprint in sprints), ", ".join(sprint.name for sprint in sprints))


def _object(sprint: Sprint, view: View) -> Json:
    answer: Json = {"id": sprint.id, "name": sprint.name, "state": sprint.state, "boardId": sprint.board_id}
    answer["goal"] = sprint.goal
    times = {"startDate": sprint.start, "endDate": sprint.end, "completeDate": sprint.completed}
    return answer | {name: view.agile_time(time) for name, time in times.items() if time is not None}


def _text(sprint: Sprint, view: View) -> str:
    """Return a sprint as Data Center has it: the text of a Java object; what it tells depends on the version."""
    times = {"startDate": sprint.start, "endDate": sprint.end, "completeDate": sprint.completed}
    newer = view.site.settings.numbers >= (9, 0)
    if newer:
        times["activatedDate"] = sprint.activated
    dated = ",".join(f"{name}={view.agile_time(time) or '<null>'}" for name, time in times.items())
    goal = f"goal={sprint.goal}"
    told = [f"id={sprint.id}", f"rapidViewId={sprint.board_id}", f"state={sprint.state.upper()}", f"name={sprint.name}"]
    told += [dated, f"sequence={sprint.position}", goal] if newer else [goal, dated, f"sequence={sprint.position}"]
    if newer:
        told += [f"autoStartStop={str(sprint.auto_start_stop).lower()}", f"synced={str(sprint.synced).lower()}"]
    mark = f"{sprint.id * 2654435761 % 2**32:x}"
    return f"com.atlassian.greenhopper.service.sprint.Sprint@{mark}[{','.join(told)}]"


class Team(FieldType):
    """A team of Atlassian's platform: stored and written as its id, read as an object."""

    kind: Kind | None = Kind.CHOICE
    jql_type: str = "team"

    def read(self, value: object, field: FieldRecord, reading: Reading) -> Stored | None:
        if value is None:
            return None
        given = cast("dict[str, object]", value).get("id") if isinstance(value, dict) else value
        if not isinstance(given, str):
            raise BadValue("Operation value must be a string")
        return given

    def write(self, stored: Stored, field: FieldRecord, issue: Issue, view: View) -> object:
        name = f"Team {str(stored)[:4]}"
        if not view.cloud:
            return str(stored)
        return {"id": stored, "name": name, "title": name, "isVisible": True, "isShared": True, "avatarUrl": ""}

    def keys(self, stored: Stored, site: Site) -> Sequence[Key]:
        return (str(stored),)

    def find(self, literal: Literal, field: FieldRecord, site: Site) -> Sequence[Key]:
        return (literal.text,)
