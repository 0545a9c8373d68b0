"""The service desks of a seeded site, and the issues there as requests with public and internal comments."""

from __future__ import annotations

from dataclasses import replace
from random import Random
from typing import Final

from ..site import Site
from ..store.activity import Comment, Property
from ..store.issues import Issue
from ..store.service_desk import Organization, Participation, RequestType
from ..work.service_desks import REQUEST_TYPE, desks

__all__ = ["seed_requests"]

_INTERNAL: Final = 0.3
_TAKES_PART: Final = 0.2
_MAIL: Final = 0.7


def seed_requests(site: Site) -> None:
    """Open the desks, and make requests of most of what their projects hold; some was never asked by a customer."""
    random, tables = Random(7), site.store.service_desk
    people = [person for person in site.store.people if person.active and person.kind == "atlassian"]
    for desk, project in desks(site):
        types: dict[int | None, list[RequestType]] = {}
        for found in tables.types.where(desk_id=desk.id):
            types.setdefault(found.type_id, []).append(found)
        members = tuple(person.id for person in people[-4:])
        tables.organizations.add(Organization(name="Northwind", members=members, desk_ids=(desk.id,)))
        for issue in site.store.issues.where(project_id=project.id):
            fitting = types.get(issue.ref("issuetype"), [])
            if fitting and random.random() < _MAIL:
                _make_request(site, issue, random.choice(fitting), random)
                if random.random() < _TAKES_PART:
                    tables.participations.add(Participation(issue_id=issue.id, person_id=random.choice(people).id))


def _make_request(site: Site, issue: Issue, found: RequestType, random: Random) -> None:
    field = site.field_of(REQUEST_TYPE)
    if field is None:
        return
    site.store.issues.save(replace(issue, values={**issue.values, field.key: found.id}))
    for comment in site.store.comments.where(issue_id=issue.id):
        _mark(site, comment, internal=random.random() < _INTERNAL)


def _mark(site: Site, comment: Comment, *, internal: bool) -> None:
    site.store.comments.save(replace(comment, internal=internal))
    value = {"internal": internal}
    site.store.properties.add(Property(entity="comment", entity_id=comment.id, key="sd.public.comment", value=value))
