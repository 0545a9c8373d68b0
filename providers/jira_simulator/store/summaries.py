"""Summaries over all issues, which the database counts faster than anybody who reads them."""

from __future__ import annotations

from .database import Database

__all__ = ["labels_in_use", "latest_issues", "statuses_of_projects"]


def statuses_of_projects(database: Database) -> dict[int, dict[int, int]]:
    """Return how many issues each project has in each status, by their ids."""
    found: dict[int, dict[int, int]] = {}
    counted = """
        SELECT project_id, json_extract("values", '$.status'), COUNT(*) FROM issue WHERE archived IS NULL GROUP BY 1, 2
    """
    for project_id, status_id, number in database.rows(counted):
        found.setdefault(project_id, {})[status_id] = number
    return found


def labels_in_use(database: Database) -> list[str]:
    """Return the labels that issues have, in alphabetical order."""
    used = """SELECT DISTINCT held.value FROM issue, json_each(issue."values", '$.labels') AS held ORDER BY 1"""
    return [str(label) for (label,) in database.rows(used)]


def latest_issues(database: Database, project_id: int, limit: int) -> list[int]:
    """Return the ids of the issues of a project that changed last."""
    ordered = 'SELECT id FROM issue WHERE project_id = ? ORDER BY "updated" DESC, id DESC LIMIT ?'
    return [id for (id,) in database.rows(ordered, (project_id, limit))]
