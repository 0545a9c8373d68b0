"""The commands that write: create, comment, transition."""

from __future__ import annotations

import sys
from typing import Annotated, Any

import typer

from ..model.comment import CommentDraft
from ..model.drafts import TicketDraft, TicketPatch
from .filters import day, pair
from .reading import Json, Name
from .searching import Texts
from .state import state_of
from .tickets import words

Key = Annotated[str, typer.Argument(help="The key or id of the ticket.")]
Once = Annotated[
    str | None, typer.Option("--idempotency-key", help="With the same key it is made once, however often.")
]


def add_to(app: typer.Typer) -> None:
    """Add the commands."""
    app.command("create")(create)
    app.command("comment")(comment)
    app.command("transition")(transition)


def create(
    context: typer.Context,
    name: Name,
    title: Annotated[str, typer.Option(help="What it is about, in a line.")],
    project: Annotated[str | None, typer.Option()] = None,
    type_: Annotated[str | None, typer.Option("--type")] = None,
    description: Annotated[str | None, typer.Option(help="Markdown; - reads standard input.")] = None,
    priority: Annotated[str | None, typer.Option()] = None,
    assignee: Annotated[Texts, typer.Option()] = None,
    label: Annotated[Texts, typer.Option()] = None,
    component: Annotated[Texts, typer.Option()] = None,
    parent: Annotated[str | None, typer.Option()] = None,
    due: Annotated[str | None, typer.Option(help="A day.")] = None,
    field: Annotated[Texts, typer.Option(help="NAME=VALUE, a native field.")] = None,
    idempotency_key: Once = None,
    as_json: Json = False,
) -> None:
    """Create a ticket; write its key."""
    state = state_of(context)
    given: dict[str, Any] = {
        "project": project,
        "type": type_,
        "description": _read(description),
        "priority": priority,
        "assignees": assignee,
        "labels": label,
        "components": component,
        "parent": parent,
        "due": None if due is None else day(due),
        "fields": dict(pair(text) for text in field or ()) or None,
    }
    draft = TicketDraft(title=title, **{key: value for key, value in given.items() if value is not None})
    with state.client(name) as client:
        made = client.create_ticket(draft, idempotency_key=idempotency_key)
    if as_json:
        state.screen.json(made)
    else:
        state.screen.line(f"{made.key} {getattr(made, 'url', '')}")


def comment(
    context: typer.Context,
    name: Name,
    key: Key,
    text: Annotated[str, typer.Argument(help="Markdown; - reads standard input.")],
    internal: Annotated[
        bool | None, typer.Option("--internal/--public", help="Who may see it, where trackers differ.")
    ] = None,
    idempotency_key: Once = None,
    as_json: Json = False,
) -> None:
    """Comment on a ticket; write the id of the comment."""
    state = state_of(context)
    body = _read(text) or ""
    draft = CommentDraft(body=body) if internal is None else CommentDraft(body=body, internal=internal)
    with state.client(name) as client:
        made = client.add_comment(key, draft, idempotency_key=idempotency_key)
    if as_json:
        state.screen.json(made)
    else:
        state.screen.line(made.id)


def transition(
    context: typer.Context,
    name: Name,
    key: Key,
    to: Annotated[str, typer.Argument(help="The status to reach.")],
    resolution: Annotated[str | None, typer.Option()] = None,
    text: Annotated[str | None, typer.Option("--comment", help="Markdown, written with the change.")] = None,
    field: Annotated[Texts, typer.Option(help="NAME=VALUE, a native field that the way wants.")] = None,
    as_json: Json = False,
) -> None:
    """Move a ticket to a status; a ticket that is there already is left alone."""
    state = state_of(context)
    fields = dict(pair(word) for word in field or ())
    given: dict[str, Any] = {"resolution": resolution, "comment": _read(text), "fields": fields or None}
    given = {key: value for key, value in given.items() if value is not None}
    with state.client(name) as client:
        moved = client.transition_ticket(key, to, TicketPatch(**given) if given else None)
    if as_json:
        state.screen.json(moved)
    else:
        state.screen.line(f"{moved.key} {words(getattr(moved, 'status', to))}")


def _read(text: str | None) -> str | None:
    return sys.stdin.read() if text == "-" else text
