"""
Atlassian's own converters beside ours: how many cases agree, and of what kind each other one is.

`docs/rich-text.md` says of each kind why ours is right, or what it would take.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import pytest

from anyticket.text import plain
from anyticket.text.document import Document, Heading, ListItem, Panel, Quote, Rule, Table, UnknownBlock
from anyticket.text.inline import Media
from anyticket.text.tree import Node, walk
from anyticket_jira import adf, wiki

from ..shared_files import meaning, vectors

_DOCS: Final = Path(__file__).resolve().parents[2] / "docs" / "rich-text.md"


def _holds(document: Document, holder: type[Node], *held: type[Node]) -> bool:
    holders = [node for node in walk(document) if isinstance(node, holder)]
    return any(isinstance(node, held) for outer in holders for node in walk(outer) if node is not outer)


def _media(document: Document) -> list[Media]:
    return [node for node in walk(document) if isinstance(node, Media) and node.image]


READING: Final[dict[str, Callable[[str, Document], bool]]] = {
    "An image that is a link": lambda _, document: any(media.link for media in _media(document)),
    "An attachment by its name": lambda _, document: any(media.file_name for media in _media(document)),
    "A heading in a quote": lambda _, document: _holds(document, Quote, Heading),
    "A quote or a rule in a panel": lambda _, document: _holds(document, Panel, Quote, Rule),
    "A table in a list item": lambda _, document: _holds(document, ListItem, Table),
    "A tag that nothing closes": lambda _, document: "{quote}" in plain(document),
    "A broken {adf} macro": lambda _, document: any(isinstance(node, UnknownBlock) for node in walk(document)),
    "An account id": lambda markup, _: "[~accountid:" in markup,
    "Backslashes in a bare address": lambda markup, _: re.search(r"://\S*\\\\", markup) is not None,
    "A space where coloured text begins or ends": lambda markup, _: (
        re.search(r"\{color:[^}]*\} | \{color\}", markup) is not None
    ),
    "A line of emoticons": lambda markup, _: ":\n:)" in markup,
}
WRITING: Final[dict[str, Callable[[str], bool]]] = {
    "Decisions": lambda native: "decisionList" in native,
    "An emoji with only an id": lambda native: "emoji" in native,
    "A mention of everyone": lambda native: "SPECIAL" in native,
    "A tip": lambda native: "'tip'" in native,
}


def _reads_alike(markup: str, native: dict[str, Any]) -> bool:
    said: Callable[[object, str], str] = meaning().meaning
    return said(adf.render(wiki.parse(markup))[0], "wiki") == said(native, "wiki")


def _writes_alike(native: dict[str, Any], markup: str) -> bool:
    said: Callable[[object, str], str] = meaning().meaning
    ours, _ = wiki.render(adf.parse(native))
    read, theirs = (adf.render(wiki.parse(written))[0] for written in (ours, markup))
    return said(read, "wiki") == said(theirs, "wiki")


def test_wiki_markup_is_read_as_atlassian_reads_it(capsys: pytest.CaptureFixture[str]) -> None:
    cases = vectors("wiki_to_adf")
    others = [case["wiki"] for case in cases if not _reads_alike(case["wiki"], case["adf"])]

    kinds = {markup: _kind_of_reading(markup) for markup in others}

    with capsys.disabled():
        sys.stdout.write(
            f"\nwiki -> ADF: {len(cases) - len(others)} of {len(cases)} agree with Atlassian's converter\n"
        )
    assert len(others) <= 0.1 * len(cases)
    assert [markup for markup, kind in kinds.items() if not kind] == []


def test_wiki_markup_is_written_as_atlassian_writes_it(capsys: pytest.CaptureFixture[str]) -> None:
    cases = vectors("adf_to_wiki")
    others = [str(case["adf"]) for case in cases if not _writes_alike(case["adf"], case["wiki"])]

    kinds = {native: next((kind for kind, fits in WRITING.items() if fits(native)), "") for native in others}

    with capsys.disabled():
        sys.stdout.write(
            f"\nADF -> wiki: {len(cases) - len(others)} of {len(cases)} agree with Atlassian's converter\n"
        )
    assert len(others) <= 0.1 * len(cases)
    assert [native for native, kind in kinds.items() if not kind] == []


@pytest.mark.parametrize("kind", [*READING, *WRITING])
def test_every_kind_of_difference_is_explained(kind: str) -> None:
    rows = [line for line in _DOCS.read_text(encoding="utf-8").splitlines() if line.startswith(f"| {kind} |")]

    assert len(rows) == 1


@pytest.mark.parametrize("name", ["wiki_to_gfm_pandoc", "wiki_to_markdown_pairs"])
def test_what_other_converters_were_given_comes_back_as_it_was(name: str) -> None:
    changed: list[str] = []

    for case in vectors(name):
        document = wiki.parse(case["wiki"])
        written, losses = wiki.render(document)
        if losses or wiki.parse(written) != document:
            changed.append(case["wiki"])

    assert changed == []


def _kind_of_reading(markup: str) -> str:
    document = wiki.parse(markup)
    return next((kind for kind, fits in READING.items() if fits(markup, document)), "")
