"""Fields as HTML, which `expand=renderedFields` asks for."""

from __future__ import annotations

import html
from datetime import datetime

from .. import richtext
from ..store.fields import FieldRecord
from ..store.issues import Issue
from .view import View

__all__ = ["paragraphs", "rendered"]


def paragraphs(stored: object) -> str:
    """Return rich text as HTML: its words in paragraphs, without marks."""
    lines = [line for line in richtext.plain(stored).split("\n") if line.strip()]
    return "\n\n".join(f"<p>{html.escape(line)}</p>" for line in lines)


def rendered(issue: Issue, field: FieldRecord, view: View) -> object:
    """Return what a field looks like on the page; None for what has no HTML of its own."""
    stored = issue.values.get(field.key)
    match field.kind:
        case "richtext":
            return paragraphs(stored) if stored is not None else ""
        case "stamp" | "instant" if isinstance(stored, int):
            return f"{datetime.fromtimestamp(stored / 1000, view.zone):%d/%b/%y %I:%M %p}"
        case "day" if isinstance(stored, str):
            return f"{datetime.fromisoformat(stored):%d/%b/%y}"
        case _:
            return None
