"""
Logins: what passwords of a Server are counted for, and when a login is refused although the password is right.

After some failures in a row an account has to solve a CAPTCHA in a browser first; the REST API can only say so.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

from ..refusal import Refused

if TYPE_CHECKING:
    from ..rest.call import Call
    from ..site import Site

__all__ = ["Login", "Logins", "denied_headers"]

_ATTEMPTS: Final = 3


@dataclass(frozen=True, slots=True)
class Login:
    """How the logins of one account went; `in_a_row` are the failures since the last one that did not fail."""

    count: int = 0
    failed: int = 0
    in_a_row: int = 0
    previous: int | None = None
    last: int | None = None
    last_failed: int | None = None


class Logins:
    """
    The logins of one site.

    Attributes:
        attempts: How many may fail in a row; None for any number.
        passwords_allowed: Whether the API takes passwords at all: from release 11 on only if an administrator says so.
    """

    def __init__(self, site: Site) -> None:
        self._of: dict[str, Login] = {}
        self.attempts: int | None = _ATTEMPTS
        self.passwords_allowed = site.settings.numbers < (11,)

    def of(self, name: str) -> Login:
        return self._of.get(name, Login())

    def require_passwords(self) -> None:
        """
        Refuse passwords where they are switched off.

        Raises:
            Refused: They are.
        """
        if not self.passwords_allowed:
            raise Refused(403, body={"message": "Basic Authentication has been disabled on this instance."})

    def denied(self, name: str) -> bool:
        """Say whether an account has to solve a CAPTCHA first."""
        return self.attempts is not None and self.of(name).in_a_row >= self.attempts

    def succeeded(self, name: str, now: int) -> None:
        before = self.of(name)
        self._of[name] = replace(before, count=before.count + 1, in_a_row=0, previous=before.last, last=now)

    def failed(self, name: str, now: int) -> None:
        before = self.of(name)
        self._of[name] = replace(before, failed=before.failed + 1, in_a_row=before.in_a_row + 1, last_failed=now)

    def solve(self, name: str | None = None) -> None:
        """Let an account, or all, log in again, as a person does who solves the CAPTCHA."""
        for each in [name] if name is not None else list(self._of):
            self._of[each] = replace(self.of(each), in_a_row=0)

    def info(self, call: Call, name: str) -> dict[str, Any]:
        """Return what a session tells about the logins of its account."""
        login, view = self.of(name), call.view
        told: dict[str, Any] = {"failedLoginCount": login.failed, "loginCount": login.count}
        times = {"lastFailedLoginTime": login.last_failed, "previousLoginTime": login.previous}
        return told | {name: view.time(at) for name, at in times.items() if at is not None}


def denied_headers(call: Call) -> dict[str, str]:
    """Return the headers of a login that is refused before the password is looked at."""
    url = f"{call.site.settings.url}/login.jsp"
    return {
        "X-Seraph-LoginReason": "AUTHENTICATION_DENIED",
        "X-Authentication-Denied-Reason": f"CAPTCHA_CHALLENGE; login-url={url}",
    }
