"""`/__simulator/apps`: the apps that may ask for grants, and registering one with a redirect URI of a test."""

from __future__ import annotations

from ..auth.apps import consumer, register_app
from ..refusal import Refused
from ..rest.call import Answer, Call
from ..rest.routing import Routes
from ..site import Site
from ..store.grants import App
from ..wire import as_list

routes = Routes()


@routes.get("/apps")
def read(call: Call) -> Answer:
    """Return all apps, without their secrets."""
    return Answer([_told(app) for app in call.site.family[0].store.apps])


@routes.post("/apps")
def register(call: Call) -> Answer:
    """
    Register an app and return it with its secret, or the pair of keys that was made for it.

    Takes `kind` (`3lo`, `server`, `service`, `oauth1`), and any of `client_id`, `client_secret`, `name`,
    `redirect_uri`, `scopes`, `public_key`, and for a `service` its `account`.
    """
    site, asked = call.site.family[0], call.object()
    words = {name: asked.get(name, "") for name in ("kind", "client_id", "client_secret", "name", "redirect_uri")}
    words |= {name: asked.get(name, "") for name in ("public_key", "account")}
    scopes = as_list(asked.get("scopes", []))
    if not all(isinstance(word, str) for word in [*words.values(), *scopes]) or (asked.get("scopes") and not scopes):
        raise Refused(400, f"Give scopes as a list of words, and {', '.join(words)} as words.")
    try:
        app, secret = register_app(
            site,
            words["kind"],
            client_id=words["client_id"] or None,
            secret=words["client_secret"] or None,
            name=words["name"] or "Test application",
            redirect_uri=words["redirect_uri"],
            scopes=tuple(scopes),
            person_id=_account(site, words["kind"], words["account"]),
            public_key=words["public_key"],
        )
        made = consumer(site, app.client_id) if app.kind == "oauth1" else app
    except ValueError as exc:
        raise Refused(400, str(exc)) from None
    keys = {"private_key": made.private_key, "public_key": made.public_key} if made.kind == "oauth1" else {}
    return Answer({**_told(made), "client_secret": secret, **keys}, 201)


def _account(site: Site, kind: str, given: str) -> int | None:
    """Return who a service acts as."""
    if kind != "service":
        return None
    person = site.person(given)
    if person is None:
        raise ValueError(f"There is no account {given!r} that the service could act as; name one in account.")
    return person.id


def _told(app: App) -> dict[str, object]:
    return {
        "kind": app.kind,
        "client_id": app.client_id,
        "name": app.name,
        "redirect_uri": app.redirect_uri,
        "scopes": list(app.scopes),
    }
