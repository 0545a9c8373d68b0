"""Providers that each break one law of reading, searching, or of failures."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from typing import Any

from anyticket.auth.bearer import Bearer
from anyticket.errors import Conflict, Forbidden, Gone, Malformed, ProviderError, Timeout
from anyticket.flow import Flow
from anyticket.model.checkup import Checkup
from anyticket.model.page import BulkResult, Count, Page
from anyticket.model.query import Query
from anyticket.model.sparse import loaded
from anyticket.model.ticket import Ticket, reference
from anyticket.request import Request, Response
from testing.mutation import breaks
from testing.toy.provider import ToyProvider


def changed(ticket: Ticket, **values: Any) -> Ticket:
    kept = {name: value for name, value in vars(ticket).items() if values.get(name, "") is not None}
    return loaded(Ticket, ticket.raw, **{**kept, **{name: v for name, v in values.items() if v is not None}})


@breaks("a_ticket_is_the_same_by_id_by_key_and_as_an_object")
class OtherByKey(ToyProvider):
    def get_ticket(self, ticket: Any, /, *, load: Any = ()) -> Flow[Ticket]:
        found = yield from super().get_ticket(ticket, load=load)
        return changed(found, title="By key") if isinstance(ticket, str) and "-" in ticket else found


@breaks("a_ticket_has_the_url_of_its_page")
class BareUrl(ToyProvider):
    def ticket_of(self, raw: Any, load: Any = ()) -> Ticket:
        ticket = super().ticket_of(raw, load)
        return changed(ticket, url=f"/browse/{ticket.key}")


@breaks("a_ticket_keeps_the_trackers_own_json")
class NoRaw(ToyProvider):
    def ticket_of(self, raw: Any, load: Any = ()) -> Ticket:
        return Ticket(**vars(super().ticket_of(raw, load)))


@breaks("a_ticket_has_the_attributes_that_the_provider_reads_and_no_other")
class MoreThanDeclared(ToyProvider):
    def ticket_of(self, raw: Any, load: Any = ()) -> Ticket:
        ticket = super().ticket_of(raw, load)
        return changed(ticket, vote_count=1) if len(load) > 1 else ticket


@breaks("what_a_provider_does_not_read_is_not_loaded")
class UndeclaredVotes(ToyProvider):
    def ticket_of(self, raw: Any, load: Any = ()) -> Ticket:
        ticket = super().ticket_of(raw, load)
        return ticket if load else changed(ticket, vote_count=1)


@breaks("load_brings_what_it_names")
class NoComments(ToyProvider):
    def get_ticket(self, ticket: Any, /, *, load: Any = ()) -> Flow[Ticket]:
        return (yield from super().get_ticket(ticket, load=[] if list(load) == ["comments"] else load))


@breaks("many_tickets_come_in_order_and_what_is_missing_leaves_its_error_in_its_place")
class ManyReversed(ToyProvider):
    def get_tickets(self, tickets: Any, /, *, load: Any = ()) -> Flow[BulkResult[Ticket]]:
        found = yield from super().get_tickets(tickets, load=load)
        return BulkResult(found.results[::-1])


@breaks("a_ticket_that_does_not_exist_is_not_found")
class GoneForNotFound(ToyProvider):
    def get_ticket(self, ticket: Any, /, *, load: Any = ()) -> Flow[Ticket]:
        if str(reference(ticket)).endswith("000"):
            yield from self.get_me()
            raise Gone("it is said to be gone")
        return (yield from super().get_ticket(ticket, load=load))

    def get_tickets(self, tickets: Any, /, *, load: Any = ()) -> Flow[BulkResult[Ticket]]:
        return (yield from ToyProvider(self.connection).get_tickets(tickets, load=load))


@breaks("a_hostile_key_finds_nothing")
class AnyTicketForAQuestion(ToyProvider):
    def get_ticket(self, ticket: Any, /, *, load: Any = ()) -> Flow[Ticket]:
        if "?" in reference(ticket):
            return Ticket(id="1", key="KIT-1")
        return (yield from super().get_ticket(ticket, load=load))


class Searching(ToyProvider):
    def search_tickets(
        self, query: Query, /, *, load: Any = (), page_size: int = 50, cursor: str | None = None
    ) -> Flow[Page[Ticket]]:
        page = yield from ToyProvider.search_tickets(self, query, load=load, page_size=page_size, cursor=cursor)
        return self.page_of(page, page_size)

    def page_of(self, page: Page[Ticket], page_size: int) -> Page[Ticket]:
        return page


Searching.search_tickets.__dict__.update(ToyProvider.search_tickets.__dict__)


@breaks("a_search_finds_every_ticket_exactly_once_in_pages_of_any_size")
class ShortPageIsTheLast(Searching):
    def page_of(self, page: Page[Ticket], page_size: int) -> Page[Ticket]:
        return Page(page.items, None) if page_size == 1000 else page


@breaks("a_page_holds_no_more_than_was_asked_for")
class PagesOfThree(ToyProvider):
    def search_tickets(
        self, query: Query, /, *, load: Any = (), page_size: int = 50, cursor: str | None = None
    ) -> Flow[Page[Ticket]]:
        size = 3 if page_size == 2 else page_size
        return (yield from ToyProvider.search_tickets(self, query, load=load, page_size=size, cursor=cursor))


@breaks("a_search_goes_on_from_the_cursor_of_any_page")
class CursorOfTheMoment(ToyProvider):
    latest: str | None = None

    def search_tickets(
        self, query: Query, /, *, load: Any = (), page_size: int = 50, cursor: str | None = None
    ) -> Flow[Page[Ticket]]:
        start = cursor if cursor == self.latest else None
        page = yield from ToyProvider.search_tickets(self, query, load=load, page_size=page_size, cursor=start)
        self.latest = page.cursor
        return page


for mutant in (PagesOfThree, CursorOfTheMoment):
    mutant.search_tickets.__dict__.update(ToyProvider.search_tickets.__dict__)


@breaks("a_found_ticket_has_what_lists_always_have")
class NoUpdateInLists(Searching):
    def page_of(self, page: Page[Ticket], page_size: int) -> Page[Ticket]:
        return Page(tuple(changed(ticket, updated_at=None) for ticket in page.items), page.cursor, page.total)


@breaks("a_count_agrees_with_the_search")
class CountsOneMore(ToyProvider):
    def count_tickets(self, query: Query, /) -> Flow[Count]:
        count = yield from ToyProvider.count_tickets(self, query)
        return Count(count.value + 1, exact=True)


CountsOneMore.count_tickets.__dict__.update(ToyProvider.count_tickets.__dict__)


class Asking(ToyProvider):
    """Says something else to the tracker than it was asked."""

    def asked(self, query: Query) -> Any:
        said = super().asked(query)
        return self.instead(said) or said

    def instead(self, said: Any) -> Any:
        return said


def without(said: Any, name: str) -> Any:
    return {key: value for key, value in said.items() if key != name}


@breaks("a_filter_finds_what_matches_and_nothing_else")
class IgnoresReporter(Asking):
    def instead(self, said: Any) -> Any:
        return without(said, "reporter")


@breaks("the_empty_filter_finds_tickets_without_a_value")
class IgnoresEmptyPriority(Asking):
    def instead(self, said: Any) -> Any:
        return without(said, "priority") if said.get("priority") == [{"special": "empty"}] else said


@breaks("any_of_finds_what_one_of_its_queries_finds")
class FirstOfAny(Asking):
    def instead(self, said: Any) -> Any:
        return {**said, "any_of": said["any_of"][:1]} if "any_of" in said else said


@breaks("exclude_finds_all_but_what_its_query_finds")
class ExcludesNothing(Asking):
    def instead(self, said: Any) -> Any:
        return without(said, "exclude")


@breaks("text_finds_a_word_of_the_title")
class TextOfOthers(Asking):
    def instead(self, said: Any) -> Any:
        return {**said, "text": "something else"} if "text" in said else said


@breaks("tickets_come_in_the_order_that_was_asked_for")
class Unordered(Asking):
    def instead(self, said: Any) -> Any:
        return without(said, "order_by")


@breaks("a_hostile_value_never_widens_a_filter")
class QuotesEndTheFilter(Asking):
    def instead(self, said: Any) -> Any:
        hostile = any('"' in str(label.get("name")) for label in said.get("label", ()))
        return without(said, "label") if hostile else said


@breaks("what_was_written_is_found")
class FoundLater(Asking):
    def instead(self, said: Any) -> Any:
        return {"key": ["KIT-0"]} if set(said) == {"key"} else said


@breaks("every_failure_is_read_as_what_it_is_and_does_no_harm")
class ForbiddenForUnauthenticated(ToyProvider):
    def read_error(self, request: Request, response: Response) -> ProviderError | None:
        return Forbidden("no") if response.status == 401 else super().read_error(request, response)


@breaks("every_failure_is_read_as_what_it_is_and_does_no_harm")
class TellsTheToken(ToyProvider):
    def read_error(self, request: Request, response: Response) -> ProviderError | None:
        auth = self.connection.auth
        assert isinstance(auth, Bearer)
        error = super().read_error(request, response)
        return Conflict(f"not with {auth.token.get_secret_value()}") if isinstance(error, Conflict) else error


@breaks("every_failure_is_read_as_what_it_is_and_does_no_harm")
class TriesAgain(ToyProvider):
    def delete_vote(self, ticket: Any) -> Flow[None]:
        yield Request.delete("/tickets/{}/voters/{}", reference(ticket), "u1")

    def remove_vote(self, ticket: Any, /) -> Flow[None]:
        try:
            yield from self.delete_vote(ticket)
        except Timeout:
            yield from self.delete_vote(ticket)


@breaks("words_and_fields_that_nobody_knows_yet_break_nothing")
class KnowsAllFields(ToyProvider):
    def ticket_of(self, raw: Any, load: Any = ()) -> Ticket:
        if "fieldOfTomorrow" in raw:
            raise Malformed("an unknown field")
        return super().ticket_of(raw, load)


@breaks("a_declared_operation_returns_sound_objects")
class UnsoundCheckup(ToyProvider):
    def check(self, *, operations: Any = ()) -> Flow[Checkup]:
        me = yield from self.get_me()
        return loaded(Checkup, {}, account=me, expires_at="tomorrow")  # type: ignore[arg-type]


@breaks("times_are_aware_and_in_utc")
class LocalTime(ToyProvider):
    def check(self, *, operations: Any = ()) -> Flow[Checkup]:
        me = yield from self.get_me()
        here = timezone(timedelta(hours=2))
        return loaded(Checkup, {}, account=me, expires_at=datetime(2031, 1, 1, tzinfo=here))
