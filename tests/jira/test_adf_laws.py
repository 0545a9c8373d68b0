"""ADF: laws for every document and any JSON."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anyticket.text import Document, markdown, plain
from anyticket_jira import adf

from ..shared_files import schema
from ..text.adf_schema import AdfSchema
from ..text.documents import ADF_DOCUMENTS, DOCUMENTS, ODD_DOCUMENTS

NAMES = st.sampled_from(
    ["doc", "paragraph", "text", "heading", "bulletList", "listItem", "taskList", "taskItem", "table", "tableRow", "tableCell",
     "panel", "mediaSingle", "media", "caption", "mention", "emoji", "date", "status", "inlineCard", "blockCard", "expand",
     "extension", "layoutSection", "layoutColumn", "blockTaskItem", "decisionList", "futureBlock", "hardBreak", "codeBlock"]
)  # fmt: skip
KEYS = st.sampled_from(
    ["type", "attrs", "content", "marks", "text", "level", "order", "localId", "href", "timestamp", "id", "url", "panelType",
     "parameters", "extensionKey", "color", "version", "state", "width", "data", "shortName"]
)  # fmt: skip
SCALARS = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=3) | NAMES
JSON = st.recursive(
    SCALARS,
    lambda inside: (
        st.lists(inside, max_size=3)
        | st.dictionaries(KEYS, inside, max_size=4)
        | st.fixed_dictionaries(
            {"type": NAMES}, optional={"content": st.lists(inside, max_size=3), "attrs": inside, "marks": inside}
        )
    ),
    max_leaves=12,
)


@given(ADF_DOCUMENTS)
def test_what_adf_can_say_is_the_same_after_a_round_trip(document: Document) -> None:
    written, losses = adf.render(document)

    assert losses == ()
    assert adf.parse(written) == document


@given(DOCUMENTS)
def test_any_document_is_the_same_or_a_loss_is_reported(document: Document) -> None:
    written, losses = adf.render(document)

    assert losses or adf.parse(written) == document


@given(ODD_DOCUMENTS | ADF_DOCUMENTS)
def test_whatever_is_written_is_valid(document: Document) -> None:
    written, _ = adf.render(document)

    assert AdfSchema(schema()).is_valid(written)
    assert json.loads(json.dumps(written)) == written


@given(JSON)
def test_no_json_raises_and_a_second_trip_changes_nothing(value: Any) -> None:
    document = adf.parse(value)
    written, _ = adf.render(document)

    again, _ = adf.render(adf.parse(written))

    assert json.dumps(again, sort_keys=True) == json.dumps(written, sort_keys=True)
    assert isinstance(plain(document), str)
    assert isinstance(markdown.render(document)[0], str)


@given(st.text())
def test_no_markdown_is_refused(text: str) -> None:
    written, _ = adf.render(markdown.parse(text))

    assert AdfSchema(schema()).is_valid(written)


@pytest.mark.parametrize("kind", ["bulletList", "blockquote", "table", "futureBlock"])
def test_ten_thousand_levels_keep_their_text(kind: str) -> None:
    node: dict[str, Any] = {"type": "paragraph", "content": [{"type": "text", "text": "end"}]}
    inner = {"bulletList": "listItem", "table": "tableRow"}.get(kind)
    for _ in range(10_000):
        node = {"type": kind, "content": [{"type": inner, "content": [node]} if inner else node]}

    document = adf.parse({"type": "doc", "version": 1, "content": [node]})

    assert plain(document) == "end"
    assert "end" in json.dumps(adf.render(document)[0])
    assert markdown.render(document)[0].endswith("end\n")


def test_json_nested_in_attributes_does_no_harm() -> None:
    value: Any = {}
    for _ in range(10_000):
        value = {"a": value}

    document = adf.parse({"type": "doc", "version": 1, "content": [{"type": "futureBlock", "attrs": value}]})

    assert adf.render(document)[1] == ()
