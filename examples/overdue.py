"""
Overdue tickets moved to "Stuck", each with a comment that says since when.

    python examples/overdue.py work SHOP
    python examples/overdue.py work SHOP --status Blocked --dry-run

A ticket whose workflow has no way there, or asks for more on it, is told and left as it is.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

import anyticket
from anyticket import Ambiguous, Client, CommentDraft, Invalid, Query, Ticket, TicketPatch


@dataclass(frozen=True)
class Outcome:
    """What became of one ticket; `problem` is None where it was moved."""

    ticket: Ticket
    problem: str | None


def move_overdue(client: Client, project: str, status: str, *, today: date) -> Iterator[Outcome]:
    """Move what was due before today and is not closed; yield what became of each ticket."""
    query = Query(project=project, closed=False, due_before=today)
    overdue = list(client.search_tickets(query))  # all of them first: moving a ticket changes what matches
    for ticket in overdue:
        if ticket.status.name.casefold() == status.casefold():
            continue
        late = (today - _day(ticket)).days
        words = f"Due {late} day{'s' * (late != 1)} ago, on {_day(ticket)}."
        try:
            client.transition_ticket(ticket, status, TicketPatch(comment=_note(client, words)))
        except (Ambiguous, Invalid) as problem:
            yield Outcome(ticket, str(problem))
        else:
            yield Outcome(ticket, None)


def _note(client: Client, words: str) -> CommentDraft:
    """On a service desk a note is for the team alone; other trackers do not tell the two apart."""
    if client.supports("transition_ticket", "comment.internal"):
        return CommentDraft(body=words, internal=True)
    return CommentDraft(body=words)


def _day(ticket: Ticket) -> date:
    due = ticket.due
    if due is None:
        raise ValueError(f"{ticket.key} was found by its due date and has none any more: run this again")
    return due.date() if isinstance(due, datetime) else due


def main(arguments: Sequence[str] | None = None) -> None:
    """Move what is overdue, and say what was done."""
    parser = argparse.ArgumentParser(description="Move overdue tickets.")
    parser.add_argument("connection", help="the name of a connection in plugins.toml")
    parser.add_argument("project", help="the key of a project")
    parser.add_argument("--status", default="Stuck")
    parser.add_argument("--dry-run", action="store_true", help="only say what is overdue")
    asked = parser.parse_args(arguments)
    today = datetime.now(UTC).date()
    with anyticket.connect(asked.connection) as client:
        if asked.dry_run:
            for ticket in client.search_tickets(Query(project=asked.project, closed=False, due_before=today)):
                print(f"{ticket.key}  due {_day(ticket)}  {ticket.title}")
            return
        for outcome in move_overdue(client, asked.project, asked.status, today=today):
            print(f"{outcome.ticket.key}  {outcome.problem or f'moved to {asked.status}'}")


if __name__ == "__main__":
    main()
