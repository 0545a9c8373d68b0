"""Markdown: laws for every string and every document."""

from __future__ import annotations

import re

from hypothesis import example, given
from hypothesis import strategies as st

from anyticket.text import Document, markdown, plain
from anyticket.text.document import CodeBlock, Expand, Heading, Panel
from anyticket.text.inline import Emoji, Media, Mention, Status, Text
from anyticket.text.tree import walk

from ..shared_files import vectors
from .documents import DOCUMENTS, ODD_DOCUMENTS

MARKDOWN = st.lists(
    st.sampled_from(
        [
            *"*_`[]()<>#+-.!|~:@&\\ \n\t=1a\u00a0\"'{}", "**", "](", "![", "~~", "\n\n", "\n- ", "\n1. ", "\n> ", "\n# ", "  \n",
            "\n```\n", "\n    ", "| a |\n|---|\n", "&amp;", "&#35;", "<br>", ":smile:", "http://x", "<date:2020-02-30>",
            "[a](status:red)", "@[b](user:1)", "\n[a]: b\n", "<details>\n<summary>s</summary>\n\n", "\n\n</details>\n\n",
            "> [!NOTE]\n> ", "- [ ] ", "![a](media:1)", "\x00", "\u2028",
        ]
    )
    | st.text(max_size=3),
    max_size=14,
).map("".join)  # fmt: skip


@given(MARKDOWN | st.text())
@example("*a **b***c*")
@example("***a***\u00a0")
@example("> [!PANEL color=#fff icon=:x:] t\n> - a\n\n- b\n\n+ c")
def test_one_pass_makes_markdown_stable(text: str) -> None:
    once, _ = markdown.render(markdown.parse(text))
    twice, losses = markdown.render(markdown.parse(once))

    assert twice == once
    assert losses == ()


@given(MARKDOWN)
def test_no_word_is_lost_by_a_pass(text: str) -> None:
    document = markdown.parse(text)

    again = markdown.parse(markdown.render(document)[0])

    assert re.findall(r"\w+", plain(again)) == re.findall(r"\w+", plain(document))


@given(ODD_DOCUMENTS)
def test_every_document_has_a_markdown(document: Document) -> None:
    text, losses = markdown.render(document)

    assert isinstance(markdown.parse(text), Document)
    assert all(loss.path.startswith("blocks[") and loss.reason for loss in losses)


@given(DOCUMENTS)
def test_text_goes_through_markdown(document: Document) -> None:
    written, _ = markdown.render(document)

    read = re.sub(r"\s+", "", plain(markdown.parse(written)))

    for node in walk(document):
        if isinstance(node, Text | CodeBlock):
            shown = re.sub(r"[\s\0]+", "", node.text)
            assert shown in read or "\ufffd" in read or isinstance(node, CodeBlock), shown


@given(DOCUMENTS)
def test_plain_text_holds_every_visible_character(document: Document) -> None:
    shown = plain(document)

    for node in walk(document):
        match node:
            case Text(text=text) | CodeBlock(text=text) | Status(text=text):
                visible = text
            case Panel(title=text) | Expand(title=text):
                visible = text
            case Emoji(name=name, text=text):
                visible = text or name
            case Mention(id=id_, name=name):
                visible = name or id_
            case Media():
                visible = node.alt or node.file_name or node.url or node.id
            case _:
                visible = ""
        assert all(character in shown for character in visible if not character.isspace())


def test_the_inputs_of_the_vectors_are_stable() -> None:
    texts = [vector["markdown"] for vector in vectors("markdown_to_adf")]

    changed = [
        text for text in texts if markdown.parse(markdown.render(markdown.parse(text))[0]) != markdown.parse(text)
    ]

    assert len(texts) > 400
    assert changed == []


def test_headings_keep_their_level() -> None:
    assert [markdown.parse(f"{'#' * level} a").blocks for level in range(1, 7)] == [
        (Heading(level, (Text("a"),)),) for level in range(1, 7)
    ]
