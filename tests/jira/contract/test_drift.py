"""`make drift` tells how the answers of a site differ in their form from what was recorded, and only that."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from anyticket.testing.drift import differences
from jira_simulator.views import catalogue

from .kit_site import kit_site
from .worlds import secrets_of, told

DRIFT = Path(__file__).with_name("drift.py")
ROOT = DRIFT.parents[3]


def drift(url: str) -> subprocess.CompletedProcess[str]:
    """Run what `make drift` runs, as far as it is about the catalogue, against a site of Cloud."""
    prefix = "ANYTICKET_LIVE_JIRA_CLOUD_"
    email = told("cloud")["admin"]["email"]
    environment = {"URL": url, "EMAIL": email, "TOKEN": secrets_of("cloud")["token"], "PROJECT": "KIT"}
    command = [sys.executable, "-m", "pytest", "-q", "-s", "-rs", "-p", "no:cacheprovider", str(DRIFT)]
    return subprocess.run(
        [*command, "-k", "every_listed_priority or form"],
        cwd=ROOT,
        env={**os.environ, **{prefix + name: value for name, value in environment.items()}},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def test_a_site_like_the_recorded_one_has_not_drifted() -> None:
    with kit_site("cloud") as site:
        ran = drift(site.settings.url)

    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert "jira-cloud: 6 kinds of requests compared, 0 differences" in ran.stdout
    assert "ANYTICKET_LIVE_JIRA_SERVER_URL" in ran.stdout


def test_a_changed_answer_is_told_by_member_and_type(monkeypatch: pytest.MonkeyPatch) -> None:
    known = catalogue.priority

    def changed(*args: Any, **kwargs: Any) -> dict[str, Any]:
        shown = known(*args, **kwargs)
        return {name: value for name, value in shown.items() if name != "statusColor"} | {
            "id": int(shown["id"]),
            "rank": {"of": "tomorrow"},
        }

    monkeypatch.setattr(catalogue, "priority", changed)

    with kit_site("cloud") as site:
        ran = drift(site.settings.url)

    assert ran.returncode == 1
    kind = "GET /rest/api/3/priority/search"
    assert f"{kind}: .values[].rank is new: object" in ran.stdout
    assert f"{kind}: .values[].statusColor is gone: string" in ran.stdout
    assert f"{kind}: .values[].id was string and is number" in ran.stdout
    assert secrets_of("cloud")["token"] not in ran.stdout


def test_what_is_null_once_and_values_are_no_drift() -> None:
    before = {"GET /x": {"the answer": frozenset({"object"}), ".due": frozenset({"null"})}}
    after = {"GET /x": {"the answer": frozenset({"object"}), ".due": frozenset({"string"})}, "GET /y": {}}

    assert differences(before, after) == []
