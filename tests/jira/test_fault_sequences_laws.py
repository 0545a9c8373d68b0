"""
Faults in any order: nothing is made twice, and nothing that was acknowledged is lost.

A machine of hypothesis makes tickets, comments, links, files and transitions on a simulated Jira, with and without
keys, now and then again with the same key as a redelivered job would; the network and the server fail as it pleases.
The truth is looked up in the simulator's own store.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, ClassVar

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from anyticket import AttachmentDraft, Error, Ticket, TicketDraft
from jira.kit_worlds import Kit, kit
from jira_simulator.faults import BrokenJson, Cut, Drop, Html, RateLimited, Status, Unavailable, When

EFFECTS = st.sampled_from(
    [
        Drop(When.BEFORE),
        Drop(When.AFTER),
        Drop(When.AFTER, reset=True),
        Status(500),
        Status(502, when=When.AFTER),
        Unavailable(retry_after=0),
        Unavailable(retry_after=0, when=When.AFTER),
        RateLimited(retry_after=0),
        Cut(),
        Html(),
        BrokenJson(),
    ]
)
#: What goes wrong, with requests of which method, and how many of those are spared before.
FAULTS = st.none() | st.tuples(EFFECTS, st.sampled_from(["POST", "POST", None]), st.sampled_from([0, 0, 1, 2]))
_NUMBERS = count(1)


@dataclass
class Wish:
    """Something that is to be made: by which word the simulator would show it, and whether that was acknowledged."""

    kind: str
    word: str
    ticket: Ticket | None = None
    key: str | None = None
    acknowledged: set[str] = field(default_factory=set)
    tries: int = 0


class Faulty(RuleBasedStateMachine):
    """One caller and one Jira between which things go wrong."""

    here: ClassVar[Kit]

    def __init__(self) -> None:
        super().__init__()
        self.wishes: list[Wish] = []
        self.tickets: list[Ticket] = [self._quiet(f"Base {next(_NUMBERS)}") for _ in range(2)]
        self.moves: dict[str, str] = {}

    def _quiet(self, title: str) -> Ticket:
        return self.here.client.create_ticket(TicketDraft(project=self.here.world.project, type="Task", title=title))

    @rule(kind=st.sampled_from(["ticket", "comment", "file"]), keyed=st.booleans(), fault=FAULTS)
    def make(self, kind: str, *, keyed: bool, fault: Any) -> None:
        word = f"word{next(_NUMBERS)}x"
        self.wishes.append(Wish(kind, word, self.tickets[0], f"key {word}" if keyed else None))
        self._try(self.wishes[-1], fault)

    @rule(which=st.integers(0, 50), fault=FAULTS)
    def make_again_with_the_same_key(self, which: int, fault: Any) -> None:
        keyed = [wish for wish in self.wishes if wish.key is not None]
        if keyed:
            self._try(keyed[which % len(keyed)], fault)

    @rule(fault=FAULTS)
    def link(self, fault: Any) -> None:
        one, two = self.tickets
        self._disturbed(fault, lambda: self.here.client.link_tickets(one, "blocks", two))

    @rule(fault=FAULTS)
    def move(self, fault: Any) -> None:
        ticket = self.tickets[1]
        ways = self.here.client.list_transitions(ticket)
        way = next(way for way in ways if not way.required)
        moved = self._disturbed(fault, lambda: self.here.client.transition_ticket(ticket, way))
        if moved is not None:
            self.moves[ticket.id] = way.target.id
        else:
            self.moves.pop(ticket.id, None)

    def _try(self, wish: Wish, fault: Any) -> None:
        wish.tries += 1
        made = self._disturbed(fault, lambda: self._make(wish))
        if made is not None:
            wish.acknowledged.add(made.id)

    def _make(self, wish: Wish) -> Any:
        client, options = self.here.client, {"idempotency_key": wish.key} if wish.key else {}
        match wish.kind:
            case "ticket":
                draft = TicketDraft(project=self.here.world.project, type="Task", title=wish.word)
                return client.create_ticket(draft, **options)
            case "comment":
                return client.add_comment(wish.ticket, wish.word, **options)
            case _:
                draft = AttachmentDraft(filename=f"{wish.word}.txt", content=wish.word.encode())
                return client.add_attachment(wish.ticket, draft, **options)

    def _disturbed(self, fault: Any, act: Any) -> Any:
        """Act while a fault waits for one of the requests, reading or writing; return None if that failed."""
        if fault is not None:
            effect, method, skip = fault
            self.here.site.faults.order(effect, method=method, path="/rest/**", skip=skip)
        try:
            return act()
        except Error:
            return None
        finally:
            self.here.site.faults.clear()

    @invariant()
    def nothing_is_there_twice_and_nothing_acknowledged_is_missing(self) -> None:
        for wish in self.wishes:
            there = self._there(wish)
            assert len(there) <= (1 if wish.key or wish.tries == 1 else wish.tries), f"{wish} is there as {there}"
            assert wish.acknowledged <= there, f"{wish} is there as {there}"
            assert wish.key is None or len(wish.acknowledged) <= 1

    @invariant()
    def a_link_is_there_once_and_a_ticket_where_it_was_sent(self) -> None:
        store = self.here.site.store
        one = int(self.tickets[0].id)
        assert len(store.links.where(source_id=one)) <= 1
        for id, status in self.moves.items():
            assert str(store.issues[int(id)].ref("status")) == status

    def _there(self, wish: Wish) -> set[str]:
        store = self.here.site.store
        match wish.kind:
            case "ticket":
                return {str(issue.id) for issue in store.issues.all() if issue.text("summary") == wish.word}
            case "comment":
                ticket = wish.ticket
                assert ticket is not None
                found = store.comments.where(issue_id=int(ticket.id))
                return {str(comment.id) for comment in found if wish.word in str(comment.body)}
            case _:
                ticket = wish.ticket
                assert ticket is not None
                found = store.attachments.where(issue_id=int(ticket.id))
                return {str(one.id) for one in found if one.filename.startswith(wish.word)}


@pytest.fixture(params=["cloud", "server"])
def here(request: pytest.FixtureRequest) -> Iterator[Kit]:
    with TemporaryDirectory() as folder, kit(request.param, Path(folder), issues=0) as made:
        yield made


def test_whatever_fails_nothing_is_doubled_or_lost(here: Kit) -> None:
    class Machine(Faulty):
        pass

    Machine.here = here
    case = Machine.TestCase
    case.settings = settings(stateful_step_count=8)
    case().runTest()
