"""Documents: rich text as HTML."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final, cast

from anyticket.text import document as blocks
from anyticket.text import inline
from anyticket.text.document import Document

from .markup import Html, join, link_target, tag

__all__ = ["document", "rich"]

_MARKS: Final[dict[type[object], str]] = {
    inline.Strong: "strong",
    inline.Emphasis: "em",
    inline.Strike: "s",
    inline.Underline: "u",
    inline.Code: "code",
    inline.Subscript: "sub",
    inline.Superscript: "sup",
}


def rich(stored: object) -> Html:
    """Return stored rich text, an ADF document or wiki text, as HTML."""
    from anyticket_jira import adf, wiki

    if isinstance(stored, str):
        return document(wiki.parse(stored))
    return document(adf.parse(cast("dict[str, Any]", stored))) if stored else Html()


def document(found: Document) -> Html:
    """Return a document as HTML."""
    return _blocks(found.blocks)


def _blocks(found: Sequence[blocks.Block] | None) -> Html:
    return join([_block(block) for block in found or ()])


def _block(block: blocks.Block) -> Html:  # noqa: C901, PLR0911, PLR0912 - a case a kind
    match block:
        case blocks.Paragraph():
            return tag("p", _inlines(block.content))
        case blocks.Heading():  # the page's own headings go to level 2
            return tag(f"h{min(block.level + 2, 6)}", _inlines(block.content))
        case blocks.BulletList():
            return tag("ul", [_item(item) for item in block.items])
        case blocks.OrderedList():
            return tag("ol", [_item(item) for item in block.items], start=block.start if block.start != 1 else None)
        case blocks.DecisionList():
            return tag("ul", [tag("li", "◆ ", _inlines(item.content)) for item in block.items])
        case blocks.Quote():
            return tag("blockquote", _blocks(block.blocks))
        case blocks.CodeBlock():
            return join(
                tag("p", block.title, class_="caption") if block.title else None,
                tag("pre", tag("code", block.text), tabindex=0),
            )
        case blocks.Panel():
            title = tag("p", tag("strong", block.title)) if block.title else None
            return tag("div", title, _blocks(block.blocks), class_=f"panel {block.kind}")
        case blocks.Expand():
            return tag("details", tag("summary", block.title or "More"), _blocks(block.blocks))
        case blocks.Rule():
            return tag("hr")
        case blocks.Table():
            return tag("div", tag("table", [_row(row) for row in block.rows]), class_="wide", tabindex=0)
        case blocks.MediaSingle():
            caption = tag("figcaption", _inlines(block.caption)) if block.caption else None
            return tag("figure", _media(block.media), caption)
        case blocks.MediaGroup():
            return tag("p", [join(_media(media), " ") for media in block.media])
        case blocks.Columns():
            return join([_blocks(column.blocks) for column in block.columns])
        case blocks.BlockCard():
            return tag("p", _link(block.url, block.url))
        case blocks.Extension():
            shown = block.text or f"{{{block.key}}}"
            return tag("p", shown, class_="note") if block.blocks is None else _blocks(block.blocks)
        case blocks.UnknownBlock():
            return _blocks(block.blocks)


def _item(item: blocks.ListItem) -> Html:
    box = None if item.done is None else ("☑ " if item.done else "☐ ")
    return tag("li", box, _blocks(item.blocks), class_=None if box is None else "task")


def _row(row: blocks.TableRow) -> Html:
    return tag("tr", [_cell(cell) for cell in row.cells])


def _cell(cell: blocks.TableCell) -> Html:
    spans = {"colspan": cell.colspan, "rowspan": cell.rowspan}
    return tag("th" if cell.header else "td", _blocks(cell.blocks), **{k: v for k, v in spans.items() if v > 1})


def _inlines(content: Sequence[inline.Inline]) -> Html:
    return join([_inline(item) for item in content])


def _inline(item: inline.Inline) -> Html:  # noqa: PLR0911 - a case a kind
    match item:
        case inline.Text():
            return _marked(item)
        case inline.Break():
            return tag("br")
        case inline.Mention():
            return tag("span", f"@{(item.name or item.id).removeprefix('@')}", class_="mention")
        case inline.Emoji():
            return join(item.text or item.name)
        case inline.Status():
            return tag("span", item.text, class_="pill")
        case inline.Date():
            return tag("time", item.day.isoformat(), datetime=item.day.isoformat())
        case inline.Card():
            return _link(item.url, item.url)
        case inline.InlineMedia():
            return _media(item.media)
        case inline.Placeholder() | inline.InlineExtension() | inline.UnknownInline():
            return join(item.text)


def _marked(item: inline.Text) -> Html:
    shown: Html = join(item.text)
    for mark in reversed(item.marks):
        if isinstance(mark, inline.Link):
            shown = _link(mark.href, shown)
        elif type(mark) in _MARKS:
            shown = tag(_MARKS[type(mark)], shown)
    return shown


def _link(url: str, shown: str) -> Html:
    target = link_target(url)
    return tag("span", shown) if target is None else tag("a", shown, href=target, rel="noreferrer noopener")


def _media(media: inline.Media) -> Html:
    return tag("span", "🖼 ", media.alt or media.file_name or media.url or media.id, class_="note")
