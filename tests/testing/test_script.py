"""What the scripted driver plays, and how it says that a flow left its script."""

from __future__ import annotations

from functools import partial

import pytest

from anyticket.errors import NotFound, Timeout
from anyticket.flow import Call, Exclusive, Flow, Sleep, Steps, Together, call, done, exclusive, sleep, together
from anyticket.model.connection import Connection
from anyticket.provider import Provider
from anyticket.request import Request, Response
from anyticket.testing import Script, ScriptError
from anyticket.testing.script import PERFORM


def get(key: str) -> Flow[str]:
    response = yield Request.get("/issue/{}", key)
    return f"{key}:{response.status}:{response.body.decode()}"


def create(title: str) -> Flow[object]:
    response = yield Request.post("/issue", query=(("notify", "no"),), json={"title": title, "labels": ["a", "b"]})
    return response.json()


@pytest.mark.parametrize(
    ("reply", "result"),
    [
        (Response(200, body=b"x"), "A-1:200:x"),
        ({"a": [1]}, 'A-1:200:{"a":[1]}'),
        ([], "A-1:200:[]"),
        ("text", 'A-1:200:"text"'),
        (None, "A-1:204:"),
    ],
)
def test_a_request_is_replied_to_with_a_response_or_json_or_nothing(reply: object, result: str) -> None:
    assert Script((Request.get("/issue/{}", "A-1"), reply)).run(get("A-1")) == result


def test_an_exception_is_thrown_into_the_flow() -> None:
    def careful() -> Flow[str]:
        try:
            return (yield from get("A-1"))
        except Timeout as exc:
            return exc.message

    assert Script((Request, Timeout("late"))).run(careful()) == "late"


def test_all_five_effects_are_played_in_order() -> None:
    def inside() -> Flow[str]:
        yield from sleep(2.0)
        return (yield from get("A-2"))

    def flow() -> Flow[tuple[object, ...]]:
        number = yield from call(int, "12", base=8)
        locked = yield from exclusive("token", inside(), shielded=True)
        both = yield from together([get("A-3"), get("A-4")], at_most=2)
        return number, locked, both

    script = Script(
        (Call(partial(int, "12", base=8)), PERFORM),
        (Exclusive("token", done(None), shielded=True), None),
        (Sleep(2.0), None),
        (Request.get("/issue/{}", "A-2"), 1),
        (Together((done(1), done(2)), at_most=2), None),
        (Request.get("/issue/{}", "A-3"), 2),
        (Request.get("/issue/{}", "A-4"), 3),
    )

    assert script.run(flow()) == (10, "A-2:200:1", ("A-3:200:2", "A-4:200:3"))


def test_a_call_is_answered_without_being_made() -> None:
    def explode() -> int:
        raise AssertionError("it was called")

    assert Script((Call, 7)).run(call(explode)) == 7


def test_another_request_is_told_with_a_diff_of_all_that_differs() -> None:
    expected = Request.post("/issue", query=(("notify", "yes"),), json={"labels": ["a"], "title": "x"})

    with pytest.raises(ScriptError) as failure:
        Script((expected, None)).run(create("y"))

    told = str(failure.value)
    assert told.startswith("step 1 of 1 is not what the script expects")
    assert "expected  POST /issue?notify=yes" in told
    assert "came      POST /issue?notify=no" in told
    for line in ("- notify=yes", "+ notify=no", '-   "title": "x"', '+   "title": "y"', '+     "b"'):
        assert line in told


def test_the_order_of_json_keys_and_of_the_query_is_no_difference() -> None:
    expected = Request.post("/issue", query=(("notify", "no"),), json={"labels": ["a", "b"], "title": "x"})

    assert Script((expected, {"id": "1"})).run(create("x")) == {"id": "1"}


@pytest.mark.parametrize(
    ("expected", "flow", "difference"),
    [
        (Sleep(1.0), sleep(2.0), "seconds: expected 1.0, came 2.0"),
        (Exclusive("a", done(None)), exclusive("b", done(None)), "key: expected 'a', came 'b'"),
        (Together((), at_most=8), together([done(1)]), "flows: expected 0, came 1"),
        (Call(list), call(repr, 1), "call: expected"),
        (Request, sleep(1), "another kind of effect"),
        (Sleep(1.0), get("A-1"), "another kind of effect"),
        (Request.get("/issue/A-1"), get("A-1"), "route: expected '/issue/A-1', came '/issue/{}'"),
    ],
)
def test_each_kind_of_effect_is_compared(expected: object, flow: Steps[object], difference: str) -> None:
    with pytest.raises(ScriptError, match="step 1 of 1") as failure:
        Script((expected, None)).run(flow)  # type: ignore[arg-type]

    assert difference in str(failure.value)


def test_a_step_too_many_is_told() -> None:
    with pytest.raises(ScriptError, match=r"has 0 steps, and then came\n  GET /issue/A-1"):
        Script().run(get("A-1"))


def test_steps_that_were_never_asked_for_fail() -> None:
    script = Script((Request.get("/issue/{}", "A-1"), 1), (Sleep(3), None))

    with pytest.raises(ScriptError, match=r"1 of 2 steps were never asked for:\n  Sleep 3 s"):
        script.run(get("A-1"))


def test_an_error_of_the_flow_leaves_with_a_note_of_what_was_not_played() -> None:
    script = Script((Request, LookupError("mine")), (Sleep(3), None))

    with pytest.raises(LookupError, match="mine") as failure:
        script.run(get("A-1"))

    assert "1 of 2 steps were never asked for" in failure.value.__notes__[0]


def test_a_mismatch_is_not_thrown_into_the_flow_but_the_flow_is_closed() -> None:
    ends: list[str] = []

    def swallowing() -> Flow[str]:
        try:
            return (yield from get("A-1"))
        except Exception:
            return "swallowed"
        finally:
            ends.append("closed")

    with pytest.raises(ScriptError):
        Script((Sleep(1), None)).run(swallowing())

    assert ends == ["closed"]


def test_a_provider_reads_the_answers_that_are_errors() -> None:
    class Reading(Provider):
        name = "reading"

        def read_error(self, request: Request, response: Response) -> NotFound | None:
            return NotFound("no such ticket", response=response) if response.status == 404 else None

    provider = Reading(Connection(provider="reading"))

    with pytest.raises(NotFound):
        Script((Request, Response(404))).run(get("A-1"), checked_by=provider)
