"""
The depth of JSON: what is nested deeper than any document is replaced by its text, before recursive code sees it.
"""

from __future__ import annotations

from typing import Any, Final, cast

from anyticket_jira.adf.leftover import Json

__all__ = ["shallow", "words"]

_DEEPEST: Final = 150


def shallow(document: Any) -> Any:
    """Return JSON itself, or where it is nested too deep a copy in which the text of what is deeper stands for it."""
    return _copied(document) if _is_deep(document) else document


def _inside(item: object) -> list[object]:
    if type(item) is dict:
        return list(cast("Json", item).values())
    return cast("list[object]", item) if type(item) is list else []


def _is_deep(document: object) -> bool:
    level = [document]
    for _ in range(_DEEPEST):
        level = [child for item in level for child in _inside(item)]
        if not level:
            return False
    return True


def words(document: object) -> str:
    """Return the text of all text nodes in JSON, in order."""
    found: list[str] = []
    stack = [document]
    while stack:
        item = stack.pop()
        if type(item) is dict:
            node = cast("Json", item)
            text = node.get("text")
            if type(text) is str:
                found.append(text)
            stack.extend(reversed([node[name] for name in ("attrs", "content") if name in node]))
        elif type(item) is list:
            stack.extend(reversed(cast("list[object]", item)))
    return " ".join(found)


def _copied(item: object, depth: int = 0) -> Any:
    if not isinstance(item, dict | list):
        return item
    if depth >= _DEEPEST:
        node = {"type": "text", "text": words(cast("object", item))}
        return [node] if isinstance(item, list) else node
    if isinstance(item, list):
        return [_copied(child, depth + 1) for child in cast("list[object]", item)]
    return {name: _copied(child, depth + 1) for name, child in cast("Json", item).items()}
