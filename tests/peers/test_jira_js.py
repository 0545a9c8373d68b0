"""`jira.js`, unchanged: Cloud's version 3 and its boards, every answer checked by the library's own schemas. https://www.npmjs.com/package/jira.js"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from anyticket.testing import SimulatedJira, simulated
from jira_simulator import access

LIBRARY = Path(sys.prefix) / "node"


def run(name: str, jira: SimulatedJira) -> dict[str, Any]:
    """Run a script where jira.js is installed, and return what it says."""
    node = shutil.which("node")
    if node is None or not (LIBRARY / "node_modules/jira.js").is_dir():
        pytest.skip(f"jira.js is not here: that takes node, npm and its registry, and make test-peers ({LIBRARY})")
    command = [node, "--input-type=module", "-", json.dumps(access(jira.site))]
    with Path(__file__).with_name(name).open() as script:
        ran = subprocess.run(
            command, cwd=LIBRARY, stdin=script, capture_output=True, text=True, timeout=120, check=False
        )
    assert ran.returncode == 0, ran.stderr
    found: dict[str, Any] = json.loads(ran.stdout)
    return found


@pytest.fixture(scope="module")
def done() -> dict[str, Any]:
    """Work with a Cloud of 270 issues, once."""
    with simulated("cloud", issues=270) as jira:
        return {"accountId": jira.admin.id, **run("jira_js.mjs", jira)}


EXPECTED: dict[str, object] = {
    "issue": ["Changed by a peer", ["peer"], "Some words"],
    "many": [["a", "b"], 404],
    "search": [271, 271, 271],
    "comments": [["Better words"], 0],
    "transitions": ["In Progress", 2],
    "forms": True,
    "links": [True, True, 404],
    "remoteLinks": ["Two"],
    "worklogs": [10_800],
    "attachments": ["bytes.bin", 128_000, True, 404],
    "watchers": True,
    "people": ["Ben Brook", ["developers"]],
    "catalogue": [True, 5, True],
    "projects": ["Demo Scrum", True],
    "components": ["Clients", 404],
    "versions": [True, 404],
    "boards": [True, True, ["active", "closed", "future"]],
}


@pytest.mark.parametrize("step", EXPECTED)
def test_a_step_gives_what_it_gives_on_jira(done: dict[str, Any], step: str) -> None:
    assert done["results"][step] == EXPECTED[step]


def test_every_step_is_expected(done: dict[str, Any]) -> None:
    assert done["results"].keys() - {"myself"} == EXPECTED.keys()
    assert done["results"]["myself"] == done["accountId"]


def test_every_answer_has_the_shape_that_the_library_knows(done: dict[str, Any]) -> None:
    assert done["mismatches"] == []


@pytest.mark.jira(issues=200)
def test_what_the_library_reads_has_the_shape_that_it_knows(jira_cloud: SimulatedJira) -> None:
    read = run("jira_js_reads.mjs", jira_cloud)

    assert read["read"] > 50
    assert read["failures"] == {}
    assert read["mismatches"] == []
