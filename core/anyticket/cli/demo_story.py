"""
The story of the demo: a project of a small team, from its first ticket to an export of its history.

What every ticket should be is worked out here from its number, never read back, so that a wrong answer shows.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from datetime import date
from itertools import islice, pairwise
from typing import Final

from ..errors import Conflict, NotFound
from ..model.attachment import AttachmentDraft
from ..model.comment import CommentDraft
from ..model.drafts import TicketDraft, TicketPatch
from ..model.input import Amend
from ..model.project import ProjectDraft
from ..model.query import EMPTY, ME, Query
from ..model.ticket import Ticket
from .demo import Demo
from .tickets import change_words, show_ticket, table_of, words

_TYPES: Final = ("Bug", "Task", "Story")
_PRIORITIES: Final = ("High", "Medium", "Low")
_AREAS: Final = ("login", "search", "billing", "export")
_COMPONENTS: Final = ("Web", "Server")
_SUBJECTS: Final = ("the login page", "the search box", "the invoice", "the export file")
_TITLES: Final = {"Bug": "{} is slow", "Task": "Tidy up {}", "Story": "Customers can share {}"}
_FILE: Final = bytes(range(256)) * 4096


def tell(demo: Demo, count: int) -> None:
    """Tell the whole story with `count` tickets."""
    _begin(demo)
    tickets = _create(demo, count)
    _talk(demo, tickets)
    _move(demo, tickets)
    _relate(demo, tickets)
    _edit(demo, tickets)
    _attach(demo, tickets[0])
    _search(demo, tickets)
    _look_back(demo, tickets)


def _type(number: int) -> str:
    return _TYPES[number % len(_TYPES)]


def _area(number: int) -> str:
    return _AREAS[number % len(_AREAS)]


def _begin(demo: Demo) -> None:
    with demo.step("make a project, its components and a version"):
        me = demo.client.get_me()
        project = demo.client.create_project(ProjectDraft(key="SHOP", name="Web shop"))
        for component in _COMPONENTS:
            demo.client.create_component("SHOP", component)
        demo.client.create_version("SHOP", "1.0")
        demo.called(5)
        demo.expect("the key of the project", project.key, "SHOP")
    demo.screen.line(f"{words(me)} works on {words(project)}, a project in {demo.client.connection.url}")


def _draft(number: int) -> TicketDraft:
    kind = _type(number)
    return TicketDraft(
        project="SHOP",
        type=kind,
        title=_TITLES[kind].format(_SUBJECTS[number % 4]).capitalize() + f" ({number})",
        description=f"Seen by *{number}* customers.\n\n- [ ] find out why\n- [ ] tell them\n",
        priority=_PRIORITIES[number % 3],
        labels=[_area(number)],
        components=[_COMPONENTS[number % 2]],
        assignees=["me"] if number % 2 else [],
        due=date(2030, 1, 1 + number % 28),
    )


def _create(demo: Demo, count: int) -> tuple[Ticket, ...]:
    drafts = [_draft(number) for number in range(count)]
    keys = [f"demo-{number}" for number in range(count)]
    with demo.step(f"create {count} tickets, then all of them again with the same keys"):
        first = demo.client.create_tickets(drafts, idempotency_keys=keys).all()
        again = demo.client.create_tickets(drafts, idempotency_keys=keys).all()
        demo.called(2)
        demo.expect("the same key makes the same ticket", [it.id for it in again], [it.id for it in first])
        demo.expect("keys count up", [it.key for it in first], [f"SHOP-{number + 1}" for number in range(count)])
    return first


def _talk(demo: Demo, tickets: tuple[Ticket, ...]) -> None:
    with demo.step("comment on every third ticket, once for the team alone"):
        for ticket in tickets[::3]:
            demo.client.add_comment(ticket, "Looking **into** it.")
            demo.client.add_comment(ticket, CommentDraft(body="Between us: it is the cache.", internal=True))
            demo.called(2)
        found = list(demo.client.list_comments(tickets[0]))
        demo.called()
        demo.expect(
            "comments in order", [it.body.plain for it in found], ["Looking into it.", "Between us: it is the cache."]
        )
        demo.expect("the second is internal", [it.internal for it in found], [False, True])


def _move(demo: Demo, tickets: tuple[Ticket, ...]) -> None:
    with demo.step("start every second ticket and finish every fourth"):
        for ticket in tickets[::2]:
            demo.client.transition_ticket(ticket, "In Progress")
        for ticket in tickets[::4]:
            demo.client.transition_ticket(ticket, "Done")
        demo.client.transition_ticket(tickets[0], "Done")
        demo.called(len(tickets[::2]) + len(tickets[::4]) + 1)
        moved = demo.client.get_ticket(tickets[0])
        demo.called()
        demo.expect("a finished ticket is closed", (moved.status.name, moved.status.closed), ("Done", True))


def _relate(demo: Demo, tickets: tuple[Ticket, ...]) -> None:
    with demo.step("link tickets in a chain"):
        for ticket, other in pairwise(tickets[:9]):
            demo.client.link_tickets(ticket, "blocks", other)
        seen = demo.client.get_ticket(tickets[1], load=["links"])
        demo.called(9)
        demo.expect(
            "a link is seen from both sides",
            sorted((link.phrase, link.ticket.key) for link in seen.links),
            [("blocks", tickets[2].key), ("is blocked by", tickets[0].key)],
        )


def _edit(demo: Demo, tickets: tuple[Ticket, ...]) -> None:
    with demo.step("edit as two people at once"):
        seen = demo.client.get_ticket(tickets[5])
        demo.client.update_ticket(seen, TicketPatch(labels=Amend(add=["urgent"])), if_version=seen.version)
        try:
            demo.client.update_ticket(seen, TicketPatch(title="Mine wins"), if_version=seen.version)
            refused = False
        except Conflict:
            refused = True
        after = demo.client.get_ticket(tickets[5])
        demo.called(4)
        demo.expect("the second editor is told", refused, True)
        demo.expect("nothing was overwritten", after.title, seen.title)
        demo.expect("a label was added", {label.name for label in after.labels}, {_area(5), "urgent"})


def _attach(demo: Demo, ticket: Ticket) -> None:
    with demo.step("attach a file of 1 MB and download it"):
        draft = AttachmentDraft(filename="screen.bin", content=_FILE)
        attachment = demo.client.add_attachment(ticket, draft)
        path = demo.client.download_attachment(ticket, attachment, demo.folder / "screen.bin")
        demo.called(2)
        demo.expect("the file came back", _digest(path.read_bytes()), _digest(_FILE))
    with demo.step("ask for a ticket that does not exist"):
        try:
            demo.client.get_ticket("SHOP-999999")
            missing = False
        except NotFound:
            missing = True
        demo.called()
        demo.expect("a ticket that does not exist is not found", missing, True)


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _search(demo: Demo, tickets: tuple[Ticket, ...]) -> None:
    numbers = range(len(tickets))
    searches = (
        ("all of the project", Query(project="SHOP"), list(numbers)),
        ("open bugs", Query(type="Bug", closed=False), [n for n in numbers if n % 3 == 0 and n % 4]),
        ("mine, not started", Query(assignee=ME, status="To Do"), [n for n in numbers if n % 2]),
        ("of nobody", Query(assignee=EMPTY), [n for n in numbers if not n % 2]),
        ("high or low", Query(priority=["High", "Low"]), [n for n in numbers if n % 3 != 1]),
        ("about billing or urgent", Query(label=["billing", "urgent"]), sorted({*numbers[2::4], 5})),
        ("with the word invoice", Query(text="invoice"), list(numbers[2::4])),
        ("due in the first week", Query(due_before=date(2030, 1, 8)), [n for n in numbers if n % 28 < 7]),
        ("started, not stories", Query(status_category="in_progress", exclude=Query(type="Story")),
         [n for n in numbers if n % 4 == 2 and n % 3 != 2]),
        ("finished, or by the server", Query(any_of=[Query(closed=True), Query(component="Server")]),
         [n for n in numbers if n % 4 == 0 or n % 2]),
    )  # fmt: skip
    rows: list[tuple[str, str, str]] = []
    with demo.step("search in ten ways, in pages of 20, and count"):
        for name, query, expected in searches:
            found = sorted(int(it.key.partition("-")[2]) - 1 for it in demo.client.search_tickets(query, page_size=20))
            count = demo.client.count_tickets(query)
            demo.called(2)
            demo.expect(name, found, expected)
            demo.expect(f"the count of {name}", count.value, len(expected))
            rows.append((name, str(len(found)), str(len(expected))))
    demo.screen.table(("search", "found", "expected"), rows, title="Searches")
    newest = demo.client.search_tickets(Query(project="SHOP", order_by="-updated_at"), page_size=8)
    table_of(demo.screen, islice(newest, 8), title="The tickets that changed last")


def _look_back(demo: Demo, tickets: tuple[Ticket, ...]) -> None:
    with demo.step("read the history, and every ticket with all that can be loaded"):
        history = list(demo.client.list_history(tickets[0]))
        exported = list(demo.client.export_tickets(Query(project="SHOP"), page_size=25))
        demo.called(2)
        changed = [change.name for edit in history for change in edit.fields if change.field == "status"]
        demo.expect("the status changed twice", len(changed), 2)
        demo.expect("each ticket comes once", Counter(it.key for it in exported), Counter(it.key for it in tickets))
        comments = sum(len(it.comments) for it in exported)
        demo.expect("all comments came with them", comments, 2 * len(tickets[::3]))
    show_ticket(demo.screen, next(it for it in exported if it.id == tickets[0].id))
    rows = [(f"{edit.at:%H:%M:%S}", words(edit.author), change_words(edit)) for edit in history]
    demo.screen.table(("at", "who", "what"), rows, title=f"The history of {tickets[0].key}")
