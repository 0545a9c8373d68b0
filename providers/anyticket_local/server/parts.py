"""Parts: what `load` brings with tickets, for many tickets at once; each reader returns lists by ticket id."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Final, TypeAlias

import orjson

from .briefs import brief_tickets
from .database import Transaction
from .words import JSON, Catalogue, by_ids, shown

Lists: TypeAlias = dict[int, list[Any]]

COMMENTS: Final = "SELECT * FROM comment WHERE ticket_id IN ({}) ORDER BY id"
ATTACHMENTS: Final = "SELECT * FROM attachment WHERE ticket_id IN ({}) ORDER BY id"
CHANGES: Final = "SELECT * FROM change WHERE ticket_id IN ({}) ORDER BY id"


def comments_json(rows: Transaction, comments: Iterable[sqlite3.Row]) -> list[JSON]:
    """Return comments."""
    found = list(comments)
    people = Catalogue(rows).people(row["author_id"] for row in found)
    return [
        shown(row, "body", "created_at", "updated_at")
        | {
            "author": people[row["author_id"]],
            "internal": bool(row["internal"]),
            "parent_id": row["parent_id"] and str(row["parent_id"]),
        }
        for row in found
    ]


def attachments_json(rows: Transaction, attachments: Iterable[sqlite3.Row]) -> list[JSON]:
    """Return what is known of files."""
    found = list(attachments)
    people = Catalogue(rows).people(row["author_id"] for row in found)
    return [
        shown(row, "filename", "media_type", "size_bytes", "created_at") | {"author": people[row["author_id"]]}
        for row in found
    ]


def changes_json(rows: Transaction, changes: Iterable[sqlite3.Row]) -> list[JSON]:
    """Return edits."""
    found = list(changes)
    people = Catalogue(rows).people(row["author_id"] for row in found)
    return [
        shown(row, "at")
        | {
            "author": people[row["author_id"]],
            "comment_id": row["comment_id"] and str(row["comment_id"]),
            "fields": orjson.loads(row["fields"]),
        }
        for row in found
    ]


def links_json(rows: Transaction, site: str, ids: Sequence[int]) -> Lists:
    """Return the links of tickets, each as its own side sees it."""
    found = {
        row["id"]: row
        for side in ("source_id", "target_id")
        for row in by_ids(rows, f"SELECT * FROM link WHERE {side} IN ({{}})", ids)
    }
    catalogue = Catalogue(rows)
    others = brief_tickets(rows, site, _ends(found.values()), catalogue)
    lists: Lists = {id: [] for id in ids}
    for _, row in sorted(found.items()):
        for mine, other, outward in (("source_id", "target_id", True), ("target_id", "source_id", False)):
            if row[mine] in lists:
                link = {"id": str(row["id"]), "type": catalogue.link_types[row["type_id"]], "outward": outward}
                lists[row[mine]].append(link | {"ticket": others[row[other]]})
    return lists


def _ends(links: Iterable[sqlite3.Row]) -> Iterable[int]:
    for row in links:
        yield from (row["source_id"], row["target_id"])


def _children(rows: Transaction, site: str, ids: Sequence[int]) -> Lists:
    found = by_ids(rows, "SELECT id, parent_id FROM ticket WHERE parent_id IN ({}) ORDER BY id", ids)
    briefs = brief_tickets(rows, site, [row["id"] for row in found])
    return _by_ticket(found, [briefs[row["id"]] for row in found], "parent_id")


def _watchers(rows: Transaction, _: str, ids: Sequence[int]) -> Lists:
    statement = "SELECT * FROM ticket_member WHERE role = 'watcher' AND ticket_id IN ({}) ORDER BY ticket_id, position"
    found = by_ids(rows, statement, ids)
    people = Catalogue(rows).people(row["member_id"] for row in found)
    return _by_ticket(found, [people[row["member_id"]] for row in found])


def _owned(statement: str, show: Callable[[Transaction, Iterable[sqlite3.Row]], list[JSON]]) -> PartReader:
    def read(rows: Transaction, _: str, ids: Sequence[int]) -> Lists:
        found = by_ids(rows, statement, ids)
        return _by_ticket(found, show(rows, found))

    return read


def _by_ticket(rows: Sequence[sqlite3.Row], shown: Sequence[Any], column: str = "ticket_id") -> Lists:
    lists: Lists = {}
    for row, item in zip(rows, shown, strict=True):
        lists.setdefault(row[column], []).append(item)
    return lists


PartReader: TypeAlias = Callable[[Transaction, str, Sequence[int]], Lists]

PARTS: Final[Mapping[str, PartReader]] = {
    "attachments": _owned(ATTACHMENTS, attachments_json),
    "children": _children,
    "comments": _owned(COMMENTS, comments_json),
    "history": _owned(CHANGES, changes_json),
    "links": links_json,
    "watchers": _watchers,
}
