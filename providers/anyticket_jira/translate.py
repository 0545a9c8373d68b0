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
from anyticket.model.ticket import Link, Ticket, TimeTracking

from . import translate_catalogue as catalogue
from . import translate_project as projects
from .jira4 import is_wrapped, modern
from .translate_activity import attachment, change, comment
from .translate_fields import NativeFields
from .translate_links import link_type
from .translate_people import person
from .translate_text import rich_text
from .wire import (
    Json,
    Reader,
    day,
    each,
    every,
    given,
    identifier,
    identity,
    is_table,
    maybe,
    moment,
    need,
    table,
    text,
    whole,
    within,
)
from .words import Words

Take = Callable[[Json], Any]


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


#: The fields of which time tracking is made.
_TIMES: Final = frozenset({"timetracking", "timeestimate", "timeoriginalestimate", "timespent"})
#: The fields that Jira gives of an issue beside another one.
_BRIEF: Final = frozenset({"summary", "status", "priority", "issuetype"})


class Issues:
    """Reads the issues of one answer."""

    def __init__(self, terms: Terms) -> None:
        self._terms = terms
        self._native = NativeFields(terms.schema, terms.names, terms.words, complete=terms.complete)
        self._brief = self._brief_readers()
        self._full: Readers = {}

    def ticket(self, value: Any, **values: Any) -> Ticket:
        """Read an issue; `values` are attributes that came from elsewhere."""
        raw = table(value)
        key = need(raw, "key", text)
        if self._terms.site:
            values["url"] = f"{self._terms.site}/browse/{key}"
        id = identity(raw)
        return lazily(Ticket, raw, self._readers(raw), id=key if id is ABSENT else id, key=key, **values)

    def _readers(self, raw: Json) -> Readers:
        fields = raw.get("fields")
        if fields is None:
            return _HISTORY if "changelog" in raw else {}
        if not is_table(fields):
            raise Malformed("fields: an object is needed", path="fields")
        if is_wrapped(fields):
            return self._readers_of_jira4(raw)
        if fields.keys() <= _BRIEF and len(raw) <= 5:
            return self._brief
        self._full = self._full or self._full_readers()
        return self._full

    def _readers_of_jira4(self, raw: Json) -> Readers:
        new = modern(raw)
        readers = Issues(replace(self._terms, names=new["names"]))._full_readers()
        return {name: partial(_instead, reader, new) for name, reader in readers.items()}

    def _brief_readers(self) -> Readers:
        return {
            "title": _plain("summary", text),
            "status": self._meant("status", catalogue.status, _plain),
            "priority": self._meant("priority", catalogue.priority, _nullable),
            "type": self._meant("issuetype", catalogue.ticket_type, _nullable),
        }

    def _full_readers(self) -> Readers:
        read_project = partial(projects.project, site=self._terms.site)
        return {
            **self._brief,
            **_FULL,
            "project": _nullable("project", read_project),
            "parent": _inside(self._parent),
            "children": _inside(self._children),
            "links": _many("issuelinks", self._link),
            "sprint": _inside(self._native.sprint),
            "team": _inside(self._native.team),
            "security": self._or_empty("security", catalogue.security_level),
            "resolution": self._or_empty("resolution", catalogue.resolution),
            "fields": self._native.read,
        }

    def _meant(self, name: str, reader: Callable[[Any, Words], Any], form: Callable[[str, Reader[Any]], Take]) -> Take:
        """Return a reader of something whose meaning may differ between projects."""
        words = self._terms.words
        if not words.mapping.projects:
            return form(name, lambda value: reader(value, words))

        def read(raw: Json) -> Any:
            own = words.of(project_of(raw["key"]))
            return form(name, lambda value: reader(value, own))(raw)

        return read

    def _or_empty(self, name: str, reader: Reader[Any]) -> Take:
        read = _nullable(name, reader)
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

    def _children(self, fields: Json) -> tuple[Ticket, ...]:
        """Read the subtasks, which are all the children that an issue has unless it is an epic or above."""
        return ABSENT if self._native.holds_others(fields) else each(fields, "subtasks", self.ticket)

    def _link(self, value: Any) -> Link:
        data = table(value)
        outward = data.get("outwardIssue") is not None
        return loaded(
            Link,
            data,
            id=given(data, "id", identifier),
            type=need(data, "type", link_type),
            outward=outward,
            ticket=need(data, "outwardIssue" if outward else "inwardIssue", self.ticket),
        )


def ticket(value: Any, terms: Terms, **values: Any) -> Ticket:
    """Read one issue."""
    return Issues(terms).ticket(value, **values)


def _instead(reader: Take, other: Json, _: Json) -> Any:
    return reader(other)


def project_of(key: str) -> str:
    """Return the key of the project in the key of an issue."""
    return key.rpartition("-")[0]


def _nullable(name: str, reader: Reader[Any]) -> Take:
    """Return a reader of a field that may be null."""

    def read(raw: Json) -> Any:
        value = raw["fields"].get(name, ABSENT)
        if value is None or value is ABSENT:
            return value
        try:
            return reader(value)
        except Malformed as exc:
            raise within(within(exc, name), "fields") from None

    return read


def _plain(name: str, reader: Reader[Any]) -> Take:
    """Return a reader of a field for which null means nothing more than that it is missing."""

    def read(raw: Json) -> Any:
        value = raw["fields"].get(name)
        if value is None:
            return ABSENT
        try:
            return reader(value)
        except Malformed as exc:
            raise within(within(exc, name), "fields") from None

    return read


def _many(name: str, reader: Reader[Any]) -> Take:
    """Return a reader of a field that holds a list."""

    def read(raw: Json) -> Any:
        value = raw["fields"].get(name, ABSENT)
        if value is None or value is ABSENT:
            return () if value is None else value
        try:
            return every(value, reader)
        except Malformed as exc:
            raise within(within(exc, name), "fields") from None

    return read


def _inside(reader: Take) -> Take:
    """Return a reader of an attribute for which several fields are looked at."""

    def read(raw: Json) -> Any:
        try:
            return reader(raw["fields"])
        except Malformed as exc:
            raise within(exc, "fields") from None

    return read


def _assignees(fields: Json) -> tuple[Person, ...]:
    assignee = maybe(fields, "assignee", person) if "assignee" in fields else None
    found = () if assignee is None else (assignee,)
    return found if "assignee" in fields else ABSENT


def _time(fields: Json) -> TimeTracking:
    tracked = maybe(fields, "timetracking", table) if "timetracking" in fields else None
    data: Json = tracked or {}

    def seconds(inner: str, outer: str) -> int | None:
        if inner in data:
            return maybe(data, inner, whole)
        return maybe(fields, outer, whole) if outer in fields else None

    made = loaded(
        TimeTracking,
        tracked,
        estimate_seconds=seconds("originalEstimateSeconds", "timeoriginalestimate"),
        remaining_seconds=seconds("remainingEstimateSeconds", "timeestimate"),
        spent_seconds=seconds("timeSpentSeconds", "timespent"),
    )
    return made if fields.keys() & _TIMES else ABSENT


def _comments(fields: Json) -> tuple[Comment, ...]:
    """Read the comments that came along, if those are all."""
    page = given(fields, "comment", table)
    return ABSENT if page is ABSENT or partial_page(page, "comments") else each(page, "comments", comment)


def _history(raw: Json) -> tuple[Change, ...]:
    """Read the edits that came along, if those are all, oldest first. Cloud sends the newest first, servers last."""
    page = raw.get("changelog")
    if is_table(page) and not partial_page(page, "histories"):
        edits: tuple[Change, ...] = need(page, "histories", lambda value: every(value, change))
        return edits if not edits or edits[0].at <= edits[-1].at else edits[::-1]
    nothing: tuple[Change, ...] = ABSENT
    return nothing


def partial_page(page: Json, name: str) -> bool:
    """Tell whether a page that came inside of something is not all there is."""
    total = page.get("total")
    return type(total) is int and total > len(page.get(name) or ())


def _count(name: str) -> Reader[int]:
    return lambda value: given(table(value), name, whole)


_HISTORY: Final[Readers] = {"history": _history}
#: The readers that need nothing but the issue.
_FULL: Final[Readers] = {
    "description": _nullable("description", rich_text),
    "reporter": _nullable("reporter", person),
    "creator": _nullable("creator", person),
    "assignees": _inside(_assignees),
    "labels": _many("labels", catalogue.label),
    "components": _many("components", projects.component),
    "affects_versions": _many("versions", projects.version),
    "fix_versions": _many("fixVersions", projects.version),
    "due": _nullable("duedate", day),
    "created_at": _plain("created", moment),
    "updated_at": _plain("updated", moment),
    "version": _plain("updated", text),
    "resolved_at": _nullable("resolutiondate", moment),
    "time": _inside(_time),
    "attachments": _many("attachment", attachment),
    "comments": _inside(_comments),
    "watcher_count": _plain("watches", _count("watchCount")),
    "vote_count": _plain("votes", _count("votes")),
    **_HISTORY,
}
