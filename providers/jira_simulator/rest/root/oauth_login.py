"""`/login` and `/logout` of browsers: a form to choose an account and type its password."""

from __future__ import annotations

from secrets import token_urlsafe

from ...auth.browser import Browser, browser_of, form_of, local_path, redirect
from ...auth.identity import digest
from ...auth.pages import error_page, login_page
from ...site import Site
from ...store.people import Person
from ..call import Answer, Call
from ..routing import Routes

routes = Routes()


@routes.get("/login", scopes=(), anonymous=True)
def show(call: Call) -> Answer:
    """Show the form."""
    return _form(call, browser_of(call))


@routes.add("POST", "/login", anonymous=True)
def log_in(call: Call) -> Answer:
    """Log in, and go on to where the browser was going."""
    site, browser, form = call.site.family[0], browser_of(call), form_of(call)
    if not browser.sent(site, "/login", form):
        return error_page("This form was not sent by its page, or has expired. Go back and load it again.", 403)
    person = next((person for person in _accounts(site) if _login(site, person) == form.get("account")), None)
    if person is None or not _is_password(site, person, form.get("password", "")):
        return _form(call, browser, failed=True)
    # A new name, so that none from before a login is worth anything after it.
    logged_in = Browser(token_urlsafe(16), person)
    return redirect(local_path(call.text("continue", "/")), logged_in.cookie(site))


@routes.get("/logout", scopes=(), anonymous=True)
def log_out(call: Call) -> Answer:
    """Forget who was logged in."""
    return redirect(f"{call.site.settings.context}/login", Browser(token_urlsafe(16)).cookie(call.site.family[0]))


def _form(call: Call, browser: Browser, *, failed: bool = False) -> Answer:
    site = call.site.family[0]
    return login_page(
        [(_login(site, person), person.display_name) for person in _accounts(site)],
        csrf=browser.word_for(site, "/login"),
        action=site.settings.context + call.url,
        failed=failed,
        headers=browser.cookie(site),
    )


def _accounts(site: Site) -> list[Person]:
    """Return who has a password."""
    ids = {found.person_id for found in site.store.credentials.where(kind="password") if not found.revoked}
    return [person for person in site.store.people if person.id in ids and person.active]


def _login(site: Site, person: Person) -> str:
    return person.email if site.cloud else person.name


def _is_password(site: Site, person: Person, password: str) -> bool:
    found = site.store.credentials.where(digest=digest(password))
    return any(one.kind == "password" and one.person_id == person.id and not one.revoked for one in found)
