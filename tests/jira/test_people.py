"""People on simulated Jiras: who one is, who is found by what, and addresses that are hidden."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from anyticket import ME, Invalid, NotFound, Person, TicketDraft
from anyticket.testing.simulation import SimulatedJira

from .on_simulator import Worked, working

Start = Callable[..., SimulatedJira]
VARIANTS = pytest.mark.parametrize("variant", ["cloud", "server"])


def assignee(worked: Worked, who: object) -> str:
    """Assign a ticket, and return the display name of who has it then."""
    worked.client.assign_ticket("DEMO-1", who)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    (person,) = worked.client.get_ticket("DEMO-1").assignees
    return person.name


@VARIANTS
def test_one_is_who_one_is(simulated_jira: Start, variant: str) -> None:
    jira = simulated_jira(variant)
    with working(jira, jira.connection(jira.user)) as worked:
        me = worked.client.get_me()
        same = worked.client.get_person(me.id)

    assert jira.user.id in {me.id, getattr(me, "username", None)}
    assert same == me


@VARIANTS
def test_people_are_found_by_a_part_of_their_name_page_by_page(simulated_jira: Start, variant: str) -> None:
    jira = simulated_jira(variant)
    with working(jira) as worked:
        everybody = {one.display_name for one in jira.site.store.people if one.active and not one.erased}
        name = min(everybody).split()[0]
        found = list(worked.client.search_people(name, page_size=1))
        assignable = list(worked.client.search_assignable("DEMO", page_size=2))
        narrowed = list(worked.client.search_assignable("DEMO", assignable[0].name.split()[0]))

    assert found
    assert all(name.lower() in one.name.lower() for one in found)
    assert len({one.id for one in assignable}) == len(assignable) > 2
    assert assignable[0].id in {one.id for one in narrowed}


def test_cloud_shows_an_address_only_where_its_owner_does(jira_cloud: SimulatedJira) -> None:
    people = [one for one in jira_cloud.site.store.people if one.active and one.kind == "atlassian" and not one.erased]
    others = [one for one in people if one.account_id != jira_cloud.admin.id]
    shown = next(one for one in others if one.email_visible)
    hidden = next(one for one in others if not one.email_visible)
    with working(jira_cloud) as worked:
        assert worked.client.get_person(shown.email).id == shown.account_id
        with pytest.raises(NotFound, match="shows it to this account"):
            worked.client.get_person(hidden.email)
        assert getattr(worked.client.get_person(hidden.account_id), "email", None) is None
        with pytest.raises(Invalid, match="shows it to this account") as caught:
            worked.client.assign_ticket("DEMO-1", hidden.email)

    assert caught.value.sent is False
    assert not [request for request in worked.sent if request.method == "PUT"]


def test_cloud_is_told_of_people_by_account_id_whatever_they_are_given_by(jira_cloud: SimulatedJira) -> None:
    site = jira_cloud.site
    who = next(one for one in site.store.people if one.email_visible and one.account_id != jira_cloud.admin.id)
    with working(jira_cloud) as worked:
        names = {assignee(worked, given) for given in (who.account_id, Person(id=who.account_id), who.email, who.email)}
        mine = assignee(worked, ME)

    assert names == {who.display_name}
    assert mine != who.display_name
    assert worked.routes().count("GET /rest/api/3/user/search") == 1


def test_a_server_is_told_of_people_by_username_whatever_they_are_given_by(jira_server: SimulatedJira) -> None:
    site = jira_server.site
    who = next(one for one in site.store.people if one.active and one.name not in {jira_server.admin.id, ""})
    with working(jira_server) as worked:
        given = (who.name, Person(username=who.name), who.key, Person(id=who.key), who.email, who.email)
        names = {assignee(worked, one) for one in given}
        mine = assignee(worked, ME)

    assert names == {who.display_name}
    assert mine != who.display_name
    assert worked.routes().count("GET /rest/api/2/user/search") == 1


def test_a_server_finds_the_username_in_a_draft(jira_server: SimulatedJira) -> None:
    who = next(one for one in jira_server.site.store.people if one.active and one.name != jira_server.admin.id)
    with working(jira_server) as worked:
        made = worked.client.create_ticket(TicketDraft(project="DEMO", type="Task", title="x", assignees=[who.name]))

        (found,) = worked.client.get_ticket(made).assignees

    assert found.username == who.name


@VARIANTS
def test_nobody_is_not_found(simulated_jira: Start, variant: str) -> None:
    with working(simulated_jira(variant)) as worked:
        for unknown in ("nobody-at-all", "nobody@example.org"):
            with pytest.raises(NotFound):
                worked.client.get_person(unknown)
