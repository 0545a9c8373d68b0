"""Files that are attached and deleted, on both kinds of Jira."""

from __future__ import annotations

import io
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import replace
from pathlib import Path

import anyio
import pytest

import anyticket
from anyticket import AttachmentDraft, Runtime, Settings
from anyticket.errors import NotFound, ProviderError, TooLarge
from anyticket.request import Content, Multipart
from anyticket.testing import SimulatedJira
from colours import backends
from jira_simulator.faults import Drop, RateLimited

from .on_simulator import Worked, working

pytestmark = pytest.mark.jira(issues=9)

ISSUE = "DEMO-1"
UPLOAD = "/rest/api/*/issue/*/attachments"
BYTES = bytes(range(256)) * 2000


class Pipe(io.BytesIO):
    """A file that cannot be rewound."""

    def seekable(self) -> bool:
        return False


@pytest.fixture(params=["cloud", "server"])
def work(request: pytest.FixtureRequest, simulated_jira: Callable[..., SimulatedJira]) -> Iterator[Worked]:
    with working(simulated_jira(request.param)) as found:
        yield found


def content(jira: SimulatedJira, id: str) -> bytes:
    found = jira.site.store.attachments[int(id)]
    return b"".join(jira.site.store.contents.pieces(found.content, found.file, 0, found.size))


def limit(jira: SimulatedJira, size_bytes: int) -> None:
    setting = jira.site.store.settings.first(name="uploadLimit")
    assert setting is not None
    jira.site.store.settings.save(replace(setting, value=size_bytes))


@pytest.mark.parametrize("source", ["bytes", "path", "file", "middle of a file", "pipe", "pipe with a size", "empty"])
def test_a_file_can_come_from_anywhere(work: Worked, source: str, tmp_path: Path) -> None:
    path = tmp_path / "all.bin"
    path.write_bytes(BYTES)
    middle = io.BytesIO(b"skipped" + BYTES)
    middle.seek(7)
    contents: dict[str, Content] = {
        "bytes": BYTES, "path": path, "file": io.BytesIO(BYTES), "middle of a file": middle, "empty": b"",
        "pipe": Pipe(BYTES), "pipe with a size": Pipe(BYTES),
    }  # fmt: skip
    size = {"size_bytes": len(BYTES)} if source == "pipe with a size" else {}

    made = work.client.add_attachment(
        ISSUE, AttachmentDraft(filename="all.bin", content=contents[source], media_type="application/x-odd", **size)
    )

    expected = b"" if source == "empty" else BYTES
    assert (made.filename, made.size_bytes, made.media_type) == ("all.bin", len(expected), "application/x-odd")
    assert content(work.jira, made.id) == expected


@backends
@pytest.mark.parametrize("variant", ["cloud", "server"])
def test_an_async_iterable_with_a_size_is_attached_as_it_comes(
    backend: str, variant: str, simulated_jira: Callable[..., SimulatedJira]
) -> None:
    jira = simulated_jira(variant)

    async def pieces() -> AsyncIterator[bytes]:
        for start in range(0, len(BYTES), 100_000):
            yield BYTES[start : start + 100_000]

    async def attach() -> str:
        draft = AttachmentDraft(filename="live.bin", content=pieces(), size_bytes=len(BYTES))
        async with Runtime(config=Settings(), network="open") as runtime:
            async with anyticket.connect_async(jira.connection(), runtime=runtime) as client:
                return (await client.add_attachment(ISSUE, draft)).id

    assert content(jira, anyio.run(attach, backend=backend)) == BYTES


@pytest.mark.parametrize(
    "name", ["Grüße 🦆.txt", 'quo"te.txt', "a=b;c.txt", "%22.txt", "line\nbreak.txt", "filename*=UTF-8''x.txt"]
)
def test_a_name_is_kept_and_breaks_nothing(work: Worked, name: str) -> None:
    made = work.client.add_attachment(ISSUE, AttachmentDraft(filename=name, content=b"x"))

    assert made.filename == name.replace("\n", "%0A")
    assert [found.filename for found in work.client.list_attachments(ISSUE)] == [made.filename]


def test_what_is_too_large_is_refused_before_it_is_sent(work: Worked, tmp_path: Path) -> None:
    limit(work.jira, 1000)
    path = tmp_path / "big.bin"
    path.write_bytes(bytes(1001))
    just = work.client.add_attachment(ISSUE, AttachmentDraft(filename="just.bin", content=bytes(1000)))
    work.sent.clear()

    for content in (path, io.BytesIO(bytes(1001)), bytes(1001)):
        with pytest.raises(TooLarge) as caught:
            work.client.add_attachment(ISSUE, AttachmentDraft.model_validate({"filename": "b", "content": content}))
        assert caught.value.limit_bytes == 1000
        assert not caught.value.sent

    assert just.size_bytes == 1000
    assert work.sent == []


def test_a_limit_is_asked_for_once_and_anew_after_a_refresh(work: Worked) -> None:
    for _ in range(3):
        work.client.add_attachment(ISSUE, AttachmentDraft(filename="a", content=b"12345"))
    asked = sum(route.endswith("/attachment/meta") for route in work.routes())
    limit(work.jira, 4)

    with pytest.raises(TooLarge) as known_to_jira:
        work.client.add_attachment(ISSUE, AttachmentDraft(filename="a", content=b"12345"))
    work.client.refresh_catalog()
    with pytest.raises(TooLarge) as known_here:
        work.client.add_attachment(ISSUE, AttachmentDraft(filename="a", content=b"12345"))

    assert asked == 1
    assert (known_to_jira.value.sent, known_here.value.sent) == (True, False)


def test_a_size_that_nobody_knows_is_judged_by_jira(work: Worked) -> None:
    limit(work.jira, 1000)

    with pytest.raises(TooLarge):
        work.client.add_attachment(ISSUE, AttachmentDraft(filename="a", content=Pipe(bytes(1001))))

    assert work.client.list_attachments(ISSUE) == ()


def test_what_cannot_be_rewound_is_sent_once(work: Worked) -> None:
    def attach(content: Content) -> None:
        work.client.add_attachment(ISSUE, AttachmentDraft(filename="a", content=content, size_bytes=5))

    for content in (Pipe(b"12345"), io.BytesIO(b"12345")):
        work.jira.site.faults.order(RateLimited(retry_after=0), method="POST", path=UPLOAD)
        before = len(work.sent)
        if content.seekable():
            attach(content)
        else:
            with pytest.raises(ProviderError) as caught:
                attach(content)
            assert not caught.value.may_have_happened
        posts = [request for request in work.sent[before:] if request.method == "POST"]
        assert len(posts) == (2 if content.seekable() else 1)

    assert [found.size_bytes for found in work.client.list_attachments(ISSUE)] == [5]


def test_without_a_key_a_lost_answer_repeats_nothing_and_is_told(work: Worked) -> None:
    work.jira.site.faults.order(Drop(), method="POST", path=UPLOAD)

    with pytest.raises(ProviderError) as caught:
        work.client.add_attachment(ISSUE, AttachmentDraft(filename="a.txt", content=b"12345"))

    assert caught.value.may_have_happened
    assert [found.filename for found in work.client.list_attachments(ISSUE)] == ["a.txt"]


def test_a_source_that_fails_leaves_nothing_attached(work: Worked) -> None:
    class Torn(io.RawIOBase):
        def readable(self) -> bool:
            return True

        def read(self, size: int = -1) -> bytes:
            raise OSError(5, "Input/output error")

    with pytest.raises(OSError, match="Input/output"):
        work.client.add_attachment(
            ISSUE, AttachmentDraft.model_validate({"filename": "a", "content": Torn(), "size_bytes": 10})
        )

    assert work.client.list_attachments(ISSUE) == ()


def test_a_file_is_sent_in_one_part_without_its_credentials_in_the_form(work: Worked) -> None:
    work.client.add_attachment(ISSUE, AttachmentDraft(filename="a.txt", content=b"x"))

    (post,) = [request for request in work.sent if request.method == "POST"]
    assert isinstance(post.body, Multipart)
    assert [(part.name, part.filename) for part in post.body.parts] == [("file", "a.txt")]
    assert post.headers["x-atlassian-token"] == "no-check"
    assert not post.repeatable


def test_a_file_is_deleted_by_id_or_as_it_was_listed(work: Worked) -> None:
    first, second, third = (
        work.client.add_attachment(ISSUE, AttachmentDraft(filename=f"{n}.txt", content=b"x")) for n in range(3)
    )

    work.client.delete_attachment(ISSUE, first.id)
    work.client.delete_attachment(ISSUE, work.client.list_attachments(ISSUE)[0])

    assert [found.id for found in work.client.list_attachments(ISSUE)] == [third.id]
    with pytest.raises(NotFound):
        work.client.delete_attachment(ISSUE, second.id)
