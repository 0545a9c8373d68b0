"""The command says in one line of JSON when it is ready, and how to log in."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import httpx


@contextmanager
def running(*arguments: str) -> Iterator[dict[str, Any]]:
    command = [sys.executable, "-m", "jira_simulator", *arguments]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            yield json.loads(process.stdout.readline())
        finally:
            process.terminate()


def test_cloud_is_reached_at_its_site_and_through_the_gateway() -> None:
    with running("cloud", "--port", "0", "--seed", "3") as told:
        auth = (told["admin"]["email"], told["admin"]["apiToken"])
        scoped = (told["admin"]["email"], told["admin"]["scopedApiToken"])

        site = httpx.get(f"{told['url']}/rest/api/3/myself", auth=auth)
        gateway = httpx.get(f"{told['gateway']}/rest/api/3/myself", auth=scoped)

    assert site.json()["accountId"] == gateway.json()["accountId"] == told["admin"]["accountId"]
    assert site.headers["server"] == "AtlassianEdge"
    assert told["issues"] == 3


def test_a_server_lives_under_its_context_path_and_claims_its_version() -> None:
    with running("server", "--context", "/jira", "--jira-version", "9.12", "--seed", "1") as told:
        info = httpx.get(f"{told['url']}/rest/api/2/serverInfo").json()
        outside = httpx.get(f"{told['url'].removesuffix('/jira')}/rest/api/2/serverInfo")
        login = httpx.get(f"{told['url']}/rest/api/2/myself", auth=(told["user"]["name"], told["user"]["password"]))

    assert told["url"].endswith("/jira")
    assert info["baseUrl"] == told["url"]
    assert info["versionNumbers"][:2] == [9, 12]
    assert outside.status_code == 404
    assert login.headers["X-AUSERNAME"] == told["user"]["name"]
