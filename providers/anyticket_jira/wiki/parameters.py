"""
The parameters of macros and images: `title=A|bgColor=#eeeeee`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final, Literal

from anyticket.text.document import Block, CodeBlock, Panel
from anyticket.text.inline import Media
from anyticket.text.tree import Native
from anyticket_jira.wiki.colors import panel_of_color
from anyticket_jira.wiki.link_reading import unescaped
from anyticket_jira.wiki.macros import Piece
from anyticket_jira.wiki.notation import DIALECT

__all__ = ["DEFAULT_LANGUAGE", "alignment", "code_of", "panel_of"]

DEFAULT_LANGUAGE: Final = "java"
"""What `{code}` without a language is coloured as: https://jira.atlassian.com/secure/WikiRendererHelpAction.jspa"""

_FIRST_LINE: Final = re.compile(r"[ \t]*\n")
_LAST_LINE: Final = re.compile(r"\n[ \t]*\Z")
_ALIGN: Final = re.compile(r"(?:^|[|,])\s*align\s*=\s*(left|right)\s*(?=$|[|,])")


def _values(parameters: str) -> Mapping[str, str]:
    """Return parameters by name; one without a name has the empty name."""
    pairs = (part.partition("=") for part in re.split(r"(?<!\\)\|", parameters))
    return {name.strip() if equals else "": (value if equals else name).strip() for name, equals, value in pairs}


def code_of(piece: Piece) -> CodeBlock:
    """Return the preformatted text of `{code}` or `{noformat}`."""
    values = _values(piece.parameters)
    language = values.get("language") or values.get("") or DEFAULT_LANGUAGE if piece.name == "code" else ""
    text = _LAST_LINE.sub("", _FIRST_LINE.sub("", piece.body, count=1) if _FIRST_LINE.match(piece.body) else piece.body)
    native = Native(DIALECT, piece.parameters) if piece.parameters else None
    return CodeBlock(text, unescaped(language), unescaped(values.get("title", "")), native=native)


def panel_of(parameters: str, blocks: tuple[Block, ...] = ()) -> Panel:
    """Return the panel of some parameters; its kind is the one that Jira Cloud makes of the background."""
    values = _values(parameters)
    native = Native(DIALECT, parameters) if parameters else None
    kind = panel_of_color(unescaped(values.get("bgColor", "")))
    return Panel(kind, blocks, unescaped(values.get("title", "")), native=native)


def alignment(media: Media) -> Literal["", "left", "right"]:
    """Return where the options of an image place it."""
    found = _ALIGN.search(media.source_in(DIALECT))
    return "" if found is None else "left" if found[1] == "left" else "right"
