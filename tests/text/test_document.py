"""The tree: values that are equal by meaning, at any depth."""

from __future__ import annotations

import copy
import dataclasses
import pickle

import pytest
from hypothesis import given

from anyticket.text import Document, plain
from anyticket.text.document import BulletList, ListItem, Paragraph, Quote
from anyticket.text.inline import Break, Code, Emphasis, Link, Strong, Text
from anyticket.text.tree import Native, walk

from .documents import ODD_DOCUMENTS, without_native


def nested(depth: int) -> Document:
    block = Quote((Paragraph((Text("x"),)),))
    for _ in range(depth):
        block = Quote((block,))
    return Document((block,))


def test_a_tree_of_any_depth_is_a_value() -> None:
    one, other = nested(10_000), nested(10_000)

    assert one == other
    assert hash(one) == hash(other)
    assert one != nested(9_999)
    assert pickle.loads(pickle.dumps(one)) == one
    assert copy.deepcopy(one) is one
    assert plain(one) == "x"
    assert repr(one).startswith("Document(blocks=(Quote(blocks=(")
    assert sum(1 for _ in walk(one)) == 10_004


@given(ODD_DOCUMENTS)
def test_equality_is_by_values(document: Document) -> None:
    again = without_native(document)

    assert again == document
    assert hash(again) == hash(document)
    assert repr(again) == repr(document)


@given(ODD_DOCUMENTS)
def test_pickle_keeps_all(document: Document) -> None:
    kept = dataclasses.replace(document, native=Native("adf", "{}"))

    assert pickle.loads(pickle.dumps(kept)) == kept
    assert pickle.loads(pickle.dumps(kept)).native == Native("adf", "{}")


def test_what_one_dialect_adds_is_no_part_of_equality() -> None:
    assert Paragraph((), native=Native("adf", "1")) == Paragraph(())
    assert hash(Paragraph((), native=Native("adf", "1"))) == hash(Paragraph(()))
    assert Paragraph((), native=Native("adf", "1")).source_in("jira-wiki") == ""


def test_marks_have_one_order_and_each_kind_once() -> None:
    text = Text("a", (Code(), Emphasis(), Strong(), Link("b"), Link("c")))

    assert text == Text("a", (Link("b"), Strong(), Emphasis(), Code()))
    assert text.marks == (Link("b"), Strong(), Emphasis(), Code())


def test_nodes_are_immutable() -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        Text("a").text = "b"  # type: ignore[misc]


def test_plain_text_has_a_line_for_each_line() -> None:
    items = BulletList((ListItem((Paragraph((Text("a"), Break(), Text("b"))),)), ListItem((Paragraph((Text("c"),)),))))

    assert plain(Document((items,))) == "a\nb\nc"
