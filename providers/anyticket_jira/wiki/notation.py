"""
The words of wiki markup: its delimiters, escapes, addresses and entities.
"""

from __future__ import annotations

import html.entities
import re
from typing import Final, TypeAlias

from anyticket.text.inline import Code, Emphasis, Strike, Strong, Subscript, Superscript, Underline

__all__ = [
    "CITE",
    "CITE_DASH",
    "DELIMITERS",
    "DIALECT",
    "ENTITY",
    "ESCAPABLE",
    "MACRO",
    "SMART",
    "DelimiterMark",
    "address",
    "characters",
    "is_account_id",
]

DIALECT: Final = "jira-wiki"

DelimiterMark: TypeAlias = Strong | Emphasis | Strike | Underline | Superscript | Subscript | Code

CITE: Final = "??"
CITE_DASH: Final = "— "
"""A citation is emphasis behind a dash: https://aui.atlassian.com shows `<cite>` so, and Jira Cloud stores it so."""

DELIMITERS: Final[dict[str, DelimiterMark]] = {
    "*": Strong(),
    "_": Emphasis(),
    "-": Strike(),
    "+": Underline(),
    "^": Superscript(),
    "~": Subscript(),
    "{{": Code(),
    CITE: Emphasis(),
}

ESCAPABLE: Final = "*_?-+^~{}[]!|#"
"""What a backslash turns into an ordinary character; before anything else it is a backslash."""

SMART: Final = ("smart-link", "smart-card", "smart-embed")
"""The third part of a link that is a card: in a line, as a block, with the target in it."""

MACRO: Final = re.compile(r"\{([A-Za-z][\w-]*)(:[^{}\n]*)?\}")
ENTITY: Final = re.compile(r"&(?:#([0-9]{1,7})|#[xX]([0-9A-Fa-f]{1,6})|([A-Za-z][A-Za-z0-9]{1,31}));")

_SCHEME: Final = re.compile(
    r"(?:https?|ftps?|ircs?|mailto|file|tel|sms|ssh|git|svn|ldaps?|nntp|skype|slack|callto):", re.I
)
_ACCOUNT_ID: Final = re.compile(
    r"[0-9a-f]{24}|(?:[\w-]+:)+[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|qm:[\w:-]+|ug:[\w-]+", re.I
)
_NOBODY: Final = "mailto:"
"""Programs write `[name|mailto:]` for a person without an e-mail address, and Jira makes a link of it."""


def is_account_id(name: str) -> bool:
    """Tell an account id of Cloud from a username, by its form."""
    return _ACCOUNT_ID.fullmatch(name) is not None


def address(target: str) -> str:
    """Return where a link's target leads, or an empty string for what is no address (a page name, a key)."""
    target = target.strip()
    known = _SCHEME.match(target)
    if known:
        return target if len(target) > known.end() or target == _NOBODY else ""
    return target if target[:1] in ("#", "/") and len(target) > 1 else ""


def characters(text: str) -> str:
    """Return text with its HTML entities as characters; an unknown entity stays."""
    return ENTITY.sub(_character, text) if "&" in text else text


def _character(match: re.Match[str]) -> str:
    decimal, hexadecimal, name = match.groups()
    if name:
        return html.entities.html5.get(f"{name};", match[0])
    code = int(decimal) if decimal else int(hexadecimal, 16)
    is_character = 0 < code < 0x110000 and not 0xD800 <= code < 0xE000
    return chr(code) if is_character else match[0]
