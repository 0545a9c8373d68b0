"""How a worklog is known again: Cloud keeps a marker with it, servers have no place for one."""

from __future__ import annotations

from anyticket.errors import NotFound
from anyticket.flow import Flow, exclusive
from anyticket.model.worklog import WorklogDraft
from anyticket.provider.once import Marker, marker
from anyticket.request import Pairs

from ..translate.people import person as read_person
from ..wire import Json, identifier, is_table, need, some, table
from .intents import Intent, Intents
from .lost_answers import made_once, made_or_found
from .markers import marker_in, property_of
from .worklogging import Worklogging


class CloudWorklogs(Worklogging):
    """Cloud takes a property with a worklog, and lists it."""

    def log_once(self, issue: str, body: Json, query: Pairs, draft: WorklogDraft, key: str) -> Flow[Json]:
        """Log work with the marker of its key."""
        mark = marker(key, draft)
        marked = {**body, "properties": [property_of(mark)]}
        flow = made_once(
            self.connection.retry, lambda: self._logged_with(issue, mark), lambda: self.log(issue, marked, query)
        )
        return exclusive(f"once {id(self.memory)} {mark.key}", flow)

    def _logged_with(self, issue: str, mark: Marker) -> Flow[Json | None]:
        start = 0
        while True:
            asked = (("startAt", str(start)), ("expand", "properties"))
            response = yield self.get("/issue/{}/worklog", issue, query=asked)
            page = table(response.json())
            worklogs = some(page, "worklogs", table)
            for one in worklogs:
                found = marker_in(one.get("properties"))
                if found is not None and found.key == mark.key:
                    mark.verify(found.draft, f"worklog {one.get('id')}")
                    return one
            start += len(worklogs)
            if not worklogs or start >= page.get("total", 0):
                return None


class ServerWorklogs(Worklogging, Intents):
    """On a server the issue notes what is to be logged, and afterwards what was."""

    def log_once(self, issue: str, body: Json, query: Pairs, draft: WorklogDraft, key: str) -> Flow[Json]:
        """Log work that was noted before."""
        mark = marker(key, draft)
        return exclusive(f"once {id(self.memory)} {mark.key}", self._log_noted(issue, body, query, mark))

    def _log_noted(self, issue: str, body: Json, query: Pairs, mark: Marker) -> Flow[Json]:
        intent = yield from self.intent_of(issue, mark)
        found = None if intent is None else (yield from self._logged_by(issue, body, mark, intent))
        if found is not None:
            return found
        if intent is None:
            logged = yield from self._logged(issue)
            intent = Intent(mark.draft, max((int(need(one, "id", identifier)) for one in logged), default=0))
            yield from self.note_intent(issue, mark, intent)
        noted = intent
        made = yield from made_or_found(
            self.connection.retry,
            lambda: self._logged_by(issue, body, mark, noted),
            lambda: self.log(issue, body, query),
        )
        yield from self.note_made(issue, mark, intent, need(made, "id", identifier))
        return made

    def _logged_by(self, issue: str, body: Json, mark: Marker, intent: Intent) -> Flow[Json | None]:
        """Return the worklog that was noted, or that looks like what was to be logged and is claimed by nobody."""
        logged = {need(one, "id", identifier): one for one in (yield from self._logged(issue))}
        if intent.made is not None:
            if intent.made not in logged:
                raise NotFound(f"the worklog that this key made on {issue} does not exist any more")
            return logged[intent.made]
        me = getattr(read_person((yield from self.remembered("/myself"))), "username", None)
        alike = [id for id, one in logged.items() if _is_like(one, body) and _author(one) == me]
        made = yield from self.made_alike(issue, mark, intent, alike)
        return None if made is None else logged[made]

    def _logged(self, issue: str) -> Flow[tuple[Json, ...]]:
        response = yield self.get("/issue/{}/worklog", issue)
        return tuple(some(table(response.json()), "worklogs", table))


def _is_like(worklog: Json, body: Json) -> bool:
    """Tell whether a worklog is what a body asked for, as far as servers give back what they were told."""
    return all(worklog.get(name) == body[name] for name in ("timeSpentSeconds", "comment") if name in body)


def _author(worklog: Json) -> object:
    author = worklog.get("author")
    return author.get("name") if is_table(author) else None
