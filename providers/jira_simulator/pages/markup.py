"""Markup: HTML put together from elements, with everything escaped that is not markup already."""

from __future__ import annotations

import html
from collections.abc import Iterable
from typing import Final, TypeAlias

__all__ = ["Content", "Html", "join", "link_target", "tag"]

_EMPTY: Final = frozenset({"br", "hr", "input", "link", "meta"})
_HARMLESS: Final = ("http://", "https://", "mailto:", "/", "#")


class Html(str):
    """Text that is markup."""

    __slots__ = ()


Content: TypeAlias = "str | int | Iterable[Content] | None"


def join(*content: Content) -> Html:
    """Return pieces one after the other: Html as it is, other text escaped, None and empty as nothing."""
    return Html("".join(map(_piece, content)))


def _piece(content: Content) -> str:
    if isinstance(content, Html):
        return content
    if isinstance(content, str | int):
        return html.escape(str(content))
    return "" if content is None else "".join(map(_piece, content))


def tag(name: str, /, *content: Content, **attributes: str | int | None) -> Html:
    """
    Return an element.

    Args:
        name: Of the element.
        content: What is in it.
        attributes: None leaves one out; `class_` is `class`, `aria_label` is `aria-label`.
    """
    named = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{html.escape(str(value))}"'
        for key, value in attributes.items()
        if value is not None
    )
    return Html(f"<{name}{named}>" if name in _EMPTY else f"<{name}{named}>{join(*content)}</{name}>")


def link_target(url: str) -> str | None:
    """Return a url that a link may have; None for one that would run something or is none."""
    return url if url.strip().lower().startswith(_HARMLESS) else None
