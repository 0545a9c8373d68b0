"""Multipart bodies: the files that a request carries."""

from __future__ import annotations

from dataclasses import dataclass
from email.parser import HeaderParser
from email.utils import collapse_rfc2231_value
from typing import Final

__all__ = ["Part", "parts_of"]

_DEFAULT_TYPE: Final = "application/octet-stream"


@dataclass(frozen=True, slots=True)
class Part:
    """One part; `filename` is None for a field that is no file."""

    name: str
    filename: str | None
    media_type: str
    content: bytes


def parts_of(content: bytes, content_type: str) -> list[Part]:
    """Return the parts of a body, none if it is not a multipart one. https://www.rfc-editor.org/rfc/rfc7578"""
    header = HeaderParser().parsestr(f"Content-Type: {content_type}\n\n")
    boundary = header.get_param("boundary")
    if header.get_content_maintype() != "multipart" or not isinstance(boundary, str):
        return []
    mark = b"--" + boundary.encode("latin-1")
    pieces = (b"\r\n" + content).split(b"\r\n" + mark)[1:]
    return [_part(piece) for piece in pieces if not piece.startswith(b"--")]


def _part(piece: bytes) -> Part:
    head, _, body = piece.removeprefix(b"\r\n").partition(b"\r\n\r\n")
    header = HeaderParser().parsestr(head.decode("utf-8", "replace").replace("\r\n", "\n") + "\n\n")
    filename = header.get_param("filename", header="content-disposition")
    name = header.get_param("name", header="content-disposition")
    return Part(
        name=_text(name) or "",
        filename=_text(filename),
        media_type=header.get_content_type() if "content-type" in header else _DEFAULT_TYPE,
        content=body,
    )


def _text(value: str | tuple[str | None, str | None, str] | None) -> str | None:
    """Return a parameter of a header; one that is encoded by RFC 2231 has its parts joined."""
    return None if value is None else collapse_rfc2231_value(value)
