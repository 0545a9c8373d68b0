"""`/__simulator/forge`: invocation tokens with whatever is wrong with them, tokens for the API, new keys."""

from __future__ import annotations

from typing import Any

from ..auth.forge import TOKEN_KINDS
from ..auth.forge_invocations import FAULTS, mint
from ..refusal import Refused
from ..rest.call import Answer, Call
from ..rest.routing import CLOUD, Routes
from ..store.people import Person
from ..wire import as_list, as_object

routes = Routes()


@routes.get("/forge", on=[CLOUD])
def read(call: Call) -> Answer:
    """Return what a backend has to know, and what can be wrong with an invocation."""
    site = call.site
    return Answer(
        {
            "appId": site.forge.app_id,
            "jwksUrl": f"{site.settings.url}/.well-known/jwks.json",
            "apiBaseUrl": site.forge.api_base_url,
            "keyId": site.forge.keys.current[0],
            "faults": sorted(FAULTS),
        }
    )


@routes.post("/forge/invocations", on=[CLOUD])
def invoke(call: Call) -> Answer:
    """
    Return an invocation token, and the headers that come with it.

    `claims` replace those of a good one (null leaves one out), `fault` says what is wrong, `account` who uses the app.
    """
    asked, forge = call.object(), call.site.forge
    fault = asked.get("fault")
    if fault is not None and fault not in FAULTS:
        raise Refused(400, errors={"fault": f"It is one of {', '.join(sorted(FAULTS))}."})
    person = _account(call, asked)
    token = mint(forge, forge.claims(person) | as_object(asked.get("claims")), fault)
    headers = {
        "Authorization": f"Bearer {token}",
        "x-forge-oauth-system": forge.token("system"),
        "x-b3-traceid": f"{call.site.clock.now():032x}",
        "x-b3-spanid": f"{call.site.clock.now():016x}",
    }
    if person is not None:
        headers["x-forge-oauth-user"] = forge.token("user", person)
    return Answer({"token": token, "headers": headers}, 201)


@routes.post("/forge/tokens", on=[CLOUD])
def make_token(call: Call) -> Answer:
    """Return a token for the API: its `kind`, and if wanted its `account`, `scopes` and `seconds`."""
    asked = call.object()
    kind, seconds = asked.get("kind"), asked.get("seconds", 3300)
    if kind not in TOKEN_KINDS or isinstance(seconds, bool) or not isinstance(seconds, (int, float)):
        raise Refused(400, f"Give kind as one of {', '.join(TOKEN_KINDS)}, and seconds as a number.")
    options: dict[str, Any] = {"seconds": seconds}
    if "scopes" in asked:
        options["scopes"] = [str(scope) for scope in as_list(asked["scopes"])]
    return Answer({"token": call.site.forge.token(kind, _account(call, asked), **options)}, 201)


@routes.post("/forge/keys", on=[CLOUD])
def rotate(call: Call) -> Answer:
    """Sign with a new key; `forget` true publishes the former ones no longer."""
    forget = bool(call.content) and call.object().get("forget") is True
    return Answer({"keyId": call.site.forge.keys.rotate(forget=forget)}, 201)


def _account(call: Call, asked: dict[str, Any]) -> Person | None:
    if asked.get("account") is None:
        return None
    people = call.site.store.people
    found = people.first(name=asked["account"]) or people.first(account_id=asked["account"])
    if found is None:
        raise Refused(400, errors={"account": "Give a login or an account id of this site."})
    return found
