"""
Tickets from an application's error handler: one for each kind of error, and a comment each further time.

    tickets = ErrorTickets(anyticket.connect("work"), project="SHOP")
    try:
        checkout(cart)
    except Exception as error:
        tickets.report(error, occurrence=request_id)
        raise

    python examples/error_tickets.py work SHOP          reports an error of its own, three times

Reporting the same occurrence again, from a retried job or another worker, changes nothing.
"""

from __future__ import annotations

import argparse
import hashlib
import traceback
from collections.abc import Sequence
from types import TracebackType

import anyticket
from anyticket import Client, CommentDraft, Ticket, TicketDraft

_MOST_FRAMES = 5
_LONGEST_TITLE = 200


class ErrorTickets:
    """Files errors in one project."""

    def __init__(self, client: Client, *, project: str, type: str = "Bug", labels: Sequence[str] = ("error",)) -> None:
        self._client, self._project, self._type, self._labels = client, project, type, tuple(labels)

    def report(self, error: BaseException, *, occurrence: str) -> Ticket:
        """
        File an error, or add to the ticket that it has.

        Args:
            error: What was raised.
            occurrence: What tells this time from all others, such as the id of the request that failed.
        """
        kind = fingerprint(error)
        draft = TicketDraft(
            project=self._project,
            type=self._type,
            title=f"{type(error).__name__} in {_place(error.__traceback__)}"[:_LONGEST_TITLE],
            description=f"Filed by the error handler. Its kind is `{kind}`.",
            labels=[*self._labels, f"error-{kind}"],
        )
        # The kind of the error is the key, so that whoever meets it first makes the ticket, and nobody a second one.
        ticket = self._client.create_ticket(draft, idempotency_key=f"error {self._project} {kind}")
        words = f"Occurrence `{occurrence}`\n\n```\n{_told(error)}\n```"
        self._client.add_comment(ticket, self._note(words), idempotency_key=f"occurrence {occurrence}")
        return ticket

    def _note(self, words: str) -> CommentDraft:
        """On a service desk a note is for the team alone; other trackers do not tell the two apart."""
        if self._client.supports("add_comment", "internal"):
            return CommentDraft(body=words, internal=True)
        return CommentDraft(body=words)


def fingerprint(error: BaseException) -> str:
    """Return what errors of one kind have in common: their type, and the functions they came through."""
    frames = traceback.extract_tb(error.__traceback__)[-_MOST_FRAMES:]
    way = "\n".join(f"{frame.filename.rpartition('/')[2]} {frame.name}" for frame in frames)
    return hashlib.sha256(f"{type(error).__qualname__}\n{way}".encode()).hexdigest()[:12]


def _place(trace: TracebackType | None) -> str:
    frames = traceback.extract_tb(trace)
    return frames[-1].name if frames else "an unknown place"


def _told(error: BaseException) -> str:
    return "".join(traceback.format_exception(error)).strip()


def _fail(number: int) -> None:
    raise LookupError(f"there is no price for article {number}")


def main(arguments: Sequence[str] | None = None) -> None:
    """Report an error of one kind three times."""
    parser = argparse.ArgumentParser(description="File an error of this program.")
    parser.add_argument("connection", help="the name of a connection in plugins.toml")
    parser.add_argument("project", help="the key of a project")
    asked = parser.parse_args(arguments)
    with anyticket.connect(asked.connection) as client:
        tickets = ErrorTickets(client, project=asked.project)
        for number in (1, 2, 2):  # the last one is a retry
            try:
                _fail(number)
            except LookupError as error:
                ticket = tickets.report(error, occurrence=f"request-{number}")
                print(f"{ticket.key}  {error}  {ticket.url}")


if __name__ == "__main__":
    main()
