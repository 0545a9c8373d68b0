"""The operation that looks at the connection itself."""

from __future__ import annotations

from collections.abc import Collection

from anyticket.errors import Invalid
from anyticket.flow import Flow
from anyticket.model.checkup import Checkup, Finding, Severity
from anyticket.model.sparse import loaded
from anyticket.provider.operations import OPERATIONS
from anyticket.request import Request

from . import wire
from .connected import Connected
from .people_json import person
from .wire import needed


class Checks(Connected):
    """Check a connection."""

    def check(self, *, operations: Collection[str] = ()) -> Flow[Checkup]:
        if unknown := sorted(set(operations) - OPERATIONS.keys()):
            raise Invalid(f"{unknown[0]!r} is no operation", fields={"operations": "unknown"}, sent=False)
        response = yield Request.get("/server")
        content = wire.content(response)
        findings = [*_text_index(content), *(_lacking(name) for name in operations if not self.supports(name))]
        return loaded(
            Checkup,
            content,
            account=needed(content, "account", person),
            site=needed(content, "site", wire.text),
            deployment="embedded",
            version=f"schema {needed(content, 'schema', wire.number)}, SQLite {needed(content, 'sqlite', wire.text)}",
            expires_at=None,
            findings=tuple(findings),
        )


def _text_index(content: wire.JSON) -> list[Finding]:
    if needed(content, "text_index", wire.flag):
        return []
    message = "this tracker was made by an SQLite without FTS5 trigrams, so searches for text read every ticket"
    return [Finding(severity=Severity.WARNING, message=message, advice="with many tickets, make it anew elsewhere")]


def _lacking(operation: str) -> Finding:
    message, advice = f"the embedded tracker has no {operation}", "use another tracker for this"
    return Finding(severity=Severity.ERROR, message=message, advice=advice)
