"""Issue queries: what is asked of the values of all issues at once, answered by SQLite and not by reading each."""

from __future__ import annotations

from collections.abc import Collection

from .database import Database

__all__ = ["holding", "neighbour"]


def neighbour(
    database: Database, field_key: str, text: str | None, *, above: bool, besides: Collection[int]
) -> str | None:
    """
    Return the value of a field that comes next to a text, in the order of texts.

    Args:
        database: Where the issues are.
        field_key: The field, such as the rank.
        text: Where to look from; None for the end of all.
        above: Whether the next smaller value is wanted.
        besides: The ids of issues that do not count.
    """
    value = f"json_extract(\"values\", '$.{field_key}')"
    condition = "" if text is None else f" AND {value} {'<' if above else '>'} ?"
    marks = ", ".join("?" for _ in besides)
    statement = f"SELECT {'MAX' if above else 'MIN'}({value}) FROM issue WHERE id NOT IN ({marks}){condition}"  # noqa: S608
    ((found,),) = database.rows(statement, [*besides, *([] if text is None else [text])])
    return None if found is None else str(found)


def holding(database: Database, field_key: str, member: int) -> list[int]:
    """Return the ids of the issues whose list in a field has a member, by id."""
    statement = (
        f"SELECT issue.id FROM issue, json_each(issue.\"values\", '$.{field_key}') AS held "  # noqa: S608
        "WHERE held.value = ? ORDER BY issue.id"
    )
    return [int(id) for (id,) in database.rows(statement, [member])]
