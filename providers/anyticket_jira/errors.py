"""
What Jira's answers say went wrong, beyond what their status says.

Texts are in the language of the account, so nothing here depends on their words, and no message quotes them:
`Invalid.fields` has them, under the field's id and its name, and under "" what Jira says of the whole.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final
from urllib.parse import unquote

from anyticket.errors import Forbidden, Gone, Invalid, ProviderError, RateLimited, Unauthenticated
from anyticket.provider.answers import error_by_status
from anyticket.request import Expects, Request, Response

from .wire import Json, is_list, is_table

#: What Jira's login says of the credentials of a request, whatever its status.
_LOGIN: Final = "x-seraph-loginreason"
_FAILED: Final = frozenset({"AUTHENTICATED_FAILED", "AUTHENTICATION_DENIED"})
_DENIED: Final = "x-authentication-denied-reason"
_USER: Final = "x-ausername"
#: The content of an attachment, which Cloud gives elsewhere, and the task that deletes a project.
_LEADS_ON: Final = ("/attachment/content/{}", "/project/{}/delete")
_LEADING_ON: Final = frozenset({302, 303, 307})
_SEARCHES: Final = ("/search", "/search/id")


def read_jira_error(
    request: Request, response: Response, *, signed: bool = False, names: Mapping[str, str] | None = None
) -> ProviderError | None:
    """
    Return what an answer says went wrong, or None.

    Args:
        request: What was asked.
        response: What came.
        signed: Whether the request had credentials, so that an anonymous answer is a refusal of them.
        names: The names of fields by id, as far as they are known.
    """
    if _leads_on(request, response):
        return None
    if request.foreign:
        return error_by_status(request, response)
    if error := _login_error(request, response, signed):
        return error
    error = error_by_status(request, response)
    match error:
        case Invalid():
            return _invalid(error, response, names or {})
        case RateLimited():
            error.reason = response.headers.get("ratelimit-reason")
        case Gone() if request.route.endswith(_SEARCHES):
            return Gone(f"{error.message}: this Jira has removed that search; is it Cloud, configured as a server?")
        case Forbidden() if response.media_type == "text/html":
            return Forbidden(f"{error.message}; Jira answers so where a product has no licence or a proxy objects")
        case _:
            pass
    return error


def _leads_on(request: Request, response: Response) -> bool:
    """Tell whether the content of an attachment is to be had elsewhere."""
    may = request.route.endswith(_LEADS_ON) or (request.foreign and request.expects is Expects.STREAM)
    return may and response.status in _LEADING_ON and "location" in response.headers


def _login_error(request: Request, response: Response, signed: bool) -> ProviderError | None:
    """Notice a refused login, also where Jira then goes on with what anybody may see."""
    where = f"{request.method} {request.route}"
    if response.headers.get(_DENIED, "").startswith("CAPTCHA"):
        advice = "log in once with a browser, then try again"
        return Unauthenticated(f"{where}: Jira wants a CAPTCHA after too many failed logins; {advice}")
    if response.headers.get(_LOGIN, "").upper() in _FAILED:
        return Unauthenticated(f"{where}: Jira does not accept the credentials ({response.status})")
    if signed and response.status < 400 and is_anonymous(response):
        return Unauthenticated(f"{where}: Jira ignored the credentials and answered as to nobody")
    return None


def is_anonymous(response: Response) -> bool:
    """Tell whether a server says that it answered nobody in particular."""
    return unquote(response.headers.get(_USER, "")) == "anonymous"


def _invalid(error: Invalid, response: Response, names: Mapping[str, str]) -> Invalid:
    error.fields = messages(response)
    wrong = ", ".join(repr(id) for id in sorted(error.fields) if id)
    if wrong:
        error.message = f"{error.message}: {wrong}"
    name_fields(error, names)
    return error


def name_fields(error: Invalid, names: Mapping[str, str]) -> None:
    """Say by its name too what an error says of a field by its id."""
    told = {id: message for id, message in error.fields.items() if id in names}
    error.fields = {**error.fields, **{names[id]: message for id, message in told.items()}}
    for id in told:
        error.message = error.message.replace(repr(id), repr(names[id]))


def messages(response: Response) -> dict[str, str]:
    """Return what an error's body says, by field, and under "" what it says of the whole."""
    try:
        body = response.json()
    except ValueError:
        return {}
    found: dict[str, str] = {}
    general: list[str] = []
    for one in _bodies(body):
        errors: Any = one.get("errors")
        if is_table(errors):
            found.update({str(id): str(text) for id, text in errors.items()})
        elif is_list(errors):
            general += [str(each.get("message")) for each in errors if is_table(each)]
        several: Any = one.get("errorMessages")
        general += [str(text) for text in several] if is_list(several) else []
        general += [one[key] for key in ("errorMessage", "message") if type(one.get(key)) is str]
    if general:
        found[""] = "; ".join(general)
    return found


def _bodies(body: Any) -> list[Json]:
    """Return the objects that can hold messages: the body itself, or what a bulk request says of each element."""
    if is_list(body):
        return [one.get("elementErrors", one) for one in body if is_table(one)]
    return [body] if is_table(body) else []
