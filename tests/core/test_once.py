"""Markers: the same thing has the same one, another thing another one, and none tells what it was."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anyticket import AttachmentDraft, CommentDraft, Conflict, TicketDraft
from anyticket.provider.once import marker


def test_a_draft_that_went_through_json_has_the_same_marker() -> None:
    draft = TicketDraft(project="KIT", title="Login fails", description="**Every** time", labels=["b", "a"])
    travelled = TicketDraft.model_validate_json(draft.model_dump_json())

    assert marker("k", draft) == marker("k", travelled)


@given(st.text(min_size=1), st.text(min_size=1))
def test_other_words_have_another_marker(one: str, other: str) -> None:
    markers = {marker("k", CommentDraft(body=one)).draft, marker("k", CommentDraft(body=other)).draft}

    assert len(markers) == len({one, other})


def test_a_file_is_told_by_its_content_where_that_is_at_hand() -> None:
    first = marker("k", AttachmentDraft(filename="a.txt", content=b"one"))
    other = marker("k", AttachmentDraft(filename="a.txt", content=b"two"))

    assert first.key == other.key
    assert first.draft != other.draft


def test_a_marker_tells_neither_key_nor_draft() -> None:
    made = marker("order-4711", CommentDraft(body="secret words"))

    assert "4711" not in repr(made)
    assert "secret" not in repr(made)


def test_a_key_that_made_something_else_is_a_conflict() -> None:
    first, other = marker("k", CommentDraft(body="one")), marker("k", CommentDraft(body="two"))

    with pytest.raises(Conflict, match="use another"):
        other.verify(first.draft, "comment 7")


@pytest.mark.parametrize("key", ["", " "])
def test_an_empty_key_is_refused(key: str) -> None:
    with pytest.raises(ValueError, match="cannot be empty"):
        marker(key, None)
