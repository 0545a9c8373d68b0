"""Bodies: what is sent, how it is announced, and that no more of it is held than a chunk."""

from __future__ import annotations

import io
import re
from collections.abc import AsyncIterator
from email.message import Message
from email.parser import BytesParser
from email.policy import HTTP
from pathlib import Path

import anyio
import pytest
from hypothesis import given
from hypothesis import strategies as st

from anyticket.request import Body, Multipart, Part, Upload
from anyticket.transport.bodies import CHUNK_BYTES, plan, read, read_async
from colours import BACKENDS


class Pipe(io.BytesIO):
    """A file that cannot be rewound, such as the other end of a pipe."""

    def seekable(self) -> bool:
        return False


async def pieces(*chunks: bytes) -> AsyncIterator[bytes]:
    for chunk in chunks:
        yield chunk


def content(colour: str, body: Body) -> bytes:
    """Return what a body sends."""
    planned = plan(body)
    if colour == "blocking":
        return b"".join(read(planned.pieces))

    async def main() -> bytes:
        return b"".join([chunk async for chunk in read_async(planned.pieces)])

    return anyio.run(main, backend=colour)


colours = pytest.mark.parametrize("colour", ["blocking", *BACKENDS])


@colours
def test_each_kind_of_content_is_sent_whole_and_announced(colour: str, tmp_path: Path) -> None:
    data = bytes(range(256)) * 2000
    path = tmp_path / "file"
    path.write_bytes(data)
    moved = io.BytesIO(b"before" + data)
    moved.seek(6)

    for body in (
        data,
        Upload(data),
        Upload(path),
        Upload(io.BytesIO(data)),
        Upload(moved),
        Upload(Pipe(data), len(data)),
    ):
        assert content(colour, body) == data
        assert plan(body).size_bytes == len(data)


@colours
def test_a_source_that_does_not_tell_its_size_has_none(colour: str) -> None:
    assert plan(Upload(Pipe(b"abc"))).size_bytes is None
    assert content(colour, Upload(Pipe(b"abc"))) == b"abc"


@colours
def test_a_file_can_be_sent_again_for_it_is_left_where_it_was(colour: str) -> None:
    file = io.BytesIO(b"head-data")
    file.seek(5)

    assert [content(colour, Upload(file)) for _ in range(2)] == [b"data", b"data"]
    assert file.tell() == 5 and not file.closed


@colours
@pytest.mark.parametrize("size", [3, 5])
def test_a_source_of_another_size_than_announced_is_refused_or_cut(colour: str, size: int) -> None:
    upload = Upload(io.BytesIO(b"data"), size)

    if size < 4:
        assert content(colour, upload) == b"dat"
    else:
        with pytest.raises(ValueError, match="does not have the 5 bytes"):
            content(colour, upload)


@colours
def test_a_file_that_grows_after_it_was_announced_is_sent_as_announced(colour: str, tmp_path: Path) -> None:
    path = tmp_path / "log"
    path.write_bytes(b"line")
    planned = plan(Upload(path))
    path.write_bytes(b"line and more")

    assert b"".join(read(planned.pieces)) == b"line" and planned.size_bytes == 4


@pytest.mark.parametrize("backend", BACKENDS)
def test_an_async_iterable_is_sent_on_a_loop(backend: str) -> None:
    assert content(backend, Upload(pieces(b"ab", b"c"))) == b"abc"
    assert content(backend, Upload(pieces(b"ab", b"c"), 3)) == b"abc"
    for size in (2, 4):
        with pytest.raises(ValueError, match=f"the {size} bytes"):
            content(backend, Upload(pieces(b"ab", b"c"), size))


def test_an_async_iterable_is_refused_by_the_blocking_client_with_advice() -> None:
    with pytest.raises(TypeError, match="only be sent by the asynchronous client: give a path, bytes or a file"):
        content("blocking", Upload(pieces(b"a")))


def test_a_file_that_is_not_there_is_found_out_before_anything_is_sent(tmp_path: Path) -> None:
    for upload in (Upload(tmp_path / "none"), Upload(tmp_path / "none", 3)):
        with pytest.raises(FileNotFoundError):
            plan(upload)


def test_a_large_file_is_read_in_chunks(tmp_path: Path) -> None:
    path = tmp_path / "large"
    path.write_bytes(b"x" * (3 * CHUNK_BYTES + 1))

    assert [len(chunk) for chunk in read(plan(Upload(path)).pieces)] == [*[CHUNK_BYTES] * 3, 1]


def parsed(body: Multipart) -> list[Message]:
    """Read a multipart body as a server does, with somebody else's reader."""
    planned = plan(body)
    data = b"".join(read(planned.pieces))
    assert planned.size_bytes == len(data)
    head = f"Content-Type: {planned.media_type}\r\n\r\n".encode()
    message = BytesParser(policy=HTTP).parsebytes(head + data)
    parts = message.get_payload()
    assert isinstance(parts, list)
    return [part for part in parts if isinstance(part, Message)]


def test_a_multipart_body_is_what_a_server_reads(tmp_path: Path) -> None:
    path = tmp_path / "r\u00e9sum\u00e9.pdf"
    path.write_bytes(b"%PDF")
    body = Multipart(
        (
            Part("note", b"hello"),
            Part("file", Upload(path, media_type="application/pdf")),
            Part("file", b"\x00\r\n--", filename="b.bin"),
        )
    )

    note, pdf, binary = parsed(body)

    assert note.get_payload(decode=True) == b"hello" and note.get_filename() is None
    assert pdf.get_content_type() == "application/pdf" and pdf.get_payload(decode=True) == b"%PDF"
    assert binary.get_content_type() == "application/octet-stream" and binary.get_filename() == "b.bin"
    assert 'filename="r\u00e9sum\u00e9.pdf"'.encode() in b"".join(read(plan(body).pieces))


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_no_file_name_can_end_its_line_or_its_quotes(name: str) -> None:
    (head, *_) = read(plan(Multipart((Part("file", b"", filename=name),))).pieces)

    lines = head.decode().split("\r\n")

    assert lines[1].startswith('Content-Disposition: form-data; name="file"; filename="')
    assert lines[1].count('"') == 4 and lines[1].endswith('"') and "\n" not in lines[1]
    assert lines[2:] == ["Content-Type: application/octet-stream", "", ""]


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1))
def test_a_name_in_quoted_pairs_is_read_as_it_was(name: str) -> None:
    (head, *_) = read(plan(Multipart((Part("file", b"", filename=name),), quoted_pairs=True)).pieces)

    line = head.decode().split("\r\n")[1]

    quoted = line.removeprefix('Content-Disposition: form-data; name="file"; filename="').removesuffix('"')
    assert re.fullmatch(r'(?:[^"\\]|\\.)*', quoted)
    assert re.sub(r"\\(.)", r"\1", quoted) == name


def test_a_media_type_cannot_bring_headers_of_its_own() -> None:
    with pytest.raises(ValueError, match="is no media type"):
        plan(Multipart((Part("file", Upload(b"", media_type="a/b\r\nX-Evil: 1"), filename="a"),)))


def test_boundaries_differ() -> None:
    body = Multipart((Part("a", b"b"),))

    assert plan(body).media_type != plan(body).media_type
