"""What the simulator answers is what Atlassian's interface documents say, except where they are wrong."""

from __future__ import annotations

import copy
import re
from collections import Counter
from functools import cache
from typing import Any, Final

import pytest

from .loopback_jira import jira
from .spec_documents import find_operation, problems_of
from .spec_walk import Seen, Walk, routes_of
from .spec_work import work

_BODIES: Final = {"cloud": 300, "server": 120}
#: What the documents have against answers, by the beginning of their names, and why the answers are right.
_EXPLAINED: Final[dict[tuple[str, str], str]] = {
    ("jira-dc", r": type object"): "the document says object of every list, and of what a resource returns as one",
    ("jira-dc", r"(.*/)?(fields|renderedFields)/\w+: type object"): "it says that every field is an object",
    (
        "jira-dc",
        r"visible(Field|Function)Names/\*: type string",
    ): "it says text of what its own example shows as objects",
    ("jira-cloud", r"(.*\*)?: unknown entityId"): "recorded projects have it",
    ("jira-cloud", r".*: unknown untranslatedName"): "recorded fields and types have it",
    ("jira-cloud", r": unknown defaultLocale"): "both recordings of serverInfo have it",
    ("jira-cloud", r"values/\*: unknown isDefault"): "the document's own example has it",
    ("jira-cloud", r": unknown expand"): "the document's own example of bulkfetch has it",
    (
        "jira-cloud-v2",
        r".*items/\*: unknown (fromString, toString|fromString|toString)",
    ): "all recorded changes have them, and version 3",
    ("jira-cloud", r"queries/\*/structure(/where)?: unknown .*"): "it forbids in general what its alternatives require",
    ("jira-cloud", r"values/\*: (oneOf .*ContextDefaultVal.*|unknown contextId)"): "the same of values by default",
    ("jira-cloud-v2", r"values/\*: without accountId, .*"): "version 2 asks of each what version 3 asks of one of them",
    ("jira-dc", r"value: type string"): "the value of a property is any JSON, as its own resource says",
    ("jira-cloud", r".*owner: unknown accountType, emailAddress, timeZone"): "it shows users of before the accounts",
    ("jira-cloud-v2", r": type object"): "version 3 says list or object of remote links, by what is asked for",
    ("jira-dc", r"status 201 is not foreseen"): "it leaves out that remote links are made with 201, as Cloud says it",
    ("jira-agile", r"location: unknown id, key, name, self"): "it describes the location of boards, not of settings",
}


@cache
def walked(variant: str) -> Walk:
    client = jira(variant, issues=80)
    walk = Walk(client)
    work(walk, client)
    walk.read_everything()
    return walk


def explained(seen: Seen, problem: str) -> bool:
    document = seen.operation.document
    return any(document.startswith(name) and re.fullmatch(pattern, problem) for name, pattern in _EXPLAINED)


@pytest.mark.parametrize("variant", ["cloud", "server"])
def test_answers_are_valid_by_atlassians_documents(variant: str, capsys: pytest.CaptureFixture[str]) -> None:
    walk, kept, wrong = walked(variant), Counter[str](), set[str]()

    for seen in walk.seen:
        for problem in problems_of(seen.operation, seen.status, seen.body):
            if explained(seen, problem):
                kept[seen.operation.document] += 1
            else:
                wrong.add(f"{seen.operation.method} {seen.operation.path} {seen.status}: {problem}")

    with capsys.disabled():
        print(_coverage(variant, walk, kept))  # noqa: T201
    assert sorted(wrong) == []
    assert len({seen.operation for seen in walk.seen}) > _BODIES[variant]


def _coverage(variant: str, walk: Walk, kept: Counter[str]) -> str:
    routes = [(route.method, path) for route, path in routes_of(walk.client)]
    known = [1 for method, path in routes if find_operation(method, path, cloud=variant == "cloud")]
    asked = len({seen.operation for seen in walk.seen})
    return (
        f"\n{variant}: {len(routes)} routes, {len(known)} of them in the documents of Atlassian, {asked} of those asked; "
        f"{len(walk.seen)} bodies, explained deviations {dict(kept)}, {len(walk.unasked)} not answered with success"
    )


def test_every_excuse_is_needed_by_an_answer_atlassian_documents() -> None:
    told = [
        (seen, problem)
        for variant in _BODIES
        for seen in walked(variant).seen
        for problem in problems_of(seen.operation, seen.status, seen.body)
    ]

    idle = [
        (name, pattern)
        for name, pattern in _EXPLAINED
        if not any(s.operation.document.startswith(name) and re.fullmatch(pattern, problem) for s, problem in told)
    ]
    assert idle == []


@pytest.mark.parametrize(
    ("path", "change", "problem"),
    [
        ("/rest/api/3/version/{}", {"nonsense": 1}, ": unknown nonsense"),
        ("/rest/api/3/issue/{}/comment/{}", {"author": "ann"}, "author: type object"),
        ("/rest/agile/1.0/board/{}", {"id": "one"}, "id: type integer"),
        ("/rest/api/3/project/{}", {"assigneeType": "NOBODY"}, "assigneeType: enum"),
    ],
)
def test_a_wrong_answer_is_found_out_by_atlassians_documents(path: str, change: dict[str, Any], problem: str) -> None:
    operation = find_operation("GET", path, cloud=True)
    found = next(seen for seen in walked("cloud").seen if seen.operation == operation)

    before = problems_of(found.operation, found.status, found.body)
    after = problems_of(found.operation, found.status, copy.deepcopy(found.body) | change)

    assert any(line.startswith(problem) for line in set(after) - set(before)), after


def test_a_status_that_no_document_of_atlassian_foresees_is_found_out() -> None:
    operation = find_operation("GET", "/rest/api/3/project/{}", cloud=True)

    assert operation is not None
    assert problems_of(operation, 299, {}) == ["status 299 is not foreseen"]
