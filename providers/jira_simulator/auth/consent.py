"""Consent: what an app asks for, the page that a person answers on, and the way back to the app."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from ..rest.call import Answer, Call
from ..site import Site
from ..store.grants import App
from ..store.people import Person
from .apps import app_of
from .browser import Browser, browser_of, form_of, login_first, redirect, with_parameters
from .oauth2_grants import code_for, consent
from .oauth2_scopes import in_words
from .pages import consent_page, error_page

__all__ = ["Asked", "TellApp", "TellPerson", "answer_to", "app_asking", "back_to"]


class TellPerson(Exception):
    """A request to authorize that may not be sent back to the app, for nobody knows that it is the app's."""


class TellApp(Exception):
    """A request to authorize that goes back to the app with an error."""

    def __init__(self, error: str, description: str) -> None:
        super().__init__(error, description)
        self.error = error
        self.description = description


@dataclass(frozen=True, slots=True)
class Asked:
    """
    What an app asks a person for.

    Attributes:
        challenge: Of PKCE: `challenge` and `method`, or nothing.
        sites: Those that the person chooses one of; none on Data Center.
    """

    app: App
    state: str
    scopes: tuple[str, ...]
    challenge: dict[str, str] = field(default_factory=dict[str, str])
    sites: tuple[Site, ...] = ()


def back_to(app: App, state: str, parameters: dict[str, str]) -> Answer:
    """Send the browser back to the app, with the state that it gave."""
    given = {"state": state} if state else {}
    return redirect(with_parameters(app.redirect_uri, {**parameters, **given}))


def app_asking(call: Call, *kinds: str) -> App:
    """
    Return the app that sends a browser to be authorized.

    Raises:
        TellPerson: The app is unknown, or wants the answer elsewhere than registered.
    """
    app = app_of(call.site.family[0], call.text("client_id"), *kinds)
    if app is None:
        raise TellPerson(f"There is no app with the client_id {call.text('client_id')!r}.")
    if not app.redirect_uri or call.text("redirect_uri") != app.redirect_uri:
        raise TellPerson(f"The redirect_uri {call.text('redirect_uri')!r} is not registered for this app.")
    return app


def answer_to(call: Call, asked: Asked) -> Answer:
    """Ask the person who is logged in, or do what they decided."""
    site, browser = call.site.family[0], browser_of(call)
    if browser.person is None:
        return login_first(call)
    sites = tuple(each for each in asked.sites if _has_account(each, browser.person))
    if call.method != "POST":
        return _ask(call, asked, browser, browser.person, sites)
    form = form_of(call)
    if not browser.sent(site, call.url, form):
        return error_page("This form was not sent by its page, or has expired. Go back and load it again.", 403)
    if form.get("decision") != "accept":
        return back_to(
            asked.app,
            asked.state,
            {"error": "access_denied", "error_description": "User did not authorize the request"},
        )
    chosen = [each.settings.cloud_id for each in sites if each.settings.cloud_id == form.get("site")]
    if sites and not chosen:
        return error_page("Choose one of the sites that you can use.")
    grant = consent(site, asked.app, browser.person, asked.scopes, chosen)
    details = {"redirect_uri": asked.app.redirect_uri, **asked.challenge}
    return back_to(asked.app, asked.state, {"code": code_for(site, asked.app, grant, asked.scopes, details)})


def _ask(call: Call, asked: Asked, browser: Browser, person: Person, sites: Sequence[Site]) -> Answer:
    first = call.site.family[0]
    return consent_page(
        asked.app.name,
        person.display_name,
        [in_words(scope) for scope in asked.scopes],
        sites=[(site.settings.cloud_id, f"{site.settings.title} ({site.settings.url})") for site in sites],
        csrf=browser.word_for(first, call.url),
        action=first.settings.context + call.url,
        words=("Accept", "Cancel") if first.cloud else ("Allow", "Deny"),
        headers=browser.cookie(first),
    )


def _has_account(site: Site, person: Person) -> bool:
    return any(found.active for found in site.store.people.where(email=person.email))
