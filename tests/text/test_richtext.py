"""RichText: native form first, parsed when asked."""

from __future__ import annotations

import copy
import pickle
import sys
from types import ModuleType
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from anyticket.model.richtext import RichText
from anyticket.text import Document, markdown
from anyticket.text.document import Paragraph
from anyticket.text.inline import Text, Underline

JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-5, 5) | st.text(max_size=3),
    lambda inside: st.lists(inside, max_size=3) | st.dictionaries(st.text(max_size=3), inside, max_size=3),
    max_leaves=6,
)
NATIVE = {"b": [1, {"underlined": "word"}], "a": None}


@pytest.fixture
def codec(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """Return a codec of a dialect in which everything is underlined."""
    module = ModuleType("tests_codec_of_underlines")
    module.__dict__["calls"] = []

    def parse(native: Any) -> Document:
        module.__dict__["calls"].append(native)
        return Document(tuple(Paragraph((Text(word, (Underline(),)),)) for word in native["words"]))

    def render(document: Document) -> tuple[Any, tuple[Any, ...]]:
        pieces = [piece for block in document.blocks if isinstance(block, Paragraph) for piece in block.content]
        return {"words": [(piece.text, bool(piece.marks)) for piece in pieces if isinstance(piece, Text)]}, ()

    module.__dict__.update(parse=parse, render=render)
    monkeypatch.setitem(sys.modules, module.__name__, module)
    return module


def test_a_string_is_markdown() -> None:
    text = RichText.model_validate("**a**")

    assert text == RichText.from_markdown("**a**")
    assert (text.markdown, text.plain, text.native, text.losses) == ("**a**", "a", "**a**", ())
    assert text.format == "anyticket.text.markdown"


def test_nothing_is_parsed_before_it_is_asked_for(codec: ModuleType) -> None:
    text = RichText.from_native(codec, {"words": ["a"]})

    assert text.to_native(codec) is text.native
    assert pickle.loads(pickle.dumps(text)) == text
    assert codec.calls == []
    assert text.markdown == "a\n"
    assert [loss.path for loss in text.losses] == ["blocks[0].content[0]"]


def test_unchanged_text_goes_back_as_it_came(codec: ModuleType) -> None:
    native = {"words": ["a", "b"], "unknown": 1}
    text = RichText.from_native(codec.__name__, native)

    again = text.with_markdown(text.markdown)

    assert again is text
    assert again.to_native(codec.__name__) is native


def test_an_edit_keeps_what_it_did_not_touch(codec: ModuleType) -> None:
    text = RichText.from_native(codec, {"words": ["a", "b"]})

    again = text.with_markdown("c\n\nb\n")

    assert again.format == codec.__name__
    assert again.native == {"words": [("c", False), ("b", True)]}


def test_an_edit_of_markdown_is_the_new_markdown() -> None:
    assert RichText.from_markdown("a").with_markdown("*b*  ") == RichText.from_markdown("*b*  ")


def test_text_is_rendered_in_another_dialect(codec: ModuleType) -> None:
    assert RichText.from_markdown("a\n\n*b*").to_native(codec) == {"words": [("a", False), ("b", True)]}
    assert RichText.from_native(codec, {"words": ["a"]}).to_native(markdown) == "a\n"


@given(JSON | st.text())
def test_it_survives_every_queue(native: Any) -> None:
    text = RichText.from_native("anyticket_jira.adf", native)

    copies = [
        RichText.model_validate(text.model_dump()),
        RichText.model_validate_json(text.model_dump_json()),
        pickle.loads(pickle.dumps(text)),
        copy.copy(text),
        copy.deepcopy(text),
    ]

    assert all(again == text and hash(again) == hash(text) and again.native == native for again in copies)


def test_equal_json_has_equal_hashes() -> None:
    one = RichText.from_native("anyticket_jira.adf", NATIVE)
    other = RichText.from_native("anyticket_jira.adf", dict(reversed(NATIVE.items())))

    assert one == other
    assert hash(one) == hash(other)


@pytest.mark.parametrize("name", ["", "os; import x", "../x", "a b", "1a"])
def test_a_name_that_no_module_can_have_is_refused(name: str) -> None:
    with pytest.raises(ValidationError):
        RichText(native="x", format=name)


def test_a_module_that_is_no_codec_is_refused() -> None:
    with pytest.raises(TypeError, match="lacks parse or render"):
        RichText.from_markdown("x").to_native("anyticket.text.tree")
