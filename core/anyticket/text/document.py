"""
The document: rich text as neutral blocks, from which and to which every dialect translates.

    Document(blocks=(Paragraph((Text("hello "), Text("world", (Strong(),)))),))

A codec is a module with `parse(native) -> Document` and `render(Document) -> (native, losses)`.
What a dialect says beyond the neutral meaning (ids, layouts) stays on the node as `native`; whole pieces without
neutral meaning are UnknownBlock, UnknownInline, UnknownMark. A codec renders the `native` and the unknown pieces of
its own dialect unchanged. Of another dialect's unknown piece it shows the fallback and reports a Loss.
Parsers nest at most `MAX_DEPTH` containers.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

from anyticket.text.inline import Inline, Media
from anyticket.text.tree import Node

__all__ = [
    "Align",
    "Block",
    "BlockCard",
    "BulletList",
    "CodeBlock",
    "Column",
    "Columns",
    "DecisionItem",
    "DecisionList",
    "Document",
    "Expand",
    "Extension",
    "Heading",
    "ListItem",
    "Loss",
    "MediaGroup",
    "MediaSingle",
    "OrderedList",
    "Panel",
    "PanelKind",
    "Paragraph",
    "Quote",
    "Rule",
    "Table",
    "TableCell",
    "TableRow",
    "UnknownBlock",
]

Align: TypeAlias = Literal["", "center", "end"]
PanelKind: TypeAlias = Literal["info", "note", "tip", "warning", "error", "success", "custom"]


@dataclass(frozen=True, slots=True)
class Loss:
    """
    Something that a rendering could not say.

    Args:
        path: Where in the document, by the fields' names: `blocks[2].rows[0].cells[1]`.
        reason: One sentence: what was lost and what stands there instead.
    """

    path: str
    reason: str


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Document(Node):
    """A whole text."""

    blocks: tuple[Block, ...] = ()


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Paragraph(Node):
    """Lines of text. `indent` counts steps, 0 to 6."""

    content: tuple[Inline, ...] = ()
    align: Align = ""
    indent: int = 0


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Heading(Node):
    """A heading of level 1 to 6."""

    level: int
    content: tuple[Inline, ...] = ()
    align: Align = ""
    indent: int = 0


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class ListItem(Node):
    """An item of a list. `done` is None for an item without a box, else whether the task is done."""

    blocks: tuple[Block, ...] = ()
    done: bool | None = None


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class BulletList(Node):
    """A list without numbers; a task list is one whose items have `done`."""

    items: tuple[ListItem, ...]


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class OrderedList(Node):
    """A numbered list; `start` is the first number, 0 or more."""

    items: tuple[ListItem, ...]
    start: int = 1


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class DecisionItem(Node):
    """A decision; `state` is the tracker's own word."""

    content: tuple[Inline, ...] = ()
    state: str = "DECIDED"


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class DecisionList(Node):
    """Decisions, one below the other."""

    items: tuple[DecisionItem, ...]


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Quote(Node):
    """Someone else's words."""

    blocks: tuple[Block, ...] = ()


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class CodeBlock(Node):
    """
    Preformatted text.

    Args:
        text: The lines joined by newlines, without a last one.
        language: As the dialect names it; empty for none.
    """

    text: str
    language: str = ""
    title: str = ""


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Panel(Node):
    """
    A box that stands out.

    Args:
        color: `#rrggbb` of the background; only for a custom panel.
        icon: The short name or the character of an emoji; only for a custom panel.
    """

    kind: PanelKind
    blocks: tuple[Block, ...] = ()
    title: str = ""
    color: str = ""
    icon: str = ""


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Expand(Node):
    """Blocks that open on a click; also inside a table cell or another expand."""

    blocks: tuple[Block, ...] = ()
    title: str = ""


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Rule(Node):
    """A horizontal line."""


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class TableCell(Node):
    """A cell. `background` is `#rrggbb` or a name."""

    blocks: tuple[Block, ...] = ()
    header: bool = False
    colspan: int = 1
    rowspan: int = 1
    background: str = ""
    align: Literal["", "left", "center", "right"] = ""


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class TableRow(Node):
    """A row; cells that a rowspan from above covers are not in it."""

    cells: tuple[TableCell, ...] = ()


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Table(Node):
    """A table; rows may differ in length."""

    rows: tuple[TableRow, ...]


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class MediaSingle(Node):
    """One image as a block of its own. `align` is where it stands; empty for the middle or the tracker's default."""

    media: Media
    caption: tuple[Inline, ...] = ()
    align: Literal["", "left", "right"] = ""


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class MediaGroup(Node):
    """Files and images as a row of thumbnails."""

    media: tuple[Media, ...]


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Column(Node):
    """A column of a layout; `width` in percent, None for an equal share."""

    blocks: tuple[Block, ...] = ()
    width: float | None = None


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Columns(Node):
    """Blocks side by side."""

    columns: tuple[Column, ...]


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class BlockCard(Node):
    """A link as a box of its own; `embed` shows the target itself."""

    url: str
    embed: bool = False


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Extension(Node):
    """
    An app's block or a macro.

    Args:
        key: The name of the macro.
        kind: Whose macro it is (ADF's extensionType, or the dialect's name).
        parameters: In the words of `kind`: JSON for ADF, `a=b|c=d` for wiki markup.
        text: What is shown where the app is missing.
        blocks: The body; None where the macro has none.
    """

    key: str
    kind: str = ""
    parameters: str = ""
    text: str = ""
    blocks: tuple[Block, ...] | None = None


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class UnknownBlock(Node):
    """A block of one dialect without neutral meaning: `source` goes back unchanged, other dialects show `blocks`."""

    dialect: str
    source: str
    blocks: tuple[Block, ...] = ()


Block: TypeAlias = (
    Paragraph
    | Heading
    | BulletList
    | OrderedList
    | DecisionList
    | Quote
    | CodeBlock
    | Panel
    | Expand
    | Rule
    | Table
    | MediaSingle
    | MediaGroup
    | Columns
    | BlockCard
    | Extension
    | UnknownBlock
)
