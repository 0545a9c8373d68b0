"""Composing: drafts and patches as the body of a request, with everything looked up that Jira is told by its id."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final, TypeAlias

from anyticket.flow import Flow
from anyticket.model.drafts import TicketDraft, TicketPatch
from anyticket.model.input import Amend
from anyticket.model.person import Person, Team
from anyticket.model.sprint import Sprint
from anyticket.model.ticket import Ticket

from ..translate.fields import SPRINT, TEAMS
from ..wire import Json
from ..writing import plain
from ..writing.body import Body, refused
from ..writing.comments import comment_json
from .field_writing import FieldWriting

Given: TypeAlias = TicketDraft | TicketPatch


class Composing(FieldWriting):
    """Writes drafts and patches. What `watchers` holds is no part of an issue: it is left to whoever sends it."""

    @abstractmethod
    def compose_parent(self, body: Body, given: Given, parent: str | Ticket | None) -> Flow[None]:
        """Say what holds the issue."""

    def composed(self, given: Given) -> Flow[Body]:
        """Return what Jira is to be told. Raises Invalid, by field, for what it cannot be told."""
        body = Body()
        for name, value in given.__dict__.items():
            if name in _VALUES:
                id, write = _VALUES[name]
                body.fields[id] = None if value is None else written(write, value, name, id)
            elif name in _LISTS:
                _compose_list(body, name, value)
            else:
                yield from self._compose(body, given, name, value)
        return body

    def _compose(self, body: Body, given: Given, name: str, value: Any) -> Flow[None]:
        match name:
            case "reporter":
                body.fields[name] = yield from self.person_json(value)
            case "assignees":
                body.fields["assignee"] = yield from self._assignee(value)
            case "team":
                yield from self._compose_team(body, value)
            case "sprint":
                yield from self._compose_sprint(body, value)
            case "parent":
                yield from self.compose_parent(body, given, value)
            case "fields":
                for field, content in value.items():
                    yield from self.compose_field(body, field, content)
            case _:
                self._compose_words(body, name, value)

    def _compose_words(self, body: Body, name: str, value: Any) -> None:
        match name:
            case "description":
                body.fields[name] = None if value is None else value.to_native(self.codec)
            case "comment":
                body.amend(name, [comment_json(value, self.codec)], [])
            case "estimate_seconds" | "remaining_seconds":
                _compose_time(body, name, value)
            case "extra":
                body.fields.update(value.get(self.dialect, {}))
            case _:
                pass

    def _assignee(self, people: Sequence[Person]) -> Flow[Json | None]:
        if len(people) > 1:
            raise refused("Jira has one assignee only", "assignees", "assignee")
        return (yield from self.person_json(people[0] if people else None))

    def _compose_team(self, body: Body, team: Team | None) -> Flow[None]:
        field = yield from self.field_of_type(*TEAMS)
        if field is None:
            raise refused("this Jira has no field for teams", "team")
        if team is not None and not hasattr(team, "id"):
            raise refused("takes a team with its id", "team", field.id)
        # Sources disagree on whether a team is written as its id or as an object with it.
        body.fields[field.id] = None if team is None else team.id

    def _compose_sprint(self, body: Body, sprint: Sprint | None) -> Flow[None]:
        field = yield from self.field_of_type(SPRINT)
        if field is None:
            raise refused("this Jira has no sprints", "sprint")
        body.fields[field.id] = None if sprint is None else written(plain.sprint, sprint, "sprint", field.id)


def _compose_list(body: Body, name: str, value: Any) -> None:
    id, write = _LISTS[name]
    if isinstance(value, Amend):
        change: Amend[Any] = value  # pyright: ignore[reportUnknownVariableType]
        add = [written(write, one, name, id) for one in change.add]
        body.amend(id, add, [written(write, one, name, id) for one in change.remove])
    else:
        body.fields[id] = [written(write, one, name, id) for one in value]


def _compose_time(body: Body, name: str, seconds: int | None) -> None:
    tracking: Json = body.fields.setdefault("timetracking", {})
    # Null leaves an estimate as it is; nothing, as people type it into the form, clears it.
    tracking[_ESTIMATES[name]] = "" if seconds is None else written(plain.minutes, seconds, name, "timetracking")


def written(write: Callable[[Any], Any], value: Any, *names: str) -> Any:
    """Write a value. Raises Invalid, under the names of the field, if it is none that the field takes."""
    try:
        return write(value)
    except (TypeError, ValueError) as exc:
        raise refused(str(exc), *names) from exc


def address(ticket: str | Ticket) -> Json:
    """Write a reference to an issue."""
    if isinstance(ticket, Ticket):
        return {"id": ticket.id}
    return {"id": ticket} if ticket.isascii() and ticket.isdecimal() else {"key": ticket}


#: The field that each attribute is, and what writes its value.
_VALUES: Final[Mapping[str, tuple[str, Callable[[Any], Any]]]] = {
    "title": ("summary", str),
    "project": ("project", plain.project),
    "type": ("issuetype", plain.named),
    "priority": ("priority", plain.named),
    "resolution": ("resolution", plain.named),
    "security": ("security", plain.named),
    "due": ("duedate", plain.day),
}
#: The same for attributes that hold several.
_LISTS: Final[Mapping[str, tuple[str, Callable[[Any], Any]]]] = {
    "labels": ("labels", plain.label),
    "components": ("components", plain.named),
    "affects_versions": ("versions", plain.named),
    "fix_versions": ("fixVersions", plain.named),
}
_ESTIMATES: Final = {"estimate_seconds": "originalEstimate", "remaining_seconds": "remainingEstimate"}
