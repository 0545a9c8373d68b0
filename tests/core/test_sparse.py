"""What every model promises: absent is not None, and no way around loses the difference."""

from __future__ import annotations

import copy
import pickle
import sys
from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from anyticket import (
    EMPTY,
    ME,
    Amend,
    Comment,
    CommentDraft,
    Label,
    Malformed,
    NotLoaded,
    Person,
    Query,
    RichText,
    Status,
    Ticket,
    TicketDraft,
    TicketPatch,
)
from anyticket.model.attachment import AttachmentDraft
from anyticket.model.sparse import ABSENT, Sparse, lazily, loaded
from anyticket.model.values import Fields, NumberValue
from core.generated import every_model, instances

RAW = {"id": "1", "secret": "s", "title": "t", "labels": ["a", "b"]}


def bad_labels(raw: dict[str, Any]) -> Any:
    raise Malformed("labels is no list")


READERS = {
    "title": lambda raw: raw["title"],
    "status": lambda raw: loaded(Status, raw, name="Open"),
    "labels": lambda raw: tuple(loaded(Label, label, name=label) for label in raw["labels"]),
    "due": lambda raw: raw.get("due", ABSENT),
}


def lazy() -> Ticket:
    return lazily(Ticket, RAW, READERS, id="1", key="P-1")


def eager() -> Ticket:
    return loaded(
        Ticket,
        RAW,
        id="1",
        key="P-1",
        title="t",
        status=Status(name="Open"),
        labels=(Label(name="a"), Label(name="b")),
    )


@pytest.mark.parametrize("kind", every_model(), ids=lambda kind: kind.__name__)
def test_every_way_around_keeps_what_is_there_and_what_is_not(kind: type[Sparse]) -> None:
    @settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck), database=None)
    @given(instances(kind))
    def law(one: Sparse) -> None:
        ways = {
            "python": kind.model_validate(one.model_dump()),
            "json": kind.model_validate_json(one.model_dump_json()),
            "pickle": pickle.loads(pickle.dumps(one)),
            "copy": copy.copy(one),
            "deepcopy": copy.deepcopy(one),
            "loaded": loaded(kind, None, **vars(one)),
        }
        for way, other in ways.items():
            assert other == one and hash(other) == hash(one), way
            assert vars(other).keys() == vars(one).keys() == other.model_fields_set == other.model_dump().keys(), way

    law()


@settings(max_examples=100, deadline=None)
@given(instances(Ticket, 1), instances(Ticket, 1))
def test_two_are_equal_if_the_same_is_loaded(one: Ticket, other: Ticket) -> None:
    assert (one == other) is (one.model_dump() == other.model_dump())


def test_absent_is_not_none() -> None:
    absent, none = Ticket(id="1", key="P-1"), Ticket(id="1", key="P-1", description=None)

    assert absent != none
    assert none.description is None
    assert not hasattr(absent, "description")
    assert repr(absent) == "Ticket(id='1', key='P-1')"
    with pytest.raises(NotLoaded, match=r"'links' of this Ticket was not loaded; load=\['links'\] brings it") as caught:
        absent.links  # noqa: B018
    assert (caught.value.attribute, caught.value.load) == ("links", "links")
    with pytest.raises(AttributeError, match="no attribute 'tilte'"):
        absent.tilte  # type: ignore[attr-defined]  # noqa: B018


def test_raw_is_kept_by_pickle_and_copies_and_shown_nowhere() -> None:
    ticket = loaded(Ticket, RAW, id="1", key="P-1")

    assert ticket == Ticket(id="1", key="P-1")
    for other in (pickle.loads(pickle.dumps(ticket)), copy.copy(ticket), copy.deepcopy(ticket)):
        assert other.raw == RAW
    for shown in (repr(ticket), str(ticket), str(ticket.model_dump()), ticket.model_dump_json(), str(vars(ticket))):
        assert "secret" not in shown
    with pytest.raises(NotLoaded, match="not read from a tracker"):
        Ticket.model_validate_json(ticket.model_dump_json()).raw  # noqa: B018


@pytest.mark.parametrize(
    "look",
    [
        lambda ticket: ticket == eager(),
        lambda ticket: repr(ticket) == repr(eager()),
        lambda ticket: ticket.model_dump() == eager().model_dump(),
        lambda ticket: ticket.model_dump_json() == eager().model_dump_json(),
        lambda ticket: vars(ticket) == vars(eager()),
        lambda ticket: dict(ticket) == dict(eager()),
        lambda ticket: pickle.loads(pickle.dumps(ticket)) == eager(),
        lambda ticket: copy.copy(ticket) == eager(),
        lambda ticket: copy.deepcopy(ticket) == eager(),
        lambda ticket: ticket.model_copy(update={"title": "u"}) == eager().model_copy(update={"title": "u"}),
        lambda ticket: TypeAdapter(list[Ticket]).dump_json([ticket]) == TypeAdapter(list[Ticket]).dump_json([eager()]),
        lambda ticket: Ticket(id="2", key="P-2", parent=ticket).parent == eager(),
        lambda ticket: ticket.model_fields_set == eager().model_fields_set,
        lambda ticket: (ticket.title, ticket.labels, ticket.raw) == ("t", eager().labels, RAW),
        lambda ticket: not hasattr(ticket, "due") and not hasattr(ticket, "links"),
    ],
)
def test_a_lazy_model_is_the_same_however_one_looks_at_it(look: Any) -> None:
    assert look(lazy())


def test_a_lazy_attribute_is_read_once_and_only_if_asked() -> None:
    reads: list[str] = []
    readers = {name: lambda raw, name=name: reads.append(name) or name for name in ("title", "url", "version")}
    ticket = lazily(Ticket, RAW, readers, id="1", key="P-1")

    assert (ticket.id, ticket.title, ticket.title, reads) == ("1", "title", "title", ["title"])
    assert "version='version'" in repr(ticket)
    assert reads == ["title", "url", "version"]


def test_a_malformed_value_is_an_error_whenever_it_is_read() -> None:
    def ticket() -> Ticket:
        return lazily(Ticket, RAW, {**READERS, "labels": bad_labels}, id="1", key="P-1")

    assert ticket().title == "t"
    for look in (lambda: ticket().labels, lambda: hasattr(ticket(), "labels"), lambda: repr(ticket())):
        with pytest.raises(Malformed, match="labels is no list"):
            look()


def test_frozen() -> None:
    with pytest.raises(ValidationError, match="frozen"):
        eager().title = "x"


def test_a_match_skips_what_is_not_there() -> None:
    match lazy():
        case Ticket(due=_):
            raise AssertionError
        case Ticket(key=key, title=title):
            assert (key, title) == ("P-1", "t")


def test_unions_dump_without_a_warning() -> None:
    adapter: TypeAdapter[Any] = TypeAdapter(tuple[Person | Status | Comment | str, ...])
    mixed = (Person(id="1"), Status(name="Open"), Comment(id="1"), "x")

    assert adapter.dump_json(mixed) == b'[{"id":"1"},{"name":"Open"},{"id":"1"},"x"]'


def test_the_json_schema_requires_only_what_is_always_there() -> None:
    schema = Ticket.model_json_schema()["$defs"]["Ticket"]

    assert schema["required"] == ["id", "key"]


@pytest.mark.parametrize("due", [date(2026, 1, 1), datetime(2026, 1, 1, tzinfo=UTC), None])
def test_midnight_is_not_a_day(due: date | None) -> None:
    back = TicketPatch.model_validate_json(TicketPatch(due=due).model_dump_json()).due

    assert back == due and type(back) is type(due)


@pytest.mark.parametrize(
    ("patch", "names"),
    [
        (TicketPatch(), set()),
        (TicketPatch(title="x"), {"title"}),
        (TicketPatch(description=None), {"description"}),
        (TicketPatch(title="x", labels=[]), {"title", "labels"}),
        (TicketPatch(labels=Amend(add=["a"])), {"labels", "labels.amend"}),
        (TicketPatch(comment="done"), {"comment", "comment.body"}),
        (TicketPatch(comment=CommentDraft(body="x", internal=True)), {"comment", "comment.body", "comment.internal"}),
    ],
)
def test_a_patch_that_went_through_a_queue_changes_only_what_was_given(patch: TicketPatch, names: set[str]) -> None:
    back = TicketPatch.model_validate_json(patch.model_dump_json())

    assert back == patch and back.names() == patch.names() == names


def test_a_draft_keeps_exact_types_of_what_callers_pass() -> None:
    draft = TicketDraft(project="P", type="Bug", title="x", description="**b**", labels=["a"], assignees=["a@b.c", "u"])

    assert draft.project is not None and draft.project.key == "P"
    assert draft.labels == (Label(name="a"),)
    assert draft.assignees == (Person(email="a@b.c"), Person(id="u"))
    assert draft.description is not None and draft.description.native == "**b**"


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"title": "  "}, "needs a title"),
        ({"title": "x", "labels": "ab"}, "labels"),
        ({"title": "x", "titel": "y"}, "titel"),
        ({"title": "x", "due": datetime(2026, 1, 1)}, "naive datetime"),
        ({"title": "x", "estimate_seconds": -1}, "greater than or equal to 0"),
    ],
)
def test_a_bad_draft_is_refused_where_it_is_written(given: dict[str, Any], says: str) -> None:
    with pytest.raises(ValidationError, match=says):
        TicketDraft(**given)


def test_a_query_knows_what_was_asked() -> None:
    query = Query(project="P", text=None, assignee=[ME, "x"], any_of=[Query(label=EMPTY)], exclude=Query(closed=True))

    assert query.names() == {"project", "assignee", "any_of", "label", "exclude", "closed"}
    assert Query.model_validate_json(query.model_dump_json()) == query
    assert Query(assignee="me") != Query(assignee=ME)
    with pytest.raises(ValidationError, match="any of nothing"):
        Query(label=[])


def test_queries_are_anded() -> None:
    assert Query(project="P") & Query.native("jira", "x") == Query(
        project="P", natives=Query.native("jira", "x").natives
    )
    assert Query(label="a") & Query(label="b") == Query(label="a", any_of=[Query(label="b")])
    with pytest.raises(ValueError, match="say it in one query"):
        Query(label="a", any_of=[Query()]) & Query(label="b", any_of=[Query()])


def test_fields_are_found_by_id_and_by_name() -> None:
    values = {"c1": NumberValue(value=1), "c2": None, "c3": None}
    fields = Fields(values, {"c1": "Points", "c2": "Team", "c3": "Team"})

    assert fields["c1"] == fields["Points"] == NumberValue(value=1)
    assert fields["c2"] is None and "Points" in fields and len(fields) == 3
    with pytest.raises(KeyError, match="nearest is 'Points'"):
        fields["Pionts"]
    with pytest.raises(Exception, match="2 fields are called 'Team'") as caught:
        fields["Team"]
    assert caught.value.choices == ("c2", "c3")


@given(st.binary(max_size=20))
def test_a_file_goes_through_a_queue(content: bytes) -> None:
    draft = AttachmentDraft(filename="a.txt", content=content)

    assert AttachmentDraft.model_validate_json(draft.model_dump_json()) == draft


def test_the_name_of_a_codec_out_of_json_imports_nothing_else() -> None:
    text = RichText.model_validate_json('{"native": "x", "format": "antigravity"}')

    with pytest.raises(TypeError, match="no codec of an anyticket package"):
        text.markdown  # noqa: B018
    assert "antigravity" not in sys.modules


def test_an_attribute_that_another_thread_reads_meanwhile_is_there() -> None:
    ticket = lazily(Ticket, RAW, READERS, id="1", key="P-1")

    # the steps of `ticket.title`, with `repr(ticket)` of another thread between the first and the second
    assert "title" in vars(ticket)
    assert getattr(Ticket, "__getattr__")(ticket, "title") == "t"  # noqa: B009 (checkers do not see it)
