"""The pages of providers: their tables have the operations that the provider has."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from anyticket.provider import Provider
from anyticket.provider.operations import OPERATIONS
from anyticket_jira.cloud import JiraCloud
from anyticket_jira.server import JiraServer

PAGES = Path(__file__).parents[2] / "docs/providers"
ROW = re.compile(r"^\| `(\w+)` \|", re.MULTILINE)


@pytest.mark.parametrize("provider", [JiraCloud, JiraServer])
def test_the_page_of_a_provider_names_the_operations_that_it_has(provider: type[Provider]) -> None:
    text = (PAGES / f"{provider.name}.md").read_text(encoding="utf-8")

    assert ROW.findall(text) == [name for name in OPERATIONS if provider.supports(name)]


@pytest.mark.parametrize("page", sorted(PAGES.glob("jira*.md")), ids=lambda page: page.stem)
def test_the_page_of_a_provider_ends_with_its_quirks(page: Path) -> None:
    heads = re.findall(r"^## (.*)$", page.read_text(encoding="utf-8"), re.MULTILINE)

    assert heads[-1] == "Quirks"
