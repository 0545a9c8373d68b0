"""
RichText: text in a tracker's own form, with the name of the codec that reads it.

Nothing is parsed before somebody asks, and what was read and not changed goes back as the same bytes.
A codec is a module with `parse(native) -> Document` and `render(Document) -> (native, losses)`; it is remembered by
name, so that text survives JSON and pickle, and imported when it is first needed.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Final, Protocol, Self, cast

from pydantic import StringConstraints

from anyticket.model.sparse import Sparse

if TYPE_CHECKING:
    from anyticket.text import Document, Loss

__all__ = ["MARKDOWN", "Codec", "RichText"]

MARKDOWN: Final = "anyticket.text.markdown"


class Codec(Protocol):
    """What the module of a dialect has."""

    def parse(self, native: Any, /) -> Document:
        """Return what native text means."""
        ...

    def render(self, document: Document, /) -> tuple[Any, tuple[Loss, ...]]:
        """Return a document as native text, and what that could not say."""
        ...


class RichText(Sparse, frozen=True):
    """
    Text as a tracker has it. A bare string is Markdown.

    Attributes:
        native: A string, or JSON where the dialect is JSON.
        format: The name of the codec's module.
    """

    shorthand: ClassVar[str | None] = "native"

    native: Any
    format: Annotated[str, StringConstraints(pattern=r"^[A-Za-z_]\w*(\.[A-Za-z_]\w*)*$")] = MARKDOWN

    @classmethod
    def from_markdown(cls, text: str) -> Self:
        """Return text that is Markdown."""
        return cls(native=text)

    @classmethod
    def from_native(cls, codec: ModuleType | str, value: Any) -> Self:
        """Return text in the dialect of a codec, given as its module or the module's name."""
        return cls(native=value, format=_name(codec))

    @property
    def document(self) -> Document:
        """What the text means. Parsed each time, as is all that follows: keep it if you need it twice."""
        return _codec(self.format).parse(self.native)

    @property
    def markdown(self) -> str:
        """The text as Markdown; what Markdown cannot say is in `losses`."""
        return cast("str", self.rendered(MARKDOWN)[0])

    @property
    def losses(self) -> tuple[Loss, ...]:
        """What `markdown` leaves out."""
        return self.rendered(MARKDOWN)[1]

    @property
    def plain(self) -> str:
        """Every visible character, without markup."""
        from anyticket.text.plain import plain

        return plain(self.document)

    def to_native(self, codec: ModuleType | str) -> Any:
        """Return the text in the dialect of a codec: `native` itself where that is its own."""
        return self.rendered(codec)[0]

    def rendered(self, codec: ModuleType | str) -> tuple[Any, tuple[Loss, ...]]:
        """Return the text in the dialect of a codec, and what that dialect could not say."""
        if _name(codec) == self.format:
            return self.native, ()
        return _codec(codec).render(self.document)

    def with_markdown(self, text: str) -> Self:
        """
        Return this text after an edit of its `markdown`, in its own dialect.

        Blocks that the edit did not touch stay as the tracker had them, also where Markdown cannot say all of them.
        """
        from anyticket.text import markdown
        from anyticket.text.merge import merged

        if self.format == MARKDOWN:
            return type(self).from_markdown(text)
        before = self.document
        if text == markdown.render(before)[0]:
            return self
        native, _ = _codec(self.format).render(merged(before, markdown.parse(text)))
        return type(self).from_native(self.format, native)

    def __hash__(self) -> int:
        return hash((self.format, *_leaves(self.native)))

    def __str__(self) -> str:
        return self.markdown


def _name(codec: ModuleType | str) -> str:
    return codec if isinstance(codec, str) else codec.__name__


def _codec(codec: ModuleType | str) -> Codec:
    module = _module(codec) if isinstance(codec, str) else codec
    if not callable(getattr(module, "parse", None)) or not callable(getattr(module, "render", None)):
        raise TypeError(f"{module.__name__!r} is no codec of rich text: it lacks parse or render")
    return cast("Codec", module)


def _module(name: str) -> ModuleType:
    """Return a codec by its name. The name may come out of anybody's JSON, so no other module is imported for it."""
    if name not in sys.modules and not name.startswith(("anyticket.", "anyticket_")):
        raise TypeError(f"{name!r} is no codec of an anyticket package: import it before text in its dialect is read")
    return import_module(name)


def _leaves(native: object) -> Iterator[object]:
    """Yield the strings and numbers in JSON, whatever the order of its keys; values that are equal yield the same."""
    stack: list[object] = [native]
    while stack:
        item = stack.pop()
        if isinstance(item, dict):
            pairs = cast("dict[str, object]", item)
            stack.extend(pairs[key] for key in sorted(pairs))
        elif isinstance(item, list):
            stack.extend(cast("list[object]", item))
        else:
            yield item
