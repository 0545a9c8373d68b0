"""A provider that makes a flow and does not run it. It is alone in its module, for that is what its law reads."""

from __future__ import annotations

from anyticket.flow import Flow
from anyticket.request import Request
from testing.mutation import breaks
from testing.toy.provider import ToyProvider


@breaks("no_flow_is_made_and_dropped")
class Drops(ToyProvider):
    def delete_vote_of(self, person: str) -> Flow[None]:
        self.remove_vote(person)
        yield Request.get("/people/me")
