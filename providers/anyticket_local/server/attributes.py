"""Attributes: the fields that every ticket has, as forms, field lists and histories name them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final


@dataclass(frozen=True, slots=True)
class Attribute:
    """A field of every ticket. `shown_as` is the attribute of the common ticket, where that is called otherwise."""

    id: str
    name: str
    kind: str
    items: str | None = None
    shown_as: str | None = None
    words: str | None = None
    """The table of its options."""

    def json(self) -> dict[str, Any]:
        """Return what the field list says about it."""
        return {
            "id": self.id,
            "name": self.name,
            "kind": self.kind,
            "items": self.items,
            "custom": False,
            "required": self.id == "title",
            "attribute": self.shown_as or self.id,
        }


_ALL: Final = (
    Attribute("project", "Project", "raw"),
    Attribute("type", "Type", "option", words="type"),
    Attribute("title", "Title", "text"),
    Attribute("description", "Description", "richtext"),
    Attribute("status", "Status", "option", words="status"),
    Attribute("resolution", "Resolution", "option", words="resolution"),
    Attribute("priority", "Priority", "option", words="priority"),
    Attribute("reporter", "Reporter", "person"),
    Attribute("creator", "Creator", "person"),
    Attribute("assignees", "Assignees", "list", "person"),
    Attribute("parent", "Parent", "raw"),
    Attribute("labels", "Labels", "list", "text"),
    Attribute("components", "Components", "list", "option", words="component"),
    Attribute("affects_versions", "Affects versions", "list", "version", words="version"),
    Attribute("fix_versions", "Fix versions", "list", "version", words="version"),
    Attribute("due", "Due", "date"),
    Attribute("estimate_seconds", "Estimate", "number", shown_as="time"),
    Attribute("remaining_seconds", "Remaining", "number", shown_as="time"),
    Attribute("watchers", "Watchers", "list", "person"),
    Attribute("links", "Links", "list", "raw"),
    Attribute("attachments", "Attachments", "list", "raw"),
    Attribute("created_at", "Created", "datetime"),
    Attribute("updated_at", "Updated", "datetime"),
    Attribute("resolved_at", "Resolved", "datetime"),
)

ATTRIBUTES: Final[Mapping[str, Attribute]] = {attribute.id: attribute for attribute in _ALL}

#: What a form asks for when a ticket is made.
ASKED_AT_CREATION: Final = (
    "title",
    "description",
    "priority",
    "reporter",
    "assignees",
    "parent",
    "labels",
    "components",
    "affects_versions",
    "fix_versions",
    "due",
    "estimate_seconds",
    "watchers",
)
