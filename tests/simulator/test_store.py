"""The store keeps records as they are, all of a transaction or nothing of it, and the seed is the same each time."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from jira_simulator import make_site
from jira_simulator.store import Store
from jira_simulator.store.agile import Board
from jira_simulator.store.projects import Component, Project


def test_records_come_back_as_they_were(tmp_path: Path) -> None:
    path = str(tmp_path / "store.sqlite")
    store = Store(path)
    board = store.boards.add(Board(name="B", kind="scrum", filter_id=1, columns={"Done": [1, 2]}))
    project = store.projects.add(
        Project(key="P", name="P", lead_id=1, private=True, type_ids=(3, 4), roles={"1": ["a"]})
    )
    store.close()

    again = Store(path)

    assert again.projects.get(project.id) == project
    assert again.boards[board.id] == board
    assert (board.id, again.boards.next_id()) == (1, 2)
    again.close()


def test_a_failed_transaction_leaves_nothing_in_database_or_memory() -> None:
    store = Store()
    kept = store.components.add(Component(project_id=1, name="kept"))

    def fail() -> None:
        with store.database.transaction():
            store.components.save(replace(kept, name="changed"))
            store.components.add(Component(project_id=1, name="new"))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()

    assert store.components.all() == [kept]
    assert store.components.count() == 1


def test_a_kept_table_finds_what_was_just_saved() -> None:
    store = Store()
    made = store.components.add(Component(project_id=1, name="old"))
    assert store.components.first(name="old") == made

    store.components.save(replace(made, name="new"))

    assert store.components.first(name="old") is None
    assert store.components.where(project_id=1, name="new") != []


def test_an_unknown_column_is_a_mistake_that_is_seen() -> None:
    with pytest.raises(LookupError, match="nonsense"):
        Store().issues.where(nonsense=1)


@pytest.mark.parametrize("variant", ["cloud", "server"])
def test_the_seed_is_the_same_each_time(variant: str) -> None:
    one, other = (make_site(variant, issues=50).store for _ in range(2))

    assert one.issues.all() == other.issues.all()
    assert one.comments.all() == other.comments.all()
    assert one.fields.count() > 140
    assert {project.key for project in one.projects} >= {"DEMO", "SUP"}


def test_what_the_seed_refers_to_exists() -> None:
    store = make_site("server", issues=80).store

    for issue in store.issues:
        assert store.statuses[issue.ref("status") or 0]
        assert store.types[issue.ref("issuetype") or 0].id in store.projects[issue.project_id].type_ids
        assert issue.parent_id is None or store.issues[issue.parent_id].project_id == issue.project_id
        assert issue.updated >= issue.created


def test_a_file_keeps_the_site(tmp_path: Path) -> None:
    path = str(tmp_path / "jira.sqlite")
    first = make_site("cloud", issues=5, file=path)
    changed = replace(first.store.issues.all()[0], updated=1)
    first.store.issues.save(changed)
    first.store.close()

    again = make_site("cloud", issues=99, file=path)

    assert again.store.issues.count() == 5
    assert again.store.issues.get(changed.id) == changed
    again.store.close()
