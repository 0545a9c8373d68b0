"""The accounts, groups and credentials of a seeded site."""

from __future__ import annotations

from random import Random
from typing import Final

from ..auth.identity import digest
from ..site import Site
from ..store.people import Credential, Group, Person
from .words import NAMES

__all__ = ["seed_people"]

_ZONES: Final = ("Europe/Berlin", "America/New_York", "Asia/Tokyo", "Etc/UTC", "Australia/Sydney")


def seed_people(site: Site, random: Random, now: int) -> None:
    """Fill the tables of accounts, groups and credentials. The first account administers the site."""
    people = [_person(index, name, random, now) for index, name in enumerate(NAMES)]
    site.store.people.add_many(people)
    site.store.people.add(
        Person(
            account_id="557058:f58131cb-b67d-43c7-b30d-6b58d40bd077",
            name="automation",
            key="JIRAUSER10900",
            display_name="Automation for Jira",
            email="automation@example.com",
            kind="app",
            joined=now,
        )
    )
    ids = [person.id for person in site.store.people]
    groups = {
        "jira-administrators": ids[:1],
        "jira-software-users": ids,
        "developers": ids[:12],
        "support": ids[12:18],
    }
    site.store.groups.add_many(
        Group(name=name, group_id=f"{index:08x}-5555-4000-8000-00000000{index:04x}", members=tuple(members))
        for index, (name, members) in enumerate(groups.items(), 1)
    )
    for person in site.store.people.all()[:3]:
        _seed_credentials(site, person, now)


def _person(index: int, name: str, random: Random, now: int) -> Person:
    login = name.split(maxsplit=1)[0].lower()
    return Person(
        id=10000 + index,
        account_id=f"{index + 1:02x}{random.getrandbits(88):022x}",
        name="admin" if index == 0 else login,
        key=f"JIRAUSER{10000 + index}",
        display_name=name,
        email=f"{'admin' if index == 0 else login}@example.com",
        active=index != len(NAMES) - 1,
        email_visible=index % 3 == 0,
        time_zone=_ZONES[index % len(_ZONES)],
        admin=index == 0,
        joined=now,
    )


def _seed_credentials(site: Site, person: Person, now: int) -> None:
    """Give an account a secret of each kind that the platform has, `<kind>-<login>` for all to see."""
    kinds = ("api-token", "scoped-api-token", "password") if site.cloud else ("password", "pat")
    for kind in kinds:
        site.store.credentials.add(
            Credential(
                kind=kind,
                person_id=person.id,
                digest=digest(f"{kind}-{person.name}"),
                name=f"seeded {kind}",
                scopes=("read:jira-work", "read:jira-user") if kind == "scoped-api-token" else (),
                created=now,
            )
        )
