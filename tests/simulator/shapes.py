"""
Shapes: which keys the objects of JSON answers have, and what types their values are of.

An answer is taken apart into things: an issue holds users, a user holds pictures. Every thing of a name is one shape,
wherever it was found, so that a recording of a comment says something about the users of issues too. Custom fields go
by their type, not by their id; rich text, whose form is that of the API's version, is `rich`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, TypeAlias

__all__ = ["Differences", "Shape", "Shapes", "compare"]

_Types: TypeAlias = Counter[str]

_USERS: Final = (
    "author updateAuthor assignee reporter creator lead realAssignee owner user submittedBy voters watchers".split()
)
#: What a key holds, in whatever it is found.
_HOLDS: Final[dict[str, str]] = {
    **dict.fromkeys(_USERS, "user"),
    "avatarUrls": "avatars",
    "status": "status",
    "to": "status",
    "statusCategory": "status category",
    "priority": "priority",
    "issuetype": "issue type",
    "issueTypes": "issue type",
    "issuetypes": "createmeta type",
    "projects": "createmeta project",
    "resolution": "resolution",
    "project": "project of an issue",
    "projectCategory": "project category",
    "components": "component",
    "versions": "version",
    "fixVersions": "version",
    "attachment": "attachment",
    "comment": "comments",
    "comments": "comment",
    "worklog": "worklogs",
    "worklogs": "worklog",
    "visibility": "visibility",
    "votes": "votes",
    "watches": "watches",
    "progress": "progress",
    "aggregateprogress": "progress",
    "timetracking": "time tracking",
    "issuelinks": "link",
    "inwardIssue": "linked issue",
    "outwardIssue": "linked issue",
    "parent": "linked issue",
    "subtasks": "linked issue",
    "issues": "issue",
    "changelog": "changelog",
    "histories": "change",
    "transitions": "transition",
    "schema": "schema",
    "editmeta": "editmeta",
    "security": "security level",
    "groups": "groups",
    "applicationRoles": "groups",
    "scope": "scope",
    "issueLinkTypes": "link type",
}
#: What a key holds in a thing of one kind, where that is something else.
_HOLDS_THERE: Final[dict[tuple[str, str], str]] = {
    ("link", "type"): "link type",
    ("change", "items"): "change item",
    ("issue", "fields"): "fields",
    ("linked issue", "fields"): "fields of a linked issue",
    ("scope", "project"): "project of a scope",
    ("project", "components"): "whole component",
    ("project", "versions"): "whole version",
    ("sprints", "values"): "sprint",
    ("boards", "values"): "board",
    ("field page", "values"): "searched field",
    ("project page", "values"): "listed project",
}
#: Maps by the ids of fields, and what each value is.
_FIELD_MAPS: Final = {"createmeta type": "form field", "editmeta": "form field", "transition": "form field"}
_RICH: Final = frozenset({"description", "environment", "body", "comment"})
_RICH_THINGS: Final = frozenset({"fields", "comment", "worklog"})
#: Objects whose keys are data, or that belong to apps.
_OPAQUE: Final = frozenset(
    "names roles errors properties renderedFields versionedRepresentations operations historyMetadata "
    "issue_types_with_statuses issuerestriction permissions".split()
)


@dataclass
class Shape:
    """The things of one name: how many there were, and the types of each key's values."""

    things: int = 0
    keys: dict[str, _Types] = field(default_factory=dict[str, _Types])

    def always(self) -> set[str]:
        """Return the keys that every one of the things has."""
        return {key for key, types in self.keys.items() if types.total() == self.things}


@dataclass
class Shapes:
    """
    The shapes of many answers.

    Attributes:
        custom: The type of a custom field, by its id and value; None leaves it out.
    """

    custom: Callable[[str, Any], str | None]
    found: dict[str, Shape] = field(default_factory=dict[str, Shape])

    def add(self, name: str, value: Any) -> None:
        """Take an object or a list of them apart."""
        if isinstance(value, list):
            for item in value:
                self.add(name, item)
        elif isinstance(value, dict):
            shape = self.found.setdefault(name, Shape())
            shape.things += 1
            for key, inner in self._named(name, value):
                self._key(name, shape, key, inner)

    def _key(self, name: str, shape: Shape, key: str, value: Any) -> None:
        shape.keys.setdefault(key, Counter())[_type(name, key, value)] += 1
        if key in _OPAQUE or (name == "issue" and key in {"schema", "names"}):
            return
        if key == "fields" and name in _FIELD_MAPS:
            for entry in value.values():
                self.add(_FIELD_MAPS[name], entry)
        elif name == "form field" and key in {"allowedValues", "defaultValue"}:
            return
        elif not _is_rich(name, key):
            self.add(_HOLDS_THERE.get((name, key)) or _HOLDS.get(key) or f"{name}.{key}", value)

    def _named(self, name: str, value: dict[str, Any]) -> Iterator[tuple[str, Any]]:
        """Yield the pairs of an object; custom fields by their types."""
        for key, inner in value.items():
            if not key.startswith("customfield_"):
                yield key, inner
            elif kind := self.custom(key, inner):
                yield kind, inner
        if name == "form field" and isinstance(value.get("schema"), dict):
            kind = value["schema"].get("custom") or value["schema"].get("system") or ""
            self.add(f"allowed {kind.rsplit(':', 1)[-1]}", value.get("allowedValues"))


@dataclass
class Differences:
    """What the second shapes have otherwise than the first, a line each, and what was compared."""

    lines: list[str] = field(default_factory=list[str])
    things: int = 0
    keys: int = 0
    only_in_specs: list[str] = field(default_factory=list[str])


def compare(
    name: str, real: Shape, ours: Shape, documented: Mapping[str, str], *, whole: Shape | None = None
) -> Differences:
    """
    Compare our things of a name with the real ones.

    Args:
        documented: The keys that the specifications name, and which of them names each.
        whole: Those of the real ones that are certainly whole, which decide on what is always there.
    """
    result = Differences(things=real.things)
    certain = whole or Shape()
    for key in sorted(certain.always() - ours.keys.keys()):
        result.lines.append(f"{name}: {key!r} is in all of {certain.things} recordings and never in ours")
    for key in sorted((certain.always() & ours.keys.keys()) - ours.always()):
        result.lines.append(f"{name}: {key!r} is in all of {certain.things} recordings and in some of ours only")
    for key, types in sorted(ours.keys.items()):
        if key in real.keys:
            result.keys += 1
            result.lines += _otherwise(name, key, set(types), set(real.keys[key]))
        elif key in documented:
            result.only_in_specs.append(f"{name}.{key}")
        elif ":" not in key:
            result.lines.append(f"{name}: {key!r} is in no recording and no specification")
    return result


def _otherwise(name: str, key: str, ours: set[str], real: set[str]) -> Iterator[str]:
    """Yield what is wrong with the types of a key; custom fields, which have a colon, are null where they are empty."""
    if real == {"null"}:
        return
    for kind in sorted(ours - real - ({"null"} if ":" in key else set())):
        yield f"{name}: {key!r} is {kind} in ours, and {' or '.join(sorted(real))} in recordings"


def _is_rich(name: str, key: str) -> bool:
    return name in _RICH_THINGS and key in _RICH and not (name == "fields" and key == "comment")


def _type(name: str, key: str, value: Any) -> str:
    if value is None:
        return "null"
    if _is_rich(name, key):
        return "rich"
    if isinstance(value, bool):
        return "boolean"
    if isinstance(value, int | float):
        return "number"
    return {str: "string", list: "array", dict: "object"}[type(value)]
