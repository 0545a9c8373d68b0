"""People: accounts, groups, and the credentials that stand for them."""

from __future__ import annotations

from dataclasses import dataclass

from .table import Record

__all__ = ["Credential", "Group", "Person"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Person(Record):
    """
    An account, with the identities of both platforms.

    Attributes:
        account_id: What Cloud knows the account by.
        name: The login of Data Center; may change.
        key: What Data Center stores; never changes.
        email_visible: Whether the profile shows the address to others on Cloud.
        kind: `atlassian`, `app`, `customer`, `unknown`.
        erased: Deleted for good: shown as a former user.
    """

    account_id: str
    name: str
    key: str
    display_name: str
    email: str
    active: bool = True
    email_visible: bool = False
    kind: str = "atlassian"
    time_zone: str = "Etc/UTC"
    locale: str = "en_US"
    admin: bool = False
    erased: bool = False
    joined: int = 0
    last_login: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Group(Record):
    """A group; `group_id` is what Cloud asks for."""

    name: str
    group_id: str
    members: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Credential(Record):
    """
    A secret that stands for an account.

    Attributes:
        kind: `password`, `api-token`, `scoped-api-token`, `pat`, `session`, and those of other authenticators.
        digest: SHA-256 of the secret in hex; the secret itself is nowhere.
        scopes: What a scoped token may do; empty for what has no scopes.
        expires: Milliseconds since the epoch, or None.
        details: What else the authenticator of this kind keeps.
    """

    kind: str
    person_id: int
    digest: str
    name: str = ""
    scopes: tuple[str, ...] = ()
    created: int = 0
    expires: int | None = None
    last_used: int | None = None
    revoked: bool = False
    details: dict[str, object] | None = None
