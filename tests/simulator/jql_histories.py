"""Clauses with `was` and `changed`, made up by hypothesis, each with what it means to the naive JQL."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from hypothesis import strategies as st

from .naive_jql import Condition, Eyes

__all__ = ["histories"]

_HISTORIC: Final = ("status", "assignee", "priority", "resolution")


def _values(eyes: Eyes, field: str) -> dict[str, set[str]]:
    """Return what each literal means: the ids that a changelog has for it."""
    store = eyes.site.store
    tables = {"status": store.statuses, "priority": store.priorities, "resolution": store.resolutions}
    if field in tables:
        found = {item.name: {str(item.id)} for item in tables[field]}
    else:
        found = {person.account_id: {str(person.id)} for person in list(store.people)[:14]}
    return found | {"EMPTY": {""}}


@st.composite
def histories(draw: st.DrawFn, eyes: Eyes) -> Condition:
    """Return a clause with `was` or `changed`, whose opposite is simply what it does not find."""
    field = draw(st.sampled_from(_HISTORIC))
    values = _values(eyes, field)
    predicates, tests = "", list[Callable[[Any], bool]]()
    for predicate, test in draw(st.lists(_predicates(eyes), max_size=2)):
        predicates += " " + predicate
        tests.append(test)
    value = st.sampled_from(sorted(values))
    if draw(st.booleans()):
        picked = draw(value)
        text, spans = f"{field} was {_quoted(picked)}{predicates}", eyes.spans
        tests.append(lambda span: span[3] in values[picked])
    else:
        text, spans = f"{field} changed", eyes.moves
        for word, place in draw(st.lists(st.sampled_from([("from", 4), ("to", 3)]), max_size=2, unique=True)):
            picked = draw(value)
            text += f" {word} {_quoted(picked)}"
            tests.append(lambda span, wanted=values[picked], place=place: span[place] in wanted)
        text += predicates
    yes = lambda issue: any(all(test(span) for test in tests) for span in spans(issue, field))  # noqa: E731
    return Condition(text, yes, lambda issue: not yes(issue))


def _quoted(value: str) -> str:
    return value if value == "EMPTY" else f'"{value}"'


@st.composite
def _predicates(draw: st.DrawFn, eyes: Eyes) -> tuple[str, Callable[[Any], bool]]:
    word = draw(st.sampled_from(["by", "after", "before", "on", "during"]))
    if word == "by":
        person = draw(st.sampled_from(list(eyes.site.store.people)[:14]))
        return f'by "{person.account_id}"', lambda span: span[2] == person.id
    amount, length = draw(st.integers(0, 400)), draw(st.integers(0, 90))
    day, last = (eyes.local(eyes.ago(minutes)).date() for minutes in ((amount + length) * 1440, amount * 1440))
    start = eyes.at(day)
    if word == "after":
        return f'after "{day}"', lambda span: span[1] > start
    if word == "before":
        return f'before "{day}"', lambda span: span[0] < start
    if word == "on":
        return f'on "{day}"', lambda span: span[0] <= start + 86_399_999 and span[1] >= start
    end = eyes.at(last) + 86_399_999
    return f'during ("{day}", "{last}")', lambda span: span[0] <= end and span[1] >= start
