"""Laws of wiki markup, for any document and any string."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from anyticket.text import Document, plain
from anyticket.text.document import Heading, Paragraph
from anyticket.text.inline import Break, Inline
from anyticket.text.tree import walk
from anyticket_jira.wiki import parse, render
from anyticket_jira.wiki.comparing import comparable

from .wiki_documents import DOCUMENTS, ONE_LINE, SAYABLE, SIGNS

MARKUP = st.text(st.sampled_from(SIGNS + "\n\n||{}") | st.characters(codec="utf-8"), max_size=60)
SNIPPETS = st.lists(
    st.sampled_from(
        (
            "{code}", "{noformat}", "{quote}", "{panel:title=x}", "{panel}", "{color:red}", "{color}", "{adf}", "{{", "}}",
            "* ", "** ", "# ", "h1. ", "bq. ", "|", "||", "[a|http://b]", "[~x]", "!a.png|", "!", "\n", "\n\n", "*", "_",
            "\\", "\\\\", "x", " ", "----", "??", "{*}", "(!)", "&amp;", "http://a.b/", "[", "]", "{", "}", "^", "~",
        )
    ),
    max_size=25,
).map("".join)  # fmt: skip


def without_outer_breaks(content: tuple[Inline, ...]) -> tuple[Inline, ...]:
    inner = list(content)
    while inner and isinstance(inner[0], Break):
        del inner[0]
    while inner and isinstance(inner[-1], Break):
        del inner[-1]
    return tuple(inner)


PARAGRAPHS = st.builds(Paragraph, SAYABLE.map(without_outer_breaks).filter(bool))
HEADINGS = st.builds(Heading, st.integers(1, 6), ONE_LINE)
LINES = st.builds(Document, st.lists(PARAGRAPHS | HEADINGS, min_size=1, max_size=3).map(tuple))


@settings(max_examples=150, deadline=None)
@given(DOCUMENTS)
def test_a_document_comes_back_as_it_was_or_with_a_loss(document: Document) -> None:
    written, losses = render(document)

    assert losses or comparable(parse(written)) == comparable(document)
    assert losses or plain(parse(written)) == plain(document)
    assert all(loss.path.startswith("blocks[") and loss.reason for loss in losses)


@settings(max_examples=150, deadline=None)
@given(LINES)
def test_marks_links_and_mentions_come_back_as_they_were(document: Document) -> None:
    written, losses = render(document)

    blank_links = [loss for loss in losses if "no link on blank space" in loss.reason]
    assert list(losses) == blank_links
    assert losses or comparable(parse(written)) == comparable(document)


@settings(max_examples=150, deadline=None)
@given(MARKUP | SNIPPETS)
def test_any_string_is_read_and_written_as_the_same_document(text: str) -> None:
    document = parse(text)

    written, losses = render(document)

    assert losses or comparable(parse(written)) == comparable(document)


@settings(max_examples=100, deadline=None)
@given(st.text(st.sampled_from("abc é1 .,;'\"/%$@=<>") | st.characters(categories=["L", "N"]), max_size=60))
def test_text_without_markup_keeps_every_character(text: str) -> None:
    assert plain(parse(text)) == text.strip(" ")


HOSTILE = (
    "*", "[", "|", "{", "h1. ", "_ ", "-", "!", "~", "\\", "\n", "# ", "* a\n", "|a", "|a\n", "{{", "{quote}", "{panel}",
    "{color:red}", "{code}", "{color:red}x{color}", "[a|", "!a", "!a|", "&#1;", " ", "http://)", "(x)", "??", "{*}",
    "[~", "{a:", "{panel:a}{quote}", "*a_b* ", "{adf}", "\\*", "[a|http://b",
)  # fmt: skip


@pytest.mark.parametrize("piece", HOSTILE)
def test_time_grows_no_faster_than_the_text(piece: str) -> None:
    small, large = (_seconds((piece * size)[:size]) for size in (4_000, 64_000))

    assert large < 0.5 + 16 * 8 * small


def test_lists_nested_ten_thousand_deep_are_read_and_written() -> None:
    text = "\n".join("*" * depth + " x" for depth in range(9_990, 10_000))

    document = parse(text)

    assert plain(document).split() == text.split()
    assert parse(render(document)[0]) == document


def test_a_document_of_many_levels_is_no_deeper_than_renderers_go() -> None:
    text = "\n".join("*" * depth + " x" for depth in range(1, 40))

    document = parse(f"{{quote}}\n{{panel}}\n{text}\n{{panel}}\n{{quote}}")

    assert sum(1 for _ in walk(document)) > 100
    assert render(document)[1] == ()


def _seconds(text: str) -> float:
    """Return the processor time, the shorter of two measurements."""
    taken: list[float] = []
    for _ in range(2):
        started = time.process_time()
        parse(text)
        taken.append(time.process_time() - started)
    return min(taken)
