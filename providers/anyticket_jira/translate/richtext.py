"""Rich text as it comes: ADF objects from version 3 of the interface, wiki markup from version 2."""

from __future__ import annotations

from typing import Any, Final

from anyticket.model.richtext import RichText
from anyticket.model.sparse import loaded

from ..wire import is_table, wrong

ADF: Final = "anyticket_jira.adf"
WIKI: Final = "anyticket_jira.wiki"


def rich_text(value: Any) -> RichText:
    """Wrap a text; nothing is parsed."""
    if is_table(value):
        return loaded(RichText, value, native=value, format=ADF)
    if type(value) is str:
        return loaded(RichText, value, native=value, format=WIKI)
    raise wrong("text in ADF or wiki markup", value)
