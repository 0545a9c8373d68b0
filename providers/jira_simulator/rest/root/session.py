"""`/rest/auth/1/session` of Server: log in, see who one is, log out."""

from __future__ import annotations

from ...auth.identity import find_credential
from ...auth.logins import denied_headers
from ...auth.sessions import COOKIE, end_session, start_session
from ...permissions import administers
from ...refusal import Refused, not_found
from ..call import Answer, Call
from ..routing import SERVER, Routes

routes = Routes()


@routes.post("/rest/auth/1/session", on=[SERVER])
def log_in(call: Call) -> Answer:
    """Return a session for a login and its password."""
    site, asked = call.site, call.object()
    site.logins.require_passwords()
    name, password = str(asked.get("username", "")), str(asked.get("password", ""))
    person, now = site.store.people.first(name=name), site.clock.now()
    if site.logins.denied(name):
        raise Refused(403, "Login denied", headers=denied_headers(call))
    found = find_credential(site, password, {"password"})
    if person is None or not person.active or found is None or found.person_id != person.id:
        if person is not None:
            site.logins.failed(name, now)
        raise Refused(401, "Login failed", headers={"X-Seraph-LoginReason": "AUTHENTICATED_FAILED"})
    site.logins.succeeded(name, now)
    call.account = person
    value = start_session(call, person)
    body = {"session": {"name": COOKIE, "value": value}, "loginInfo": site.logins.info(call, name)}
    cookie = f"{COOKIE}={value}; Path={site.settings.context or '/'}; HttpOnly"
    return Answer(body, headers={"Set-Cookie": cookie, "X-AUSERNAME": person.name, "X-Seraph-LoginReason": "OK"})


@routes.get("/rest/auth/1/session", on=[SERVER])
def read(call: Call) -> Answer:
    """Return who is logged in."""
    me = call.me
    url = f"{call.base}/rest/api/latest/user?username={me.name}"
    return Answer({"self": url, "name": me.name, "loginInfo": call.site.logins.info(call, me.name)})


@routes.delete("/rest/auth/1/session", on=[SERVER])
def log_out(call: Call) -> Answer:
    """End the session."""
    call.require_account()
    end_session(call)
    return Answer(status=204)


@routes.delete("/rest/api/2/user/session/{name}", on=[SERVER])
def log_somebody_out(call: Call) -> Answer:
    """End all sessions of an account."""
    if not administers(call.me):
        raise Refused(403, "You do not have permission to end sessions of others.")
    credentials, person = call.site.store.credentials, call.site.store.people.first(name=call.path["name"])
    if person is None:
        raise not_found(f"The user named '{call.path['name']}' does not exist")
    for found in credentials.where(person_id=person.id):
        if found.kind == "session":
            credentials.remove(found.id)
    return Answer()
