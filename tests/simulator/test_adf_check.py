"""What the simulator takes for an Atlassian document is what Atlassian's schema takes for one."""

from __future__ import annotations

from collections import Counter
from typing import Any, Final

import pytest
from jsonschema import Draft4Validator

from jira_simulator.adf_check import is_document

from ..shared_files import schema, vectors
from ..text.adf_schema import AdfSchema
from .adf_mutations import mutated

#: The schema of 2018 refused these, and that of today takes them.
_RELAXED: Final = 9
_MUTATIONS: Final = 5000


def document(*content: dict[str, Any]) -> dict[str, Any]:
    return {"type": "doc", "version": 1, "content": list(content)}


def node(kind: str, *content: dict[str, Any], **attrs: Any) -> dict[str, Any]:
    made: dict[str, Any] = {"type": kind}
    if attrs:
        made["attrs"] = attrs
    return made | ({"content": list(content)} if content else {})


def text(words: str, *marks: dict[str, Any]) -> dict[str, Any]:
    return {"type": "text", "text": words} | ({"marks": list(marks)} if marks else {})


_LINE: Final = node("paragraph", text("a line"))
#: What the vectors have none of.
_RARE: Final[dict[str, dict[str, Any]]] = {
    "block task": document(node("taskList", node("blockTaskItem", _LINE, localId="1", state="TODO"), localId="2")),
    "bodied extension": document(node("bodiedExtension", _LINE, extensionKey="k", extensionType="t")),
    "bodied sync block": document(node("bodiedSyncBlock", _LINE, resourceId="r", localId="1")),
    "caption": document(
        node("mediaSingle", node("media", type="external", url="u"), node("caption", text("c")), layout="wide")
    ),
    "date": document(node("paragraph", node("date", timestamp="1"))),
    "embed": document(node("embedCard", url="u", layout="center", width=50)),
    "expand": document(node("expand", node("nestedExpand", _LINE, title="in"), title="out")),
    "fragment": document({"type": "extension", "attrs": {"extensionKey": "k", "extensionType": "t"},
                          "marks": [{"type": "fragment", "attrs": {"localId": "1"}}]}),
    "indented": document({**_LINE, "marks": [{"type": "indentation", "attrs": {"level": 2}}]}),
    "layout": document(node("layoutSection", *[node("layoutColumn", _LINE, width=50)] * 2)),
    "media in line": document(node("paragraph", node("mediaInline", id="i", collection="c", type="image"))),
    "small": document(node("panel", {**_LINE, "marks": [{"type": "fontSize", "attrs": {"fontSize": "small"}}]},
                           panelType="info")),
    "status": document(node("paragraph", node("status", text="s", color="#aabbcc"))),
    "sync block": document(node("syncBlock", resourceId="r", localId="1")),
    "wide code": document({**node("codeBlock", text("x")), "marks": [{"type": "breakout", "attrs": {"mode": "wide"}}]}),
}  # fmt: skip


@pytest.mark.parametrize("name", sorted(_RARE))
def test_rare_nodes_are_taken_and_nothing_unknown_in_their_place(name: str) -> None:
    found = _RARE[name]

    assert is_document(found)
    assert not is_document({**found, "content": [{**found["content"][0], "type": "nonsense"}]})
    assert not is_document({**found, "content": [{**found["content"][0], "attrs": {"nonsense": 1}}]})
    assert not is_document({**found, "content": [*found["content"], node("listItem", _LINE)]})


@pytest.mark.parametrize(
    "value",
    [None, "text", [], {}, {"type": "doc", "version": 1}, {"type": "doc", "version": True, "content": []},
     {"type": "paragraph", "version": 1, "content": []}, document(text("bare")), document(node("heading")),
     document(node("paragraph", text(""))), document(node("bulletList")), document({"type": ["paragraph"]})],
)  # fmt: skip
def test_what_is_no_document_is_refused(value: object) -> None:
    assert not is_document(value)


def test_a_document_that_is_too_deep_is_refused() -> None:
    inner = _LINE
    for _ in range(400):
        inner = node("bulletList", node("listItem", inner))

    assert not is_document(document(inner))


def test_documents_of_the_vectors_get_atlassians_verdict() -> None:
    judge = AdfSchema(schema())
    old = [vector for vector in vectors("adf_valid") if not judge.is_valid(vector["adf"])]

    taken = [vector["id"] for vector in vectors("adf_invalid") if is_document(vector["adf"])]

    assert [vector["id"] for vector in vectors("adf_valid") if not is_document(vector["adf"])] == []
    assert all(vector["id"].startswith("applicationCard") for vector in old)
    assert [id for id in taken if not judge.is_valid(_found(id))] == []
    assert len(taken) == _RELAXED


def _found(id: str) -> Any:
    (found,) = [vector["adf"] for vector in vectors("adf_invalid") if vector["id"] == id]
    return found


@pytest.mark.parametrize("name", ["wiki_to_adf", "adf_to_wiki", "markdown_to_adf"])
def test_what_converters_wrote_gets_the_verdict_of_the_schema_in_vectors(name: str) -> None:
    judge = AdfSchema(schema())
    documents = [vector["adf"] for vector in vectors(name) if "adf" in vector]

    assert len(documents) > 40
    assert [found for found in documents if is_document(found) is not judge.is_valid(found)] == []


def test_mutated_documents_of_the_vectors_get_the_verdict_of_the_schema(capsys: pytest.CaptureFixture[str]) -> None:
    judge, validator = AdfSchema(schema()), Draft4Validator(schema())
    names = ("adf_valid", "wiki_to_adf", "adf_to_wiki", "markdown_to_adf")
    documents = [vector["adf"] for name in names for vector in vectors(name) if "adf" in vector]
    valid = [*(found for found in documents if judge.is_valid(found)), *list(_RARE.values()) * 20]

    verdicts, apart = Counter[bool](), Counter[str]()
    for change, found in mutated(valid, _MUTATIONS):
        ours, theirs = is_document(found), judge.is_valid(found)
        verdicts[theirs] += 1
        if ours is not theirs and ours is not validator.is_valid(found):
            apart[change] += 1

    with capsys.disabled():
        total = apart.total()
        print(f"\nADF: {_MUTATIONS} mutations, {verdicts[False]} invalid, {total} verdicts otherwise: {dict(apart)}")  # noqa: T201
    assert verdicts[False] > 0.5 * _MUTATIONS
    assert verdicts[True] > 0.1 * _MUTATIONS
    assert total <= 0.002 * _MUTATIONS
