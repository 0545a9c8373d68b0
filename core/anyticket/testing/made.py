"""Made: the things that operations are done to, made in the tracker or found there."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import cached_property
from itertools import count
from pathlib import Path
from typing import Any, TypeVar
from zlib import crc32

import pytest

from anyticket.client.blocking import Client
from anyticket.model.attachment import Attachment
from anyticket.model.comment import Comment
from anyticket.model.drafts import TicketDraft
from anyticket.model.link import RemoteLink, RemoteLinkDraft
from anyticket.model.person import Person
from anyticket.model.project import Component, Project, ProjectDraft, Version
from anyticket.model.query import Query
from anyticket.model.sprint import Board, Sprint, SprintDraft, SprintState
from anyticket.model.ticket import Link, Ticket
from anyticket.model.ticket_type import TicketType
from anyticket.model.transition import Transition
from anyticket.model.webhook import Webhook
from anyticket.model.worklog import Worklog

from .examples import EXAMPLES, Things
from .world import World

T = TypeVar("T")


class Made(Things):
    """Each thing is made when it is first asked for; every `Made` makes its own."""

    def __init__(self, client: Client, world: World, folder: Path) -> None:
        super().__init__(folder)
        self.client, self.world = client, world
        self._numbers = count(1)

    @property
    def new_name(self) -> str:
        """A name that nothing has yet, and the same one when the test is replayed."""
        return f"Kit {self.world.salt} {next(self._numbers)}"

    @property
    def new_key(self) -> str:
        """A key that no project has yet."""
        number = crc32(self.new_name.encode())
        return "K" + "".join(chr(ord("A") + number // 26**place % 26) for place in range(6))

    @property
    def draft(self) -> TicketDraft:
        """The smallest draft that the tracker takes, with a title of its own."""
        return self.drafted()

    def drafted(self, **values: Any) -> TicketDraft:
        """Return a draft with `values`, and what every ticket needs here."""
        common: dict[str, Any] = {"title": self.new_name}
        if self.world.project is not None and self.client.supports("create_ticket", "project"):
            common["project"] = self.world.project
        if self.client.supports("create_ticket", "type"):
            common["type"] = self.type
        return TicketDraft(**{**common, **values})

    def new_ticket(self, **values: Any) -> Ticket:
        """Create a ticket and return it as it is read."""
        return self.client.get_ticket(self.client.create_ticket(self.drafted(**values)))

    @cached_property
    def ticket(self) -> Ticket:
        """A ticket."""
        return self._ticket(0)

    @cached_property
    def other(self) -> Ticket:
        """Another ticket."""
        return self._ticket(1)

    @cached_property
    def several(self) -> tuple[Ticket, ...]:
        """Five tickets, or those that are known."""
        if self.world.known:
            return tuple(self.client.get_ticket(key) for key in self.world.known)
        return tuple(self.new_ticket() for _ in range(5))

    def linkable(self, word: str) -> Ticket:
        """Return a ticket to link to, the same one for the same word."""
        return self.other if word == "one" else self.several[len(word) % len(self.several)]

    def _ticket(self, index: int) -> Ticket:
        if self.client.supports("create_ticket"):
            return self.new_ticket()
        if len(self.world.known) <= index:
            pytest.fail("tickets cannot be created here: tell the kit in World.known which ones exist")
        return self.client.get_ticket(self.world.known[index])

    @property
    def query(self) -> Query:
        """What searches are within."""
        return self.world.scope

    @cached_property
    def project(self) -> str:
        """The project where the kit may write, or that of a known ticket."""
        if self.world.project is not None:
            return self.world.project
        project = self.ticket.project
        return (getattr(project, "key", None) or project.id) if project else self.lacking("project")

    @cached_property
    def type(self) -> TicketType:
        """An ordinary type."""
        if "type" in self.world.values:
            return TicketType.of(self.world.values["type"])
        if not self.client.supports("list_types"):
            return self.ticket.type or self.lacking("type")
        types = self.client.list_types(self.project) if self.world.project else self.client.list_types()
        return next(kind for kind in types if getattr(kind, "hierarchy_level", 0) == 0)

    @cached_property
    def holder_type(self) -> TicketType:
        """A type whose tickets can be parents of ordinary ones."""
        types = self.client.list_types(self.project)
        return next((kind for kind in types if getattr(kind, "hierarchy_level", 0) > 0), self.type)

    @cached_property
    def votable(self) -> Ticket:
        """A ticket that the account can vote for: one that somebody else reported, where a draft can say so."""
        if not self.client.supports("create_ticket", "reporter"):
            return self.ticket
        return self.new_ticket(reporter=self.people[-1])

    @property
    def voted(self) -> Ticket:
        """A ticket that the account has voted for."""
        self.client.add_vote(self.votable)
        return self.votable

    @property
    def holder(self) -> Ticket:
        """A ticket that can be the parent of an ordinary one."""
        if not self.client.supports("create_ticket", "type"):
            return self.new_ticket()
        return self.new_ticket(type=self.holder_type)

    def closed(self, ticket: Ticket) -> Ticket:
        """Return a ticket as it is once it is closed, if there is a way that asks for nothing."""
        if self.client.supports("list_transitions") and self.client.supports("transition_ticket"):
            for way in self.client.list_transitions(ticket):
                if way.target.closed and not getattr(way, "required", ()):
                    self.client.transition_ticket(ticket, way)
                    return self.client.get_ticket(ticket)
        return ticket

    @cached_property
    def people(self) -> tuple[Person, ...]:
        """Who can be assigned."""
        if self.world.people:
            return tuple(Person(id=person) for person in self.world.people)
        if self.client.supports("search_assignable"):
            return tuple(self.client.search_assignable(self.project))
        return (self.client.get_me(),)

    @property
    def person(self) -> Person:
        """Somebody who can be assigned."""
        return self.people[0]

    @property
    def comment(self) -> Comment:
        """A comment on `ticket`."""
        return self._one("comment", "add_comment", lambda: self.client.list_comments(self.ticket))

    @property
    def attachment(self) -> Attachment:
        """A file of `ticket`."""
        return self._one("attachment", "add_attachment", lambda: self.client.list_attachments(self.ticket))

    @property
    def worklog(self) -> Worklog:
        """Time that was spent on `ticket`."""
        return self._one("worklog", "add_worklog", lambda: self.client.list_worklogs(self.ticket))

    @property
    def link(self) -> Link:
        """A link from `ticket` to `other`."""
        return self._one("link", "link_tickets", lambda: self.client.get_ticket(self.ticket, load=["links"]).links)

    @property
    def remote_link(self) -> RemoteLink:
        """A link from `ticket` to somewhere else."""
        if self.client.supports("add_remote_link"):
            draft = RemoteLinkDraft(url=f"https://kit.example/{next(self._numbers)}", title=self.new_name)
            return self.client.add_remote_link(self.ticket, draft)
        return self._first("remote_link", self.client.list_remote_links(self.ticket))

    @cached_property
    def phrase(self) -> str:
        """A phrase that links tickets, of a type whose two phrases differ where there is one."""
        types = self.client.list_link_types()
        return next((kind for kind in types if kind.outward != kind.inward), types[0]).outward

    @property
    def transition(self) -> Transition:
        """A way that is open to `ticket` and asks for nothing."""
        ways = self.client.list_transitions(self.ticket)
        return self._first("transition", (way for way in ways if not getattr(way, "required", ())))

    @property
    def new_project(self) -> ProjectDraft:
        """A project that does not exist."""
        return ProjectDraft(key=self.new_key, name=self.new_name)

    @property
    def spare_project(self) -> Project:
        """A project that nobody needs."""
        return self.client.create_project(self.new_project)

    @property
    def component(self) -> Component:
        """A component of the project."""
        return self._one("component", "create_component", lambda: self.client.list_components(self.project))

    @property
    def version(self) -> Version:
        """A version of the project."""
        return self._one("version", "create_version", lambda: self.client.list_versions(self.project))

    @property
    def field(self) -> str:
        """A field that has options."""
        if "field" in self.world.values:
            return str(self.world.values["field"])
        fields = self.client.list_fields(self.project)
        return self._first("field", (it.id for it in fields if getattr(it, "options", ())))

    @property
    def board(self) -> Board:
        """A board."""
        return self._first("board", self.client.list_boards(self.project))

    @property
    def sprint(self) -> Sprint:
        """A sprint that has not begun."""
        if self.client.supports("create_sprint"):
            return self.client.create_sprint(self.board, SprintDraft(name=self.new_name))
        return self._first("sprint", self.client.list_sprints(self.board))

    @property
    def startable_sprint(self) -> Sprint:
        """A sprint that has not begun, on a board where no other one is under way."""
        if self.client.supports("complete_sprint"):
            for sprint in self.client.list_sprints(self.board, state=SprintState.ACTIVE):
                self.client.complete_sprint(sprint)
        return self.sprint

    @property
    def begun_sprint(self) -> Sprint:
        """A sprint that is under way."""
        if self.client.supports("start_sprint"):
            return self.client.start_sprint(self.startable_sprint, self.sprint_dates)
        return self._first("sprint", self.client.list_sprints(self.board, state=SprintState.ACTIVE))

    @property
    def epic(self) -> Ticket:
        """An epic."""
        return self.client.get_ticket(self.world.values.get("epic") or self.lacking("epic"))

    @property
    def webhook(self) -> Webhook:
        """A registration."""
        return self._one("webhook", "register_webhook", self.client.list_webhooks)

    def _one(self, name: str, make: str, find: Callable[[], Iterable[T]]) -> T:
        """Return a new one where one can be made, else the first that is there."""
        if not self.client.supports(make):
            return self._first(name, find())
        made: T = getattr(self.client, make)(*EXAMPLES[make](self))
        return made

    def _first(self, name: str, found: Iterable[T]) -> T:
        source: Iterator[T] = iter(found)
        first = next(source, None)
        return self.lacking(name) if first is None else first

    def lacking(self, name: str) -> Any:
        """Fail, and say what the author can do about it."""
        pytest.fail(
            f"there is no {name} to test with: have one in the world, or tell the kit in World.values[{name!r}]"
        )
