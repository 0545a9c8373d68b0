"""The laws of comments, of spent time and of history."""

from __future__ import annotations

import pytest

from anyticket.client.blocking import Client
from anyticket.errors import Gone, NotFound
from anyticket.model.comment import CommentDraft
from anyticket.model.drafts import TicketPatch
from anyticket.model.worklog import WorklogDraft, WorklogPatch
from anyticket.testing.laws.law import Laws, accepted_by, each, needs
from anyticket.testing.made import Made
from anyticket.testing.samples import SAMPLES, given
from anyticket.testing.values import agree


class CommentLaws(Laws):
    """Comments are kept as they were written, oldest first."""

    @needs("add_comment", "list_comments")
    def test_comments_are_listed_oldest_first_and_each_once_in_pages_of_any_size(
        self, client: Client, made: Made
    ) -> None:
        written = [client.add_comment(made.ticket, f"Comment {number}").id for number in range(5)]

        for page_size in (1, 2, 5, 50):
            found = client.list_comments(made.ticket, page_size=page_size)
            assert [comment.id for comment in found] == written

    @needs("add_comment", "list_comments")
    def test_an_added_comment_is_read_back(self, client: Client, made: Made) -> None:
        answered = client.add_comment(made.ticket, "It *really* happened")

        (comment,) = client.list_comments(made.ticket)
        assert comment.id == answered.id
        assert comment.body.plain.strip() == "It really happened"

    @each(accepted_by("add_comment", without=("body", "parent_id")))
    @needs("list_comments")
    def test_every_accepted_field_of_a_comment_is_read_back(self, name: str, client: Client, made: Made) -> None:
        value = made.world.values.get(f"comment.{name}", SAMPLES[name])
        draft = CommentDraft.model_validate({"body": "Words", name: value})

        client.add_comment(made.ticket, draft)

        (comment,) = client.list_comments(made.ticket)
        assert agree(getattr(draft, name), getattr(comment, name))

    @needs("add_comment:parent_id", "list_comments")
    def test_an_answer_names_the_comment_that_it_answers(self, client: Client, made: Made) -> None:
        first = client.add_comment(made.ticket, "A question")

        client.add_comment(made.ticket, CommentDraft(body="An answer", parent_id=first.id))

        assert [getattr(one, "parent_id", None) for one in client.list_comments(made.ticket)] == [None, first.id]

    @needs("update_comment:body", "add_comment", "list_comments")
    def test_an_updated_comment_has_the_new_words(self, client: Client, made: Made) -> None:
        comment, other = made.comment, made.comment

        client.update_comment(made.ticket, comment, "Other words")

        found = {one.id: one.body.plain.strip() for one in client.list_comments(made.ticket)}
        assert found == {comment.id: "Other words", other.id: other.body.plain.strip()}

    @needs("delete_comment", "add_comment", "list_comments")
    def test_a_deleted_comment_is_gone_and_others_are_not(self, client: Client, made: Made) -> None:
        comment, other = made.comment, made.comment

        client.delete_comment(made.ticket, comment.id)

        assert [one.id for one in client.list_comments(made.ticket)] == [other.id]

    @needs("delete_comment")
    def test_deleting_a_comment_that_does_not_exist_is_not_found(self, client: Client, made: Made) -> None:
        with pytest.raises((NotFound, Gone)):
            client.delete_comment(made.ticket, "999999999")


class WorklogLaws(Laws):
    """Spent time is kept as it was logged."""

    @needs("add_worklog", "list_worklogs")
    def test_spent_time_is_read_back(self, client: Client, made: Made) -> None:
        names = [name for name in ("started_at", "comment") if client.supports("add_worklog", name)]
        draft = given(WorklogDraft, *names, value=lambda name: "Dug" if name == "comment" else SAMPLES[name])

        answered = client.add_worklog(made.ticket, draft)

        (worklog,) = client.list_worklogs(made.ticket)
        assert worklog.id == answered.id
        assert worklog.spent_seconds == draft.spent_seconds
        assert all(agree(getattr(draft, name), getattr(worklog, name)) for name in names)

    @needs("add_worklog", "list_worklogs")
    def test_spent_time_is_listed_once_in_pages_of_any_size(self, client: Client, made: Made) -> None:
        written = {client.add_worklog(made.ticket, WorklogDraft(spent_seconds=60 * n)).id for n in range(1, 6)}

        for page_size in (1, 2, 5, 50):
            found = [one.id for one in client.list_worklogs(made.ticket, page_size=page_size)]
            assert sorted(found) == sorted(written)

    @needs("update_worklog:spent_seconds", "add_worklog", "list_worklogs")
    def test_updated_time_is_read_back(self, client: Client, made: Made) -> None:
        worklog = made.worklog

        client.update_worklog(made.ticket, worklog, WorklogPatch(spent_seconds=3600))

        assert [one.spent_seconds for one in client.list_worklogs(made.ticket)] == [3600]

    @needs("delete_worklog", "add_worklog", "list_worklogs")
    def test_deleted_time_is_gone(self, client: Client, made: Made) -> None:
        worklog, other = made.worklog, made.worklog

        client.delete_worklog(made.ticket, worklog.id)

        assert [one.id for one in client.list_worklogs(made.ticket)] == [other.id]


class HistoryLaws(Laws):
    """What was changed is written down."""

    @needs("list_history", "update_ticket:title", "create_ticket")
    def test_every_change_is_one_entry_oldest_first_in_pages_of_any_size(self, client: Client, made: Made) -> None:
        ticket = made.ticket
        titles = [f"Title {number}" for number in range(4)]
        for title in titles:
            client.update_ticket(ticket, TicketPatch(title=title))

        for page_size in (1, 3, 100):
            changes = list(client.list_history(ticket, page_size=page_size))
            seen = [one.after for change in changes for one in change.fields if one.field == "title"]
            assert [after for after in seen if after in titles] == titles
            assert [change.at for change in changes] == sorted(change.at for change in changes)
            assert len({change.id for change in changes}) == len(changes)

    @needs("list_history", "update_ticket:title", "create_ticket")
    def test_a_change_tells_what_was_there_before(self, client: Client, made: Made) -> None:
        ticket = made.ticket

        client.update_ticket(ticket, TicketPatch(title="Something else"))

        *_, last = (one for change in client.list_history(ticket) for one in change.fields if one.field == "title")
        assert (last.before, last.after) == (ticket.title, "Something else")
