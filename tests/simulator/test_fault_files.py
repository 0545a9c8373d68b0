"""Faults of uploads and downloads: lost, late, cut, and resumed where they were cut."""

from __future__ import annotations

from collections.abc import Iterator

import httpx
import pytest

from jira_simulator import Clock, Site
from jira_simulator.faults import BrokenJson, Cut, Drop, Late
from jira_simulator.serving import serving

from .loopback_jira import NOW

LOGINS = {True: ("admin@example.com", "api-token-admin"), False: ("admin", "password-admin")}
CONTENT = bytes(range(256)) * 1000


@pytest.fixture(scope="module", params=["cloud", "server"])
def served(request: pytest.FixtureRequest) -> Iterator[Site]:
    with serving(request.param, issues=3, context="/jira", clock=Clock(lambda: NOW)) as site:
        yield site


@pytest.fixture
def site(served: Site) -> Iterator[Site]:
    yield served
    served.faults.clear()


def attach(site: Site, name: str) -> httpx.Response:
    return httpx.post(
        f"{site.settings.url}/rest/api/2/issue/KAN-1/attachments",
        files={"file": (name, CONTENT)},
        headers={"X-Atlassian-Token": "no-check"},
        auth=LOGINS[site.cloud],
    )


def attached(site: Site, name: str) -> list[int]:
    return [found.id for found in site.store.attachments if found.filename == name]


def download(site: Site, name: str) -> tuple[bytes, int]:
    """Download a file, going on where it was cut; return it with how often it was."""
    (number,) = attached(site, name)
    path = f"/rest/api/3/attachment/content/{number}" if site.cloud else f"/secure/attachment/{number}/{name}"
    received, cuts = bytearray(), 0
    with httpx.Client(auth=LOGINS[site.cloud], follow_redirects=True) as client:
        while len(received) < len(CONTENT):
            headers = {"Range": f"bytes={len(received)}-"} if received else {}
            try:
                with client.stream("GET", site.settings.url + path, headers=headers) as answer:
                    assert answer.status_code == (206 if received else 200)
                    for piece in answer.iter_raw():
                        received += piece
            except httpx.RemoteProtocolError:
                cuts += 1
    return bytes(received), cuts


def test_the_lost_answer_of_an_upload_leaves_one_attachment(site: Site) -> None:
    site.faults.order(Drop(), body="lost.bin")

    with pytest.raises(httpx.RemoteProtocolError):
        attach(site, "lost.bin")

    assert len(attached(site, "lost.bin")) == 1


def test_an_upload_is_done_late_with_all_its_bytes(site: Site) -> None:
    site.faults.order(Late(5, hold=False), method="POST")

    with pytest.raises(httpx.RemoteProtocolError):
        attach(site, "late.bin")
    early = attached(site, "late.bin")
    site.clock.turn(5)

    httpx.get(f"{site.settings.url}/__simulator/clock")
    assert early == []
    assert download(site, "late.bin") == (CONTENT, 0)


def test_a_download_that_is_cut_twice_is_resumed(site: Site) -> None:
    attach(site, "cut.bin")
    site.faults.order(Cut(bytes=100_000), path="/file/**" if site.cloud else "/secure/attachment/**", times=2)

    assert download(site, "cut.bin") == (CONTENT, 2)


def test_half_of_a_download_arrives_unless_said_otherwise(site: Site) -> None:
    attach(site, "half.bin")
    placed = site.faults.order(Cut(), path="/file/**" if site.cloud else "/secure/attachment/**")

    assert download(site, "half.bin") == (CONTENT, 1)
    assert placed.fired == 1


def test_a_download_is_no_json_that_could_be_broken(site: Site) -> None:
    attach(site, "whole.bin")
    site.faults.order(BrokenJson(), path="/file/**" if site.cloud else "/secure/attachment/**")

    assert download(site, "whole.bin") == (CONTENT, 0)
