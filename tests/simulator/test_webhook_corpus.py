"""Webhooks have the shapes of recorded ones, event by event."""

from __future__ import annotations

import copy
from collections.abc import Callable
from functools import cache
from typing import Any, Final, TypeAlias

import pytest

from .documented import documented
from .loopback_jira import NOW
from .recordings import field_ids, real_shapes
from .shapes import Differences, Shape, Shapes, compare
from .webhook_shapes import our_bodies, recorded_bodies, shapes_of_webhooks

Flavour: TypeAlias = tuple[str, str]

_FLAVOURS: Final[list[Flavour]] = [("cloud", ""), ("server", "8.20"), ("server", "10.3")]
#: What recordings have otherwise, by the beginning of the line, and why that is no fault of ours.
_EXPLAINED: Final = {
    "link: 'outwardIssue'": "a link shows one of its two ends; the only recorded one happens to have this",
    "changelog of a webhook.items: 'fieldId'": "a link is no field: recorded changelogs of Cloud have none for it",
    "issue of a webhook.fields: 'description' is null": "those recorded have one; without it is null in all answers",
}
#: Recorded events that are not sent here, and why.
_NOT_SENT: Final = {
    "jira:issue_updated of old": "before Jira 7.3 an update did not say what kind it was",
    "jira:issue_updated issue_reopened": "the seeded workflows have no transitions with events of their own",
    "jira:issue_updated issue_work_started": "the same",
}


#: What parts of webhooks are called in the specifications.
_ALIASES: Final = {"sprint of a webhook": "sprint", "project of a webhook.projectLead": "user"}


def known_elsewhere(name: str, *, cloud: bool) -> dict[str, str]:
    """Return the keys that specifications or recordings of other answers have, and which of them."""
    if name.endswith(".fields"):
        return {} if name.startswith("trimmed") else field_ids()
    answers = real_shapes(cloud=cloud, whole=False).found.get(name, Shape())
    thing = _ALIASES.get(name, name)
    return documented(thing, cloud=True) | documented(thing, cloud=cloud) | dict.fromkeys(answers.keys, "other answers")


@cache
def bodies(variant: str, version: str) -> tuple[dict[str, Any], ...]:
    return our_bodies(variant, **({"version": version} if version else {}))


def held_against(ours: Shapes, *, cloud: bool) -> dict[str, Differences]:
    """Compare everything that there are recordings of."""
    certain = shapes_of_webhooks(recorded_bodies(cloud=cloud, whole=True)).found
    result: dict[str, Differences] = {}
    for name, real in sorted(shapes_of_webhooks(recorded_bodies(cloud=cloud, whole=False)).found.items()):
        if name in ours.found:
            known = known_elsewhere(name, cloud=cloud)
            result[name] = compare(name, real, ours.found[name], known, whole=certain.get(name))
    return result


def unexplained(found: dict[str, Differences]) -> list[str]:
    return [line for one in found.values() for line in one.lines if not line.startswith(tuple(_EXPLAINED))]


@pytest.mark.parametrize("flavour", _FLAVOURS, ids=lambda flavour: "-".join(filter(None, flavour)))
def test_webhooks_have_the_shapes_of_the_corpus(flavour: Flavour, capsys: pytest.CaptureFixture[str]) -> None:
    cloud = flavour[0] == "cloud"

    found = held_against(shapes_of_webhooks(bodies(*flavour)), cloud=cloud)

    missing = recorded_events(cloud=cloud) - found.keys() - _NOT_SENT.keys()
    assert unexplained(found) == []
    assert missing == set()
    with capsys.disabled():
        print(_coverage(flavour, found))  # noqa: T201


def _coverage(flavour: Flavour, found: dict[str, Differences]) -> str:
    title = f"\nwebhooks of {' '.join(filter(None, flavour))}: in recordings, keys compared, keys known from elsewhere"
    lines = [f"  {name:38} {one.things:4} {one.keys:4} {len(one.only_in_specs):4}" for name, one in found.items()]
    events = recorded_events(cloud=flavour[0] == "cloud")
    return "\n".join([title, *lines, f"  events: {len(events & found.keys())} of {len(events)} recorded ones compared"])


def recorded_events(*, cloud: bool) -> set[str]:
    found = shapes_of_webhooks(recorded_bodies(cloud=cloud, whole=False)).found
    return {name for name, shape in found.items() if "webhookEvent" in shape.keys}


@pytest.mark.parametrize("flavour", _FLAVOURS, ids=lambda flavour: "-".join(filter(None, flavour)))
def test_texts_are_wiki_text_and_times_milliseconds_as_in_the_corpus(flavour: Flavour) -> None:
    created, *_ = [body for body in bodies(*flavour) if body["webhookEvent"] == "jira:issue_created"]
    commented, *_ = [body for body in bodies(*flavour) if body["webhookEvent"] == "comment_created"]

    assert created["issue"]["fields"]["description"].strip() == "*wet*"
    assert commented["comment"]["body"].strip() == "a *warm* day"
    assert "/rest/api/2/" in commented["comment"]["self"]
    assert created["timestamp"] == int(NOW * 1000)


Change: TypeAlias = Callable[[dict[str, Any]], object]
_CHANGES: Final[dict[str, tuple[str, Change, str]]] = {
    "no user": ("jira:issue_created", lambda body: body.pop("user"), "'user' is in all"),
    "no key": ("jira:issue_created", lambda body: body["issue"].pop("key"), "'key' is in all"),
    "more of an issue": ("comment_created", lambda body: body["issue"]["fields"].update(votes=1), "'votes'"),
    "ADF": ("comment_created", lambda body: body.update(comment={**body["comment"], "body": {}, "x": 1}), "'x'"),
    "a text as time": ("comment_created", lambda body: body.update(timestamp="now"), "'timestamp' is string"),
    "a field of a change": ("jira:issue_updated", lambda body: body["changelog"]["items"][0].pop("to"), "'to'"),
}


@pytest.mark.parametrize("change", sorted(_CHANGES))
def test_a_changed_webhook_is_found_out_by_the_corpus(change: str) -> None:
    event, alter, told = _CHANGES[change]
    changed = copy.deepcopy(list(bodies("cloud", "")))
    alter(next(body for body in changed if body["webhookEvent"] == event))

    found = held_against(shapes_of_webhooks(tuple(changed)), cloud=True)

    assert any(told in line for line in unexplained(found))
