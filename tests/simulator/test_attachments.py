"""Attachments: uploaded, fetched whole and in part, refused and deleted, on both platforms."""

from __future__ import annotations

import io
import tracemalloc
import zipfile
from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest

from .loopback_jira import Jira, jira

NO_CHECK = {"X-Atlassian-Token": "no-check"}
TEXT = b"0123456789" * 20_000


@pytest.fixture(scope="module")
def cloud() -> Jira:
    return jira("cloud")


@pytest.fixture(scope="module")
def server() -> Jira:
    return jira("server", context="/jira")


def api(site: Jira) -> str:
    return "/rest/api/3" if site.site.cloud else "/rest/api/2"


def attach(
    site: Jira,
    *files: tuple[str, bytes, str],
    issue: str = "DEMO-1",
    headers: dict[str, str] = NO_CHECK,
    who: str = "admin",
) -> httpx.Response:
    """Upload files as somebody."""
    login: dict[str, Any] = {"headers": headers}
    if site.site.cloud:
        login["auth"] = (f"{who}@example.com", f"api-token-{who}")
    else:
        login["headers"] = {**headers, "Authorization": f"Bearer pat-{who}"}
    parts = [("file", file) for file in files]
    return site.call("POST", f"{api(site)}/issue/{issue}/attachments", files=parts, **login)


def fetched(site: Jira, url: str, **headers: str) -> httpx.Response:
    """Fetch a url of the site with the credentials of the site."""
    given = headers if site.site.cloud else {"Authorization": "Bearer pat-admin", **headers}
    return site.call("GET", url, headers=given)


@pytest.mark.parametrize("platform", ["cloud", "server"])
def test_files_are_attached_in_order_and_logged(platform: str, request: pytest.FixtureRequest) -> None:
    site: Jira = request.getfixturevalue(platform)
    key = site.site.store.issues.all()[5].key
    before = site.site.issue(key)
    site.site.clock.turn(60)

    made = attach(site, ("räksmörgås ☃.txt", b"one", "text/plain"), ("b;c.png", TEXT, "image/png"), issue=key).json()

    issue = site.get(f"{api(site)}/issue/{key}", expand="changelog", fields="attachment,updated")
    items = [item for entry in issue["changelog"]["histories"] for item in entry["items"]]
    logged = [item for item in items if item["field"] == "Attachment"]
    after = site.site.issue(key)
    assert [(row["filename"], row["size"]) for row in made] == [("räksmörgås ☃.txt", 3), ("b;c.png", len(TEXT))]
    assert [row["id"] for row in issue["fields"]["attachment"]] == [row["id"] for row in made]
    assert {(item["to"], item["toString"]) for item in logged} == {(row["id"], row["filename"]) for row in made}
    assert "thumbnail" in made[1] and "thumbnail" not in made[0]
    assert after is not None and before is not None and after.updated > before.updated


def test_a_large_file_is_kept_on_disk_and_goes_with_its_issue(cloud: Jira) -> None:
    (made,) = attach(cloud, ("large.bin", TEXT, "application/octet-stream"), issue="DEMO-2").json()
    stored = cloud.site.store.attachments[int(made["id"])]
    file = cloud.site.store.contents.folder() / stored.file

    whole = fetched(cloud, f"/rest/api/3/attachment/content/{made['id']}?redirect=false")
    there = file.is_file()
    cloud.call("DELETE", "/rest/api/3/issue/DEMO-2", params={"deleteSubtasks": "true"})

    assert stored.content == b""
    assert whole.content == TEXT
    assert there and not file.exists()


def test_what_is_uploaded_and_not_attached_leaves_no_file(server: Jira) -> None:
    folder = server.site.store.contents.folder()
    before = set(folder.iterdir())

    refused = attach(server, ("a.bin", TEXT, "application/octet-stream"), headers={})
    missing = attach(server, ("a.bin", TEXT, "application/octet-stream"), issue="DEMO-99999")

    assert (refused.status_code, missing.status_code) == (403, 404)
    assert refused.text == "XSRF check failed"
    assert set(folder.iterdir()) == before


def test_cloud_sends_to_a_media_host_whose_urls_need_no_login_and_expire() -> None:
    site = jira("cloud")
    site.site.settings = replace(site.site.settings, media_url="http://media.test")
    (made,) = attach(site, ("näme.txt", b"hello", "text/plain")).json()

    sent_on = fetched(site, made["content"])
    there = urlsplit(sent_on.headers["location"])
    path = f"{there.path}?{there.query}"
    open_to_all = site.call("GET", path, auth=None)
    part = site.call("GET", path, auth=None, headers={"Range": "bytes=1-3"})
    forged = site.call("GET", path[:-1] + ("0" if path[-1] != "0" else "1"), auth=None)
    site.site.clock.turn(3600)
    expired = site.call("GET", path, auth=None)

    assert sent_on.status_code == 303
    assert there.netloc == "media.test"
    assert (open_to_all.status_code, open_to_all.content) == (200, b"hello")
    assert open_to_all.headers["content-disposition"].endswith("filename*=UTF-8''n%C3%A4me.txt")
    assert (part.status_code, part.content) == (206, b"ell")
    assert (forged.status_code, expired.status_code) == (403, 403)


@pytest.mark.parametrize(
    ("asked", "status", "content", "told"),
    [
        ("bytes=0-4", 206, b"01234", "bytes 0-4/10"),
        ("bytes=7-", 206, b"789", "bytes 7-9/10"),
        ("bytes=7-400", 206, b"789", "bytes 7-9/10"),
        ("bytes=-2", 206, b"89", "bytes 8-9/10"),
        ("bytes=-20", 206, b"0123456789", "bytes 0-9/10"),
        ("bytes=10-", 416, b"", "bytes */10"),
        ("bytes=-0", 416, b"", "bytes */10"),
        ("bytes=5-4", 200, b"0123456789", None),
        ("bytes=0-1,4-5", 200, b"0123456789", None),
        ("lines=1-2", 200, b"0123456789", None),
    ],
)
def test_server_gives_the_range_that_is_asked_for(
    server: Jira, asked: str, status: int, content: bytes, told: str | None
) -> None:
    (made,) = attach(server, ("ten.txt", b"0123456789", "text/plain")).json()

    answer = fetched(server, made["content"], Range=asked)

    assert (answer.status_code, answer.content) == (status, content)
    assert answer.headers.get("content-range") == told
    assert answer.headers["accept-ranges"] == "bytes"


def test_a_range_of_a_file_that_has_changed_is_the_whole_file(server: Jira) -> None:
    (made,) = attach(server, ("ten.txt", b"0123456789", "text/plain")).json()
    tag = fetched(server, made["content"]).headers["etag"]

    same = fetched(server, made["content"], Range="bytes=0-1", **{"If-Range": tag})
    other = fetched(server, made["content"], Range="bytes=0-1", **{"If-Range": '"other"'})

    assert (same.status_code, other.status_code) == (206, 200)


def test_server_wants_somebody_who_sees_the_issue(server: Jira) -> None:
    (made,) = attach(server, ("x.txt", b"x", "text/plain"), issue="SUP-1").json()

    anonymous = server.call("GET", made["content"], headers={})
    nothing = fetched(server, "/jira/secure/attachment/999999/x.txt")

    assert anonymous.status_code == 302
    assert "/login.jsp" in anonymous.headers["location"]
    assert nothing.status_code == 404


@pytest.mark.parametrize("platform", ["cloud", "server"])
def test_a_file_over_the_limit_is_refused_with_all_beside_it(platform: str) -> None:
    site = jira(platform)
    limit = site.site.store.settings.first(name="uploadLimit")
    assert limit is not None
    site.site.store.settings.save(replace(limit, value=100))

    answer = attach(site, ("small.txt", b"x", "text/plain"), ("big.txt", b"x" * 101, "text/plain"))
    just = attach(site, ("just.txt", b"x" * 100, "text/plain"))

    assert site.get(f"{api(site)}/attachment/meta") == {"enabled": True, "uploadLimit": 100}
    assert (answer.status_code, just.status_code) == (413, 200)
    assert "100 bytes" in answer.json()["errorMessages"][0]
    assert site.site.store.attachments.count() == 1


def test_only_the_author_and_administrators_delete_a_file() -> None:
    site = jira("cloud")
    heard: list[str] = []
    site.site.listeners.append(lambda happening: heard.append(happening.name))
    (made,) = attach(site, ("x.txt", b"x", "text/plain")).json()
    path = f"/rest/api/3/attachment/{made['id']}"

    shown = site.get(path)
    stranger = site.call("DELETE", path, auth=("cleo@example.com", "api-token-cleo"))
    done = site.call("DELETE", path)

    assert shown["id"] == int(made["id"])
    assert (stranger.status_code, done.status_code, site.call("GET", path).status_code) == (403, 204, 404)
    assert heard == ["attachment_created", "jira:issue_updated", "attachment_deleted", "jira:issue_updated"]


def test_a_body_that_is_no_multipart_one_and_one_that_ends_early(server: Jira) -> None:
    path, login = "/rest/api/2/issue/DEMO-1/attachments", {"Authorization": "Bearer pat-admin", **NO_CHECK}
    cut = b'--x\r\nContent-Disposition: form-data; name="file"; filename="a"\r\n\r\nabc'

    as_json = server.call("POST", path, {}, headers=login)
    ended = server.call("POST", path, content=cut, headers={**login, "Content-Type": "multipart/form-data; boundary=x"})

    assert (as_json.status_code, ended.status_code) == (415, 400)


@pytest.mark.parametrize("size", [1, 3, 7, 64, 4096])
def test_parts_are_the_same_however_the_body_arrives(cloud: Jira, size: int) -> None:
    body = (
        b'--b--b\r\nContent-Disposition: form-data; name="file"; filename="C:\\x\\q\\"uote.bin"\r\n'
        b"Content-Type: text/x-odd\r\n\r\n\r\n--b--bX\r\n--b\r\n\x00\xff\r\n"
        b'--b--b\r\nContent-Disposition: form-data; name="comment"\r\n\r\nnot a file\r\n--b--b--\r\n'
    )

    async def pieces() -> AsyncIterator[bytes]:
        for start in range(0, len(body), size):
            yield body[start : start + size]

    headers = {**NO_CHECK, "Content-Type": "multipart/form-data; boundary=b--b"}
    answer = cloud.call("POST", "/rest/api/3/issue/DEMO-1/attachments", content=pieces(), headers=headers)
    (made,) = answer.json()

    assert made["mimeType"] == "text/x-odd"
    assert cloud.site.store.attachments[int(made["id"])].content == b"\r\n--b--bX\r\n--b\r\n\x00\xff"


def test_what_is_in_an_archive(cloud: Jira) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("docs/readme.txt", "hello")
    (made,) = attach(cloud, ("a.zip", packed.getvalue(), "application/zip")).json()
    (other,) = attach(cloud, ("a.txt", b"x", "text/plain")).json()

    raw = cloud.get(f"/rest/api/3/attachment/{made['id']}/expand/raw")
    human = cloud.get(f"/rest/api/3/attachment/{made['id']}/expand/human")

    assert (raw["totalEntryCount"], raw["entries"][0]["abbreviatedName"]) == (1, "readme.txt")
    assert human["entries"][0]["path"] == "docs/readme.txt"
    assert cloud.call("GET", f"/rest/api/3/attachment/{other['id']}/expand/raw").status_code == 409


def test_an_upload_is_never_in_memory_as_a_whole(cloud: Jira) -> None:
    size, piece = 24 * 1024 * 1024, b"x" * 65_536

    async def body() -> AsyncIterator[bytes]:
        yield b'--b\r\nContent-Disposition: form-data; name="file"; filename="large.bin"\r\n\r\n'
        for _ in range(size // len(piece)):
            yield piece
        yield b"\r\n--b--\r\n"

    headers = {**NO_CHECK, "Content-Type": "multipart/form-data; boundary=b"}
    tracemalloc.start()
    try:
        answer = cloud.call("POST", "/rest/api/3/issue/DEMO-1/attachments", content=body(), headers=headers)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()

    assert answer.json()[0]["size"] == size
    assert peak < 4 * 1024 * 1024
