"""`/rest/pat/latest/tokens` of Data Center: personal access tokens, shown once when they are made."""

from __future__ import annotations

import base64
import secrets
from typing import Any, Final

from ...auth.identity import digest
from ...refusal import Refused
from ...store.people import Credential
from ..call import Answer, Call
from ..routing import SERVER, Routes

routes = Routes()

_PATH: Final = "/rest/pat/latest/tokens"
_SINCE: Final = (8, 14)
_DAY_MS: Final = 86_400_000
_MOST: Final = 10


@routes.post(_PATH, on=[SERVER], since=_SINCE)
def create(call: Call) -> Answer:
    """Return a new token, with the secret that nobody sees again; `expirationDuration` is in days."""
    asked, me = call.object(), call.me
    name, days = asked.get("name"), asked.get("expirationDuration")
    if not isinstance(name, str) or not name.strip():
        raise Refused(400, errors={"name": "Token name cannot be empty."})
    if days is not None and (not isinstance(days, int) or isinstance(days, bool) or days < 1):
        raise Refused(400, errors={"expirationDuration": "Expiration duration must be a positive number of days."})
    if len(_of(call)) >= _MOST:
        raise Refused(400, f"You have reached the limit of {_MOST} personal access tokens. Revoke one you do not use.")
    now = call.site.clock.now()
    secret = base64.b64encode(secrets.token_bytes(33)).decode()
    made = call.site.store.credentials.add(
        Credential(
            kind="pat",
            person_id=me.id,
            digest=digest(secret),
            name=name,
            created=now,
            expires=None if days is None else now + days * _DAY_MS,
        )
    )
    return Answer({**_shown(call, made), "rawToken": secret}, 201)


@routes.get(_PATH, on=[SERVER], since=_SINCE)
def read_all(call: Call) -> Answer:
    """Return the tokens of who asks, without their secrets; expired ones are there until they are revoked."""
    return Answer([_shown(call, found) for found in _of(call)])


@routes.get(_PATH + "/{id}", on=[SERVER], since=_SINCE)
def read(call: Call) -> Answer:
    """Return one token, without its secret."""
    return Answer(_shown(call, _named(call)))


@routes.delete(_PATH + "/{id}", on=[SERVER], since=_SINCE)
def revoke(call: Call) -> Answer:
    """Revoke a token for good."""
    call.site.store.credentials.remove(_named(call).id)
    return Answer(status=204)


def _of(call: Call) -> list[Credential]:
    me = call.me
    return [found for found in call.site.store.credentials.where(person_id=me.id) if found.kind == "pat"]


def _named(call: Call) -> Credential:
    for found in _of(call):
        if str(found.id) == call.path["id"]:
            return found
    raise Refused(404, f"Token with id {call.path['id']} does not exist.")


def _shown(call: Call, token: Credential) -> dict[str, Any]:
    view = call.view
    shown = {"id": token.id, "name": token.name, "createdAt": view.time(token.created)}
    times = {"expiringAt": token.expires, "lastAccessedAt": token.last_used}
    return shown | {name: view.time(at) for name, at in times.items() if at is not None}
