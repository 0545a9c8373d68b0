"""What the simulator answers has the keys and types that recorded answers of real Jiras have."""

from __future__ import annotations

import copy
from collections.abc import Callable
from functools import cache
from typing import Any, Final, TypeAlias

import pytest

from .answers import answers, our_shapes, shapes_of
from .documented import documented
from .loopback_jira import jira
from .recordings import field_ids, real_shapes
from .shapes import Differences, Shapes, compare

Flavour: TypeAlias = tuple[str, str, str]

_FLAVOURS: Final[list[Flavour]] = [
    ("cloud", "3", ""),
    ("cloud", "2", ""),
    ("server", "2", "8.20"),
    ("server", "2", "10.3"),
    ("server", "2", "11.3"),
]
#: What recordings have otherwise, by the beginning of the line, and why that is no fault of ours.
_EXPLAINED: Final[dict[tuple[str, str], str]] = {
    ("server", "listed project: 'expand'"): "the recorded lists are older than Jira 5, the objects in them have it too",
    ("server", "server info: 'versionNumbers'"): "the recordings are cut by hand; the list of facts has it, verified",
    ("server", "whole component: 'projectId'"): "recorded before Jira 6; Atlassian's reference of 7 to 10 shows it",
}


@cache
def differences(variant: str, api: str, version: str) -> dict[str, Differences]:
    ours = our_shapes(variant, api, **({"version": version} if version else {}))
    return held_against(ours, cloud=variant == "cloud")


def held_against(ours: Shapes, *, cloud: bool) -> dict[str, Differences]:
    """Compare every kind of thing that there are recordings of."""
    certain, possible = real_shapes(cloud=cloud, whole=True).found, real_shapes(cloud=cloud, whole=False).found
    result: dict[str, Differences] = {}
    for name in sorted(possible.keys() & ours.found.keys()):
        known = documented(name, cloud=cloud) | (field_ids() if name == "fields" else {})
        result[name] = compare(name, possible[name], ours.found[name], known, whole=certain.get(name))
    return result


def unexplained(found: dict[str, Differences], variant: str) -> list[str]:
    excuses = tuple(beginning for where, beginning in _EXPLAINED if where == variant)
    return [line for one in found.values() for line in one.lines if not line.startswith(excuses or ("\0",))]


@pytest.mark.parametrize("flavour", _FLAVOURS, ids=lambda flavour: "-".join(filter(None, flavour)))
def test_answers_have_the_shapes_of_the_corpus(flavour: Flavour, capsys: pytest.CaptureFixture[str]) -> None:
    found = differences(*flavour)

    assert unexplained(found, flavour[0]) == []
    with capsys.disabled():
        print(_coverage(flavour, found))  # noqa: T201


def _coverage(flavour: Flavour, found: dict[str, Differences]) -> str:
    title = f"\nshapes of {' '.join(filter(None, flavour))}: in recordings, keys compared, keys only in the documents"
    lines = [
        f"  {name:26} {one.things:5} {one.keys:4} {len(one.only_in_specs):4}" for name, one in sorted(found.items())
    ]
    ones = found.values()
    total = (len(found), sum(one.things for one in ones), sum(one.keys for one in ones))
    return "\n".join([title, *lines, "  together: {} kinds, {} things, {} keys".format(*total)])


def test_every_excuse_is_needed_for_the_corpus() -> None:
    lines = [line for flavour in _FLAVOURS for one in differences(*flavour).values() for line in one.lines]

    assert [beginning for _, beginning in _EXPLAINED if not any(line.startswith(beginning) for line in lines)] == []


Change: TypeAlias = Callable[[dict[str, Any]], object]
_CHANGES: Final[dict[str, tuple[Change, str]]] = {
    "a key of an issue": (lambda issue: issue.pop("self"), "issue: 'self'"),
    "a key of a user in it": (lambda issue: issue["fields"]["reporter"].pop("accountId"), "user: 'accountId'"),
    "a key of a category": (lambda issue: _status(issue)["statusCategory"].pop("key"), "status category: 'key'"),
    "a picture": (lambda issue: issue["fields"]["creator"]["avatarUrls"].pop("48x48"), "avatars: '48x48'"),
    "an unknown key": (lambda issue: issue["fields"].update(nonsense=1), "fields: 'nonsense'"),
    "an unknown key of a status": (lambda issue: _status(issue).update(colour="red"), "status: 'colour'"),
    "a number for a text": (lambda issue: issue.update(id=10000), "issue: 'id' is number"),
    "null for an object": (lambda issue: issue["fields"].update(status=None), "fields: 'status' is null"),
    "a custom field's type": (lambda issue: issue["fields"].update(customfield_10020="x"), "fields: 'com.pyxis"),
}


def _status(issue: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = issue["fields"]["status"]
    return found


@pytest.mark.parametrize("change", sorted(_CHANGES))
def test_a_changed_answer_is_found_out_by_the_corpus(change: str) -> None:
    alter, told = _CHANGES[change]
    client = jira("cloud", issues=3)
    shapes = shapes_of(client.site)
    for name, body in answers(client, "3"):
        if name == "issue":
            changed = copy.deepcopy(body)
            alter(changed)
            shapes.add(name, changed)

    lines = unexplained(held_against(shapes, cloud=True), "cloud")

    assert any(line.startswith(told) for line in lines), lines
