"""Attachment, and AttachmentDraft: a file that is stuck to a ticket."""

from __future__ import annotations

import base64
import os
from collections.abc import AsyncIterable
from pathlib import PurePath
from typing import Annotated, Any, TypeAlias

from pydantic import Field, PlainSerializer, PlainValidator

from ..request import Content, Upload
from .input import Input
from .person import Person
from .sparse import ABSENT, Given, Sparse
from .times import Moment


class Attachment(Sparse, frozen=True):
    """What is known of a file without opening it."""

    id: str
    filename: str = ABSENT
    media_type: str | None = ABSENT
    size_bytes: int | None = ABSENT
    author: Person | None = ABSENT
    created_at: Moment | None = ABSENT
    comment_id: str | None = ABSENT


def _readable(value: Any) -> Any:
    match value:
        case bytes() | os.PathLike() | AsyncIterable():
            return value  # pyright: ignore[reportUnknownVariableType]
        case {"path": str(path)}:
            return PurePath(path)
        case {"base64": str(text)}:
            return base64.b64decode(text, validate=True)
        case _ if callable(getattr(value, "read", None)):
            return value
        case _:
            raise ValueError(
                f"content is bytes, a path, a binary file or an async iterable, not {type(value).__name__}"
            )


def _written(value: Content) -> dict[str, str]:
    if isinstance(value, bytes):
        return {"base64": base64.b64encode(value).decode()}
    if isinstance(value, os.PathLike):
        return {"path": os.fspath(value)}
    raise ValueError("an open file or a stream cannot go through JSON: give bytes or a path")


_Content: TypeAlias = Annotated[Any, PlainValidator(_readable), PlainSerializer(_written, when_used="json")]


class AttachmentDraft(Input, frozen=True):
    """
    A file to be attached. `content` is bytes, a path, a binary file, or an async iterable.

    `size_bytes` is needed for an async iterable where the tracker wants the size first. What cannot be rewound is
    sent once, and never again when that fails.
    """

    filename: str = Field(min_length=1)
    content: Given[Content, _Content]
    media_type: str = ABSENT
    size_bytes: int = ABSENT

    @classmethod
    def from_path(cls, path: str | os.PathLike[str]) -> AttachmentDraft:
        """Attach the file at `path` under its own name."""
        pure = PurePath(path)
        return cls(filename=pure.name, content=pure)

    def upload(self, default_media_type: str = "application/octet-stream") -> Upload:
        """Return the content as the body of a request."""
        media_type: str = getattr(self, "media_type", default_media_type)
        content = self.content
        size: int | None = getattr(self, "size_bytes", len(content) if isinstance(content, bytes) else None)
        return Upload(content, size, media_type)
