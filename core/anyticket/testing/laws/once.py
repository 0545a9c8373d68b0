"""The laws of making things: nothing is made twice because an answer was lost."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

import pytest

from anyticket.client.blocking import Client
from anyticket.errors import Conflict, ProviderError
from anyticket.model.attachment import AttachmentDraft
from anyticket.model.link import RemoteLinkDraft
from anyticket.model.worklog import WorklogDraft
from anyticket.testing.colours import Bench
from anyticket.testing.faults import Fault, render
from anyticket.testing.laws.law import Laws, declares, each
from anyticket.testing.made import Made
from anyticket.testing.traffic import Traffic
from anyticket.testing.world import World


class Making:
    """One way to make a thing: how, how otherwise, and how many there are."""

    def __init__(
        self,
        arguments: Callable[[Made, str], tuple[Any, ...]],
        count: Callable[[Client, Made], int],
        *needs: str,
    ) -> None:
        self.arguments, self.count, self.needs = arguments, count, needs


def _all_tickets(client: Client, made: Made) -> int:
    return len(list(client.search_tickets(made.query)))


MAKING: Final[Mapping[str, Making]] = {
    "create_ticket": Making(lambda made, word: (made.drafted(title=word),), _all_tickets, "search_tickets"),
    "add_comment": Making(
        lambda made, word: (made.ticket, word),
        lambda client, made: len(list(client.list_comments(made.ticket))),
        "list_comments",
    ),
    "add_attachment": Making(
        lambda made, word: (made.ticket, AttachmentDraft(filename=f"{word}.txt", content=word.encode())),
        lambda client, made: len(client.list_attachments(made.ticket)),
        "list_attachments",
    ),
    "add_worklog": Making(
        lambda made, word: (made.ticket, WorklogDraft(spent_seconds=len(word) * 60)),
        lambda client, made: len(list(client.list_worklogs(made.ticket))),
        "list_worklogs",
    ),
    "add_remote_link": Making(
        lambda made, word: (made.ticket, RemoteLinkDraft(url=f"https://kit.example/{word}", title=word)),
        lambda client, made: len(client.list_remote_links(made.ticket)),
        "list_remote_links",
    ),
    "link_tickets": Making(
        lambda made, word: (made.ticket, made.phrase, made.linkable(word)),
        lambda client, made: len(client.get_ticket(made.ticket, load=["links"]).links),
        ".links",
        "list_link_types",
    ),
}


def makers(provider: Any) -> list[str]:
    """Return the cases: the operations that make things which can be counted."""
    return [
        name
        for name, making in MAKING.items()
        if all(declares(provider, declaration) for declaration in (name, "create_ticket", *making.needs))
    ]


class OnceLaws(Laws):
    """With a key a thing is made once; without one, never twice."""

    @each(makers)
    def test_the_same_key_makes_one_thing_however_often_it_is_sent(self, name: str, client: Client, made: Made) -> None:
        making, key = MAKING[name], made.new_name
        arguments = making.arguments(made, "one")
        before = making.count(client, made)

        first = getattr(client, name)(*arguments, idempotency_key=key)
        again = getattr(client, name)(*arguments, idempotency_key=key)

        assert first.id == again.id
        assert making.count(client, made) == before + 1

    @each(makers)
    def test_the_same_key_in_another_process_makes_nothing_more(
        self, name: str, client: Client, made: Made, world: World, bench: Bench
    ) -> None:
        making, key = MAKING[name], made.new_name
        arguments = making.arguments(made, "one")
        before = making.count(client, made)
        first = getattr(client, name)(*arguments, idempotency_key=key)

        bench.restart()
        reborn = bench.client(world.hasty)
        again = getattr(reborn, name)(*arguments, idempotency_key=key)

        assert again.id == first.id
        assert making.count(reborn, made) == before + 1
        made.client = reborn

    @each(makers)
    def test_the_same_key_with_another_draft_is_a_conflict_and_makes_nothing(
        self, name: str, client: Client, made: Made
    ) -> None:
        making, key = MAKING[name], made.new_name
        one, other = making.arguments(made, "one"), making.arguments(made, "other")
        getattr(client, name)(*one, idempotency_key=key)
        before = making.count(client, made)

        with pytest.raises(Conflict):
            getattr(client, name)(*other, idempotency_key=key)

        assert making.count(client, made) == before

    @each(makers)
    def test_with_a_key_a_lost_answer_still_makes_exactly_one(
        self, name: str, client: Client, made: Made, traffic: Traffic
    ) -> None:
        making = MAKING[name]
        position = _rehearsed(client, name, made, traffic, idempotency_key=made.new_name)
        arguments = making.arguments(made, "one")
        before = making.count(client, made)

        with traffic.failing(Fault.LOST_ANSWER, render, only=position) as failing:
            answered = getattr(client, name)(*arguments, idempotency_key=made.new_name)

        assert failing.hits == 1
        assert answered.id
        assert making.count(client, made) == before + 1

    @each(makers)
    def test_without_a_key_a_lost_answer_makes_nothing_twice_and_is_told(
        self, name: str, client: Client, made: Made, traffic: Traffic
    ) -> None:
        making = MAKING[name]
        position = _rehearsed(client, name, made, traffic)
        arguments = making.arguments(made, "one")
        before = making.count(client, made)

        with traffic.failing(Fault.LOST_ANSWER, render, only=position):
            failure = _failure(client, name, arguments)

        assert making.count(client, made) <= before + 1
        if failure is None:  # the tracker itself makes such a thing only once, so it could be sent again
            assert making.count(client, made) == before + 1
        else:
            assert failure.may_have_happened

    @each(makers)
    def test_what_was_never_sent_is_sent_again(self, name: str, client: Client, made: Made, traffic: Traffic) -> None:
        making = MAKING[name]
        position = _rehearsed(client, name, made, traffic)
        arguments = making.arguments(made, "one")
        before = making.count(client, made)

        with traffic.failing(Fault.NOT_SENT, render, only=position) as failing:
            getattr(client, name)(*arguments)

        assert failing.hits == 1
        assert making.count(client, made) == before + 1


def _rehearsed(client: Client, name: str, made: Made, traffic: Traffic, **options: str) -> int:
    """Make another thing, and return which of the requests makes it."""
    arguments = MAKING[name].arguments(made, "rehearsal")
    traffic.clear()
    getattr(client, name)(*arguments, **options)
    position = traffic.last_write
    traffic.clear()
    return position


def _failure(client: Client, name: str, arguments: tuple[Any, ...]) -> ProviderError | None:
    try:
        getattr(client, name)(*arguments)
    except ProviderError as exc:
        return exc
    return None
