"""
What the simulator costs: how fast it starts, how many search pages it serves, how much memory it needs.

    python benchmarks/simulator.py [--issues 1000 5000 20000] [--variant cloud]

A page is 50 issues with all fields, asked for over loopback, one request at a time; each query is another one, so
that nothing is answered from memory of the last.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import httpx


def main() -> None:
    parser = argparse.ArgumentParser(description="What the simulator costs.")
    parser.add_argument("--issues", type=int, nargs="+", default=[1000, 5000, 20_000])
    parser.add_argument("--variant", choices=("cloud", "server"), default="cloud")
    parser.add_argument("--pages", type=int, default=30)
    asked = parser.parse_args()
    for issues in asked.issues:
        measure(asked.variant, issues, asked.pages)


def measure(variant: str, issues: int, pages: int) -> None:
    """Start a site, search it, print what that cost."""
    command = [sys.executable, "-m", "jira_simulator", variant, "--seed", str(issues)]
    began = time.perf_counter()
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        told = json.loads(process.stdout.readline())
        ready = time.perf_counter() - began
        try:
            rate = search(variant, told, pages)
            memory = resident_megabytes(process.pid)
        finally:
            process.terminate()
    print(f"{variant} {issues:6} issues: ready in {ready:.2f} s, {rate:.0f} pages a minute, {memory} MB")


def search(variant: str, told: dict[str, Any], pages: int) -> float:
    """Return how many pages a minute are served."""
    cloud = variant == "cloud"
    auth = (told["admin"]["email"], told["admin"]["apiToken"]) if cloud else None
    headers = {} if cloud else {"Authorization": f"Bearer {told['admin']['token']}"}
    path = "/rest/api/3/search/jql" if cloud else "/rest/api/2/search"
    with httpx.Client(base_url=told["url"], auth=auth, headers=headers, timeout=60) as client:
        began = time.perf_counter()
        for number in range(pages):
            jql = f"project = DEMO and created > {number} and status is not empty order by priority, updated"
            answer = client.get(path, params={"jql": jql, "maxResults": 50, "fields": "*all"})
            answer.raise_for_status()
        return 60 * pages / (time.perf_counter() - began)


def resident_megabytes(pid: int) -> int:
    """Return the memory that a process holds, as Linux counts it."""
    status = Path(f"/proc/{pid}/status").read_text("utf-8")
    (line,) = [line for line in status.splitlines() if line.startswith("VmRSS")]
    return int(line.split()[1]) // 1024


if __name__ == "__main__":
    main()
