"""A file that a key stands for is attached once, whatever is lost, late or killed, and never taken for another."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest

from anyticket import Attachment, AttachmentDraft
from anyticket.errors import Conflict, ProviderError
from anyticket.testing import SimulatedJira
from jira_simulator.faults import Drop, Late, Status, Unavailable, When

from .on_simulator import Worked, working

pytestmark = pytest.mark.jira(issues=9)

ISSUE = "DEMO-1"
UPLOAD = "/rest/api/*/issue/*/attachments"
DRAFT = AttachmentDraft(filename="report.pdf", content=b"%PDF")


@pytest.fixture(params=["cloud", "server"])
def work(request: pytest.FixtureRequest, simulated_jira: Callable[..., SimulatedJira]) -> Iterator[Worked]:
    with working(simulated_jira(request.param)) as found:
        yield found


def attach(work: Worked, key: str, draft: AttachmentDraft = DRAFT, issue: str = ISSUE) -> Attachment:
    return work.client.add_attachment(issue, draft, idempotency_key=key)


def attach_path(work: Worked, key: str, path: Path) -> str:
    return attach(work, key, AttachmentDraft.from_path(path)).id


def ids(work: Worked, issue: str = ISSUE) -> list[str]:
    return [found.id for found in work.client.list_attachments(issue)]


def uploads(work: Worked) -> int:
    return sum(request.method == "POST" for request in work.sent)


def test_the_same_key_attaches_one_file_whose_name_tells_what_it_is(work: Worked) -> None:
    first, again = attach(work, "order-1"), attach(work, "order-1")

    assert first.id == again.id and ids(work) == [first.id]
    assert first.filename == again.filename
    assert first.filename.startswith("report-") and first.filename.endswith(".pdf")
    assert "order" not in first.filename


def test_an_issue_is_the_same_by_id_and_by_key(work: Worked) -> None:
    ticket = work.client.get_ticket(ISSUE)

    by_key, by_id = attach(work, "k"), work.client.add_attachment(ticket, DRAFT, idempotency_key="k")

    assert by_key.id == by_id.id


def test_the_same_key_on_another_issue_attaches_another_file(work: Worked) -> None:
    first, other = attach(work, "k"), attach(work, "k", issue="DEMO-2")

    assert first.id != other.id
    assert (ids(work), ids(work, "DEMO-2")) == ([first.id], [other.id])


@pytest.mark.parametrize("change", [{"filename": "other.pdf"}, {"content": b"other"}, {"media_type": "a/b"}])
def test_the_same_key_with_another_draft_is_a_conflict_and_sends_nothing(
    work: Worked, change: dict[str, object]
) -> None:
    attach(work, "k")
    before = uploads(work)

    with pytest.raises(Conflict, match="use another"):
        attach(work, "k", AttachmentDraft.model_validate({"filename": "report.pdf", "content": b"%PDF", **change}))

    assert uploads(work) == before


@pytest.mark.parametrize(
    "fault", [Drop(), Drop(reset=True), Unavailable(retry_after=None, when=When.AFTER), Status(502, when=When.AFTER)]
)
def test_a_lost_answer_is_found_again_and_nothing_is_sent_twice(work: Worked, fault: Drop) -> None:
    work.jira.site.faults.order(fault, method="POST", path=UPLOAD)

    made = attach(work, "k")

    assert ids(work) == [made.id]
    assert uploads(work) == 1


def test_what_is_not_found_after_a_lost_answer_may_have_happened_and_is_not_repeated(work: Worked) -> None:
    work.jira.site.faults.order(Drop(when=When.BEFORE), method="POST", path=UPLOAD)

    with pytest.raises(ProviderError) as caught:
        work.client.with_options(deadline_seconds=1.5).add_attachment(ISSUE, DRAFT, idempotency_key="k")

    assert caught.value.may_have_happened
    assert uploads(work) == 1
    assert ids(work) == []


def test_a_server_that_commits_late_and_a_job_that_comes_again_make_one(work: Worked) -> None:
    work.jira.site.faults.order(Late(20, hold=False), method="POST", path=UPLOAD)

    with pytest.raises(ProviderError) as caught:
        work.client.with_options(deadline_seconds=1.5).add_attachment(ISSUE, DRAFT, idempotency_key="k")
    early = ids(work)
    work.jira.site.clock.turn(20)
    with working(work.jira) as reborn:
        made = attach(reborn, "k")

        assert caught.value.may_have_happened
        assert early == []
        assert ids(reborn) == [made.id]
        assert uploads(reborn) == 0


def test_a_process_that_ended_before_it_could_look_is_followed_by_one_that_finds_the_file(work: Worked) -> None:
    faults = work.jira.site.faults
    faults.order(Drop(), method="POST", path=UPLOAD)
    faults.order(Status(500), method="GET", path="/rest/api/*/issue/*", times=None, skip=1)
    with pytest.raises(ProviderError) as caught:
        work.client.with_options(attempts=1).add_attachment(ISSUE, DRAFT, idempotency_key="k")
    faults.clear()

    with working(work.jira) as reborn:
        made = attach(reborn, "k")

        assert caught.value.may_have_happened
        assert ids(reborn) == [made.id]
        assert uploads(reborn) == 0


def test_two_threads_with_one_key_attach_one_file(work: Worked) -> None:
    found = _at_once([lambda: attach(work, "k").id] * 4)

    assert len(set(found)) == 1
    assert ids(work) == found[:1]
    assert uploads(work) == 1


def test_equal_files_under_different_keys_are_never_taken_for_each_other(work: Worked, tmp_path: Path) -> None:
    """Also where every answer is lost, and every file has the same name and size."""
    path = tmp_path / "report.pdf"
    path.write_bytes(b"%PDF")
    keys = [f"key-{number}" for number in range(6)]
    work.jira.site.faults.order(Drop(), method="POST", path=UPLOAD, times=len(keys))

    first = _at_once([partial(attach_path, work, key, path) for key in keys])
    with working(work.jira) as reborn:
        again = [attach_path(reborn, key, path) for key in reversed(keys)]

    assert len(set(first)) == len(keys)
    assert first == again[::-1]
    assert sorted(ids(work)) == sorted(first)


def test_a_file_that_a_person_attached_is_never_taken_for_the_one_of_a_key(work: Worked) -> None:
    by_hand = work.client.add_attachment(ISSUE, DRAFT)

    made = attach(work, "k")

    assert made.id != by_hand.id
    assert ids(work) == [by_hand.id, made.id]


def test_who_may_attach_and_not_edit_has_keys_too(work: Worked) -> None:
    attach(work, "k")

    assert {route for route in work.routes() if not route.startswith("GET")} == {
        f"POST /rest/api/{'3' if work.cloud else '2'}/issue/{{}}/attachments"
    }


def _at_once(actions: list[Callable[[], str]]) -> list[str]:
    """Do things in a thread each, all beginning together; return what they give, in order."""
    start, results = threading.Barrier(len(actions)), [""] * len(actions)

    def act(number: int, action: Callable[[], str]) -> None:
        start.wait(10)
        results[number] = action()

    threads = [threading.Thread(target=act, args=pair) for pair in enumerate(actions)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return results
