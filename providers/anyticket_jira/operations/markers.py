"""
Markers: issues found again by the property that was written with them.

Jira has no idempotency keys. The marker goes with the create as an issue property, which no search finds, so it is read
off the issues that this account made lately. Search may lag behind, also out of order; reading by key never does. So
the keys around and above the highest that search knows are read one by one, until a whole chunk of them is new to Jira.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Final

from anyticket.errors import NotFound, ProviderError
from anyticket.flow import Flow, together
from anyticket.model.project import Project
from anyticket.model.sparse import loaded
from anyticket.model.ticket import Ticket
from anyticket.provider.once import Marker
from anyticket.request import Request

from ..jql import quote
from ..site import JiraSite
from ..wire import Json, identifier, is_list, is_table, need, some, table, text

#: The property of issues, comments and worklogs that holds a marker.
PROPERTY: Final = "anyticket.once"
#: How far back issues of this account are looked at, and how long this process knows what a key has made.
REACH_DAYS: Final = 7
_SECONDS: Final = REACH_DAYS * 86_400.0
#: How long a server may be at work after its answer was lost.
_DOUBT_SECONDS: Final = 120.0
_MOST_AT_ONCE: Final = 100


@dataclass(frozen=True, slots=True)
class Made:
    """An issue and the digest of the draft that it was made of."""

    draft: str
    id: str
    key: str


def property_of(marker: Marker) -> Json:
    """Return the property that is written with a thing."""
    return {"key": PROPERTY, "value": {"key": marker.key, "draft": marker.draft}}


def marker_in(properties: Any) -> Marker | None:
    """Return the marker among the properties of a thing, which Jira gives by name or as a list."""
    value = properties.get(PROPERTY) if is_table(properties) else None
    for one in properties if is_list(properties) else ():
        value = one.get("value") if is_table(one) and one.get("key") == PROPERTY else value
    if not is_table(value) or type(value.get("key")) is not str:
        return None
    return Marker(value["key"], str(value.get("draft")))


class Markers(JiraSite):
    """Finds what idempotency keys have made."""

    reach: ClassVar[int]
    """How many of the newest issues of this account are looked at."""
    chunk: ClassVar[int]
    """How many keys are read at once; when none of them exists, there are no more."""
    behind: ClassVar[int]
    """How far below the highest key that search knows there may be issues that it does not know yet."""

    @abstractmethod
    def newest_marked(self, jql: str, most: int) -> Flow[Sequence[Json]]:
        """Return the issues that match, at most so many, each with its properties."""

    @abstractmethod
    def marked(self, keys: Sequence[str]) -> Flow[Sequence[Json]]:
        """Return those issues of at most a hundred keys that exist, each with its properties."""

    def already_made(self, project: Project, wanted: Collection[str]) -> Flow[dict[str, Made]]:
        """Return what some keys, given by the digests of their markers, have made in a project."""
        found = yield from self._remembered_of(wanted)
        left = set(wanted) - found.keys()
        place = quote(getattr(project, "id", None) or project.key)
        if left:
            lately = f'project = {place} AND creator = currentUser() AND created >= "-{REACH_DAYS}d" ORDER BY key DESC'
            issues = yield from self.newest_marked(lately, self.reach)
            found |= _among(issues, left)
            left -= found.keys()
        if left:
            found |= yield from self._beyond_the_index(project, place, left)
        for key, made in found.items():
            yield from self.remember(key, made)
        return found

    def remember(self, key: str, made: Made) -> Flow[None]:
        """Remember what a key, given by the digest of its marker, has made."""
        return self.memory.keep(f"made by {key}", [made.draft, made.id, made.key], seconds=_SECONDS)

    def doubt(self, mark: Marker) -> Flow[None]:
        """Remember that a create was sent whose answer was lost."""
        return self.memory.keep(f"in doubt {mark.key}", True, seconds=_DOUBT_SECONDS)

    def settled(self, mark: Marker) -> Flow[None]:
        """Raise ProviderError, for now, while what was sent with a key may still be made."""
        if (yield from self.memory.recall(f"in doubt {mark.key}", seconds=_DOUBT_SECONDS)):
            message = "what was sent with this key before may still be made: try again in a while"
            raise ProviderError(message, temporary=True, may_have_happened=True)

    def made_ticket(self, made: Made) -> Ticket:
        """Return what a create answers."""
        self.recent.knows(made.id, made.key)
        self.recent.wrote(made.id)
        return loaded(Ticket, {"id": made.id, "key": made.key}, id=made.id, key=made.key, url=self.page_of(made.key))

    def page_of(self, key: str) -> str:
        """Return the page of an issue, for people."""
        return f"{self.site}/browse/{key}"

    def _remembered_of(self, wanted: Collection[str]) -> Flow[dict[str, Made]]:
        found: dict[str, Made] = {}
        for key in wanted:
            known = yield from self.memory.recall(f"made by {key}", seconds=_SECONDS)
            if known is not None:
                found[key] = Made(*known)
        return found

    def _beyond_the_index(self, project: Project, place: str, wanted: Collection[str]) -> Flow[dict[str, Made]]:
        newest = yield from self.newest_marked(f"project = {place} ORDER BY key DESC", 1)
        if newest:
            prefix, _, number = need(newest[0], "key", text).rpartition("-")
            start = max(int(number) + 1 - self.behind, 1)
        else:
            prefix, start = (yield from self._key_of(project)), 1
        found: dict[str, Made] = {}
        while True:
            issues = yield from self.marked([f"{prefix}-{number}" for number in range(start, start + self.chunk)])
            found |= _among(issues, wanted)
            if not issues or set(wanted) <= found.keys():
                return found
            start += self.chunk

    def _key_of(self, project: Project) -> Flow[str]:
        if hasattr(project, "key"):
            return project.key
        return (yield from self.get_project(project)).key


def _among(issues: Sequence[Json], wanted: Collection[str]) -> dict[str, Made]:
    found: dict[str, Made] = {}
    for issue in issues:
        marker = marker_in(issue.get("properties"))
        if marker is not None and marker.key in wanted:
            found[marker.key] = Made(marker.draft, need(issue, "id", identifier), need(issue, "key", text))
    return found


class CloudMarkers(Markers):
    """Cloud gives properties with a search, and with many issues by key."""

    reach = 1000
    chunk = _MOST_AT_ONCE
    behind = 50

    def newest_marked(self, jql: str, most: int) -> Flow[Sequence[Json]]:
        """Return the issues that match, each with its properties."""
        found: list[Json] = []
        body: Json = {
            "jql": jql,
            "fields": ["created"],
            "properties": [PROPERTY],
            "maxResults": min(most, _MOST_AT_ONCE),
        }
        while len(found) < most:
            response = yield Request.post(f"{self.rest}/search/jql", json=body, repeatable=True)
            answer = table(response.json())
            found += some(answer, "issues", table)
            if answer.get("isLast") is True or not answer.get("nextPageToken"):
                break
            body["nextPageToken"] = answer["nextPageToken"]
        return found

    def marked(self, keys: Sequence[str]) -> Flow[Sequence[Json]]:
        """Return those issues that exist, each with its properties."""
        body = {"issueIdsOrKeys": list(keys), "fields": ["created"], "properties": [PROPERTY]}
        response = yield Request.post(f"{self.rest}/issue/bulkfetch", json=body, repeatable=True)
        return some(table(response.json()), "issues", table)


class ServerMarkers(Markers):
    """Servers give properties with single issues only, so fewer are looked at, and each of them once.

    Their search knows at once what was written on the same node, and soon what was written on others.
    """

    reach = 100
    chunk = 5
    behind = 5

    def newest_marked(self, jql: str, most: int) -> Flow[Sequence[Json]]:
        """Return the issues that match, each with its properties."""
        body = {"jql": jql, "fields": ["created"], "maxResults": most, "startAt": 0}
        response = yield Request.post(f"{self.rest}/search", json=body, repeatable=True)
        keys = [need(issue, "key", text) for issue in some(table(response.json()), "issues", table)]
        return (yield from self.marked(keys))

    def marked(self, keys: Sequence[str]) -> Flow[Sequence[Json]]:
        """Return those issues that exist, each with its properties."""
        issues = yield from together([self._marked_one(key) for key in keys])
        return [issue for issue in issues if issue is not None]

    def _marked_one(self, key: str) -> Flow[Json | None]:
        known = yield from self.memory.recall(f"marker of {key}", seconds=_SECONDS)
        if known is not None:
            return table(known)
        try:
            response = yield self.get("/issue/{}", key, query=(("fields", "created"), ("properties", PROPERTY)))
        except NotFound:
            return None
        issue = table(response.json())
        kept: Json = {name: issue[name] for name in ("id", "key", "properties") if name in issue}
        yield from self.memory.keep(f"marker of {key}", kept, seconds=_SECONDS)
        return kept
