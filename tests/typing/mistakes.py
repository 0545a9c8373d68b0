"""What both checkers must refuse: each line marked `error`, and no other."""

from __future__ import annotations

import anyticket
from anyticket import ME, Amend, AsyncClient, Client, Label, Person, Query, Ticket, TicketDraft, TicketPatch, connect
from anyticket.flow import Flow
from anyticket.model.sparse import loaded
from anyticket.request import Request


def inputs() -> None:
    draft = TicketDraft(project="PROJ", type="Bug", title="x", description="**b**", labels=["a", Label(name="b")])
    TicketDraft(title="x", assignees=(Person(id="1"), "ada"), due=None)
    TicketDraft(title=1)  # error
    TicketDraft(titel="x")  # error
    TicketDraft(project="P")  # error
    TicketDraft(title="x", labels=[1])  # error
    TicketDraft(title="x", description=b"x")  # error
    TicketPatch(labels=Amend(add=["a"]), comment="done")
    TicketPatch(labels=Amend(add=[3]))  # error
    Query(project="P", assignee=[ME, "joe"], any_of=[Query(status="Open")], exclude=Query(text="x"), order_by="-due")
    Query(assignee=3)  # error
    Query(asignee="joe")  # error
    draft.title = "y"  # error


def outputs(ticket: Ticket) -> None:
    ticket.tilte  # error
    Ticket(id="1")  # error
    loaded(Ticket, {}, id="1", key="P-1", title="x")
    loaded(Ticket, {}, id="1", key="P-1", titel="x")  # error
    loaded(Ticket, {}, id="1", key="P-1", title=None)  # error
    anyticket.Tickt  # error


def blocking(client: Client, ticket: Ticket) -> None:
    client.get_ticket(ticket, load=["links", "comments"])
    client.get_ticket(3)  # error
    client.get_ticket()  # error
    client.get_ticket("P-1", load=["lnks"])  # error
    client.search_tickets(Query(), page=1)  # error
    client.search_tickets("project = P")  # error
    client.create_ticket("x")  # error
    client.create_ticket(TicketDraft(title="x"), idempotency_key=7)  # error
    client.add_comment(ticket)  # error
    client.transition_ticket(ticket, None)  # error
    client.get_tikcet("P-1")  # error
    connect("work", runtime="x")  # error


async def awaiting(client: AsyncClient, ticket: Ticket) -> None:
    await client.get_ticket(ticket)
    await client.get_ticket()  # error
    await client.search_tickets(Query())  # error
    for _ in client.search_tickets(Query()):  # error
        pass
    (await client.get_ticket(ticket)).tilte  # error


def author(key: str) -> Flow[int]:
    response = yield Request.get("/issue/{}", key)
    response.jsn()  # error
    yield key  # error
    return key  # error
