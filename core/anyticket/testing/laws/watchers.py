"""The laws of watchers, votes and people."""

from __future__ import annotations

import pytest

from anyticket.client.blocking import Client
from anyticket.errors import Error
from anyticket.model.query import ME
from anyticket.model.sparse import Sparse
from anyticket.testing.laws.law import Laws, needs
from anyticket.testing.made import Made
from anyticket.testing.values import names_of


def same(one: Sparse, other: Sparse) -> bool:
    """Tell whether two objects are the same thing."""
    return not names_of(one).isdisjoint(names_of(other))


class WatcherLaws(Laws):
    """Who watches is told; twice is once."""

    @needs("add_watcher", "list_watchers", "remove_watcher", "create_ticket")
    def test_who_was_added_watches_once_until_removed(self, client: Client, made: Made) -> None:
        person = made.people[-1]
        before = len(client.list_watchers(made.ticket))

        client.add_watcher(made.ticket, person)
        client.add_watcher(made.ticket, person)

        assert sum(same(person, one) for one in client.list_watchers(made.ticket)) == 1
        client.remove_watcher(made.ticket, person)
        assert not any(same(person, one) for one in client.list_watchers(made.ticket))
        assert len(client.list_watchers(made.ticket)) in {before, before - 1}

    @needs("add_watcher", "list_watchers", "get_me", "create_ticket")
    def test_me_watches_as_the_account_of_the_connection(self, client: Client, made: Made) -> None:
        client.add_watcher(made.ticket, ME)

        assert any(same(client.get_me(), one) for one in client.list_watchers(made.ticket))

    @needs("add_vote", "list_voters", "remove_vote", "get_me", "create_ticket")
    def test_a_vote_counts_until_it_is_taken_back(self, client: Client, made: Made) -> None:
        client.add_vote(made.votable)

        assert [same(client.get_me(), one) for one in client.list_voters(made.votable)] == [True]
        client.remove_vote(made.votable)
        assert client.list_voters(made.votable) == ()


class PeopleLaws(Laws):
    """A person is the same, however asked for."""

    @needs("get_me", "get_person")
    def test_the_account_of_the_connection_is_a_person(self, client: Client) -> None:
        me = client.get_me()

        assert same(client.get_person(me), me)
        if "id" in vars(me):
            assert same(client.get_person(me.id), me)

    @needs("search_people", "get_me")
    def test_people_are_found_by_their_names(self, client: Client) -> None:
        me = client.get_me()

        assert any(same(me, one) for one in client.search_people(me.name))

    @needs("search_people")
    def test_people_are_found_once_in_pages_of_any_size(self, client: Client) -> None:
        everybody = [names_of(person) for person in client.search_people("a")]

        assert [names_of(person) for person in client.search_people("a", page_size=1)] == everybody
        assert len({frozenset(names) for names in everybody}) == len(everybody)

    @needs("get_person")
    def test_a_person_whom_nobody_knows_is_an_error(self, client: Client) -> None:
        with pytest.raises(Error):
            client.get_person("kit-nobody-knows-me")

    @needs("search_assignable", "assign_ticket", "create_ticket", ".assignees")
    def test_who_is_assignable_can_be_assigned(self, client: Client, made: Made) -> None:
        person = next(iter(client.search_assignable(made.project)))

        client.assign_ticket(made.ticket, person)

        assert [same(person, one) for one in client.get_ticket(made.ticket).assignees] == [True]
