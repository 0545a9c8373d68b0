"""How Cloud is told of issues: people by account id, text in ADF, parents of every kind in one field."""

from __future__ import annotations

from anyticket.errors import Malformed
from anyticket.flow import Flow
from anyticket.model.drafts import TicketPatch
from anyticket.model.ticket import Ticket, reference
from anyticket.request import Expects, Request, Response

from ..translate.richtext import ADF
from ..wire import table
from ..writing.body import Body
from .changing import as_given
from .commenting import Commenting
from .composing import Given, address
from .creating_many import CreatingMany
from .linking import Linking
from .markers import CloudMarkers
from .transitioning import Transitioning
from .worklog_markers import CloudWorklogs


class CloudWriting(CloudMarkers, CreatingMany, Transitioning, Commenting, CloudWorklogs, Linking):
    """Writes issues of Cloud."""

    codec = ADF
    identity_key = "accountId"
    identity_attribute = "id"
    component_lead_key = "leadAccountId"
    watcher_parameter = "accountId"

    def compose_parent(self, body: Body, given: Given, parent: str | Ticket | None) -> Flow[None]:
        """Say what holds the issue; taking it out needs an operation of its own."""
        # https://developer.atlassian.com/cloud/jira/platform/rest/v3/api-group-issues/#api-rest-api-3-issue-issueidorkey-put
        if parent is not None:
            body.fields["parent"] = address(parent)
        elif isinstance(given, TicketPatch):
            body.update["parent"] = [{"set": {"none": True}}]
        return
        yield

    def edit(self, ticket: str | Ticket, body: Body, *, repeatable: bool) -> Request:
        """Return the request that changes an issue, and has it come back."""
        query = (("returnIssue", "true"), ("expand", "names,schema"))
        return Request.put(
            self.rest + "/issue/{}",
            reference(ticket),
            query=query,
            json=body.json(),
            repeatable=repeatable,
            expects=Expects.BYTES,
        )

    def edited(self, ticket: str | Ticket, response: Response) -> Ticket:
        """Return the issue that came back, if it did."""
        if not response.body.strip():
            return as_given(ticket, self.site)
        try:
            answer = table(response.json())
        except ValueError as exc:
            raise Malformed("the issue is needed, and this answer is no JSON", may_have_happened=True) from exc
        return self.issues(answer).ticket(answer)
