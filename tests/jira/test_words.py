"""What native words mean: the tenant's mapping, then keys, ids and levels; never a translated name."""

from __future__ import annotations

from typing import Any

import pytest

from anyticket.model.mapping import Mapping
from anyticket.model.named import Rule
from anyticket.model.priority import PriorityLevel
from anyticket.model.status import StatusCategory
from anyticket.model.ticket_type import TicketKind
from anyticket_jira.translate.catalogue import priorities, priority, status, ticket_type
from anyticket_jira.words import Words, levels_by_order

PLAIN = Words(Mapping())


def a_status(name: str, key: str, id: str = "1") -> Any:
    return {"id": id, "name": name, "statusCategory": {"id": 3, "key": key, "name": "Fertig"}}


@pytest.mark.parametrize(
    ("key", "category", "closed", "rule"),
    [
        ("new", StatusCategory.TODO, False, Rule.KEY),
        ("indeterminate", StatusCategory.IN_PROGRESS, False, Rule.KEY),
        ("done", StatusCategory.DONE, True, Rule.KEY),
        ("undefined", StatusCategory.UNKNOWN, False, Rule.KEY),
        ("brand-new", StatusCategory.UNKNOWN, None, Rule.NONE),
    ],
)
def test_a_category_goes_by_its_key(key: str, category: StatusCategory, closed: bool | None, rule: Rule) -> None:
    made = status(a_status("Erledigt", key), PLAIN)

    assert (made.category, made.closed, made.mapped, made.rule) == (category, closed, False, rule)


def test_a_status_without_a_category_is_unknown() -> None:
    made = status({"id": "1", "name": "Done"}, PLAIN)

    assert (made.category, made.closed) == (StatusCategory.UNKNOWN, None)


@pytest.mark.parametrize("word", ["Rejected", "10042"])
def test_the_tenants_mapping_wins_by_name_or_id(word: str) -> None:
    made = status(a_status("Rejected", "done", "10042"), Words(Mapping(statuses={word: StatusCategory.CANCELLED})))

    assert (made.category, made.closed, made.mapped) == (StatusCategory.CANCELLED, True, True)
    assert made.rule is Rule.MAPPING


def test_a_projects_own_words_win_over_the_tenants() -> None:
    own = Mapping(statuses={"Parked": StatusCategory.WAITING})
    words = Words(Mapping(statuses={"Parked": StatusCategory.TODO}, projects={"OPS": own}))

    here, there = (status(a_status("Parked", "new"), words.of(key)).category for key in ("OPS", "WEB"))

    assert (here, there) == (StatusCategory.WAITING, StatusCategory.TODO)


@pytest.mark.parametrize(
    ("raw", "kind", "rule", "level"),
    [
        ({"name": "Teilaufgabe", "subtask": True}, TicketKind.SUBTASK, Rule.KEY, -1),
        ({"name": "Initiative", "hierarchyLevel": 2}, TicketKind.OTHER, Rule.KEY, 2),
        ({"name": "Grande", "hierarchyLevel": 1}, TicketKind.EPIC, Rule.KEY, 1),
        ({"name": "Bug", "hierarchyLevel": 0}, TicketKind.BUG, Rule.NAME, 0),
        ({"name": "Fehler", "untranslatedName": "Bug"}, TicketKind.BUG, Rule.NAME, None),
        ({"name": "Fehler", "hierarchyLevel": 0}, TicketKind.OTHER, Rule.NONE, 0),
    ],
)
def test_a_type_goes_by_its_level_and_then_by_jiras_own_name(
    raw: Any, kind: TicketKind, rule: Rule, level: int | None
) -> None:
    made = ticket_type({"id": "1", **raw}, PLAIN)

    assert (made.kind, made.rule, getattr(made, "hierarchy_level", None)) == (kind, rule, level)


@pytest.mark.parametrize(("id", "level"), [("1", PriorityLevel.URGENT), ("3", PriorityLevel.NORMAL)])
def test_the_priorities_that_every_jira_starts_with_go_by_id(id: str, level: PriorityLevel) -> None:
    made = priority({"id": id, "name": "Umbenannt"}, PLAIN)

    assert (made.level, made.rule) == (level, Rule.ID)


def test_another_priority_is_unknown_on_its_own_and_placed_among_the_others() -> None:
    raws = [{"id": id, "name": name} for id, name in [("1", "A"), ("10001", "B"), ("3", "C"), ("5", "D")]]

    listed = priorities(raws, PLAIN)

    assert priority(raws[1], PLAIN).level is PriorityLevel.UNKNOWN
    assert [one.level.value for one in listed] == ["urgent", "urgent", "normal", "lowest"]
    assert [one.rule for one in listed] == [Rule.ID, Rule.ORDER, Rule.ID, Rule.ID]


@pytest.mark.parametrize(
    ("count", "levels"),
    [
        (1, ["urgent"]),
        (2, ["urgent", "lowest"]),
        (3, ["urgent", "normal", "lowest"]),
        (5, ["urgent", "high", "normal", "low", "lowest"]),
    ],
)
def test_priorities_of_which_none_is_known_are_laid_on_the_scale(count: int, levels: list[str]) -> None:
    assert [level.value for level in levels_by_order([PriorityLevel.UNKNOWN] * count)] == levels
