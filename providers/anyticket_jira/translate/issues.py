"""
Issues: Jira's JSON to Ticket, attribute by attribute, when somebody asks.

Only id, key and url are there at once. Each other attribute has a reader; what the payload lacks is ABSENT, unless
everything was asked for: then what Jira leaves out is empty. A linked issue comes with a handful of fields, and so
it gets the handful of readers for them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any, Final

from anyticket.errors import Malformed
from anyticket.model.change import Change
from anyticket.model.comment import Comment
from anyticket.model.person import Person
from anyticket.model.sparse import ABSENT, Readers, lazily, loaded
from anyticket.model.ticket import Link, Ticket
from anyticket.model.ticket_type import TicketKind, TicketType

from ..wire import (
    Json,
    Reader,
    day,
    every,
    given,
    identity,
    is_table,
    maybe,
    moment,
    need,
    some,
    table,
    text,
    whole,
)
from ..words import Words
from . import catalogue, projects
from .activity import attachment, comment
from .changes import change_reader, customs
from .jira4 import is_wrapped, modern
from .links import link_type
from .native import NativeFields
from .people import person
from .readers import Take, inside, many, nullable, plain, shared, shared_words
from .richtext import rich_text
from .times import time_tracking


@dataclass(frozen=True, slots=True)
class Terms:
    """
    What reading depends on beside the JSON itself.

    `names` and `schema` are those that came with the answer, or the catalogue's. `complete` says that every field
    was asked for, so that one which is missing is empty.
    """

    words: Words
    site: str = ""
    names: Mapping[str, str] = field(default_factory=dict[str, str])
    schema: Mapping[str, Any] = field(default_factory=dict[str, Any])
    complete: bool = False


#: The fields that Jira gives of an issue beside another one.
_BRIEF: Final = frozenset({"summary", "status", "priority", "issuetype"})
#: Its id, key, address and fields.
_BRIEF_PARTS: Final = 4


class Issues:
    """Reads the issues of one answer."""

    def __init__(self, terms: Terms) -> None:
        self._terms = terms
        self._browse = f"{terms.site}/browse/" if terms.site else ""
        self._native = NativeFields(terms.schema, terms.names, terms.words, complete=terms.complete)
        self._person = shared(person, "accountId")
        self._link_type = shared(link_type, "id")
        self._subtasks = many("subtasks", self.ticket)
        self._brief = self._brief_readers()
        self._full: Readers = {}

    def ticket(self, value: Any, **values: Any) -> Ticket:
        """Read an issue; `values` are attributes that came from elsewhere."""
        raw = table(value)
        key, id = raw.get("key"), raw.get("id")
        if type(key) is not str:
            key = need(raw, "key", text)
        if type(id) is not str:
            id = identity(raw)
            id = key if id is ABSENT else id
        if self._browse:
            values["url"] = self._browse + key
        return lazily(Ticket, raw, self._readers(raw), id=id, key=key, **values)

    def _readers(self, raw: Json) -> Readers:
        fields = raw.get("fields")
        if fields is None:
            return {"history": self._history} if "changelog" in raw else {}
        if not is_table(fields):
            raise Malformed("fields: an object is needed", path="fields")
        if len(fields) <= len(_BRIEF) and len(raw) <= _BRIEF_PARTS and fields.keys() <= _BRIEF:
            return self._brief
        if is_wrapped(fields):
            return self._readers_of_jira4(raw)
        self._full = self._full or self._full_readers()
        return self._full

    def _readers_of_jira4(self, raw: Json) -> Readers:
        new = modern(raw)
        readers = Issues(replace(self._terms, names=new["names"]))._full_readers()
        return {name: partial(_instead, reader, new) for name, reader in readers.items()}

    def _brief_readers(self) -> Readers:
        return {
            "title": plain("summary", text),
            "status": self._meant("status", catalogue.status, plain),
            "priority": self._meant("priority", catalogue.priority, nullable),
            "type": self._meant("issuetype", catalogue.ticket_type, nullable),
        }

    def _full_readers(self) -> Readers:
        read_project = shared(partial(projects.project, site=self._terms.site), "id")
        component, version = shared(projects.component, "id"), shared(projects.version, "id")
        return {
            **self._brief,
            **_FULL,
            "reporter": nullable("reporter", self._person),
            "creator": nullable("creator", self._person),
            "assignees": inside(self._assignees),
            "components": many("components", component),
            "affects_versions": many("versions", version),
            "fix_versions": many("fixVersions", version),
            "project": nullable("project", read_project),
            "parent": inside(self._parent),
            "labels": many("labels", shared_words(catalogue.label)),
            "children": self._children,
            "links": many("issuelinks", self._link),
            "sprint": inside(self._native.sprint),
            "team": inside(self._native.team),
            "security": self._or_empty("security", catalogue.security_level),
            "resolution": self._or_empty("resolution", catalogue.resolution),
            "fields": self._native.read,
            "history": self._history,
        }

    def _meant(self, name: str, reader: Callable[[Any, Words], Any], form: Callable[[str, Reader[Any]], Take]) -> Take:
        """Return a reader of something whose meaning may differ between projects."""
        words = self._terms.words
        if not words.mapping.projects:
            return form(name, shared(lambda value: reader(value, words), "id"))

        def read(raw: Json) -> Any:
            own = words.of(project_of(raw["key"]))
            return form(name, lambda value: reader(value, own))(raw)

        return read

    def _or_empty(self, name: str, reader: Reader[Any]) -> Take:
        read = nullable(name, reader)
        if not self._terms.complete:
            return read
        return lambda raw: read(raw) if name in raw["fields"] else None

    def _parent(self, fields: Json) -> Ticket | None:
        """Read what holds an issue: Cloud's parent, a subtask's; the agile interface's epic; a server's epic link."""
        if fields.get("parent") is not None:
            return need(fields, "parent", self.ticket)
        epic = fields.get("epic")
        if is_table(epic) and epic.keys() >= {"id", "key"}:
            return self.ticket(epic)
        if key := self._native.epic_link(fields):
            return self.ticket({"id": key, "key": key})
        return None if self._terms.complete or "parent" in fields else ABSENT

    def _children(self, raw: Json) -> tuple[Ticket, ...]:
        """Read the subtasks, which are all the children that an issue has unless it is an epic or above."""
        kind = self._brief["type"](raw)
        epic = self._native.is_epic(raw["fields"]) or (type(kind) is TicketType and _holds_others(kind))
        found: tuple[Ticket, ...] = ABSENT if epic else self._subtasks(raw)
        return found

    def _history(self, raw: Json) -> tuple[Change, ...]:
        """Read the edits that came along, if those are all, oldest first. Cloud sends the newest first, servers last."""
        page = raw.get("changelog")
        if is_table(page) and not partial_page(page, "histories"):
            read = change_reader(customs(self._terms.names, self._terms.schema))
            edits = need(page, "histories", lambda value: every(value, read))
            return edits if not edits or edits[0].at <= edits[-1].at else edits[::-1]
        nothing: tuple[Change, ...] = ABSENT
        return nothing

    def _assignees(self, fields: Json) -> tuple[Person, ...]:
        assignee = maybe(fields, "assignee", self._person) if "assignee" in fields else None
        found = () if assignee is None else (assignee,)
        return found if "assignee" in fields else ABSENT

    def _link(self, value: Any) -> Link:
        data = table(value)
        direction = "outwardIssue" if data.get("outwardIssue") is not None else "inwardIssue"
        return loaded(
            Link,
            data,
            id=identity(data),
            type=need(data, "type", self._link_type),
            outward=direction == "outwardIssue",
            ticket=need(data, direction, self.ticket),
        )


def ticket(value: Any, terms: Terms, **values: Any) -> Ticket:
    """Read one issue."""
    return Issues(terms).ticket(value, **values)


def _instead(reader: Take, other: Json, _: Json) -> Any:
    return reader(other)


def project_of(key: str) -> str:
    """Return the key of the project in the key of an issue."""
    return key.rpartition("-")[0]


def _holds_others(type: TicketType) -> bool:
    return type.kind is TicketKind.EPIC or getattr(type, "hierarchy_level", 0) > 0


def _comments(value: Any) -> tuple[Comment, ...]:
    """Read the comments that came along, if those are all."""
    page = table(value)
    found = some(page, "comments", comment)
    return ABSENT if partial_page(page, "comments") else found


def partial_page(page: Json, name: str) -> bool:
    """Tell whether a page that came inside of something is not all there is."""
    total = page.get("total")
    return type(total) is int and total > len(page.get(name) or ())


def _count(name: str) -> Reader[int]:
    def read(value: Any) -> int:
        data = table(value)
        count = data.get(name)
        return count if type(count) is int else given(data, name, whole)

    return read


#: The readers that need nothing but the issue.
_FULL: Final[Readers] = {
    "description": nullable("description", rich_text),
    "due": nullable("duedate", day),
    "created_at": plain("created", moment),
    "updated_at": plain("updated", moment),
    "version": plain("updated", text),
    "resolved_at": nullable("resolutiondate", moment),
    "time": inside(time_tracking),
    "attachments": many("attachment", attachment),
    "comments": plain("comment", _comments),
    "watcher_count": plain("watches", _count("watchCount")),
    "vote_count": plain("votes", _count("votes")),
}
