"""The laws of attachments: bytes come back as they went."""

from __future__ import annotations

from io import BytesIO
from typing import Final

import pytest

from anyticket.client.blocking import Client
from anyticket.errors import Gone, NotFound
from anyticket.model.attachment import AttachmentDraft
from anyticket.request import Content
from anyticket.testing.laws.law import Laws, each, needs
from anyticket.testing.made import Made

_BYTES: Final = bytes(range(256)) * 300


class AttachmentLaws(Laws):
    """A file that was attached can be had again, whole or from anywhere on."""

    @needs("add_attachment", "open_attachment")
    def test_the_bytes_that_come_back_are_those_that_went(self, client: Client, made: Made) -> None:
        attached = client.add_attachment(made.ticket, AttachmentDraft(filename="all bytes.bin", content=_BYTES))

        with client.open_attachment(made.ticket, attached) as opened:
            assert opened.filename == "all bytes.bin"
            assert opened.size_bytes in {None, len(_BYTES)}
            same = b"".join(opened.chunks()) == _BYTES
        assert same, "the bytes are not those that were attached"  # pytest would compare them line by line

    @each(lambda _: ["0", "1", "76799", "76800"])
    @needs("add_attachment", "open_attachment")
    def test_a_file_can_be_read_from_any_byte_on(self, name: str, client: Client, made: Made) -> None:
        attached = client.add_attachment(made.ticket, AttachmentDraft(filename="part.bin", content=_BYTES))

        with client.open_attachment(made.ticket, attached, start=int(name)) as opened:
            right = opened.read() in {_BYTES[int(name) :], _BYTES}
        assert right, "it is neither the rest nor, without ranges, all"

    @each(lambda _: ["plain.txt", "two words.txt", "Grüße 🦆.txt", 'quo"te.txt', "semi;colon=1.txt"])
    @needs("add_attachment", "list_attachments")
    def test_a_file_keeps_its_name_and_size(self, name: str, client: Client, made: Made) -> None:
        attached = client.add_attachment(made.ticket, AttachmentDraft(filename=name, content=b"12345"))

        (found,) = client.list_attachments(made.ticket)
        assert (found.id, found.filename, found.size_bytes) == (attached.id, name, 5)

    @needs("add_attachment:media_type", "list_attachments")
    def test_a_file_keeps_its_media_type(self, client: Client, made: Made) -> None:
        client.add_attachment(made.ticket, AttachmentDraft(filename="a.png", content=b"1", media_type="image/png"))

        assert [found.media_type for found in client.list_attachments(made.ticket)] == ["image/png"]

    @each(lambda _: ["path", "file", "empty"])
    @needs("add_attachment", "open_attachment")
    def test_a_file_can_come_from_anywhere(self, name: str, client: Client, made: Made) -> None:
        path = made.folder / "content.txt"
        path.write_bytes(b"from the disk")
        contents: dict[str, Content] = {"path": path, "file": BytesIO(b"from the disk"), "empty": b""}

        attached = client.add_attachment(made.ticket, AttachmentDraft(filename="content.txt", content=contents[name]))

        with client.open_attachment(made.ticket, attached) as opened:
            assert opened.read() == (b"" if name == "empty" else b"from the disk")

    @needs("add_attachment", "download_attachment")
    def test_a_download_is_the_whole_file_under_its_own_name(self, client: Client, made: Made) -> None:
        attached = client.add_attachment(made.ticket, AttachmentDraft(filename="all.bin", content=_BYTES))

        path = client.download_attachment(made.ticket, attached, made.folder)

        assert path.name == "all.bin"
        same = path.read_bytes() == _BYTES
        assert same, "the file is not the one that was attached"

    @needs("delete_attachment", "add_attachment", "list_attachments", "open_attachment")
    def test_a_deleted_file_is_gone_and_others_are_not(self, client: Client, made: Made) -> None:
        attached, other = made.attachment, made.attachment

        client.delete_attachment(made.ticket, attached)

        assert [found.id for found in client.list_attachments(made.ticket)] == [other.id]
        with pytest.raises((NotFound, Gone)), client.open_attachment(made.ticket, attached):
            pass
