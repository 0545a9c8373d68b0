"""
Writing preformatted text and the opening tags of panels.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from anyticket.text.document import CodeBlock, Panel
from anyticket_jira.wiki.colors import COLOR_OF_PANEL, panel_of_color
from anyticket_jira.wiki.escaping import encoded
from anyticket_jira.wiki.macros import Piece
from anyticket_jira.wiki.notation import DIALECT
from anyticket_jira.wiki.parameters import code_of, panel_of

__all__ = ["panel_parameters", "write_code"]

_LANGUAGES: Final = frozenset(
    """actionscript ada applescript bash c c# c++ css erlang go groovy haskell html java javascript json lua none nyan
    objc perl php python r rainbow ruby scala sql swift visualbasic xml yaml""".split()
)
"""What Jira colours; for another language it prints an error into the page."""


def write_code(block: CodeBlock, path: str, report: Callable[[str, str], None]) -> str:
    """Return `{noformat}` for text without a language, else `{code}`."""
    text = block.text
    if "\r" in text:
        report(path, "carriage returns in preformatted text are newlines in wiki markup")
    language = _language(block.language, path, report)
    name = "code" if language else "noformat"
    if f"{{{name}}}" in text:
        other = "noformat" if name == "code" else "code"
        language = "" if name == "code" else "none"
        report(path, f"preformatted text that has {{{name}}} in it is written as {{{other}}}")
        name = other
    if f"{{{name}}}" in text:
        report(path, "preformatted text that has {code} and {noformat} in it gets a space there")
        text = re.sub(r"\{(code|noformat)\}", r"{\1 }", text)
    parameters = _parameters(block, name, language)
    return f"{{{name}{':' if parameters else ''}{parameters}}}\n{text}\n{{{name}}}"


def _language(language: str, path: str, report: Callable[[str, str], None]) -> str:
    if not language or language in _LANGUAGES:
        return language
    report(path, f"Jira does not know the language {language[:40]!r}: the text is not coloured")
    return ""


def _parameters(block: CodeBlock, name: str, language: str) -> str:
    source = block.source_in(DIALECT)
    if source:
        read = code_of(Piece(name, source, "", ""))
        if (read.language, read.title) == (language, block.title):
            return source
    title = f"title={encoded(block.title)}" if block.title else ""
    return "|".join(part for part in (language, title) if part)


def panel_parameters(panel: Panel, path: str, report: Callable[[str, str], None]) -> str:
    """Return what stands in a panel's opening tag."""
    source = panel.source_in(DIALECT)
    read = panel_of(source)
    if source and (read.kind, read.title, "", "") == (panel.kind, panel.title, panel.color, panel.icon):
        return source
    if panel.kind == "tip":
        report(path, "wiki markup does not tell a tip from a success")
    if panel.kind == "custom":
        report(path, f"Jira reads a panel of another colour as {panel_of_color(panel.color)}, and icons are lost")
    background = panel.color if panel.kind == "custom" else COLOR_OF_PANEL.get(panel.kind, COLOR_OF_PANEL["success"])
    title = f"title={encoded(panel.title)}" if panel.title else ""
    return "|".join(part for part in (title, f"bgColor={encoded(background)}" if background else "") if part)
