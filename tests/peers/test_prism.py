"""What the Cloud provider sends, as it was recorded, against Prism, which serves Atlassian's own document. https://stoplight.io/open-source/prism"""

from __future__ import annotations

import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import httpx
import orjson
import pytest

from anyticket.testing import tape

ROOT: Final = Path(__file__).parents[2]
DOCUMENT: Final = ROOT.parent / "shared/specs/jira-cloud-v3.json"
CASSETTES: Final = ROOT / "cassettes/jira-cloud"
PRISM: Final = Path(sys.prefix) / "node/node_modules/.bin/prism"
#: What Prism finds wrong and is right: the text of the same operation says that null unassigns.
UNASSIGNED: Final = "Request body property accountId must be string"


@pytest.fixture(scope="module")
def prism() -> Iterator[str]:
    """Serve the document on loopback while the tests of this module last."""
    if not DOCUMENT.exists():
        pytest.skip("needs specs/jira-cloud-v3.json of the folder `shared` beside the project")
    if not PRISM.exists() or shutil.which("node") is None:
        pytest.skip("Prism is not here: that takes node, npm and its registry, and make test-peers")
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = str(free.getsockname()[1])
    command = [str(PRISM), "mock", "-h", "127.0.0.1", "-p", port, str(DOCUMENT)]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        try:
            _await(f"http://127.0.0.1:{port}", process)
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()


def _await(url: str, process: subprocess.Popen[bytes]) -> None:
    for _ in range(600):
        try:
            httpx.get(f"{url}/rest/api/3/serverInfo")
        except httpx.HTTPError:
            assert process.poll() is None, "Prism did not start"
            time.sleep(0.1)
        else:
            return
    pytest.fail("Prism does not answer")


def recorded() -> dict[bytes, dict[str, Any]]:
    """Return each request of version 3 that is on the cassettes, once."""
    found: dict[bytes, dict[str, Any]] = {}
    for file in sorted(CASSETTES.glob("*.yaml")):
        for exchange in tape.parsed(file.read_text(encoding="utf-8"), CASSETTES)["exchanges"]:
            asked = exchange["request"]
            if asked["path"].startswith("/rest/api/3/") and exchange["response"]["status"] < 300:
                found[orjson.dumps(asked)] = asked
    return found


def test_prism_finds_nothing_wrong_with_any_request(prism: str) -> None:
    requests = recorded().values()
    wrong: list[str] = []
    with httpx.Client(base_url=prism, auth=("ada@example.com", "any-token"), timeout=30) as client:
        for asked in requests:
            answer = client.request(
                asked["method"], asked["path"] + (f"?{asked['query']}" if "query" in asked else ""), **_content(asked)
            )
            told = answer.headers.get("sl-violations", "")
            if asked["path"].endswith("/assignee") and asked["json"] == {"accountId": None} and UNASSIGNED in told:
                continue
            if answer.status_code in {400, 404, 405, 415, 422} or '"location":["request"' in told:
                wrong.append(
                    f"{asked['method']} {asked['path']}: {answer.status_code} {told[:300] or answer.text[:200]}"
                )

    print(f"\n{len(requests)} requests that differ, {len(wrong)} violations")  # noqa: T201 (make test-peers shows it)
    assert requests
    assert not wrong, "\n".join(wrong)


def _content(asked: dict[str, Any]) -> dict[str, Any]:
    if "json" in asked:
        return {"json": asked["json"]}
    if "multipart" in asked.get("headers", {}).get("content-type", ""):
        return {"files": {"file": ("kit.txt", b"kit")}, "headers": {"x-atlassian-token": "no-check"}}
    return {}
