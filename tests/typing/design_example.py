"""The example that the design begins with, as it stands there."""

import anyticket
from anyticket import Query, TicketDraft


def blocking() -> None:
    with anyticket.connect("work") as client:  # a connection named in plugins.toml
        ticket = client.create_ticket(
            TicketDraft(project="PROJ", type="Bug", title="Login fails", description="**Every** time")
        )
        client.add_comment(ticket, "Looking at it")
        client.transition_ticket(ticket, "In Progress")
        for t in client.search_tickets(Query(project="PROJ", closed=False)):
            print(t.key, t.title)


async def awaiting() -> None:
    async with anyticket.connect_async("work") as client:
        async for t in client.search_tickets(Query(project="PROJ", closed=False)):
            print(t.key, t.title)
