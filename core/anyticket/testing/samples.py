"""Samples: a value for every name of every input object, and inputs made of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from typing import Any, Final

from anyticket.model.attachment import AttachmentDraft
from anyticket.model.comment import CommentDraft
from anyticket.model.input import Amend, Input
from anyticket.model.query import Query
from anyticket.provider.operations import OPERATIONS

_MOMENT: Final = datetime(2031, 5, 6, 7, 8, tzinfo=UTC)
_DAY: Final = date(2031, 5, 6)
_ANYBODY: Final = "kit-person"

#: Values of the right form, that no tracker need know. What a tracker must know is found out by `Made`.
SAMPLES: Final[Mapping[str, Any]] = {
    **dict.fromkeys(("title", "name", "filename"), "Kit sample"),
    **dict.fromkeys(("description", "body", "comment", "goal", "summary"), "Words of the *kit*"),
    **dict.fromkeys(("start", "release", "due", "due_after", "due_before"), _DAY),
    **dict.fromkeys(("started_at", "starts_at", "ends_at"), _MOMENT),
    **dict.fromkeys(("created_after", "updated_after", "resolved_after"), datetime(2001, 1, 1, tzinfo=UTC)),
    **dict.fromkeys(("created_before", "updated_before", "resolved_before"), datetime(2101, 1, 1, tzinfo=UTC)),
    **dict.fromkeys(("reporter", "lead", "assignee"), _ANYBODY),
    **dict.fromkeys(("assignees", "watchers"), (_ANYBODY,)),
    **dict.fromkeys(("components", "affects_versions", "fix_versions"), ("Kit part",)),
    **dict.fromkeys(("estimate_seconds", "remaining_seconds", "spent_seconds"), 7200),
    **dict.fromkeys(("released", "archived", "resolved", "closed", "internal"), True),
    **dict.fromkeys(("template", "permission_scheme", "notification_scheme", "workflow_scheme", "type_scheme"), "kit"),
    "project": "KIT",
    "key": "KIT",
    "type": "Task",
    "priority": "High",
    "team": "Kit team",
    "parent": "KIT-1",
    "labels": ["kit-red", "kit-blue"],
    "label": "kit-red",
    "component": "Kit part",
    "sprint": "Kit sprint",
    "status": "Done",
    "status_category": "done",
    "resolution": "Done",
    "security": "Kit level",
    "fields": {"kit-field": 1},
    "extra": {"kit": {"field": 1}},
    "restricted_to": {"kind": "role", "name": "Kit role"},
    "parent_id": "1",
    "content": b"bytes of the kit",
    "media_type": "text/x-kit",
    "size_bytes": 16,
    "url": "https://kit.example/hook",
    "global_id": "kit=1",
    "relationship": "mentioned in",
    "events": ["ticket_created"],
    "query": {"project": "KIT"},
    "text": "kit",
    "order_by": "created_at",
    "any_of": [{"project": "KIT"}],
    "exclude": {"project": "KIT"},
    "natives": [{"dialect": "kit", "text": "kit"}],
}

_HOLDERS: Final[Mapping[str, type[Input]]] = {"comment": CommentDraft, "query": Query}


def given(kind: type[Input], *names: str, value: Callable[[str], Any] = SAMPLES.__getitem__) -> Any:
    """Return an input with what it must have and with `names`, which may be dotted as in `accepts`."""
    needed = [name for name, field in kind.model_fields.items() if field.is_required()]
    values = {name: value(name) for name in needed}
    for name in names:
        head, _, rest = name.partition(".")
        if rest == "amend":
            values[head] = Amend[Any](add=value(head))
        elif rest:
            values[head] = given(_HOLDERS[head], rest, value=value)
        else:
            values[head] = value(head)
    if kind is AttachmentDraft:
        values["filename"] = "kit sample.txt"
    return kind.model_validate(values)


def input_of(operation: str) -> tuple[str, type[Input]]:
    """Return the name and the class of the one input object of an operation."""
    ((parameter, kind),) = OPERATIONS[operation].inputs.items()
    return parameter, kind


def with_input(operation: str, arguments: tuple[Any, ...], value: Input) -> tuple[Any, ...]:
    """Return the positional arguments with another input object in its place."""
    parameter, _ = input_of(operation)
    position = list(OPERATIONS[operation].signature.parameters).index(parameter) - 1
    many = operation == "create_tickets"
    return (*arguments[:position], [value] if many else value, *arguments[position + 1 :])
