"""
Tickets of one tracker mirrored into another, both ways: a Jira and the embedded tracker, say.

    python examples/mirror.py work SHOP local MIRROR --state mirror.json

New tickets and comments go to the other side; a change of title, description or being closed goes where it is missing.
If both sides changed one, the later change wins. It may be stopped anywhere and run again: what it makes, it makes with
a key, and what it has seen is in the file.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import anyticket
from anyticket import Ambiguous, Client, Invalid, Query, RichText, StatusCategory, Ticket, TicketDraft, TicketPatch


@dataclass(frozen=True)
class Side:
    """One tracker, and the project in it that is mirrored. `name` tells it from the other one for ever."""

    name: str
    client: Client
    project: str
    type: str


@dataclass
class State:
    """Which tickets are the same, and what each pair was like when it was last the same."""

    path: Path
    pairs: list[dict[str, str]] = field(default_factory=list[dict[str, str]])
    last: dict[str, dict[str, Any]] = field(default_factory=dict[str, dict[str, Any]])
    comments: list[str] = field(default_factory=list[str])

    @classmethod
    def read(cls, path: Path) -> State:
        """Read the file, or begin anew where there is none."""
        return cls(path, **json.loads(path.read_text())) if path.exists() else cls(path)

    def save(self) -> None:
        """Write the file so that it is never half written."""
        content = {"pairs": self.pairs, "last": self.last, "comments": self.comments}
        beside = self.path.with_suffix(".new")
        beside.write_text(json.dumps(content, indent=1))
        beside.replace(self.path)


class Mirror:
    """Keeps two projects the same."""

    def __init__(self, one: Side, other: Side, state: State) -> None:
        if one.name == other.name:
            raise ValueError(f"both sides are called {one.name!r}: give them different names")
        self._sides, self._state = (one, other), state

    def run(self) -> Iterator[str]:
        """Make both sides the same; yield what was done."""
        for here, there in (self._sides, self._sides[::-1]):
            known = {pair[here.name] for pair in self._state.pairs if here.name in pair}
            for ticket in here.client.search_tickets(Query(project=here.project)):
                if ticket.id not in known:
                    yield self._copy(ticket, here, there)
        for pair in self._state.pairs:
            yield from self._even_out(pair)
            yield from self._talk(pair)

    def _copy(self, ticket: Ticket, here: Side, there: Side) -> str:
        draft = _draft(here.client.get_ticket(ticket), there)
        made = there.client.create_ticket(draft, idempotency_key=f"mirror of {here.name} {ticket.id}")
        self._state.pairs.append({here.name: ticket.id, there.name: made.id})
        self._state.last[_name(self._state.pairs[-1])] = {**_content(ticket), "closed": False}
        self._state.save()
        return f"{ticket.key} of {here.name} is {made.key} of {there.name}"

    def _even_out(self, pair: dict[str, str]) -> Iterator[str]:
        """Bring what changed on one side to the other; of two changes, the later one."""
        tickets = {side: side.client.get_ticket(pair[side.name]) for side in self._sides}
        contents = {side.name: _content(ticket) for side, ticket in tickets.items()}
        last = self._state.last[_name(pair)]
        later = max(self._sides, key=lambda side: tickets[side].updated_at)
        for name in last:
            changed = [side for side in self._sides if contents[side.name][name] != last[name]]
            if not changed:
                continue
            source = later if len(changed) > 1 else changed[0]
            target = next(side for side in self._sides if side is not source)
            value = contents[source.name][name]
            if contents[target.name][name] != value:
                done = _write(target, tickets[target], name, tickets[source])
                yield f"{tickets[target].key} of {target.name}: {done}"
            last[name] = value
            self._state.save()

    def _talk(self, pair: dict[str, str]) -> Iterator[str]:
        """Bring comments to the other side, except those that came from there."""
        for here, there in (self._sides, self._sides[::-1]):
            for comment in here.client.list_comments(pair[here.name]):
                name = f"{here.name} {pair[here.name]} {comment.id}"
                if name in self._state.comments or getattr(comment, "internal", False):
                    continue
                made = there.client.add_comment(pair[there.name], comment.body.markdown, idempotency_key=name)
                self._state.comments += [name, f"{there.name} {pair[there.name]} {made.id}"]
                self._state.save()
                yield f"a comment of {here.name} is on {pair[there.name]} of {there.name}"


def _draft(ticket: Ticket, there: Side) -> TicketDraft:
    return TicketDraft(project=there.project, type=there.type, title=ticket.title, description=_text(ticket))


def _text(ticket: Ticket) -> RichText | None:
    """Return the description in the words that every tracker understands."""
    return None if ticket.description is None else RichText.from_markdown(ticket.description.markdown)


def _content(ticket: Ticket) -> dict[str, Any]:
    """Return what is mirrored, in a form that both trackers have."""
    text = "" if ticket.description is None else ticket.description.plain
    return {"title": ticket.title, "description": " ".join(text.split()), "closed": ticket.status.closed is True}


def _write(side: Side, ticket: Ticket, name: str, source: Ticket) -> str:
    match name:
        case "closed":
            return _move(side, ticket, StatusCategory.DONE if source.status.closed else StatusCategory.TODO)
        case "description":
            side.client.update_ticket(ticket, TicketPatch(description=_text(source)))
        case _:
            side.client.update_ticket(ticket, TicketPatch(title=source.title))
    return f"another {name}"


def _move(side: Side, ticket: Ticket, to: StatusCategory) -> str:
    """Close or reopen a ticket. Where several statuses would do, the first one does."""
    try:
        side.client.transition_ticket(ticket, to)
    except Ambiguous:
        ways = side.client.list_transitions(ticket)
        side.client.transition_ticket(ticket, next(way for way in ways if way.target.category is to))
    except Invalid as problem:
        return f"stays where it is: {problem}"
    return to.value


def _name(pair: dict[str, str]) -> str:
    return " ".join(f"{side}={id}" for side, id in sorted(pair.items()))


def main(arguments: Sequence[str] | None = None) -> None:
    """Mirror once."""
    parser = argparse.ArgumentParser(description="Mirror two projects.")
    for name in ("connection", "project", "other_connection", "other_project"):
        parser.add_argument(name)
    parser.add_argument("--type", default="Task", help="the type of the tickets that are made")
    parser.add_argument("--state", type=Path, default=Path("mirror.json"))
    asked = parser.parse_args(arguments)
    with anyticket.connect(asked.connection) as one, anyticket.connect(asked.other_connection) as other:
        sides = (
            Side(asked.connection, one, asked.project, asked.type),
            Side(asked.other_connection, other, asked.other_project, asked.type),
        )
        for line in Mirror(*sides, State.read(asked.state)).run():
            print(line)


if __name__ == "__main__":
    main()
