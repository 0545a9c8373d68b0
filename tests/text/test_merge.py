"""Merging an edit of Markdown into a document that says more than Markdown can."""

from __future__ import annotations

from hypothesis import given

from anyticket.text import Document, markdown
from anyticket.text.document import (
    Block,
    BulletList,
    Columns,
    Extension,
    ListItem,
    Panel,
    Paragraph,
    Table,
    TableCell,
    TableRow,
)
from anyticket.text.document import Column as LayoutColumn
from anyticket.text.inline import Mention, Text, TextColor, Underline
from anyticket.text.merge import merged
from anyticket.text.tree import Native

from .documents import ADF_DOCUMENTS, DOCUMENTS


def text(words: str) -> Paragraph:
    return Paragraph((Text(words),))


def rich(words: str) -> Paragraph:
    return Paragraph((Text(words, (Underline(),)),), native=Native("adf", '{"attrs":{"localId":"1"}}'))


def edited(old: Document, before: str, after: str) -> Document:
    shown, _ = markdown.render(old)
    assert before in shown
    return merged(old, markdown.parse(shown.replace(before, after)))


def native_of(block: Block) -> Native | None:
    return block.native


@given(DOCUMENTS | ADF_DOCUMENTS)
def test_no_edit_changes_nothing(document: Document) -> None:
    shown = markdown.parse(markdown.render(document)[0])

    assert markdown.render(merged(document, shown)) == markdown.render(document)


def test_an_edit_of_one_sentence_leaves_the_table_beside_it() -> None:
    table = Table((TableRow((TableCell((rich("a"),), colspan=2, background="#ff0000"),)),), native=Native("adf", "{}"))
    old = Document((text("One. Two."), table, rich("end")))

    new = edited(old, "Two.", "Three.")

    assert new == Document((text("One. Three."), table, rich("end")))
    assert native_of(new.blocks[1]) == Native("adf", "{}")
    assert native_of(new.blocks[2]) == rich("end").native


def test_an_edit_of_one_cell_leaves_the_others() -> None:
    row = TableRow(
        (TableCell((rich("a"),), background="#ff0000"), TableCell((text("b"),), colspan=2), TableCell((rich("c"),)))
    )
    old = Document((Table((row, TableRow((TableCell((rich("d"),)),)))),))

    new = edited(old, "| b |", "| changed |")

    cells = (row.cells[0], TableCell((text("changed"),), colspan=2), row.cells[2])
    assert new == Document((Table((TableRow(cells), TableRow((TableCell((rich("d"),)),)))),))


def test_an_edit_in_a_panel_leaves_the_list_in_it() -> None:
    items = BulletList((ListItem((rich("x"),)), ListItem((text("y"),))))
    old = Document((Panel("note", (text("intro"), items), native=Native("adf", "{}")),))

    new = edited(old, "intro", "preface")

    assert new == Document((Panel("note", (text("preface"), items)),))
    assert native_of(new.blocks[0]) == Native("adf", "{}")


def test_an_item_that_is_added_leaves_the_others() -> None:
    old = Document((BulletList((ListItem((rich("a"),)), ListItem((rich("b"),)))),))

    new = edited(old, "- b", "- new\n- b")

    assert new == Document((BulletList((ListItem((rich("a"),)), ListItem((text("new"),)), ListItem((rich("b"),)))),))


def test_what_markdown_does_not_show_stays() -> None:
    macro = Extension("toc", "com.example", parameters="{}")
    old = Document((macro, text("a"), rich("b")))

    assert edited(old, "a", "c") == Document((macro, text("c"), rich("b")))


def test_what_becomes_several_blocks_stays_whole() -> None:
    columns = Columns((LayoutColumn((rich("a"),)), LayoutColumn((rich("b"),))))
    old = Document((columns, text("c")))

    assert edited(old, "c", "d") == Document((columns, text("d")))


def test_a_block_that_is_deleted_is_gone() -> None:
    old = Document((text("a"), rich("b"), rich("c")))

    assert edited(old, "b\n\n", "") == Document((text("a"), rich("c")))


def test_a_changed_paragraph_says_what_the_edit_says() -> None:
    old = Document((Paragraph((Text("hello ", (TextColor("#ff0000"),)), Mention("1", "Bob")), align="center"),))

    new = edited(old, "hello", "bye")

    assert new == Document((Paragraph((Text("bye "), Mention("1", "Bob")), align="center"),))


def test_ten_thousand_blocks_are_merged_in_a_moment() -> None:
    old = Document(tuple(text(f"line {number}") for number in range(10_000)))

    new = edited(old, "line 5000\n", "changed\n")

    assert new.blocks[5000] == text("changed")
    assert len(new.blocks) == 10_000
