"""Sessions of Server: what a login gives, carried by the cookie `JSESSIONID` until nobody has used it for hours."""

from __future__ import annotations

import secrets
from dataclasses import replace
from http.cookies import CookieError, SimpleCookie
from typing import Final

from ..rest.call import Call
from ..store.people import Credential, Person
from .identity import Identity, digest, find_credential

__all__ = ["COOKIE", "end_session", "session", "session_of", "start_session"]

COOKIE: Final = "JSESSIONID"
_IDLE_MS: Final = 5 * 3_600_000


def start_session(call: Call, person: Person) -> str:
    """Return the value of the cookie of a new session."""
    value, now = secrets.token_hex(16).upper(), call.site.clock.now()
    call.site.store.credentials.add(
        Credential(kind="session", person_id=person.id, digest=digest(value), created=now, expires=now + _IDLE_MS)
    )
    return value


def session_of(call: Call) -> Credential | None:
    """Return the session that the cookie of a request names, if it goes on."""
    try:
        cookie = SimpleCookie(call.headers.get("cookie", "")).get(COOKIE)
    except CookieError:
        return None
    return None if cookie is None else find_credential(call.site, cookie.value, {"session"})


def end_session(call: Call) -> bool:
    """End the session of a request; say whether there was one."""
    found = session_of(call)
    if found is not None:
        call.site.store.credentials.remove(found.id)
    return found is not None


def session(call: Call, credential: str) -> Identity | None:
    """Return whose session a request belongs to by its cookie, and let it go on."""
    del credential
    found = None if call.site.cloud else session_of(call)
    person = call.site.store.people.get(found.person_id) if found else None
    if found is None or person is None or not person.active:
        return None
    now = call.site.clock.now()
    call.site.store.credentials.save(replace(found, last_used=now, expires=now + _IDLE_MS))
    return Identity(person)
