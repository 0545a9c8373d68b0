"""Those who ask a seeded service desk for something."""

from __future__ import annotations

from typing import Any

from jira_simulator.auth.identity import digest
from jira_simulator.store.people import Credential

from .loopback_jira import Jira

__all__ = ["DESK", "ask", "make_customer", "opted"]

DESK = "/rest/servicedeskapi"


def ask(found: Jira, **body: Any) -> str:
    """Make a request and return its key."""
    values = {"summary": "Help me", "description": "I *need* it"}
    draft = {"serviceDeskId": "1", "requestTypeId": "1", "requestFieldValues": values}
    return str(found.post(f"{DESK}/request", draft | body)["issueKey"])


def opted(found: Jira, path: str, method: str = "GET", json: Any = None, **options: Any) -> Any:
    """Send a request that opts in to what is experimental."""
    login = {} if found.site.cloud else {"Authorization": "Bearer pat-admin"}
    headers = {**login, "X-ExperimentalApi": "opt-in", **options.pop("headers", {})}
    return found.call(method, DESK + path, json, headers=headers, **options)


def make_customer(found: Jira) -> dict[str, Any]:
    """Make a customer and return how they log in."""
    name = "displayName" if found.site.cloud else "fullName"
    found.post(f"{DESK}/customer", {name: "Fred Customer", "email": "fred@example.net"})
    person = found.site.store.people.first(email="fred@example.net")
    assert person is not None
    kind = "api-token" if found.site.cloud else "pat"
    found.site.store.credentials.add(Credential(kind=kind, person_id=person.id, digest=digest("fred")))
    if found.site.cloud:
        return {"auth": (person.email, "fred")}
    return {"headers": {"Authorization": "Bearer fred"}}
