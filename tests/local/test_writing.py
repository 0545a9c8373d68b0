"""What writes leave behind: history on every side, versions, keys that survive, things made once."""

from __future__ import annotations

import pytest

from anyticket import (
    Amend,
    AttachmentDraft,
    Client,
    CommentDraft,
    Conflict,
    Forbidden,
    Gone,
    Invalid,
    NotFound,
    ProjectDraft,
    ProjectPatch,
    RemoteLinkDraft,
    Request,
    TicketDraft,
    TicketPatch,
)
from anyticket.model.person import Person


def draft(title: str = "t", **more: object) -> TicketDraft:
    return TicketDraft.model_validate({"project": "PROJ", "title": title, **more})


def test_every_edit_is_in_the_history_with_values_and_names(client: Client) -> None:
    ticket = client.create_ticket(draft(labels=["x"]))

    client.update_ticket(ticket, TicketPatch(title="new", labels=Amend(add=["y"]), assignees=["ann"], priority=None))

    (change,) = client.list_history(ticket)
    entries = {entry.field: (entry.before_name, entry.after_name) for entry in change.fields}
    assert entries == {
        "title": ("t", "new"),
        "labels": ("x", "x, y"),
        "assignees": ("", "Ann"),
        "priority": ("Medium", None),
    }
    assert change.author is not None
    assert change.author.username == "me"


def test_an_edit_that_changes_nothing_leaves_no_trace(client: Client) -> None:
    ticket = client.create_ticket(draft(labels=["x"]))

    again = client.update_ticket(ticket, TicketPatch(title="t", labels=["x"], type="Task"))

    assert (again.version, again.updated_at) == (ticket.version, ticket.updated_at)
    assert not list(client.list_history(ticket))


def test_two_editors_who_amend_do_not_overwrite_each_other(client: Client) -> None:
    ticket = client.create_ticket(draft(labels=["a"]))

    client.update_ticket(ticket, TicketPatch(labels=Amend(add=["b"])))
    client.update_ticket(ticket, TicketPatch(labels=Amend(add=["c"], remove=["a", "B", "never there"])))

    assert [label.name for label in client.get_ticket(ticket).labels] == ["b", "c"]
    assert [label.name for label in client.list_labels()] == ["b", "c"]


def test_a_stale_version_is_a_conflict_that_holds_what_is_there(client: Client) -> None:
    ticket = client.create_ticket(draft())
    client.update_ticket(ticket, TicketPatch(title="faster"), if_version=ticket.version)

    with pytest.raises(Conflict) as conflict:
        client.update_ticket(ticket, TicketPatch(title="late"), if_version=ticket.version)

    assert conflict.value.current == client.get_ticket(ticket)


def test_a_write_that_fails_leaves_nothing_behind(client: Client) -> None:
    ticket = client.create_ticket(draft())

    with pytest.raises(Invalid):
        client.update_ticket(ticket, TicketPatch(title="new", labels=["x"], comment="c", priority="nonsense"))
    with pytest.raises(Invalid):
        client.create_ticket(draft(assignees=["nobody"]))

    assert client.get_ticket(ticket, load=["comments"]) == client.get_ticket("PROJ-1", load=["comments"])
    assert client.get_ticket(ticket).title == "t"
    assert client.create_ticket(draft()).key == "PROJ-2"


def test_one_bad_draft_of_many_stops_no_other(client: Client) -> None:
    drafts = [draft("a"), draft("b", type="Bgu"), draft("c")]

    result = client.create_tickets(drafts, idempotency_keys=["1", "2", "3"])
    again = client.create_tickets(drafts, idempotency_keys=["1", "2", "3"])

    assert [ticket.key for ticket in result.succeeded] == ["PROJ-1", "PROJ-2"]
    assert isinstance(result.failed[1], Invalid)
    assert [ticket.id for ticket in again.succeeded] == [ticket.id for ticket in result.succeeded]


def test_many_are_read_by_position(client: Client) -> None:
    keys = [client.create_ticket(draft()).key for _ in range(2)]

    result = client.get_tickets([keys[1], "NO-1", keys[0], keys[1]])

    assert [ticket.key for ticket in result.succeeded] == [keys[1], keys[0], keys[1]]
    assert isinstance(result.failed[1], NotFound)


def test_what_a_key_made_is_made_once_and_another_draft_is_a_conflict(client: Client) -> None:
    ticket = client.create_ticket(draft(), idempotency_key="k")

    assert client.create_ticket(draft(), idempotency_key="k").id == ticket.id
    with pytest.raises(Conflict):
        client.create_ticket(draft("other"), idempotency_key="k")
    with pytest.raises(Conflict):
        client.add_comment(ticket, "t", idempotency_key="k")


def test_each_thing_that_takes_a_key_is_made_once(client: Client) -> None:
    one, two = client.create_ticket(draft()), client.create_ticket(draft())
    file, remote = AttachmentDraft(filename="f", content=b"x"), RemoteLinkDraft(url="https://example.org", title="r")

    for _ in range(2):
        client.add_comment(one, "c", idempotency_key="comment")
        client.add_attachment(one, file, idempotency_key="file")
        client.link_tickets(one, "blocks", two, idempotency_key="link")
        client.add_remote_link(one, remote, idempotency_key="remote")

    found = client.get_ticket(one, load=["comments", "attachments", "links"])
    assert [len(found.comments), len(found.attachments), len(found.links)] == [1, 1, 1]
    assert len(client.list_remote_links(one)) == 1


def test_what_a_key_made_and_somebody_deleted_is_gone(client: Client) -> None:
    client.delete_ticket(client.create_ticket(draft(), idempotency_key="k"))

    with pytest.raises(Gone):
        client.create_ticket(draft(), idempotency_key="k")


def test_a_moved_ticket_is_found_by_its_id_and_by_both_keys(client: Client) -> None:
    client.create_project(ProjectDraft(key="NEW", name="New"))
    client.create_ticket(TicketDraft(project="NEW", title="has the number already"))
    client.create_component("PROJ", "ui")
    ticket = client.create_ticket(draft(components=["ui"]))

    moved = client.update_ticket(ticket, TicketPatch(project="NEW"))

    assert (moved.id, moved.key, moved.components) == (ticket.id, "NEW-2", ())
    assert client.get_ticket("PROJ-1") == client.get_ticket("NEW-2") == client.get_ticket(ticket.id)


def test_a_project_that_gets_another_key_takes_its_tickets_along(client: Client) -> None:
    ticket = client.create_ticket(draft())

    client.update_project("PROJ", ProjectPatch(key="BETTER"))

    assert client.get_ticket("PROJ-1").key == client.get_ticket(ticket.id).key == "BETTER-1"


def test_an_archived_project_is_hidden_and_read_only(client: Client) -> None:
    ticket = client.create_ticket(draft())

    client.archive_project("PROJ")

    assert not list(client.list_projects())
    assert client.get_project("PROJ").archived
    assert client.get_ticket(ticket).title == "t"
    for write in (
        lambda: client.create_ticket(draft()),
        lambda: client.update_ticket(ticket, TicketPatch(title="x")),
        lambda: client.add_comment(ticket, "x"),
        lambda: client.delete_ticket(ticket),
        lambda: client.create_version("PROJ", "1"),
    ):
        with pytest.raises(Forbidden, match="archived"):
            write()


def test_a_deleted_project_takes_its_tickets_and_no_others(client: Client) -> None:
    client.create_project(ProjectDraft(key="OTHER", name="Other"))
    parent = client.create_ticket(draft(type="Epic"))
    child = client.create_ticket(TicketDraft(project="OTHER", title="t", parent=parent))

    client.delete_project("PROJ")

    assert client.get_ticket(child).parent is None
    for missing in (lambda: client.get_ticket(parent), lambda: client.get_project("PROJ")):
        with pytest.raises(NotFound):
            missing()


def test_a_deleted_ticket_takes_its_sub_tasks_and_frees_its_other_parts(client: Client) -> None:
    epic = client.create_ticket(draft(type="Epic"))
    story = client.create_ticket(draft(type="Story", parent=epic))
    part = client.create_ticket(draft(type="Sub-task", parent=story))

    client.delete_ticket(epic)
    freed = client.get_ticket(story, load=["history", "children"])
    client.delete_ticket(story)

    assert freed.parent is None
    assert [entry.field for change in freed.history for entry in change.fields] == ["parent"]
    assert [child.id for child in freed.children] == [part.id]
    with pytest.raises(NotFound):
        client.get_ticket(part)


def test_a_parent_may_not_be_below_nor_part_of_its_child(client: Client) -> None:
    one = client.create_ticket(draft())
    two = client.create_ticket(draft(parent=one))
    epic = client.create_ticket(draft(type="Epic"))

    for child, parent in ((one, two), (one, one), (epic, one)):
        with pytest.raises(Invalid) as refusal:
            client.update_ticket(child, TicketPatch(parent=parent))
        assert "parent" in refusal.value.fields
    with pytest.raises(Invalid, match="required for the type 'Sub-task'"):
        client.create_ticket(draft(type="Sub-task"))


def test_a_link_is_read_rightly_on_both_sides_and_ends_on_both(client: Client) -> None:
    one, two = client.create_ticket(draft("one")), client.create_ticket(draft("two"))

    made = client.link_tickets(one, "is blocked by", two)
    sides = [client.get_ticket(ticket, load=["links"]).links[0] for ticket in (one, two)]
    client.unlink_tickets(two, made)

    assert (made.phrase, made.ticket.id) == ("is blocked by", two.id)
    assert [(link.phrase, link.ticket.id) for link in sides] == [("is blocked by", two.id), ("blocks", one.id)]
    assert not client.get_ticket(one, load=["links"]).links
    assert [entry.after for change in client.list_history(two) for entry in change.fields] == ["blocks PROJ-1", None]


@pytest.mark.parametrize("phrase", ["Blocks", "blocks", "BLOCKS"])
def test_the_name_of_a_link_type_means_its_outward_phrase(client: Client, phrase: str) -> None:
    one, two = client.create_ticket(draft()), client.create_ticket(draft())

    assert client.link_tickets(one, phrase, two).phrase == "blocks"
    assert client.link_tickets(one, next(t for t in client.list_link_types() if t.name == "Blocks"), two).outward


def test_a_phrase_that_does_not_exist_is_refused_with_the_nearest(client: Client) -> None:
    one, two = client.create_ticket(draft()), client.create_ticket(draft())

    with pytest.raises(Invalid, match="nearest is 'blocks'"):
        client.link_tickets(one, "blokcs", two)


def test_a_remote_link_with_the_same_global_id_is_changed(client: Client) -> None:
    ticket = client.create_ticket(draft())

    for title in ("old", "new"):
        client.add_remote_link(
            ticket, RemoteLinkDraft(url="https://x.example", title=title, global_id="g", resolved=True)
        )

    (link,) = client.list_remote_links(ticket)
    assert (link.title, link.resolved) == ("new", True)


def test_comments_are_threads_and_may_be_internal(client: Client) -> None:
    one, two = client.create_ticket(draft()), client.create_ticket(draft())
    first = client.add_comment(one, CommentDraft(body="**a**", internal=True))
    client.add_comment(one, CommentDraft(body="b", parent_id=first.id))

    found = list(client.list_comments(one, page_size=1))

    assert [(comment.body.native, comment.internal, comment.parent_id) for comment in found] == [
        ("**a**", True, None),
        ("b", False, first.id),
    ]
    with pytest.raises(Invalid):
        client.add_comment(two, CommentDraft(body="c", parent_id=first.id))
    with pytest.raises(NotFound):
        client.update_comment(two, first, "not here")


def test_people_are_found_by_id_username_and_mail_and_only_active_ones_can_be_assigned(client: Client) -> None:
    ann = client.get_person("ann")

    assert (
        client.get_person(ann.id) == client.get_person("ANN@example.org") == client.get_person(Person(username="ann"))
    )
    assert [person.username for person in client.search_people("EXAMPLE")] == ["ann", "bob"]

    client.request(Request.put("/people/ann", json={"active": False}))
    assert [person.username for person in client.search_assignable("PROJ")] == ["me", "bob"]
    with pytest.raises(Invalid, match="not active"):
        client.create_ticket(draft(assignees=["ann"]))
