"""`anyticket simulate` runs a Jira until it is told to stop, and says how to log in to it."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from anyticket.cli.running import run


@contextmanager
def simulating(*arguments: str) -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, "-m", "anyticket.cli", "simulate", *arguments]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        try:
            yield process
        finally:
            process.kill()


@pytest.mark.parametrize("stop", [signal.SIGINT, signal.SIGTERM])
def test_a_program_reads_one_line_and_stops_it_by_a_signal(stop: signal.Signals) -> None:
    with simulating("jira-cloud", "--seed", "2") as process:
        assert process.stdout is not None
        told = json.loads(process.stdout.readline())
        who = (told["admin"]["email"], told["admin"]["apiToken"])
        with httpx.Client(auth=who) as kept_open:
            me = kept_open.get(f"{told['url']}/rest/api/3/myself").json()
            process.send_signal(stop)
            out, err = process.communicate(timeout=10)

    assert me["accountId"] == told["admin"]["accountId"]
    assert (process.returncode, out, err) == (0, "", "")


def test_limits_of_the_platform_are_turned_on() -> None:
    with simulating("jira-cloud", "--seed", "0", "--limits") as process:
        assert process.stdout is not None
        url = json.loads(process.stdout.readline())["url"]
        ordered = httpx.get(f"{url}/__simulator/limits").json()

    with simulating("jira-cloud", "--seed", "0") as process:
        assert process.stdout is not None
        url = json.loads(process.stdout.readline())["url"]
        assert httpx.get(f"{url}/__simulator/limits").json() != ordered


def test_a_server_keeps_its_issues_in_a_file(tmp_path: Path) -> None:
    file = str(tmp_path / "jira.db")

    counts = []
    for seed in ("4", "99"):
        with simulating("jira-server", "--seed", seed, "--file", file, "--jira-version", "9.12", "--json") as process:
            assert process.stdout is not None
            told = json.loads(process.stdout.readline())
            process.send_signal(signal.SIGTERM)
            process.wait(timeout=10)
            counts.append(told["issues"])

    assert counts == [4, 4]
    assert told["version"].startswith("9.12.")


@pytest.mark.skipif(not hasattr(os, "openpty"), reason="this system has no terminals")
def test_a_person_sees_where_it_is_and_how_to_log_in() -> None:
    ours, theirs = os.openpty()
    command = [sys.executable, "-m", "anyticket.cli", "simulate", "jira-server", "--seed", "2", "--context", "/jira"]
    seen = b""
    with subprocess.Popen(command, stdout=theirs, env={**os.environ, "COLUMNS": "120"}) as process:
        os.close(theirs)
        try:
            while b"Ctrl-C" not in seen:
                seen += os.read(ours, 4096)
        finally:
            process.send_signal(signal.SIGINT)
    os.close(ours)

    text = seen.decode()
    assert "Jira Data Center 10.3" in text
    assert "/jira" in text
    assert "password-admin" in text
    assert "pat-ben" in text
    assert process.returncode == 0


def test_without_the_extra_one_is_told_what_to_install(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "jira_simulator.serving", None)

    code = run(["simulate", "jira-cloud"])

    assert code == 2
    assert 'pip install "anyticket[simulator]"' in capsys.readouterr().err


def test_what_cannot_be_simulated_is_wrong_usage(capsys: pytest.CaptureFixture[str]) -> None:
    code = run(["simulate", "bugzilla"])

    assert code == 2
    assert "jira-server" in capsys.readouterr().err
