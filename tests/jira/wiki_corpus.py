"""Descriptions and comments in wiki markup, from payloads that others recorded."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, Final

from ..shared_files import shared_file

_KEYS: Final = ("description", "body", "environment", "comment")


def wiki_texts() -> list[str]:
    """Return every different one that is a string."""
    found: dict[str, None] = {}
    for path in sorted(shared_file("corpus/jira").rglob("*.json")):
        found.update(dict.fromkeys(_texts(json.loads(path.read_text(encoding="utf-8")))))
    return list(found)


def _texts(payload: Any) -> Iterator[str]:
    stack = [payload]
    while stack:
        item = stack.pop()
        if isinstance(item, list):
            stack += item
        elif isinstance(item, dict):
            for key, value in item.items():
                if isinstance(value, str) and key in _KEYS:
                    yield from _inside(value)
                else:
                    stack.append(value)


def _inside(value: str) -> Iterator[str]:
    """Yield a text, or the texts of a payload that is itself a string."""
    try:
        payload = json.loads(value)
    except ValueError:
        payload = value
    if isinstance(payload, dict | list):
        yield from _texts(payload)
    elif value.strip():
        yield value
