"""Writing ADF: images, files and cards that stand alone."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Sequence
from typing import Final, Protocol

from anyticket.text.document import BlockCard, MediaGroup, MediaSingle
from anyticket.text.inline import Inline, InlineExtension, InlineMedia, Text
from anyticket.text.plain import plain
from anyticket_jira.adf.leftover import CAPTION, NO_LAYOUT, Json, attributes, kept_of, put_back, text_of
from anyticket_jira.adf.line_writing import line, media_name
from anyticket_jira.adf.line_writing import media as media_node
from anyticket_jira.adf.placing import ALLOWED, Place

__all__ = ["MediaWriting"]


class MediaWriting(Protocol):
    """The part of the writer that writes images, files and cards."""

    @abstractmethod
    def report(self, path: str, reason: str) -> None: ...

    def media(self, block: MediaSingle | MediaGroup, place: Place, path: str) -> list[Json]:
        if isinstance(block, MediaSingle):
            return self._media_single(block, path)
        shown = [item for item in block.media if item.id]
        others = [item for item in block.media if not item.id]
        nodes = [node for item in others for node in self._media_single(MediaSingle(item), path)]
        if any(item.url for item in others):
            self.report(path, "Jira groups only files of its own: an image of another site stands alone")
        if shown and "mediaGroup" not in ALLOWED[place]:
            self.report(path, f"Jira allows no files side by side in {place}: each stands alone")
            return [*(node for item in shown for node in self._media_single(MediaSingle(item), path)), *nodes]
        if any(item.image for item in shown):
            self.report(path, "Jira's groups do not tell an image from another file")
        group = {"type": "mediaGroup", "content": [media_node(item, "media") for item in shown]}
        return [*([put_back(group, kept_of(block))] if shown else []), *nodes]

    def _media_single(self, block: MediaSingle, path: str) -> list[Json]:
        item = block.media
        if not item.id and not item.url:
            self.report(path, "Jira finds no attachment by its name: the name stands there")
            return [_paragraph(line([Text(media_name(item))], path, self.report))]
        kept = kept_of(block)
        attrs = {} if kept.get(NO_LAYOUT) and not block.align else {"layout": _layout(block, kept)}
        written: Json = {
            "type": "mediaSingle",
            **({"attrs": attrs} if attrs else {}),
            "content": [media_node(item, "media")],
        }
        if block.caption:
            caption: Json = {"type": "caption", "content": self._caption(block.caption, f"{path}.caption")}
            written["content"].append(put_back(caption, kept.get(CAPTION, {})))
        return [put_back(written, kept)]

    def _caption(self, caption: Sequence[Inline], path: str) -> list[Json]:
        """Return the line below an image, in which no image or macro may stand."""
        barred = [index for index, piece in enumerate(caption) if isinstance(piece, InlineMedia | InlineExtension)]
        for index in barred:
            self.report(f"{path}[{index}]", "Jira allows no image or macro in a caption: its name stands there")
        allowed = [Text(plain(piece)) if index in barred else piece for index, piece in enumerate(caption)]
        return line(allowed, path, self.report)

    def card(self, block: BlockCard, place: Place, path: str) -> list[Json]:
        kind = "embedCard" if block.embed else "blockCard"
        kept = kept_of(block)
        own = attributes(kept)
        if kind not in ALLOWED[place]:
            self.report(path, f"Jira allows no {kind} in {place}: it is a card in a line")
            return [_paragraph([{"type": "inlineCard", "attrs": {"url": block.url}}])]
        attrs: Json = {"url": block.url} if block.url and "data" not in own else {}
        if block.embed:
            attrs["layout"] = own.get("layout", "center")
        return [put_back({"type": kind, "attrs": attrs}, kept)] if attrs or own else []


def _layout(block: MediaSingle, kept: Json) -> str:
    """Return the layout that the image had, unless it has been moved since."""
    said = text_of(attributes(kept), "layout")
    return said if said and _SIDE.get(said, "") == block.align else _LAYOUT[block.align]


_SIDE: Final = {"wrap-left": "left", "align-start": "left", "wrap-right": "right", "align-end": "right"}
_LAYOUT: Final = {"": "center", "left": "align-start", "right": "align-end"}


def _paragraph(content: list[Json]) -> Json:
    return {"type": "paragraph", "content": content}
