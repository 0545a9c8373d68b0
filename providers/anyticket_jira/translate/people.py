"""People: Cloud's accounts, the users of servers, and the groups they are in."""

from __future__ import annotations

from typing import Any, Final

from anyticket.model.named import Named
from anyticket.model.person import Person, PersonKind
from anyticket.model.sparse import ABSENT, loaded

from ..wire import flag, given, maybe, table, text, word

_KINDS: Final = {"app": PersonKind.APP, "atlassian": PersonKind.PERSON, "customer": PersonKind.CUSTOMER}


def person(value: Any) -> Person:
    """
    Read a user.

    On Cloud the account id is the id. On a server the key is, for it never changes; `username` is what logs in, and
    what requests name people by. Old servers give the username alone.
    """
    data = table(value)
    account = word(data, "accountId")
    return loaded(
        Person,
        data,
        id=word(data, "key") if account is ABSENT else account,
        username=word(data, "name"),
        name=word(data, "displayName"),
        email=maybe(data, "emailAddress", _email),
        active=given(data, "active", flag),
        kind=given(data, "accountType", _kind),
        avatar_url=given(data, "avatarUrls", _avatar),
    )


def group(value: Any) -> Named:
    """Read a group. Its name is all that servers know it by."""
    data = table(value)
    return loaded(Named, data, id=word(data, "groupId"), name=word(data, "name"))


def actor(value: Any) -> Person | None:
    """Read who did something: nobody, if it was done without an account."""
    return None if value is None else person(value)


def _email(value: Any) -> str | None:
    """Read an address; Cloud leaves one that its owner hides out, or gives it empty."""
    return text(value) or None


def _kind(value: Any) -> PersonKind:
    return _KINDS.get(text(value), PersonKind.UNKNOWN)


def _avatar(value: Any) -> str | None:
    return given(table(value), "48x48", text)
