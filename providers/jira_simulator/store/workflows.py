"""Workflows: the ways from status to status, who may go them and what must be filled in on the way."""

from __future__ import annotations

from dataclasses import dataclass

from .table import Record

__all__ = ["Transition", "Workflow"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Workflow(Record):
    name: str
    initial_status_id: int
    status_ids: tuple[int, ...]
    description: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Transition(Record):
    """
    A way to a status.

    Attributes:
        number: Its id on the wire, unique in its workflow only.
        sources: The statuses it leaves from; none means from all of them.
        screen: The fields that may be given with it.
        required: Those of the screen that metadata marks as required.
        validated: Fields that a validator asks for, which no metadata says.
        condition: Who may: empty for all, `assignee`, `reporter`, `group:<name>`.
        resolves: Sets or, if False, clears the resolution; None leaves it.
    """

    workflow_id: int
    number: int
    name: str
    target_id: int
    sources: tuple[int, ...] = ()
    screen: tuple[str, ...] = ()
    required: tuple[str, ...] = ()
    validated: tuple[str, ...] = ()
    condition: str = ""
    resolves: bool | None = None
    initial: bool = False
