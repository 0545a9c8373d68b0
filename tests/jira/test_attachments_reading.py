"""The content of files: read from anywhere on, gone on with where it was cut, passed on, never asked for as somebody."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Callable, Iterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

import anyio
import httpx
import pytest
from starlette.applications import Starlette
from starlette.background import BackgroundTask
from starlette.requests import Request as WebRequest
from starlette.responses import StreamingResponse
from starlette.routing import Route

import anyticket
from anyticket import AsyncClient, Attachment, AttachmentDraft, Runtime, Settings
from anyticket.errors import ConnectError, Malformed, NotFound, ProviderError
from anyticket.testing import SimulatedJira
from colours import backends
from jira_simulator.faults import Cut, Status

from .on_simulator import Worked, working
from .sites import CLOUD, SERVER, Asked, Reply
from .sites import jira as site_of

pytestmark = pytest.mark.jira(issues=9)

ISSUE = "DEMO-1"
BYTES = bytes(range(256)) * 4000
FILE = Attachment(id="5", filename="a.txt")
VARIANTS = pytest.mark.parametrize("variant", ["cloud", "server"])


@pytest.fixture(params=["cloud", "server"])
def work(request: pytest.FixtureRequest, simulated_jira: Callable[..., SimulatedJira]) -> Iterator[Worked]:
    with working(simulated_jira(request.param)) as found:
        yield found


def attached(work: Worked, name: str = "all.bin") -> Attachment:
    return work.client.add_attachment(ISSUE, AttachmentDraft(filename=name, content=BYTES))


@asynccontextmanager
async def async_client(jira: SimulatedJira) -> AsyncGenerator[AsyncClient]:
    async with Runtime(config=Settings(), network="open") as runtime:
        async with anyticket.connect_async(jira.connection(), runtime=runtime) as client:
            yield client


def media(cloud: bool) -> str:
    return "/file/**" if cloud else "/secure/attachment/**"


@pytest.mark.parametrize("start", [0, 1, 500_000, len(BYTES) - 1, len(BYTES), len(BYTES) + 1])
def test_a_file_is_read_from_any_byte_on(work: Worked, start: int) -> None:
    made = attached(work)

    with work.client.open_attachment(ISSUE, made.id, start=start) as opened:
        same = opened.read() == BYTES[start:]

    assert same
    assert (opened.filename, opened.size_bytes) == ("all.bin", len(BYTES))


def test_a_download_that_is_cut_three_times_is_resumed_and_equal(work: Worked, tmp_path: Path) -> None:
    made = attached(work)
    order = work.jira.site.faults.order(Cut(bytes=200_000), path=media(work.cloud), times=3)

    path = work.client.download_attachment(ISSUE, made, tmp_path)

    same = path.read_bytes() == BYTES
    assert same
    assert order.fired == 3
    ranges = [
        request.headers["range"] for request in work.sent if "range" in request.headers and not _leads_on(request)
    ]
    assert len(ranges) == 3 and ranges == sorted(set(ranges), key=lambda text: int(text[6:-1]))
    assert list(tmp_path.iterdir()) == [path]


def _leads_on(request: Any) -> bool:
    return str(request.route).endswith("/attachment/content/{}")


@backends
@VARIANTS
def test_an_awaited_download_that_is_cut_three_times_is_resumed_and_equal(
    backend: str, variant: str, simulated_jira: Callable[..., SimulatedJira], tmp_path: Path
) -> None:
    jira = simulated_jira(variant)
    order = jira.site.faults.order(Cut(bytes=200_000), path=media(variant == "cloud"), times=3)

    async def download() -> Path:
        async with async_client(jira) as client:
            made = await client.add_attachment(ISSUE, AttachmentDraft(filename="a.bin", content=BYTES))
            return await client.download_attachment(ISSUE, made, tmp_path)

    same = anyio.run(download, backend=backend).read_bytes() == BYTES

    assert same and order.fired == 3


@pytest.mark.parametrize(
    ("name", "saved"),
    [
        ("..%2f..%2fetc%2fpasswd", "%2f..%2fetc%2fpasswd"),
        ("CON.txt", "_CON.txt"),
        ('a:b*"c".txt', "a_b__c_.txt"),
        ("…", "…"),
    ],
)
def test_the_name_of_a_download_is_safe_on_any_disk(work: Worked, name: str, saved: str, tmp_path: Path) -> None:
    made = attached(work, name)

    path = work.client.download_attachment(ISSUE, made, tmp_path)

    assert path.parent == tmp_path
    assert path.name == saved


def test_a_file_that_is_gone_is_not_found(work: Worked) -> None:
    made = attached(work)
    work.client.delete_attachment(ISSUE, made)

    for attachment in (made, made.id):
        with pytest.raises(NotFound), work.client.open_attachment(ISSUE, attachment):
            pass


def test_no_credential_goes_where_the_content_leads_and_a_second_redirect_is_followed() -> None:
    def answer(asked: Asked) -> Any:
        match asked.path.rsplit("/", 1)[-1]:
            case "5":
                return Reply(b"", 303, {"location": f"{site.url}/media/first?token=signed"})
            case "first":
                return Reply(b"", 302, {"location": "second?token=other"})
            case _:
                return Reply(b"content", content_type="text/plain")

    with site_of(CLOUD, answer) as (client, site):
        with client.open_attachment("P-1", FILE) as opened:
            content = opened.read()

    assert content == b"content"
    assert [(asked.path, "authorization" in asked.headers) for asked in site.asked] == [
        ("/rest/api/3/attachment/content/5", True), ("/media/first", False), ("/media/second", False),
    ]  # fmt: skip
    assert not any("cookie" in asked.headers for asked in site.asked)


def test_redirects_that_lead_in_a_circle_end() -> None:
    with site_of(CLOUD, lambda asked: Reply(b"", 303, {"location": f"{site.url}/media"})) as (client, site):
        with pytest.raises(Malformed, match="on and on"), client.open_attachment("P-1", FILE):
            pass

    assert len(site.asked) == 6


@pytest.mark.parametrize(
    "location", ["http://localhost:{port}/x", "https://169.254.169.254/x", "http://10.0.0.1/x", "https://[::1]/x"]
)
def test_the_content_cannot_lead_inside(location: str) -> None:
    def answer(asked: Asked) -> Any:
        return Reply(b"", 303, {"location": location.replace("{port}", site.url.rpartition(":")[2])})

    with site_of(CLOUD, answer) as (client, site):
        with pytest.raises(ConnectError), client.open_attachment("P-1", FILE):
            pass

    assert len(site.asked) == 1


def test_the_login_page_of_a_server_is_no_content() -> None:
    def answer(asked: Asked) -> Any:
        if "login" in asked.path:
            return Reply(b"<html>Log in</html>", content_type="text/html")
        return Reply(b"", 302, {"location": f"{site.url}/login.jsp?os_destination=x"})

    with site_of(SERVER, answer) as (client, site):
        with pytest.raises(ProviderError), client.open_attachment("P-1", FILE):
            pass

    assert len(site.asked) == 1


def test_a_media_host_that_refuses_is_told_as_what_it_is(simulated_jira: Callable[..., SimulatedJira]) -> None:
    with working(simulated_jira("cloud")) as work:
        made = attached(work)
        work.jira.site.faults.order(Status(404), path="/file/**")

        with pytest.raises(NotFound), work.client.open_attachment(ISSUE, made):
            pass


@backends
@VARIANTS
def test_a_web_handler_passes_a_file_on(
    backend: str, variant: str, simulated_jira: Callable[..., SimulatedJira]
) -> None:
    async def serve(client: AsyncClient) -> tuple[httpx.Response, str]:
        async def handler(request: WebRequest) -> StreamingResponse:
            stack = AsyncExitStack()
            path = request.path_params
            opened = await stack.enter_async_context(client.open_attachment(path["issue"], path["id"]))
            headers = {"content-disposition": f"attachment; filename*=UTF-8''{quote(opened.filename)}"}
            if opened.size_bytes is not None:
                headers["content-length"] = str(opened.size_bytes)
            close = BackgroundTask(stack.aclose)
            return StreamingResponse(opened.chunks(), headers=headers, media_type=opened.media_type, background=close)

        made = await client.add_attachment(
            ISSUE, AttachmentDraft(filename="Grüße.bin", content=BYTES, media_type="image/png")
        )
        transport = httpx.ASGITransport(Starlette(routes=[Route("/{issue}/{id}", handler)]))
        async with httpx.AsyncClient(transport=transport, base_url="http://host.test") as browser:
            return await browser.get(f"/{ISSUE}/{made.id}"), made.id

    async def run() -> httpx.Response:
        async with async_client(simulated_jira(variant)) as client:
            return (await serve(client))[0]

    answer = anyio.run(run, backend=backend)

    same = answer.content == BYTES
    assert same
    assert answer.headers["content-type"] == "image/png"
    assert answer.headers["content-disposition"].endswith("Gr%C3%BC%C3%9Fe.bin")
