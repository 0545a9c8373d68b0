"""A site: its settings, its store, its clock and its search index; one Jira, seen through any version of its API."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from .clock import Clock
from .journal import Journal
from .oauth_policy import OAuthPolicy
from .store import Store
from .store.fields import FieldOption, FieldRecord
from .store.issues import Issue
from .store.people import Person

if TYPE_CHECKING:
    from .auth.forge import Forge
    from .auth.logins import Logins
    from .faults import Faults
    from .limits import Limits
    from .search.index import Index
    from .webhooks import Webhooks
    from .work.events import Listener

__all__ = ["Settings", "Site"]


@dataclass(frozen=True, slots=True)
class Settings:
    """
    What a site is.

    Attributes:
        cloud: Cloud, or else Server / Data Center.
        version: What it claims, such as `10.3.24`; decides on what exists.
        context: The context path of a Server, such as `/jira`; empty on Cloud.
        url: The site as its users see it, with the context path, without a slash at the end.
        index_lag_seconds: How long search does not see a change.
        page_limit: The most issues that one page of search holds, whatever is asked for.
    """

    cloud: bool
    version: str
    url: str = "http://127.0.0.1"
    context: str = ""
    title: str = "Jira"
    cloud_id: str = "11223344-a1b2-4b33-c444-def123456789"
    index_lag_seconds: float = 0.0
    page_limit: int = 5000
    media_url: str = ""

    @property
    def numbers(self) -> tuple[int, ...]:
        """The parts of the version."""
        return tuple(int(part) for part in self.version.split("-", 1)[0].split(".") if part.isdigit())


@dataclass
class Site:
    """Everything that one simulated Jira is."""

    settings: Settings
    store: Store
    clock: Clock = field(default_factory=Clock)
    listeners: list[Listener] = field(default_factory=list["Listener"])
    requests: Journal = field(default_factory=Journal)
    home: Site | None = field(default=None, repr=False, compare=False)  # what serves this one beside itself
    neighbours: tuple[Site, ...] = field(default=(), repr=False, compare=False)

    def beside(self, neighbours: Iterable[Site]) -> None:
        """
        Put further sites of Cloud, with cloud ids of their own, behind the gateway of this one and at their own hosts.

        Accounts with one email address are one person, whose grants the first site keeps.
        """
        self.neighbours = (*self.neighbours, *neighbours)
        if len({site.settings.cloud_id for site in self.family}) < len(self.family) or not self.cloud:
            raise ValueError("Sites beside each other are of Cloud, and each has a cloud_id of its own.")
        for neighbour in self.neighbours:
            neighbour.home = self

    @property
    def family(self) -> tuple[Site, ...]:
        """The sites of one origin; the first one keeps the grants of all."""
        first = self.home or self
        return (first, *first.neighbours)

    @cached_property
    def oauth(self) -> OAuthPolicy:
        if self.cloud:
            return OAuthPolicy()
        return OAuthPolicy(access_seconds=7200.0, leeway_seconds=0.0)

    @cached_property
    def index(self) -> Index:
        from .search.index import Index

        return Index(self)

    @cached_property
    def webhooks(self) -> Webhooks:
        from .webhooks import Webhooks

        return Webhooks(self)

    @cached_property
    def forge(self) -> Forge:
        from .auth.forge import Forge

        return Forge(self)

    @cached_property
    def logins(self) -> Logins:
        from .auth.logins import Logins

        return Logins(self)

    @cached_property
    def limits(self) -> Limits:
        from .limits import limits_of

        return limits_of(self)

    @cached_property
    def faults(self) -> Faults:
        from .faults import Faults

        return Faults(self)

    @property
    def cloud(self) -> bool:
        return self.settings.cloud

    def field(self, key: str) -> FieldRecord | None:
        """Return the field with this key, such as `summary` or `customfield_10020`."""
        return self.store.fields.first(key=key)

    def field_of(self, custom: str) -> FieldRecord | None:
        """Return the custom field of a type, such as `com.pyxis.greenhopper.jira:gh-sprint`."""
        for found in self.store.fields:
            if (found.schema or {}).get("custom") == custom:
                return found
        return None

    def options(self, field_key: str) -> list[FieldOption]:
        return sorted(self.store.options.where(field_key=field_key), key=lambda option: (option.position, option.id))

    def issue(self, id_or_key: str) -> Issue | None:
        """Return an issue by id, key or former key; keys are found in any case."""
        if id_or_key.isascii() and id_or_key.isdigit():
            return self.store.issues.get(int(id_or_key)) if len(id_or_key) < 19 else None
        key = id_or_key.upper()
        found = self.store.issues.first(key=key)
        if found is not None:
            return found
        former = self.store.former_keys.first(key=key)
        if former is not None:
            return self.store.issues.get(former.issue_id)
        return self._in_renamed_project(key)

    def _in_renamed_project(self, key: str) -> Issue | None:
        project_key, _, number = key.rpartition("-")
        for project in self.store.projects:
            if project_key in project.former_keys:
                return self.store.issues.first(key=f"{project.key}-{number}")
        return None

    def person(self, identity: object) -> Person | None:
        """Return an account by what this platform calls it: an account id, or else a login or key."""
        if not isinstance(identity, str):
            return None
        people = self.store.people
        if self.cloud:
            return people.first(account_id=identity)
        return people.first(name=identity) or people.first(key=identity)

    def groups_of(self, person: Person) -> Sequence[str]:
        return [group.name for group in self.store.groups if person.id in group.members]
