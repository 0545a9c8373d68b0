"""Markdown: input that is made to hurt takes time in proportion to its length, and no recursion."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable

import pytest

from anyticket.text import Document, markdown, plain
from anyticket.text.document import BulletList, ListItem, Paragraph, Quote
from anyticket.text.inline import Text

HOSTILE: dict[str, Callable[[int], str]] = {
    **{unit: lambda size, unit=unit: unit * (size // len(unit)) for unit in (  # type: ignore[misc]
        "a*", "*a ", "**a_b", "[", "[a](", "![", "[a][", "|", "|\n", "a|b\n-|-\n", "{", "h1. ", "a`", "<", "&", "\\", "> ",
        "- ", "1. ", "- a\n", "a  \n", "[a]: b\n", "~~a", "# a\n", '[a](b "', "](", ":a", "<details>\n<summary></summary>\n\n",
    )},
    "nested lists": lambda size: "".join("  " * depth + "- a\n" for depth in range(int(size**0.5))),
    "brackets, then marks": lambda size: "[" * (size // 50) + "a!" * (size // 2),
    "emphasis over emphasis": lambda size: "a**b" + "c* " * (size // 3),
}  # fmt: skip


def seconds(text: str) -> float:
    gc.collect()
    start = time.process_time()
    markdown.render(markdown.parse(text))
    return time.process_time() - start


@pytest.mark.parametrize("name", HOSTILE)
def test_time_grows_with_length(name: str) -> None:
    small, large = HOSTILE[name](2_000), HOSTILE[name](16_000)
    seconds(small)

    per_character_small = min(seconds(small) for _ in range(3)) / len(small)
    per_character_large = seconds(large) / len(large)

    assert per_character_large < 4 * per_character_small + 2e-5


def test_ten_thousand_levels_of_quotes_keep_their_text() -> None:
    document = markdown.parse("> " * 10_000 + "end")

    assert plain(document).endswith("end")
    assert markdown.parse(markdown.render(document)[0]) == document


def test_ten_thousand_levels_of_lists_keep_their_text() -> None:
    assert plain(markdown.parse("- " * 10_000 + "end")).endswith("end")


@pytest.mark.parametrize("depth", [30, 1_000, 10_000])
def test_a_document_that_is_nested_too_deep_is_written_with_its_text(depth: int) -> None:
    block = BulletList((ListItem((Paragraph((Text("end"),)),)),))
    for _ in range(depth):
        block = BulletList((ListItem((Quote((block,)),)),))

    text, losses = markdown.render(Document((block,)))

    assert text.endswith("end\n")
    assert losses[-1].reason.startswith("nested too deep")
