"""Status categories in JQL: by the keys that no language changes, corrected by the tenant's own words."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Final

from anyticket.errors import Unsupported
from anyticket.model.mapping import Mapping
from anyticket.model.query import Special
from anyticket.model.status import StatusCategory

from ..words import CATEGORIES, CLOSED
from .clauses import NOTHING, Clause, Tree, any_one, every_one
from .text import quote

_FIELD: Final = "statusCategory"
_DONE: Final = "done"
_OPEN: Final = frozenset(StatusCategory) - CLOSED


def closed_or_open(closed: bool, mapping: Mapping) -> Tree:
    """Return the condition that tickets are closed, or that they are not."""
    return _anywhere(CLOSED if closed else _OPEN, mapping)


def status_categories(wanted: Collection[StatusCategory | Special], mapping: Mapping) -> Tree:
    """
    Return the condition that a ticket's status has one of the categories.

    Raises Unsupported for a category that only a mapping could give a meaning to.
    """
    categories = frozenset(one for one in wanted if isinstance(one, StatusCategory))
    if len(categories) < len(frozenset(wanted)):
        raise _unsupported("every status has a category: EMPTY and ME are none")
    known = {*CATEGORIES.values(), *_mapped(mapping)}
    if unknown := sorted(categories - known):
        advice = "say in the connection's mapping which statuses those are"
        raise _unsupported(f"Jira has no status category {', '.join(map(repr, map(str, unknown)))}: {advice}")
    return _anywhere(categories, mapping)


def _mapped(mapping: Mapping) -> Iterator[StatusCategory]:
    yield from mapping.statuses.values()
    for own in mapping.projects.values():
        yield from own.statuses.values()


def _anywhere(wanted: Collection[StatusCategory], mapping: Mapping) -> Tree:
    """Return the condition with the words of each project that has its own, and of all others."""
    special = {key: own for key, own in mapping.projects.items() if own.statuses}
    everywhere = _by_words(wanted, mapping)
    if not special:
        return everywhere
    others = Clause("project", "NOT IN", _listed(special), may_be_empty=False)
    choices = [every_one([others, everywhere])]
    for key in special:
        here = Clause("project", "=", quote(key), may_be_empty=False)
        choices.append(every_one([here, _by_words(wanted, mapping.for_project(key))]))
    return any_one(choices)


def _by_words(wanted: Collection[StatusCategory], mapping: Mapping) -> Tree:
    """Return the condition: in a category that Jira has, but not mapped to another; or mapped to a wanted one."""
    away = [name for name, category in mapping.statuses.items() if category not in wanted]
    toward = [name for name, category in mapping.statuses.items() if category in wanted]
    native: list[Tree] = _native(wanted)
    if native and away:
        native = [every_one([*native, Clause("status", "NOT IN", _listed(away), may_be_empty=False)])]
    mapped = [Clause("status", "IN", _listed(toward), may_be_empty=False)] if toward else []
    return any_one([*native, *mapped]) if native or mapped else NOTHING


def _native(wanted: Collection[StatusCategory]) -> list[Tree]:
    keys = [key for key, category in CATEGORIES.items() if category in wanted]
    if not keys:
        return []
    if len(keys) == len(CATEGORIES) - 1 and _DONE not in keys:
        return [Clause(_FIELD, "!=", quote(_DONE), may_be_empty=False)]
    if len(keys) == 1:
        return [Clause(_FIELD, "=", quote(keys[0]), may_be_empty=False)]
    return [Clause(_FIELD, "IN", _listed(keys), may_be_empty=False)]


def _listed(values: Collection[str]) -> str:
    return f"({', '.join(map(quote, values))})"


def _unsupported(why: str) -> Unsupported:
    return Unsupported(why, operation="search_tickets", arguments=frozenset({"status_category"}))
