"""The issues of a seeded site, with history, comments, worklogs, links and watchers, written in bulk."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from random import Random
from typing import Any, Final

from ..site import Site
from ..store.activity import Comment, Link, Vote, Watch, Worklog
from ..store.issues import Change, Issue
from ..store.people import Person
from ..store.projects import Project
from ..work.creating import next_rank
from . import fields, words
from .catalogue import BUG, EPIC, STORY, SUBTASK, TASK

__all__ = ["seed_issues"]

_DAY: Final = 86_400_000
_HOUR: Final = 3_600_000


def seed_issues(site: Site, count: int, random: Random, now: int) -> None:
    """Make so many issues, spread over the projects."""
    maker = _Maker(site, random, now)
    step = max(400 * _DAY // max(count, 1), 1)
    for number in range(count):
        maker.make(now - 400 * _DAY + number * step)
    maker.write()


class _Maker:
    def __init__(self, site: Site, random: Random, now: int) -> None:
        self._site = site
        self._random = random
        self._now = now
        self._projects = site.store.projects.all()
        self._numbers = {project.id: 0 for project in self._projects}
        self._people = [person for person in site.store.people if person.active and person.kind == "atlassian"]
        self._epics: dict[int, list[int]] = {project.id: [] for project in self._projects}
        self._parents: dict[int, list[int]] = {project.id: [] for project in self._projects}
        self._components = {p.id: [c.id for c in site.store.components.where(project_id=p.id)] for p in self._projects}
        self._versions = {p.id: [v.id for v in site.store.versions.where(project_id=p.id)] for p in self._projects}
        self._severities = [option.id for option in site.options(fields.SEVERITY)]
        self._sprints = _sprints_of(site)
        self.issues: list[Issue] = []
        self.changes: list[Change] = []
        self.comments: list[Comment] = []
        self.worklogs: list[Worklog] = []
        self.links: list[Link] = []
        self.watches: list[Watch] = []
        self.votes: list[Vote] = []

    def make(self, created: int) -> None:
        """Make one issue with what hangs on it."""
        random = self._random
        project = self._projects[0] if random.random() < 0.4 else random.choice(self._projects)
        number = self._numbers[project.id] = self._numbers[project.id] + 1
        type_id = self._type(project)
        reporter = random.choice(self._people)
        values = self._values(project, type_id, reporter, created)
        id = self._site.store.issues.next_id()
        values[fields.RANK] = next_rank(id)
        parent = self._parent(project, type_id, values)
        updated = self._history(id, project, values, created)
        values["updated"] = updated
        self.issues.append(
            Issue(
                id=id,
                project_id=project.id,
                key=f"{project.key}-{number}",
                created=created,
                updated=updated,
                parent_id=parent,
                values={key: value for key, value in values.items() if value is not None},
            )
        )
        (self._epics if type_id == EPIC else self._parents)[project.id].append(id)
        self._surroundings(id, reporter, created)

    def _type(self, project: Project) -> int:
        if not self._epics[project.id]:
            return EPIC
        weights = {STORY: 35, TASK: 30, BUG: 20, SUBTASK: 10 if self._parents[project.id] else 0, EPIC: 5}
        return self._random.choices(list(weights), list(weights.values()))[0]

    def _values(self, project: Project, type_id: int, reporter: Person, created: int) -> dict[str, Any]:
        random = self._random
        texts, steps = words.paragraphs(random), [words.sentence(random) for _ in range(random.choice((0, 0, 3)))]
        title = words.title(random)
        workflow = self._site.store.workflows[project.workflows["default"]]
        return {
            "project": project.id,
            "issuetype": type_id,
            "summary": title,
            "description": self._text(texts, steps) if random.random() < 0.8 else None,
            "status": workflow.initial_status_id,
            "priority": random.choices((1, 2, 3, 4, 5), (1, 3, 8, 3, 1))[0],
            "reporter": reporter.id,
            "creator": reporter.id,
            "assignee": random.choice(self._people).id if random.random() < 0.7 else None,
            "created": created,
            "statuscategorychangedate": created if self._site.cloud else None,
            "labels": sorted({words.label(random) for _ in range(random.choice((0, 0, 1, 2)))}) or None,
            "components": self._some(self._components[project.id], 0.4),
            "fixVersions": self._some(self._versions[project.id], 0.3),
            "versions": self._some(self._versions[project.id], 0.2) if type_id == BUG else None,
            "duedate": f"2026-{random.randint(1, 12):02d}-{random.randint(1, 28):02d}"
            if random.random() < 0.2
            else None,
            "timeoriginalestimate": random.randint(1, 40) * 3600 if random.random() < 0.3 else None,
            fields.POINTS: float(random.choice((1, 2, 3, 5, 8))) if type_id == STORY else None,
            fields.SEVERITY: random.choice(self._severities) if type_id == BUG else None,
            fields.EPIC_NAME: title if type_id == EPIC and not self._site.cloud else None,
            fields.SPRINT: self._sprint(project) if type_id not in {EPIC, SUBTASK} else None,
        }

    def _text(self, texts: list[str], steps: list[str]) -> object:
        return words.document(texts, steps) if self._site.cloud else words.wiki(texts, steps)

    def _some(self, ids: Sequence[int], chance: float) -> list[int] | None:
        return [self._random.choice(ids)] if ids and self._random.random() < chance else None

    def _sprint(self, project: Project) -> list[int] | None:
        return self._some(self._sprints.get(project.id, ()), 0.5)

    def _parent(self, project: Project, type_id: int, values: dict[str, Any]) -> int | None:
        """Return the parent of a subtask or, on Cloud, the epic; Data Center links epics by a field of their own."""
        if type_id == SUBTASK:
            values["parent"] = self._random.choice(self._parents[project.id])
        elif type_id != EPIC and self._epics[project.id] and self._random.random() < 0.5:
            epic = self._random.choice(self._epics[project.id])
            values["parent" if self._site.cloud else fields.EPIC_LINK] = epic
        found = values.get("parent")
        return found if isinstance(found, int) else None

    def _history(self, id: int, project: Project, values: dict[str, Any], created: int) -> int:
        """Take the issue through its workflow, writing the changelog; return when it last changed."""
        random, at = self._random, created
        ways = self._site.store.transitions.where(workflow_id=project.workflows["default"])
        for _ in range(random.choice((0, 1, 1, 2, 3))):
            open_ways = [way for way in ways if not way.sources or values["status"] in way.sources]
            way = random.choice([way for way in open_ways if way.target_id != values["status"]] or ways)
            at = min(at + random.randint(1, 240) * _HOUR, self._now)
            old = values["status"]
            if old == way.target_id:
                continue
            values["status"] = way.target_id
            self._log(id, at, old, way.target_id)
            done = self._site.store.statuses[way.target_id].category == 3
            values["resolution"] = 10000 if done else None
            values["resolutiondate"] = at if done else None
            if self._site.cloud:
                values["statuscategorychangedate"] = at
        return at

    def _log(self, id: int, at: int, old: int, new: int) -> None:
        names = self._site.store.statuses
        item: dict[str, str | None] = {
            "field": "status",
            "fieldtype": "jira",
            "fieldId": "status",
            "from": str(old),
            "fromString": names[old].name,
            "to": str(new),
            "toString": names[new].name,
        }
        author = self._random.choice(self._people)
        self.changes.append(
            Change(issue_id=id, author_id=author.id, created=at, items=[item], values={"status": [old, new]})
        )

    def _surroundings(self, id: int, reporter: Person, created: int) -> None:
        """Make the comments, worklogs, links, watchers and votes of an issue."""
        random = self._random
        self.watches.append(Watch(issue_id=id, person_id=reporter.id))
        for index in range(random.choice((0, 0, 1, 2, 4))):
            at, author = created + (index + 1) * _HOUR, random.choice(self._people).id
            body = self._text([words.sentence(random)], [])
            self.comments.append(Comment(issue_id=id, author_id=author, body=body, created=at, updated=at))
        if random.random() < 0.2:
            seconds, at = random.randint(1, 8) * 1800, created + 5 * _HOUR
            author = random.choice(self._people).id
            self.worklogs.append(
                Worklog(issue_id=id, author_id=author, seconds=seconds, started=at, created=at, updated=at)
            )
            self.issues[-1] = replace(self.issues[-1], values={**self.issues[-1].values, "timespent": seconds})
        if random.random() < 0.15 and len(self.issues) > 1:
            other = random.choice(self.issues[:-1]).id
            self.links.append(Link(type_id=random.choice((10000, 10003)), source_id=id, target_id=other))
        if random.random() < 0.1:
            self.votes.append(Vote(issue_id=id, person_id=random.choice(self._people).id))

    def write(self) -> None:
        """Write everything that was made."""
        store = self._site.store
        store.issues.add_many(self.issues)
        store.changes.add_many(sorted(self.changes, key=lambda change: change.created))
        store.comments.add_many(self.comments)
        store.worklogs.add_many(self.worklogs)
        store.links.add_many(self.links)
        store.watches.add_many(self.watches)
        store.votes.add_many(self.votes)
        for project in self._projects:
            store.projects.save(replace(project, last_number=self._numbers[project.id]))


def _sprints_of(site: Site) -> dict[int, list[int]]:
    found: dict[int, list[int]] = {}
    for board in site.store.boards:
        if board.project_id is not None:
            found[board.project_id] = [sprint.id for sprint in site.store.sprints.where(board_id=board.id)]
    return found
