"""Mapping: a tenant's own words for the common ones. The native words stay beside them."""

from __future__ import annotations

import collections.abc as abc

from pydantic import BaseModel

from .priority import PriorityLevel
from .status import StatusCategory
from .ticket_type import TicketKind


class Mapping(BaseModel, frozen=True, extra="forbid"):
    """
    What native names mean: by name or id, and for single projects where they differ.

    `fields` gives native fields names of the host's own: `{"severity": "customfield_10050"}`.
    """

    statuses: abc.Mapping[str, StatusCategory] = {}
    priorities: abc.Mapping[str, PriorityLevel] = {}
    types: abc.Mapping[str, TicketKind] = {}
    fields: abc.Mapping[str, str] = {}
    projects: abc.Mapping[str, Mapping] = {}

    def for_project(self, key: str | None) -> Mapping:
        """Return what holds in a project: its own words, else the tenant's."""
        own = self.projects.get(key) if key is not None else None
        if own is None:
            return self
        return Mapping(
            statuses={**self.statuses, **own.statuses},
            priorities={**self.priorities, **own.priorities},
            types={**self.types, **own.types},
            fields={**self.fields, **own.fields},
        )
