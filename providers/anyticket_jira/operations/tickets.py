"""Getting tickets, with what did not come along: what both kinds of Jira share."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Collection
from typing import Any, ClassVar

from anyticket.flow import Flow, Steps, done, together
from anyticket.model.ticket import Load, Ticket, reference

from ..site import JiraSite
from ..translate.issues import Issues
from ..wire import Json, need, table, text
from .pages import all_pages


class TicketReading(JiraSite):
    """Gets tickets."""

    history_expand: ClassVar[tuple[str, ...]] = ()
    """What to expand so that an issue comes with its whole history, where that is possible."""

    @abstractmethod
    def children_of(self, raw: Json) -> Flow[tuple[Ticket, ...]]:
        """Return the children of an issue that can have others than its subtasks."""

    def get_ticket(self, ticket: str | Ticket, /, *, load: Collection[Load] = ()) -> Flow[Ticket]:
        """Return a ticket with everything that Jira gives at once, and with what `load` names."""
        response = yield self.get("/issue/{}", reference(ticket), query=(("expand", ",".join(self.expand(load))),))
        raw = table(response.json())
        found = yield from self.completed(raw, self.issues(raw), load)
        self.recent.knows(found.id, found.key)
        return found

    def expand(self, load: Collection[Load]) -> tuple[str, ...]:
        """Return what to expand in an answer with issues."""
        return ("names", "schema", *(self.history_expand if "history" in load else ()))

    def issues(self, answer: Json) -> Issues:
        """Return the reader for the issues of an answer that was asked for all, or all navigable, fields."""
        return Issues(self.terms(answer.get("names"), answer.get("schema"), complete=True))

    def brief(self, raw: Json) -> Ticket:
        """Read an issue of which a few fields were asked for."""
        return Issues(self.terms()).ticket(raw)

    def completed(self, raw: Json, issues: Issues, load: Collection[Load]) -> Flow[Ticket]:
        """Return an issue with what was asked for and did not come with it."""
        ticket = issues.ticket(raw)
        missing = [name for name in sorted(load) if not hasattr(ticket, name)]
        if not missing:
            return ticket
        flows: list[Steps[Any]] = [self._part(name, raw) for name in missing]
        parts = yield from together(flows)
        return issues.ticket(raw, **dict(zip(missing, parts, strict=True)))

    def _part(self, name: str, raw: Json) -> Steps[Any]:
        key = need(raw, "key", text)
        match name:
            case "comments":
                return all_pages(lambda cursor: self.list_comments(key, page_size=100, cursor=cursor))
            case "history":
                return all_pages(lambda cursor: self.list_history(key, cursor=cursor))
            case "watchers":
                return self.list_watchers(key)
            case "children":
                return self.children_of(raw)
            case _:  # attachments and links come with an issue, unless the site has them switched off
                return done(())
