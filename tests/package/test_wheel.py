"""The wheel: it holds what it should and nothing else, and works where the tree is not."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from zipfile import ZipFile

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("dist")
    build = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(out), str(ROOT)]
    subprocess.run(build, check=True, capture_output=True, text=True)
    return next(out.glob("*.whl"))


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Unpack the wheel where nothing of the tree is; its dependencies come from the environment of the tests."""
    target = tmp_path_factory.mktemp("installed")
    with ZipFile(wheel) as archive:
        archive.extractall(target)
    return target


def run(installed: Path, folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": str(installed), "PYTHONWARNINGS": "error"}
    environment.pop("ANYTICKET_CONFIG", None)
    command = [sys.executable, *arguments]
    return subprocess.run(command, env=environment, cwd=folder, capture_output=True, text=True, check=False)


def test_the_wheel_ships_types_licence_and_entry_points(wheel: Path) -> None:
    with ZipFile(wheel) as archive:
        names = set(archive.namelist())
        info = next(name for name in names if name.endswith(".dist-info/METADATA")).partition("/")[0]
        points = archive.read(f"{info}/entry_points.txt").decode()
        licence = archive.read(f"{info}/licenses/LICENSE").decode()

    assert {
        "anyticket/py.typed",
        "anyticket_jira/py.typed",
        "anyticket_local/py.typed",
        "jira_simulator/py.typed",
    } <= names
    assert "anyticket = anyticket.cli:main" in points
    assert "jira = anyticket_jira.plugin" in points
    assert "local = anyticket_local.plugin" in points
    assert "anyticket = anyticket.testing.pytest_plugin" in points
    assert "Apache License" in licence
    assert "END OF TERMS AND CONDITIONS" in licence


def test_the_wheel_holds_the_packages_and_nothing_else(wheel: Path) -> None:
    with ZipFile(wheel) as archive:
        names = archive.namelist()
    tops = {name.partition("/")[0] for name in names if ".dist-info/" not in name}
    packages = {"anyticket"} | {path.name for path in (ROOT / "providers").iterdir() if (path / "__init__.py").exists()}

    assert tops <= packages
    assert {"anyticket", "anyticket_jira", "anyticket_local", "jira_simulator"} <= tops
    assert [name for name in names if name.endswith((".pyc", ".db", ".yaml")) or "/tests/" in name] == []


def test_every_module_of_the_tree_is_in_the_wheel(wheel: Path) -> None:
    with ZipFile(wheel) as archive:
        names = set(archive.namelist())
    sources = (
        ("core", "anyticket"),
        ("providers", "anyticket_jira"),
        ("providers", "anyticket_local"),
        ("providers", "jira_simulator"),
    )

    missing = [
        module
        for folder, package in sources
        for path in (ROOT / folder / package).rglob("*.py")
        if (module := path.relative_to(ROOT / folder).as_posix()) not in names
    ]

    assert missing == []


def test_the_demo_runs_from_the_wheel(installed: Path, tmp_path: Path) -> None:
    where = run(installed, tmp_path, "-c", "import anyticket; print(anyticket.__file__)")
    demo = run(installed, tmp_path, "-m", "anyticket.cli", "demo", "--tickets", "12")

    assert where.stdout.startswith(str(installed))
    assert (demo.returncode, demo.stderr) == (0, "")
    assert "all of them as expected" in demo.stdout
    assert list(tmp_path.iterdir()) == []


def test_a_jira_runs_from_the_wheel(installed: Path, tmp_path: Path) -> None:
    code = (
        "from anyticket import connect, Query; from anyticket.testing import simulated\n"
        "with simulated('server', issues=3) as jira, connect(jira.connection()) as client:\n"
        "    print(len(list(client.search_tickets(Query()))))"
    )

    done = run(installed, tmp_path, "-c", code)

    assert (done.stdout, done.stderr) == ("3\n", "")


def test_importing_a_model_loads_no_library_of_the_network_or_the_screen(installed: Path, tmp_path: Path) -> None:
    code = (
        "import sys, anyticket; from anyticket import Query; "
        "print([name for name in ('httpx', 'rich', 'typer', 'asyncio', 'sqlite3') if name in sys.modules])"
    )

    done = run(installed, tmp_path, "-c", code)

    assert done.stdout.strip() == "[]"
