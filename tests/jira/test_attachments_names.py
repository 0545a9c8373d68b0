"""Names of files that hold the marker of a key: whatever the file is called, the marker is found and the kind stays."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anyticket import AttachmentDraft
from anyticket.provider.once import marker
from anyticket_jira.operations.attachment_names import marked_name, marker_in_name, shortened

NAMES = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=400)


@given(NAMES, st.text(min_size=1).filter(str.strip))
def test_the_marker_is_found_in_any_name(name: str, key: str) -> None:
    mark = marker(key, None)

    marked = marked_name(name, mark)

    assert marker_in_name(marked) == shortened(mark)
    assert len(marked) <= 255
    assert not set("/\\") & set(marked)


@given(NAMES)
def test_a_name_that_is_marked_twice_has_the_marker_of_the_second(name: str) -> None:
    first, second = marker("first", None), marker("second", None)

    assert marker_in_name(marked_name(marked_name(name, first), second)) == shortened(second)


@pytest.mark.parametrize(
    ("name", "begins", "ends"),
    [
        ("report.pdf", "report-", ".pdf"),
        ("archive.tar.gz", "archive.tar-", ".gz"),
        ("Grüße 🦆.txt", "Grüße 🦆-", ".txt"),
        ("README", "README-", ""),
        (".env", ".env-", ""),
        ("a.sentence that ends without a suffix", "a.sentence that ends without a suffix-", ""),
        ("a.folder/plain", "plain-", ""),
        ("n" * 300 + ".pdf", "nnn", ".pdf"),
    ],
)
def test_people_still_understand_the_name(name: str, begins: str, ends: str) -> None:
    marked = marked_name(name, marker("k", None))

    assert marked.startswith(begins)
    assert marked.endswith(ends)


@pytest.mark.parametrize(
    "name",
    [
        "report.pdf",
        "",
        "-",
        "550e8400-e29b-41d4-a716-446655440000.png",
        "x-5f0c1e9a7b32.pdf",
        "x-5F0C1E9A7B32-08D1F6C4",
    ],
)
def test_other_names_have_no_marker(name: str) -> None:
    assert marker_in_name(name) is None


def test_the_name_differs_by_key_and_by_draft() -> None:
    one, other = (AttachmentDraft(filename="a.txt", content=content) for content in (b"one", b"other"))

    names = {marked_name("a.txt", marker(key, draft)) for key in ("k", "l") for draft in (one, other)}

    assert len(names) == 4
