"""
Markdown: CommonMark with tables, strikethrough and task lists, and readable words for what trackers have besides.

`docs/rich-text.md` lists those words. HTML is text, but for `<details>` (an expand) and `<br>` in a table cell.
`render(parse(text))` writes the same meaning in one style; rendering that again changes nothing.
"""

from anyticket.text.markdown.reading import parse
from anyticket.text.markdown.writing import render

__all__ = ["parse", "render"]
