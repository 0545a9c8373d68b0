"""The search command: every common filter as an option."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import islice
from typing import Annotated

import typer

from ..model.query import Query
from .filters import query_of
from .reading import Json, Name
from .state import State, state_of
from .tickets import table_of

Texts = list[str] | None
_MOMENT = "a day, a time with its zone, or an age: 7d, 12h, 2w"


def add_to(app: typer.Typer) -> None:
    """Add the command."""
    app.command("search")(search)


def search(
    context: typer.Context,
    name: Name,
    text: Annotated[str | None, typer.Argument(help="Words to be found.")] = None,
    project: Annotated[Texts, typer.Option(help="A project; given more than once, any of them.")] = None,
    key: Annotated[Texts, typer.Option()] = None,
    type_: Annotated[Texts, typer.Option("--type")] = None,
    status: Annotated[Texts, typer.Option()] = None,
    category: Annotated[Texts, typer.Option(help="todo, in_progress, waiting, done, cancelled.")] = None,
    closed: Annotated[bool | None, typer.Option("--closed/--open")] = None,
    priority: Annotated[Texts, typer.Option()] = None,
    assignee: Annotated[Texts, typer.Option(help="A person, @me, or @empty for nobody.")] = None,
    reporter: Annotated[Texts, typer.Option(help="A person or @me.")] = None,
    label: Annotated[Texts, typer.Option(help="A label, or @empty for none.")] = None,
    component: Annotated[Texts, typer.Option(help="A component, or @empty for none.")] = None,
    sprint: Annotated[Texts, typer.Option(help="A sprint, or @empty for none.")] = None,
    parent: Annotated[Texts, typer.Option(help="A ticket, or @empty for none.")] = None,
    created_after: Annotated[str | None, typer.Option(help=_MOMENT)] = None,
    created_before: Annotated[str | None, typer.Option()] = None,
    updated_after: Annotated[str | None, typer.Option()] = None,
    updated_before: Annotated[str | None, typer.Option()] = None,
    resolved_after: Annotated[str | None, typer.Option()] = None,
    resolved_before: Annotated[str | None, typer.Option()] = None,
    due_after: Annotated[str | None, typer.Option(help="A day.")] = None,
    due_before: Annotated[str | None, typer.Option(help="A day, which is not included.")] = None,
    field: Annotated[Texts, typer.Option(help="NAME=VALUE, a native field.")] = None,
    jql: Annotated[str | None, typer.Option(help="JQL, beside the other filters.")] = None,
    native: Annotated[str | None, typer.Option(help="DIALECT:TEXT, a query in the tracker's own words.")] = None,
    order_by: Annotated[Texts, typer.Option(help="An attribute; -updated_at is descending.")] = None,
    limit: Annotated[int, typer.Option(min=0, help="The most tickets to show; 0 is all.")] = 50,
    cursor: Annotated[str | None, typer.Option(help="Where an earlier search stopped.")] = None,
    count: Annotated[bool, typer.Option("--count", help="Count, show none.")] = False,
    as_json: Json = False,
) -> None:
    """Search tickets. Filters are AND-ed; one that is given more than once is any of its values."""
    query = query_of(
        datetime.now(UTC), jql, native, field or (),
        text=text, project=project, key=key, type=type_, status=status, status_category=category, closed=closed,
        priority=priority, assignee=assignee, reporter=reporter, label=label, component=component, sprint=sprint,
        parent=parent, created_after=created_after, created_before=created_before, updated_after=updated_after,
        updated_before=updated_before, resolved_after=resolved_after, resolved_before=resolved_before,
        due_after=due_after, due_before=due_before, order_by=order_by,
    )  # fmt: skip
    state = state_of(context)
    if count:
        _count(state, name, query, as_json=as_json)
    else:
        _list(state, name, query, limit or None, cursor, as_json=as_json)


def _count(state: State, name: str, query: Query, *, as_json: bool) -> None:
    with state.client(name) as client:
        found = client.count_tickets(query)
    if as_json:
        state.screen.json({"count": found.value, "exact": found.exact})
    else:
        state.screen.line(f"{found.value}" if found.exact else f"about {found.value}")


def _list(state: State, name: str, query: Query, limit: int | None, cursor: str | None, *, as_json: bool) -> None:
    page_size = min(limit or 100, 100)
    with state.client(name) as client:
        found = iter(client.search_tickets(query, page_size=page_size, cursor=cursor))
        if as_json:
            for ticket in islice(found, limit):
                state.screen.json(ticket)
            return
        tickets = list(islice(found, limit))
        table_of(state.screen, tickets)
        more = " (there may be more: --limit)" if limit is not None and len(tickets) == limit else ""
        state.screen.note(f"{len(tickets)} tickets{more}")
