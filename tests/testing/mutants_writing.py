"""Providers that each break one law of writing and moving tickets."""

from __future__ import annotations

from typing import Any, TypeVar

from anyticket.capability import accepts
from anyticket.errors import Ambiguous, Invalid
from anyticket.flow import Flow
from anyticket.model.drafts import TicketDraft, TicketPatch
from anyticket.model.form import Form
from anyticket.model.input import Amend, Input
from anyticket.model.page import BulkResult
from anyticket.model.query import ME
from anyticket.model.status import Status
from anyticket.model.ticket import Ticket, reference
from anyticket.model.transition import Transition
from anyticket.request import Request
from testing.mutants_reading import changed
from testing.mutation import breaks
from testing.toy.provider import AMENDED, DRAFT, ToyProvider, dumped

_PATCH = (*DRAFT, *AMENDED, "remaining_seconds", "comment", "comment.body")


Given = TypeVar("Given", bound=Input)


class Creating(ToyProvider):
    @accepts(*DRAFT)
    def create_ticket(self, draft: TicketDraft, /, *, idempotency_key: str | None = None) -> Flow[Ticket]:
        made = yield from ToyProvider.create_ticket(self, self.drafted(draft), idempotency_key=idempotency_key)
        return self.answered(made)

    def drafted(self, draft: TicketDraft) -> TicketDraft:
        return draft

    def answered(self, ticket: Ticket) -> Ticket:
        return ticket


class Updating(ToyProvider):
    @accepts(*_PATCH)
    def update_ticket(
        self, ticket: str | Ticket, patch: TicketPatch, /, *, if_version: str | None = None
    ) -> Flow[Ticket]:
        return (yield from ToyProvider.update_ticket(self, ticket, self.patched(patch), if_version=if_version))

    def patched(self, patch: TicketPatch) -> TicketPatch:
        return patch


def less(given: Given, *names: str) -> Given:
    return type(given)(**{name: value for name, value in vars(given).items() if name not in names})


@breaks("a_created_ticket_is_read_back")
class AnswersWithoutUrl(Creating):
    def answered(self, ticket: Ticket) -> Ticket:
        return changed(ticket, url=None)


@breaks("every_accepted_field_of_a_draft_is_read_back")
class ForgetsEstimates(Creating):
    def drafted(self, draft: TicketDraft) -> TicketDraft:
        return less(draft, "estimate_seconds")


@breaks("a_patch_changes_what_it_holds")
class KeepsTheType(Updating):
    def patched(self, patch: TicketPatch) -> TicketPatch:
        return less(patch, "type")


@breaks("a_patch_changes_nothing_else")
class ClearsDueWithTheTitle(Updating):
    def patched(self, patch: TicketPatch) -> TicketPatch:
        return TicketPatch(**{**vars(patch), "due": None}) if set(vars(patch)) == {"title"} else patch


@breaks("none_clears")
class KeepsPriority(Updating):
    def patched(self, patch: TicketPatch) -> TicketPatch:
        return less(patch, "priority") if getattr(patch, "priority", "") is None else patch


@breaks("amend_adds_and_removes_and_leaves_the_rest")
class NeverRemovesLabels(Updating):
    def patched(self, patch: TicketPatch) -> TicketPatch:
        labels = getattr(patch, "labels", ())
        return TicketPatch(labels=Amend(add=labels.add)) if isinstance(labels, Amend) else patch


@breaks("an_empty_patch_sends_nothing")
class ReadsForNothing(Updating):
    @accepts(*_PATCH)
    def update_ticket(
        self, ticket: str | Ticket, patch: TicketPatch, /, *, if_version: str | None = None
    ) -> Flow[Ticket]:
        if not patch.names():
            return (yield from self.get_ticket(ticket))
        return (yield from super().update_ticket(ticket, patch, if_version=if_version))


@breaks("a_version_that_is_no_longer_current_is_a_conflict")
class LastOneWins(ToyProvider):
    @accepts(*_PATCH)
    def update_ticket(
        self, ticket: str | Ticket, patch: TicketPatch, /, *, if_version: str | None = None
    ) -> Flow[Ticket]:
        return (yield from super().update_ticket(ticket, patch))


@breaks("a_patch_can_bring_a_comment")
class DropsTheComment(Updating):
    def patched(self, patch: TicketPatch) -> TicketPatch:
        return less(patch, "comment")


@breaks("a_deleted_ticket_is_gone")
class DeletesNothing(ToyProvider):
    def delete_ticket(self, ticket: str | Ticket, /) -> Flow[None]:
        yield Request.get("/tickets/{}", reference(ticket))


@breaks("assigning_makes_one_person_the_only_assignee")
class NeverUnassigns(ToyProvider):
    def assign_ticket(self, ticket: str | Ticket, to: Any, /) -> Flow[Ticket]:
        return (yield from (self.get_ticket(ticket) if to is None else super().assign_ticket(ticket, to)))


@breaks("assigning_to_me_means_the_account_of_the_connection")
class SomebodyElseIsMe(ToyProvider):
    def assign_ticket(self, ticket: str | Ticket, to: Any, /) -> Flow[Ticket]:
        return (yield from super().assign_ticket(ticket, "u2" if to == ME else to))


@breaks("many_created_tickets_come_in_order_and_what_is_refused_leaves_its_error_in_its_place")
class AllOrAnError(ToyProvider):
    @accepts(*DRAFT)
    def create_tickets(self, drafts: Any, /, *, idempotency_keys: Any = None) -> Flow[BulkResult[Ticket]]:
        result = yield from super().create_tickets(drafts, idempotency_keys=idempotency_keys)
        return BulkResult(result.all())


class Moving(ToyProvider):
    @accepts("comment", "comment.body", "fields")
    def transition_ticket(self, ticket: Any, to: Any, change: TicketPatch | None = None, /) -> Flow[Ticket]:
        return (yield from self.moved(ticket, to, change))

    def moved(self, ticket: Any, to: Any, change: TicketPatch | None) -> Flow[Ticket]:
        return (yield from ToyProvider.transition_ticket(self, ticket, to, change))

    def go(self, ticket: Any, way: Transition, change: TicketPatch | None = None) -> Flow[Ticket]:
        body = {"way": way.id, "change": dumped(change) if change else {}}
        response = yield Request.post("/tickets/{}/ways", reference(ticket), json=body)
        return self.ticket_of(response.json())


@breaks("a_way_leads_to_its_target")
class StaysWhereItIs(Moving):
    def moved(self, ticket: Any, to: Any, change: TicketPatch | None) -> Flow[Ticket]:
        if isinstance(to, Transition) and not to.required:
            return (yield from self.get_ticket(ticket))
        return (yield from super().moved(ticket, to, change))


@breaks("a_status_can_be_given_by_its_name_or_as_an_object")
class NamesOnly(Moving):
    def moved(self, ticket: Any, to: Any, change: TicketPatch | None) -> Flow[Ticket]:
        if isinstance(to, Status):
            raise Invalid("a status must be given by its name")
        return (yield from super().moved(ticket, to, change))


@breaks("already_there_is_success_and_writes_nothing")
class MovesToWhereItIs(Moving):
    def moved(self, ticket: Any, to: Any, change: TicketPatch | None) -> Flow[Ticket]:
        found = yield from self.get_ticket(ticket)
        if to == found.status.name:
            yield Request.post("/tickets/{}/changes", found.id, json={})
            return found
        return (yield from super().moved(ticket, to, change))


@breaks("a_status_that_no_way_leads_to_is_an_error_and_writes_nothing")
class TriesAnyway(Moving):
    def moved(self, ticket: Any, to: Any, change: TicketPatch | None) -> Flow[Ticket]:
        try:
            return (yield from super().moved(ticket, to, change))
        except Invalid as exc:
            if not exc.fields:
                yield Request.post("/tickets/{}/changes", reference(ticket), json={})
            raise


@breaks("an_ambiguous_target_lists_its_choices_and_writes_nothing")
class TakesTheFirstWay(Moving):
    def moved(self, ticket: Any, to: Any, change: TicketPatch | None) -> Flow[Ticket]:
        try:
            return (yield from super().moved(ticket, to, change))
        except Ambiguous as exc:
            raise Ambiguous(exc.message, choices=exc.choices[:1]) from exc


@breaks("what_a_way_asks_for_is_told_before_anything_is_written")
class LetsTheTrackerRefuse(Moving):
    def moved(self, ticket: Any, to: Any, change: TicketPatch | None) -> Flow[Ticket]:
        if isinstance(to, Transition) and to.required:
            return (yield from self.go(ticket, to, change))
        return (yield from super().moved(ticket, to, change))


@breaks("the_form_of_a_way_asks_for_what_the_way_asks_for")
class EmptyForm(ToyProvider):
    def get_transition_form(self, ticket: str | Ticket, transition: Any, /) -> Flow[Form]:
        yield from super().get_transition_form(ticket, transition)
        return Form(fields={})
