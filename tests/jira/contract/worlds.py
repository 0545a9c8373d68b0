"""
Worlds: what the kit is told about its site. No server is asked, so the same is known where a cassette is played.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime
from functools import cache
from typing import Any, Final

from pydantic import SecretStr

from anyticket.model.connection import Connection
from anyticket.model.richtext import RichText
from anyticket.testing import World
from anyticket_jira.auth import ApiToken, Pat
from anyticket_jira.cloud import JiraCloud
from anyticket_jira.server import JiraServer
from jira_simulator.launch import access, make_site

from .kit_site import EPIC, KEY, LEVELS, TEAM, Variant, furnish

PROVIDERS: Final[Mapping[Variant, type[JiraCloud | JiraServer]]] = {"cloud": JiraCloud, "server": JiraServer}
_MOMENT: Final = datetime(2031, 5, 6, 7, 8, tzinfo=UTC)


@cache
def told(variant: Variant) -> dict[str, Any]:
    """Return how to log in to the kit's site, and who is there."""
    site = make_site(variant)
    furnish(site)
    people = [person.account_id if variant == "cloud" else person.key for person in site.store.people]
    found = {**access(site), "people": people}
    site.store.close()
    return found


def secrets_of(variant: Variant) -> dict[str, str]:
    """Return what must not be written anywhere."""
    admin = told(variant)["admin"]
    return {"token": admin["apiToken"] if variant == "cloud" else admin["token"]}


def world_of(variant: Variant, url: str, token: str, *, name: str, salt: str) -> World:
    """Return the world of a test; connections of two tests share nothing, though their sites may have one address."""
    return World(
        _connection(variant, url, token, name),
        project=KEY,
        people=tuple(told(variant)["people"][:3]),
        values=_values(told(variant)["people"]) | ({"parent": EPIC} if variant == "server" else {}),
        salt=salt,
    )


def _connection(variant: Variant, url: str, token: str, name: str) -> Connection:
    if variant == "server":
        return JiraServer.connection(url=url, auth=Pat(token=SecretStr(token)), key=name)
    auth = ApiToken(email=told(variant)["admin"]["email"], token=SecretStr(token))
    return JiraCloud.connection(url=url, auth=auth, key=name)


def _values(people: list[str]) -> dict[str, Any]:
    return {
        "team": {"id": TEAM},
        "security": LEVELS[0],
        "security too": LEVELS[1],
        "fields": _fields(people[1]),
        "field": "customfield_10030",
        "comment.restricted_to": {"kind": "role", "name": "Administrators"},
        "restricted_to": {"kind": "role", "name": "Administrators"},
        "epic": EPIC,
        "extra": {"jira": {"environment": None}},
    }


def _fields(person: str) -> dict[str, Any]:
    """Return a value for a custom field of each kind."""
    return {
        "customfield_10030": "Major",
        "customfield_10031": "A customer",
        "customfield_10032": 2.5,
        "customfield_10033": date(2031, 5, 6),
        "customfield_10034": person,
        "customfield_10036": RichText.from_markdown("Notes in *words*"),
        "customfield_10037": _MOMENT,
        "customfield_10038": "https://kit.example/specification",
        "customfield_10039": ["kit-one", "kit-two"],
        "customfield_10040": "Minor",
        "customfield_10041": ["Major", "Trivial"],
        "customfield_10042": ["Major", "Major A"],
        "customfield_10043": [person],
        "customfield_10044": "developers",
        "customfield_10045": ["developers", "support"],
        "customfield_10046": "1.0",
        "customfield_10047": ["1.0", "2.0"],
    }


def source_of(variant: Variant) -> str:
    """Return what a cassette says that it was recorded from."""
    return f"the simulator of this project, as Jira {'Cloud' if variant == 'cloud' else 'Data Center'} {told(variant)['version']}"
