"""The cassettes of both Jiras are those of the laws: none is left over, and none holds the simulator's credentials."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

import pytest

from anyticket.testing.laws.law import applies, cases_of

from . import test_on_cassettes as on_cassettes
from .differences import JiraContract
from .tapes import tape_name
from .worlds import secrets_of

FOLDER: Final = Path(__file__).parents[3] / "cassettes"
_ASIDE: Final = re.compile(r"!aside '?([\w.-]+)")
suites = pytest.mark.parametrize("suite", [on_cassettes.TestCloud, on_cassettes.TestServer])


def written(suite: type[JiraContract]) -> list[Path]:
    found = sorted((FOLDER / suite.provider.name).rglob("*.yaml"))
    assert found
    return found


@suites
def test_every_cassette_is_played_by_a_law(suite: type[JiraContract]) -> None:
    laws = {name: getattr(suite, name) for name in dir(suite) if name.startswith("test_")}
    cases = [
        tape_name(suite.provider.name, name, case)
        for name, law in laws.items()
        if applies(law, suite.provider)
        for case in cases_of(law, suite.provider) or [None]
    ]

    left = {f"{file.parent.name}/{file.stem}" for file in written(suite) if file.parent.name == suite.provider.name}
    assert left - {*cases} == set()


@suites
def test_what_is_kept_aside_is_what_cassettes_refer_to(suite: type[JiraContract]) -> None:
    files = written(suite)
    kept = {file.stem for file in files if file.parent.name == "aside"}
    referred = {name for file in files for name in _ASIDE.findall(file.read_text(encoding="utf-8"))}

    assert kept == referred


@suites
def test_no_cassette_has_the_credentials_that_it_was_recorded_with(suite: type[JiraContract]) -> None:
    (secret,) = secrets_of(suite.variant).values()

    assert [file for file in written(suite) if secret in file.read_text(encoding="utf-8")] == []
