"""The tree: no path of anybody's machine, nothing shaped like a secret, no file that is too long, true papers."""

from __future__ import annotations

import re
import tomllib
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).parents[2]
PARTS = ("core", "providers", "tests", "docs", "benchmarks", "examples", "cassettes", ".ci")
TEXTS = {".py", ".md", ".toml", ".yml", ".yaml", ".json", ".cfg", ""}

OF_A_MACHINE = re.compile(r"(?<![\w.~])/(?:work|farm|root|home/\w+|Users/\w+)/")
OF_A_SECRET = re.compile(
    r"ATATT3x\w{40,}|ghp_[A-Za-z0-9]{36}|github_pat_\w{60,}|xox[abp]-\d{8,}|-----BEGIN [A-Z ]*PRIVATE KEY-----\n\w"
    r"|AKIA[0-9A-Z]{16}|glpat-[\w-]{20}"
)


def files() -> list[Path]:
    found = [path for part in PARTS for path in (ROOT / part).rglob("*") if path.suffix in TEXTS and path.is_file()]
    found += [path for path in ROOT.iterdir() if path.is_file() and path.suffix in TEXTS]
    return [path for path in found if "__pycache__" not in path.parts]


@pytest.mark.parametrize("shape", [OF_A_MACHINE, OF_A_SECRET], ids=["path", "secret"])
def test_the_tree_holds_nothing_that_belongs_to_one_machine(shape: re.Pattern[str]) -> None:
    found = {
        str(path.relative_to(ROOT)): hit.group()
        for path in files()
        if (hit := shape.search(path.read_text(encoding="utf-8", errors="replace")))
    }

    assert found == {}


def test_no_module_is_longer_than_it_can_be_read() -> None:
    lengths = {
        str(path.relative_to(ROOT)): lines
        for part in ("core", "providers")
        for path in (ROOT / part).rglob("*.py")
        if (lines := len(path.read_text(encoding="utf-8").splitlines())) > 300
    }

    assert lengths == {}


def test_every_module_says_first_what_it_is() -> None:
    silent = [
        str(path.relative_to(ROOT))
        for part in ("core", "providers", "tests")
        for path in (ROOT / part).rglob("*.py")
        if (text := path.read_text(encoding="utf-8")) and not text.startswith('"""')
    ]

    assert silent == []


def test_the_changelog_knows_the_version() -> None:
    version = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"]

    assert f"## {version}" in (ROOT / "docs/changelog.md").read_text()


def test_a_decision_is_short_and_says_what_would_reopen_it() -> None:
    records = sorted((ROOT / "docs/decisions").glob("[0-9]*.md"))

    assert records
    for record in records:
        text = record.read_text()
        assert len(text.splitlines()) <= 40, record.name
        assert "reopen" in text, record.name


@pytest.fixture(scope="module")
def generator() -> ModuleType:
    spec = spec_from_file_location("generate", ROOT / "docs/generate.py")
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_reference_is_what_the_code_says(generator: ModuleType) -> None:
    stale = [
        name
        for name, page in generator.PAGES.items()
        if (ROOT / "docs/reference" / name).read_text(encoding="utf-8") != page()
    ]

    assert stale == [], "run `make reference`"
