"""Real descriptions and comments: to Markdown and back, and to wiki markup and back."""

from __future__ import annotations

import sys

import pytest

from anyticket.text import markdown
from anyticket_jira import wiki
from anyticket_jira.wiki.comparing import comparable

from .wiki_corpus import wiki_texts


def test_what_people_wrote_changes_on_the_way_through_markdown_only_with_a_loss(
    capsys: pytest.CaptureFixture[str],
) -> None:
    texts = wiki_texts()
    identical: list[str] = []
    reported: list[str] = []
    silent: list[str] = []

    for text in texts:
        document = wiki.parse(text)
        written, lost_there = markdown.render(document)
        native, lost_back = wiki.render(markdown.parse(written))
        is_same = comparable(wiki.parse(native)) == comparable(document)
        kind = identical if is_same else reported if lost_there or lost_back else silent
        kind.append(text)

    with capsys.disabled():
        sys.stdout.write(
            f"\nwiki -> Markdown -> wiki: {len(texts)} texts, {len(identical)} identical, {len(reported)} with losses\n"
        )
    assert silent == []
    assert len(identical) > 0.9 * len(texts)  # the rest has colours, superscripts or macros


def test_what_people_wrote_is_written_again_without_a_loss() -> None:
    texts = wiki_texts()

    changed = [text for text in texts if wiki.render(wiki.parse(text))[1]]

    assert changed == []
