"""
The examples of the docs: each page's Python runs, in order, with a connection `work` to the embedded tracker.

A block below `<!-- not run: why -->` is only compiled. TOML that configures anyticket is read as plugins.toml.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import anyticket
from anyticket import ProjectDraft
from anyticket.config import load

ROOT = Path(__file__).parents[2]
BLOCK = re.compile(
    r"(?P<mark><!-- not run: [^>]+ -->\n+)?^```(?P<language>python|toml)\n(?P<code>.*?)^```$", re.M | re.S
)
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]


def blocks(page: Path, language: str) -> list[re.Match[str]]:
    return [found for found in BLOCK.finditer(page.read_text(encoding="utf-8")) if found["language"] == language]


def with_blocks(language: str) -> list[Path]:
    return [page for page in PAGES if blocks(page, language)]


@pytest.fixture(autouse=True)
def a_place_to_work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("ANYTICKET_CONFIG", raising=False)
    monkeypatch.setenv("WEBHOOK_SECRET", "a secret of a test")
    Path("plugins.toml").write_text('[connections.work]\nprovider = "local"\nurl = "work.db"\n')


@pytest.mark.parametrize("page", with_blocks("python"), ids=lambda page: str(page.relative_to(ROOT)))
def test_the_examples_of_a_page_run(page: Path) -> None:
    with anyticket.connect("work") as client:
        client.create_project(ProjectDraft(key="PROJ", name="A project"))
    names: dict[str, object] = {"__name__": "example"}

    for block in blocks(page, "python"):
        line = page.read_text(encoding="utf-8")[: block.start("code")].count("\n")
        code = compile("\n" * line + block["code"], str(page), "exec")
        if block["mark"] is None:
            exec(code, names)

    assert blocks(page, "python")


@pytest.mark.parametrize("page", with_blocks("toml"), ids=lambda page: str(page.relative_to(ROOT)))
def test_the_configuration_of_a_page_is_right(page: Path, tmp_path: Path) -> None:
    for block in blocks(page, "toml"):
        if re.search(r"^\[(plugins|connections|apps)", block["code"], re.M):
            (tmp_path / "example.toml").write_text(block["code"])

            settings = load(tmp_path / "example.toml")

            assert settings.connections or settings.apps or settings.enabled is not None


def test_the_configuration_at_the_top_of_the_tree_is_right() -> None:
    settings = load(ROOT / "plugins.toml")

    assert list(settings.connections) == ["local"]
