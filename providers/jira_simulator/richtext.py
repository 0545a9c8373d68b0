"""
Rich text: ADF on Cloud, wiki text on Server; Cloud's version 2 speaks wiki text and is converted on the way.

Stored is what the platform itself stores. The conversions are those of the codecs `anyticket_jira.adf` and `.wiki`,
which are judged by Atlassian's own converters.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final, cast

from .adf_check import is_document
from .refusal import BadValue

__all__ = ["NOT_A_DOCUMENT", "plain", "read", "write"]

NOT_A_DOCUMENT: Final = "Operation value must be an Atlassian Document (see the Atlassian Document Format)"
_BLOCKS: Final = frozenset({"paragraph", "heading", "codeBlock", "listItem", "taskItem", "decisionItem", "tableRow"})


def read(value: object, *, cloud: bool, api: str) -> object:
    """
    Return what is stored for a value of a request; None for nothing.

    Raises:
        BadValue: With Jira's message, if the API of this version takes no such value.
    """
    if value is None or value == "":
        return None
    if api == "3":
        if not is_document(value):
            raise BadValue(NOT_A_DOCUMENT)
        return value if plain(value) or _has_content(value) else None
    if not isinstance(value, str):
        raise BadValue("Operation value must be a string")
    return _to_adf(value) if cloud else value


def write(stored: object, *, cloud: bool, api: str) -> object:
    """Return what an answer holds for stored rich text."""
    if stored is None or not cloud or api == "3":
        return stored
    return _to_wiki(cast("dict[str, Any]", stored))


def plain(stored: object) -> str:
    """Return the words of stored rich text."""
    if isinstance(stored, str):
        return stored
    return "".join(_words(stored)).strip()


def _words(node: object) -> Iterator[str]:
    if not isinstance(node, dict):
        return
    found = cast("dict[str, Any]", node)
    kind = found.get("type")
    if kind == "text":
        yield str(found.get("text", ""))
    elif kind == "hardBreak":
        yield "\n"
    attributes = found.get("attrs")
    if kind in {"mention", "emoji", "status"} and isinstance(attributes, dict):
        named = cast("dict[str, Any]", attributes)
        yield str(named.get("text") or named.get("shortName") or "")
    for child in cast("list[object]", found.get("content") or []):
        yield from _words(child)
    if kind in _BLOCKS:
        yield "\n"


def _has_content(value: object) -> bool:
    return isinstance(value, dict) and bool(cast("dict[str, Any]", value).get("content"))


def _to_adf(text: str) -> dict[str, Any]:
    from anyticket_jira import adf, wiki

    document, _ = adf.render(wiki.parse(text))
    return document


def _to_wiki(document: dict[str, Any]) -> str:
    from anyticket_jira import adf, wiki

    text, _ = wiki.render(adf.parse(document))
    return text
