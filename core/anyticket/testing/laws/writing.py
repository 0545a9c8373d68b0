"""The laws of writing tickets."""

from __future__ import annotations

from typing import Any, Final

import pytest

from anyticket.client.blocking import Client
from anyticket.errors import Conflict, Error, Gone, NotFound
from anyticket.model.drafts import TicketDraft, TicketPatch
from anyticket.model.input import Amend
from anyticket.model.query import ME, Query
from anyticket.model.ticket import Ticket
from anyticket.testing.laws.law import Laws, accepted_by, each, needs
from anyticket.testing.made import Made
from anyticket.testing.traffic import Traffic
from anyticket.testing.values import SHOWN, UNSEEN, agree, another_value_for, read, value_for

#: What changes by itself with every change.
_RESTLESS: Final = frozenset({"updated_at", "version", "history", "title", "raw"})


def fields_of(operation: str) -> Any:
    """Return the cases: the fields of a draft or a patch whose values a ticket shows."""

    def cases(provider: Any) -> list[str]:
        names = accepted_by(operation)(provider)
        return [name for name in names if "." not in name and name not in UNSEEN and _shows(provider, name)]

    return cases


def clearable(provider: Any) -> list[str]:
    """Return the cases: the fields that None or nothing clears."""
    kept = {"type", "title", "fields", "reporter", "resolution"}
    return [name for name in fields_of("update_ticket")(provider) if name not in kept]


def amendable(provider: Any) -> list[str]:
    """Return the cases: the fields that can be amended."""
    names = accepted_by("update_ticket")(provider)
    return [name.partition(".")[0] for name in names if name.endswith(".amend") and _shows(provider, name[:-6])]


def _shows(provider: Any, name: str) -> bool:
    return SHOWN.get(name, name) in provider.reads


def reread(client: Client, ticket: str | Ticket, name: str) -> Any:
    """Return what a ticket now shows of an input."""
    load: list[Any] = [name] if name in client.provider.loadable() else []
    return read(client.get_ticket(ticket, load=load), name)


class WritingLaws(Laws):
    """What was written is what is read."""

    @needs("create_ticket", "get_ticket")
    def test_a_created_ticket_is_read_back(self, client: Client, made: Made) -> None:
        draft = made.draft

        answered = client.create_ticket(draft)

        assert {"id", "key", "url"} <= vars(answered).keys()
        found = client.get_ticket(answered)
        assert (found.id, found.key, found.url) == (answered.id, answered.key, answered.url)
        assert found.title == draft.title

    @each(fields_of("create_ticket"))
    def test_every_accepted_field_of_a_draft_is_read_back(self, name: str, client: Client, made: Made) -> None:
        draft = made.drafted(**{name: value_for(name, made)})

        ticket = client.create_ticket(draft)

        shown, given = reread(client, ticket, name), getattr(draft, name)
        if name == "watchers":  # many a tracker lets its author watch a ticket too
            shown = tuple(one for one in shown if any(agree(asked, one) for asked in given))
        assert agree(given, shown)

    @each(fields_of("update_ticket"))
    @needs("create_ticket")
    def test_a_patch_changes_what_it_holds(self, name: str, client: Client, made: Made) -> None:
        if client.supports("create_ticket", name):
            ticket = made.new_ticket(**{name: value_for(name, made)})
        else:
            ticket = made.new_ticket()
        if name == "resolution":
            ticket = made.closed(ticket)
        patch = TicketPatch.model_validate({name: another_value_for(name, made)})

        client.update_ticket(ticket, patch)

        assert agree(getattr(patch, name), reread(client, ticket, name))

    @needs("update_ticket:title", "create_ticket")
    def test_a_patch_changes_nothing_else(self, client: Client, made: Made) -> None:
        accepted = sorted(fields_of("create_ticket")(self.provider))
        names = [name for name in accepted if name not in {"parent", "type"}]
        before = made.new_ticket(**{name: value_for(name, made) for name in names})

        client.update_ticket(before, TicketPatch(title="Nothing but another title"))

        after = client.get_ticket(before)
        assert after.title == "Nothing but another title"
        same = vars(before).keys() - _RESTLESS
        assert {name: getattr(after, name) for name in same} == {name: getattr(before, name) for name in same}

    @each(clearable)
    @needs("create_ticket")
    def test_none_clears(self, name: str, client: Client, made: Made) -> None:
        ticket = made.new_ticket()
        value = value_for(name, made)
        client.update_ticket(ticket, TicketPatch.model_validate({name: value}))
        assert reread(client, ticket, name)

        client.update_ticket(ticket, TicketPatch.model_validate({name: [] if isinstance(value, list) else None}))

        assert not reread(client, ticket, name)

    @each(amendable)
    @needs("create_ticket")
    def test_amend_adds_and_removes_and_leaves_the_rest(self, name: str, client: Client, made: Made) -> None:
        kept, added = value_for(name, made), another_value_for(name, made)
        ticket = made.new_ticket()
        client.update_ticket(ticket, TicketPatch.model_validate({name: kept}))

        client.update_ticket(ticket, TicketPatch.model_validate({name: Amend[Any](add=added)}))
        both = reread(client, ticket, name)
        client.update_ticket(ticket, TicketPatch.model_validate({name: Amend[Any](remove=kept)}))
        rest = reread(client, ticket, name)

        patch = TicketPatch.model_validate({name: [*kept, *(one for one in added if one not in kept)]})
        assert agree(getattr(patch, name), both), "what was added is not there, or what was there is not kept"
        patch = TicketPatch.model_validate({name: [one for one in added if one not in kept]})
        assert agree(getattr(patch, name), rest), "what was removed is still there, or too much is gone"

    @needs("update_ticket", "create_ticket")
    def test_an_empty_patch_sends_nothing(self, client: Client, made: Made, traffic: Traffic) -> None:
        ticket = made.ticket
        traffic.clear()

        answered = client.update_ticket(ticket, TicketPatch())

        assert answered.id == ticket.id
        assert not traffic.requests

    @needs("update_ticket:title", "create_ticket", ".version")
    def test_a_version_that_is_no_longer_current_is_a_conflict(self, client: Client, made: Made) -> None:
        mine = made.new_ticket()
        client.update_ticket(mine, TicketPatch(title="Somebody was faster"), if_version=mine.version)

        with pytest.raises(Conflict) as conflict:
            client.update_ticket(mine, TicketPatch(title="Too late"), if_version=mine.version)

        current = client.get_ticket(mine)
        assert current.title == "Somebody was faster"
        assert conflict.value.current is None or conflict.value.current.version == current.version

    @needs("update_ticket:comment", "create_ticket", "list_comments")
    def test_a_patch_can_bring_a_comment(self, client: Client, made: Made) -> None:
        ticket = made.ticket

        client.update_ticket(ticket, TicketPatch(title="With a comment", comment="Why it changed"))

        assert [comment.body.plain.strip() for comment in client.list_comments(ticket)] == ["Why it changed"]

    @needs("delete_ticket", "create_ticket", "get_ticket")
    def test_a_deleted_ticket_is_gone(self, client: Client, made: Made) -> None:
        ticket, other = made.ticket, made.other

        client.delete_ticket(ticket)

        with pytest.raises((NotFound, Gone)):
            client.get_ticket(ticket)
        assert client.get_ticket(other).id == other.id

    @needs("assign_ticket", "create_ticket", ".assignees")
    def test_assigning_makes_one_person_the_only_assignee(self, client: Client, made: Made) -> None:
        ticket = made.ticket

        client.assign_ticket(ticket, made.person)
        assert agree((made.person,), client.get_ticket(ticket).assignees)
        client.assign_ticket(ticket, None)
        assert client.get_ticket(ticket).assignees == ()

    @needs("assign_ticket", "create_ticket", "get_me", ".assignees")
    def test_assigning_to_me_means_the_account_of_the_connection(self, client: Client, made: Made) -> None:
        ticket = made.ticket

        client.assign_ticket(ticket, ME)

        assert agree((client.get_me(),), client.get_ticket(ticket).assignees)

    @needs("create_tickets:project", "create_ticket:project", "get_ticket")
    def test_many_created_tickets_come_in_order_and_what_is_refused_leaves_its_error_in_its_place(
        self, client: Client, made: Made
    ) -> None:
        one, two = made.draft, made.draft
        wrong = TicketDraft.model_validate({**dict(two), "project": "KITNOSUCHPROJECT"})

        result = client.create_tickets([one, wrong, two])

        first, second, third = result.results
        assert isinstance(second, Error)
        assert isinstance(first, Ticket) and client.get_ticket(first).title == one.title  # noqa: PT018
        assert isinstance(third, Ticket) and client.get_ticket(third).title == two.title  # noqa: PT018

    @needs("create_ticket", "search_tickets:key")
    def test_what_was_written_is_found(self, client: Client, made: Made) -> None:
        ticket = client.create_ticket(made.draft)

        assert [found.id for found in client.search_tickets(Query(key=ticket.key))] == [ticket.id]
