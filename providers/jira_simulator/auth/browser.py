"""
Browsers: who is logged in to the pages of the simulator, and forms that nobody else can send.

A session is a signed cookie. A form carries a word made from the session and the place that it is sent to, which a
page of another site can neither read nor make up.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import parse_qsl, quote, urlencode, urlsplit, urlunsplit

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import OctKey

from ..rest.call import Answer, Call
from ..site import Site
from ..store.people import Person

__all__ = ["Browser", "browser_of", "form_of", "local_path", "login_first", "redirect", "with_parameters"]

COOKIE: Final = "simulator.session"


@dataclass(frozen=True, slots=True)
class Browser:
    """One browser: its own name for itself, and who is logged in there."""

    name: str
    person: Person | None = None

    def word_for(self, site: Site, place: str) -> str:
        """Return what a form that is sent to a place must carry."""
        return hmac.new(site.oauth.key, f"form\n{self.name}\n{place}".encode(), hashlib.sha256).hexdigest()

    def sent(self, site: Site, place: str, form: dict[str, str]) -> bool:
        """Say whether a form came from a page that this browser was shown."""
        return hmac.compare_digest(form.get("csrf", "").encode(), self.word_for(site, place).encode())

    def cookie(self, site: Site) -> dict[str, str]:
        """Return the header that makes the browser remember this session."""
        claims: dict[str, Any] = {"use": "session", "name": self.name, "until": self._until(site)}
        if self.person is not None:
            claims["person"] = self.person.id
        value = jwt.encode({"alg": "HS256"}, claims, OctKey.import_key(site.oauth.key))
        return {"Set-Cookie": f"{COOKIE}={value}; Path={site.settings.context or '/'}; HttpOnly; SameSite=Lax"}

    @staticmethod
    def _until(site: Site) -> int:
        return site.clock.now() + int(site.oauth.session_seconds * 1000)


def browser_of(call: Call) -> Browser:
    """Return the browser that a request is from: one that nobody has seen, if it brings no good cookie."""
    site = call.site.family[0]
    claims = _claims(site, _cookies(call).get(COOKIE, ""))
    if claims.get("use") != "session" or claims["until"] <= site.clock.now():
        return Browser(secrets.token_urlsafe(16))
    person = site.store.people.get(claims["person"]) if "person" in claims else None
    return Browser(claims["name"], person if person is not None and person.active else None)


def _claims(site: Site, value: str) -> dict[str, Any]:
    try:
        return jwt.decode(value, OctKey.import_key(site.oauth.key), algorithms=["HS256"]).claims
    except (JoseError, ValueError):
        return {}  # another simulator on this host may have set it


def _cookies(call: Call) -> dict[str, str]:
    pairs = (part.strip().partition("=") for part in call.headers.get("cookie", "").split(";"))
    return {name: value for name, _, value in pairs}


def form_of(call: Call) -> dict[str, str]:
    """Return the fields of a form."""
    return dict(parse_qsl(call.content.decode("utf-8", "replace"), keep_blank_values=True))


def login_first(call: Call) -> Answer:
    """Send a browser to the login page, and back to where it was going."""
    context = call.site.settings.context
    return redirect(f"{context}/login?continue={quote(context + call.url, safe='')}")


def local_path(path: str) -> str:
    """Return a path of this origin to go on to: what leads anywhere else becomes `/`."""
    safe = path.startswith("/") and not path.startswith("//") and "\\" not in path and path.isprintable()
    return path if safe else "/"


def with_parameters(url: str, parameters: dict[str, str]) -> str:
    """Return a url with more parameters behind those that it has."""
    parts = urlsplit(url)
    query = "&".join(filter(None, [parts.query, urlencode(parameters)]))
    return urlunsplit(parts._replace(query=query))


def redirect(url: str, headers: dict[str, str] | None = None) -> Answer:
    return Answer(None, 302, {"Location": url, **(headers or {})})
