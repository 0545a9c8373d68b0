"""
AsyncClient: every operation on one connection, awaited, one line an operation.

A client is cheap: make one for a request, a job or a tenant, as it suits. What it needs is kept by its runtime.
It may be shared by the tasks of one event loop.
"""

from __future__ import annotations

from types import TracebackType
from typing import Self, TypeVar

from ..flow import Flow, Steps
from ..provider.agile import AgileOperations
from ..provider.attachments import AttachmentOperations
from ..provider.catalogue import CatalogueOperations
from ..provider.checks import CheckOperations
from ..provider.comments import CommentOperations
from ..provider.links import LinkOperations
from ..provider.people import PeopleOperations
from ..provider.projects import ProjectOperations
from ..provider.tickets import TicketOperations
from ..provider.watchers import WatcherOperations
from ..provider.webhooks import WebhookOperations
from ..provider.worklogs import WorklogOperations
from ..request import Request, Response
from .base import BaseClient, exchange
from .facade import awaiting, awaiting_opening, awaiting_pages

T = TypeVar("T")


class AsyncClient(BaseClient):
    """Every operation, awaited."""

    async def drive(self, steps: Steps[T]) -> T:
        """Run steps that have passed the gate."""
        return await self._runtime.async_driver.run(steps, deadline=self.deadline())

    async def run(self, flow: Flow[T]) -> T:
        """Run a flow of the provider, or one that a host made of several, through the same layers."""
        return await self.drive(self.session().perform(self.context("run"), {}, lambda _: flow))

    async def request(self, request: Request) -> Response:
        """Make a request of one's own through the same layers, credentials and errors."""
        return await self.run(exchange(request))

    async def aclose(self) -> None:
        """Close the runtime, if it is this client's own."""
        if self.owns_runtime:
            await self._runtime.aclose()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, exc: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.aclose()

    get_ticket = awaiting(TicketOperations.get_ticket)
    get_tickets = awaiting(TicketOperations.get_tickets)
    search_tickets = awaiting_pages(TicketOperations.search_tickets)
    count_tickets = awaiting(TicketOperations.count_tickets)
    export_tickets = awaiting_pages(TicketOperations.export_tickets)
    create_ticket = awaiting(TicketOperations.create_ticket)
    create_tickets = awaiting(TicketOperations.create_tickets)
    update_ticket = awaiting(TicketOperations.update_ticket)
    delete_ticket = awaiting(TicketOperations.delete_ticket)
    assign_ticket = awaiting(TicketOperations.assign_ticket)
    list_transitions = awaiting(TicketOperations.list_transitions)
    transition_ticket = awaiting(TicketOperations.transition_ticket)
    get_create_form = awaiting(TicketOperations.get_create_form)
    get_transition_form = awaiting(TicketOperations.get_transition_form)
    list_history = awaiting_pages(TicketOperations.list_history)

    list_comments = awaiting_pages(CommentOperations.list_comments)
    add_comment = awaiting(CommentOperations.add_comment)
    update_comment = awaiting(CommentOperations.update_comment)
    delete_comment = awaiting(CommentOperations.delete_comment)

    list_attachments = awaiting(AttachmentOperations.list_attachments)
    add_attachment = awaiting(AttachmentOperations.add_attachment)
    open_attachment = awaiting_opening(AttachmentOperations.open_attachment)
    download_attachment = awaiting(AttachmentOperations.download_attachment)
    delete_attachment = awaiting(AttachmentOperations.delete_attachment)

    list_link_types = awaiting(LinkOperations.list_link_types)
    link_tickets = awaiting(LinkOperations.link_tickets)
    unlink_tickets = awaiting(LinkOperations.unlink_tickets)
    list_remote_links = awaiting(LinkOperations.list_remote_links)
    add_remote_link = awaiting(LinkOperations.add_remote_link)
    delete_remote_link = awaiting(LinkOperations.delete_remote_link)

    list_worklogs = awaiting_pages(WorklogOperations.list_worklogs)
    add_worklog = awaiting(WorklogOperations.add_worklog)
    update_worklog = awaiting(WorklogOperations.update_worklog)
    delete_worklog = awaiting(WorklogOperations.delete_worklog)

    list_watchers = awaiting(WatcherOperations.list_watchers)
    add_watcher = awaiting(WatcherOperations.add_watcher)
    remove_watcher = awaiting(WatcherOperations.remove_watcher)
    list_voters = awaiting(WatcherOperations.list_voters)
    add_vote = awaiting(WatcherOperations.add_vote)
    remove_vote = awaiting(WatcherOperations.remove_vote)

    get_me = awaiting(PeopleOperations.get_me)
    get_person = awaiting(PeopleOperations.get_person)
    search_people = awaiting_pages(PeopleOperations.search_people)
    search_assignable = awaiting_pages(PeopleOperations.search_assignable)
    list_teams = awaiting_pages(PeopleOperations.list_teams)

    list_projects = awaiting_pages(ProjectOperations.list_projects)
    get_project = awaiting(ProjectOperations.get_project)
    create_project = awaiting(ProjectOperations.create_project)
    update_project = awaiting(ProjectOperations.update_project)
    archive_project = awaiting(ProjectOperations.archive_project)
    delete_project = awaiting(ProjectOperations.delete_project)
    list_components = awaiting(ProjectOperations.list_components)
    create_component = awaiting(ProjectOperations.create_component)
    update_component = awaiting(ProjectOperations.update_component)
    delete_component = awaiting(ProjectOperations.delete_component)
    list_versions = awaiting(ProjectOperations.list_versions)
    create_version = awaiting(ProjectOperations.create_version)
    update_version = awaiting(ProjectOperations.update_version)
    delete_version = awaiting(ProjectOperations.delete_version)

    list_statuses = awaiting(CatalogueOperations.list_statuses)
    list_priorities = awaiting(CatalogueOperations.list_priorities)
    list_resolutions = awaiting(CatalogueOperations.list_resolutions)
    list_types = awaiting(CatalogueOperations.list_types)
    list_fields = awaiting(CatalogueOperations.list_fields)
    list_labels = awaiting_pages(CatalogueOperations.list_labels)
    list_options = awaiting_pages(CatalogueOperations.list_options)

    list_boards = awaiting_pages(AgileOperations.list_boards)
    get_board = awaiting(AgileOperations.get_board)
    list_sprints = awaiting_pages(AgileOperations.list_sprints)
    get_sprint = awaiting(AgileOperations.get_sprint)
    create_sprint = awaiting(AgileOperations.create_sprint)
    update_sprint = awaiting(AgileOperations.update_sprint)
    start_sprint = awaiting(AgileOperations.start_sprint)
    complete_sprint = awaiting(AgileOperations.complete_sprint)
    delete_sprint = awaiting(AgileOperations.delete_sprint)
    list_board_tickets = awaiting_pages(AgileOperations.list_board_tickets)
    list_backlog_tickets = awaiting_pages(AgileOperations.list_backlog_tickets)
    list_sprint_tickets = awaiting_pages(AgileOperations.list_sprint_tickets)
    list_epic_tickets = awaiting_pages(AgileOperations.list_epic_tickets)
    move_to_sprint = awaiting(AgileOperations.move_to_sprint)
    move_to_backlog = awaiting(AgileOperations.move_to_backlog)
    rank_tickets = awaiting(AgileOperations.rank_tickets)

    register_webhook = awaiting(WebhookOperations.register_webhook)
    list_webhooks = awaiting_pages(WebhookOperations.list_webhooks)
    renew_webhook = awaiting(WebhookOperations.renew_webhook)
    delete_webhook = awaiting(WebhookOperations.delete_webhook)

    check = awaiting(CheckOperations.check)
