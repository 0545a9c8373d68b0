"""Accounts: made, changed, taken away, and forgotten for good."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

from ..auth.identity import digest
from ..refusal import Refused
from ..site import Site
from ..store.people import Credential, Person
from . import events
from .roles import forget_actor

__all__ = ["create_account", "erase_account", "remove_account", "update_account"]

_USERS: Final = "jira-software-users"


def create_account(site: Site, account: Person, body: Mapping[str, Any]) -> Person:
    """
    Create what a POST of a user asks for: on Cloud from an address, on Server from a login and a name.

    Raises:
        Refused: With everything that is wrong, by field.
    """
    email = str(body.get("emailAddress") or "")
    name = email.partition("@")[0] if site.cloud else str(body.get("name") or "")
    errors = _problems(site, body, email, name)
    if errors:
        raise Refused(400, errors=errors)
    number = site.store.people.next_id()
    made = site.store.people.add(
        Person(
            id=number,
            account_id=hashlib.sha256(f"{site.settings.url}/{email}".encode()).hexdigest()[:24],
            name=name,
            key=f"JIRAUSER{number}",
            display_name=str(body.get("displayName") or name),
            email=email,
            joined=site.clock.now(),
        )
    )
    if not site.cloud and body.get("password"):
        secret = digest(str(body["password"]))
        site.store.credentials.add(Credential(kind="password", person_id=made.id, digest=secret, name="password"))
    for group in site.store.groups.where(name=_USERS):
        site.store.groups.save(replace(group, members=(*group.members, made.id)))
    events.tell(site, "user_created", account, subject=made)
    return made


def _problems(site: Site, body: Mapping[str, Any], email: str, name: str) -> dict[str, str]:
    errors: dict[str, str] = {}
    if "@" not in email:
        errors["emailAddress" if site.cloud else "email"] = "You must specify a valid email address."
    if site.cloud:
        if "products" not in body and "applicationKeys" not in body:
            errors["products"] = "You must specify the products that the user has access to; an empty list for none."
        return errors
    if not name:
        errors["username"] = "You must specify a username."
    elif site.store.people.first(name=name) is not None:
        errors["username"] = "A user with that username already exists."
    if not body.get("displayName"):
        errors["fullname"] = "You must specify a full name."
    return errors


def update_account(site: Site, account: Person, person: Person, body: Mapping[str, Any]) -> Person:
    """Do what a PUT of a user asks for, on Server."""
    name = str(body.get("name") or person.name)
    other = site.store.people.first(name=name)
    if other is not None and other.id != person.id:
        raise Refused(400, errors={"username": "A user with that username already exists."})
    saved = site.store.people.save(
        replace(
            person,
            name=name,
            email=str(body.get("emailAddress") or person.email),
            display_name=str(body.get("displayName") or person.display_name),
            active=bool(body.get("active", person.active)),
        )
    )
    site.index.rebuild()
    events.tell(site, "user_updated", account, subject=saved)
    return saved


def remove_account(site: Site, account: Person, person: Person) -> None:
    """
    Take an account away; on Server only one that nothing refers to.

    Raises:
        Refused: Something does refer to it.
    """
    if person.id == account.id:
        raise Refused(400, "Users cannot delete themselves!")
    if not site.cloud:
        _check_unused(site, person)
    for group in site.store.groups:
        if person.id in group.members:
            kept = tuple(id for id in group.members if id != person.id)
            site.store.groups.save(replace(group, members=kept))
    forget_actor(site, f"user:{person.id}")
    site.store.credentials.remove_where(person_id=person.id)
    if site.cloud:
        site.store.people.save(replace(person, active=False, admin=False))
    else:
        site.store.people.remove(person.id)
    site.index.rebuild()
    events.tell(site, "user_deleted", account, subject=person)


def _check_unused(site: Site, person: Person) -> None:
    errors: dict[str, str] = {}
    for field in ("assignee", "reporter", "creator"):
        number = sum(issue.ref(field) == person.id for issue in site.store.issues)
        if number:
            errors[field] = f"Cannot delete user '{person.name}' because {number} issues name them as {field}."
    for name, table in (("comments", site.store.comments), ("worklogs", site.store.worklogs)):
        if any(row.author_id == person.id for row in table):
            errors[name] = f"Cannot delete user '{person.name}' because they have made {name}."
    led = [project.key for project in site.store.projects if project.lead_id == person.id]
    led += [component.name for component in site.store.components if component.lead_id == person.id]
    if led:
        errors["lead"] = f"Cannot delete user '{person.name}' because they lead: {', '.join(led)}."
    if errors:
        raise Refused(400, errors=errors)


def erase_account(site: Site, person: Person) -> Person:
    """Forget who an account was, as a person's closed account is: only its id stays."""
    site.store.credentials.remove_where(person_id=person.id)
    saved = site.store.people.save(
        replace(
            person,
            active=False,
            erased=True,
            admin=False,
            email="" if site.cloud else f"{person.key.lower()}@jira.invalid",
            name=person.key.lower(),
            display_name="Former user" if site.cloud else f"user-{person.id:x}",
        )
    )
    site.index.rebuild()
    return saved
