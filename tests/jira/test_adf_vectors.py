"""ADF against Atlassian's own tests and converters."""

from __future__ import annotations

import copy
import json
from collections import Counter
from typing import Any

import pytest

from anyticket.text import markdown
from anyticket_jira import adf

from ..shared_files import SHARED, meaning, schema, shared_file, vectors
from ..text.adf_schema import AdfSchema

KNOWN_KINDS = {
    "Block quotes": "their schema drops a quote that holds what ADF allows in none",
    "List items": "the same, in list items",
    "Lists": "the same, in list items",
    "Emphasis and strong emphasis": "their parser merges emphasis in emphasis wrongly",
    "Links": "their schema drops links around images, and code in links",
    "Images": "their parser reads no link in an image's text",
    "Hard line breaks": "their parser loses hard breaks",
    "Fenced code blocks": "they take the whole info string for the language",
    "Backslash escapes": "they do not unescape the info string",
    "Entity and numeric character references": "they do not unescape the info string",
    None: "they know no task lists, and lose hard breaks",
}


def test_atlassians_valid_documents_come_back_unchanged() -> None:
    unchanged = meaning().unchanged
    documents = [vector["adf"] for vector in vectors("adf_valid")]

    changed = [
        document for document in documents if unchanged(adf.render(adf.parse(document))[0]) != unchanged(document)
    ]

    assert len(documents) > 50
    assert changed == []


@pytest.mark.parametrize("name", ["wiki_to_adf", "adf_to_wiki", "markdown_to_adf"])
def test_what_converters_wrote_comes_back_unchanged_and_valid(name: str) -> None:
    unchanged, judge = meaning().unchanged, AdfSchema(schema())
    documents = [vector["adf"] for vector in vectors(name) if "adf" in vector]

    for document in documents:
        before = copy.deepcopy(document)
        written, losses = adf.render(adf.parse(document))

        assert document == before
        assert judge.is_valid(written) or not judge.is_valid(document)
        if judge.is_valid(document):
            assert unchanged(written) == unchanged(document)
            assert losses == ()


def test_markdown_means_what_atlassians_converter_says() -> None:
    judge = AdfSchema(schema())
    cases = [vector for vector in vectors("markdown_to_adf") if "adf" in vector]
    differing: Counter[Any] = Counter()

    for case in cases:
        written, _ = adf.render(markdown.parse(case["markdown"]))
        assert judge.is_valid(written), case["id"]
        if meaning().meaning(written, "markdown") != meaning().meaning(case["adf"], "markdown"):
            differing[case.get("section")] += 1

    agreeing = len(cases) - differing.total()
    print(f"{agreeing} of {len(cases)} agree; differing: {dict(differing)}")  # noqa: T201 - the numbers are asked for
    assert agreeing >= 0.9 * len(cases)
    assert set(differing) <= set(KNOWN_KINDS)


def test_invalid_documents_are_mended_but_for_what_nobody_knows() -> None:
    judge = AdfSchema(schema())
    odd = ("unknown", "extra", "applicationCard", "wrong", "invalid", "mono-with-attrs", "empty-task", "empty-decision")

    invalid = [
        vector["id"] for vector in vectors("adf_invalid") if not judge.is_valid(adf.render(adf.parse(vector["adf"]))[0])
    ]

    assert [name for name in invalid if not any(word in name for word in odd)] == []


def test_recorded_descriptions_go_to_markdown_and_back() -> None:
    shared_file("corpus/jira")
    documents = [
        found
        for path in sorted(SHARED.glob("corpus/jira/**/*.json"))
        for found in _documents(json.loads(path.read_text()))
    ]
    counts: Counter[str] = Counter()

    for document in documents:
        text, losses = markdown.render(adf.parse(document))
        again, _ = adf.render(markdown.parse(text))
        same = meaning().meaning(again, "markdown") == meaning().meaning(document, "markdown")
        counts["same" if same else "lossy" if losses else "changed"] += 1

    print(f"{len(documents)} documents: {dict(counts)}")  # noqa: T201 - the numbers are asked for
    assert len(documents) > 30
    assert counts["changed"] == 0


def _documents(found: Any) -> list[Any]:
    if isinstance(found, dict):
        if found.get("type") == "doc" and "version" in found:
            return [found]
        return [document for item in found.values() for document in _documents(item)]
    return [document for item in found for document in _documents(item)] if isinstance(found, list) else []
