"""Looking at the connection itself: who one is, where, and what is wrong."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

from anyticket.errors import Error, Unauthenticated
from anyticket.flow import Flow
from anyticket.model.checkup import Checkup, Finding, Severity
from anyticket.model.sparse import ABSENT, loaded
from anyticket.provider.operations import OPERATIONS
from anyticket.request import Request

from ..errors import is_anonymous
from ..site import JiraSite
from ..translate.people import person
from ..wire import Json, need, table, text, word

#: The resource that says what a Jira is. Version 2 of the interface has it everywhere.
SERVER_INFO: Final = "/rest/api/2/serverInfo"


class Checks(JiraSite):
    """Checks a connection."""

    def check(self, *, operations: Collection[str] = ()) -> Flow[Checkup]:
        """Return who one is, on which site, and what is missing for `operations`."""
        findings = [_missing(name) for name in operations if not (name in OPERATIONS and self.supports(name))]
        response = yield Request.get(SERVER_INFO)
        info = table(response.json())
        account = None
        try:
            answer = yield self.get("/myself")
            account = person(answer.json())
            if is_anonymous(answer):
                findings.append(_NOBODY)
        except Unauthenticated as exc:
            findings.append(_refused(exc))
        if self.connection.auth is None:
            findings.append(_NOBODY)
        return loaded(
            Checkup,
            info,
            account=account,
            site=self.site,
            deployment=deployment(info),
            version=word(info, "version"),
            findings=tuple(findings),
        )


def site_of() -> Flow[str]:
    """Return the address of the site as people see it."""
    response = yield Request.get(SERVER_INFO)
    info = table(response.json())
    shown = word(info, "displayUrl")
    return (need(info, "baseUrl", text) if shown is ABSENT else shown).rstrip("/")


def deployment(info: Json) -> str:
    """Return what kind of Jira it is: `Cloud`, or `Server`, as a Data Center calls itself too."""
    kind = word(info, "deploymentType")
    return "Server" if kind is ABSENT else kind


_NOBODY: Final = Finding(
    severity=Severity.WARNING,
    message="Jira answers as to nobody in particular",
    advice="give the connection credentials; without them only what is public is there",
)


def _refused(error: Error) -> Finding:
    return Finding(
        severity=Severity.ERROR, message=str(error), advice="make a new token: those of Cloud end after a year at most"
    )


def _missing(operation: str) -> Finding:
    advice = "see the table of operations" if operation in OPERATIONS else "no provider has it: is it spelled right?"
    return Finding(severity=Severity.ERROR, message=f"this Jira has no {operation}", advice=advice)
