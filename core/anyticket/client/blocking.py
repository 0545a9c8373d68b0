"""
Client: every operation on one connection, by plain calls; one line an operation.

A client is cheap: make one for a request, a job or a tenant, as it suits. What it needs is kept by its runtime.
It may be shared by threads.
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
from .facade import blocking, blocking_pages, opening

T = TypeVar("T")


class Client(BaseClient):
    """Every operation, blocking."""

    def drive(self, steps: Steps[T]) -> T:
        """Run steps that have passed the gate."""
        return self._runtime.blocking_driver.run(steps, deadline=self.deadline())

    def run(self, flow: Flow[T]) -> T:
        """Run a flow of the provider, or one that a host made of several, through the same layers."""
        return self.drive(self.session().perform(self.context("run"), {}, lambda _: flow))

    def request(self, request: Request) -> Response:
        """Make a request of one's own through the same layers, credentials and errors."""
        return self.run(exchange(request))

    def close(self) -> None:
        """Close the runtime, if it is this client's own."""
        if self.owns_runtime:
            self._runtime.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, exc: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    get_ticket = blocking(TicketOperations.get_ticket)
    get_tickets = blocking(TicketOperations.get_tickets)
    search_tickets = blocking_pages(TicketOperations.search_tickets)
    count_tickets = blocking(TicketOperations.count_tickets)
    export_tickets = blocking_pages(TicketOperations.export_tickets)
    create_ticket = blocking(TicketOperations.create_ticket)
    create_tickets = blocking(TicketOperations.create_tickets)
    update_ticket = blocking(TicketOperations.update_ticket)
    delete_ticket = blocking(TicketOperations.delete_ticket)
    assign_ticket = blocking(TicketOperations.assign_ticket)
    list_transitions = blocking(TicketOperations.list_transitions)
    transition_ticket = blocking(TicketOperations.transition_ticket)
    get_create_form = blocking(TicketOperations.get_create_form)
    get_transition_form = blocking(TicketOperations.get_transition_form)
    list_history = blocking_pages(TicketOperations.list_history)

    list_comments = blocking_pages(CommentOperations.list_comments)
    add_comment = blocking(CommentOperations.add_comment)
    update_comment = blocking(CommentOperations.update_comment)
    delete_comment = blocking(CommentOperations.delete_comment)

    list_attachments = blocking(AttachmentOperations.list_attachments)
    add_attachment = blocking(AttachmentOperations.add_attachment)
    open_attachment = opening(AttachmentOperations.open_attachment)
    download_attachment = blocking(AttachmentOperations.download_attachment)
    delete_attachment = blocking(AttachmentOperations.delete_attachment)

    list_link_types = blocking(LinkOperations.list_link_types)
    link_tickets = blocking(LinkOperations.link_tickets)
    unlink_tickets = blocking(LinkOperations.unlink_tickets)
    list_remote_links = blocking(LinkOperations.list_remote_links)
    add_remote_link = blocking(LinkOperations.add_remote_link)
    delete_remote_link = blocking(LinkOperations.delete_remote_link)

    list_worklogs = blocking_pages(WorklogOperations.list_worklogs)
    add_worklog = blocking(WorklogOperations.add_worklog)
    update_worklog = blocking(WorklogOperations.update_worklog)
    delete_worklog = blocking(WorklogOperations.delete_worklog)

    list_watchers = blocking(WatcherOperations.list_watchers)
    add_watcher = blocking(WatcherOperations.add_watcher)
    remove_watcher = blocking(WatcherOperations.remove_watcher)
    list_voters = blocking(WatcherOperations.list_voters)
    add_vote = blocking(WatcherOperations.add_vote)
    remove_vote = blocking(WatcherOperations.remove_vote)

    get_me = blocking(PeopleOperations.get_me)
    get_person = blocking(PeopleOperations.get_person)
    search_people = blocking_pages(PeopleOperations.search_people)
    search_assignable = blocking_pages(PeopleOperations.search_assignable)
    list_teams = blocking_pages(PeopleOperations.list_teams)

    list_projects = blocking_pages(ProjectOperations.list_projects)
    get_project = blocking(ProjectOperations.get_project)
    create_project = blocking(ProjectOperations.create_project)
    update_project = blocking(ProjectOperations.update_project)
    archive_project = blocking(ProjectOperations.archive_project)
    delete_project = blocking(ProjectOperations.delete_project)
    list_components = blocking(ProjectOperations.list_components)
    create_component = blocking(ProjectOperations.create_component)
    update_component = blocking(ProjectOperations.update_component)
    delete_component = blocking(ProjectOperations.delete_component)
    list_versions = blocking(ProjectOperations.list_versions)
    create_version = blocking(ProjectOperations.create_version)
    update_version = blocking(ProjectOperations.update_version)
    delete_version = blocking(ProjectOperations.delete_version)

    list_statuses = blocking(CatalogueOperations.list_statuses)
    list_priorities = blocking(CatalogueOperations.list_priorities)
    list_resolutions = blocking(CatalogueOperations.list_resolutions)
    list_types = blocking(CatalogueOperations.list_types)
    list_fields = blocking(CatalogueOperations.list_fields)
    list_labels = blocking_pages(CatalogueOperations.list_labels)
    list_options = blocking_pages(CatalogueOperations.list_options)

    list_boards = blocking_pages(AgileOperations.list_boards)
    get_board = blocking(AgileOperations.get_board)
    list_sprints = blocking_pages(AgileOperations.list_sprints)
    get_sprint = blocking(AgileOperations.get_sprint)
    create_sprint = blocking(AgileOperations.create_sprint)
    update_sprint = blocking(AgileOperations.update_sprint)
    start_sprint = blocking(AgileOperations.start_sprint)
    complete_sprint = blocking(AgileOperations.complete_sprint)
    delete_sprint = blocking(AgileOperations.delete_sprint)
    list_board_tickets = blocking_pages(AgileOperations.list_board_tickets)
    list_backlog_tickets = blocking_pages(AgileOperations.list_backlog_tickets)
    list_sprint_tickets = blocking_pages(AgileOperations.list_sprint_tickets)
    list_epic_tickets = blocking_pages(AgileOperations.list_epic_tickets)
    move_to_sprint = blocking(AgileOperations.move_to_sprint)
    move_to_backlog = blocking(AgileOperations.move_to_backlog)
    rank_tickets = blocking(AgileOperations.rank_tickets)

    register_webhook = blocking(WebhookOperations.register_webhook)
    list_webhooks = blocking_pages(WebhookOperations.list_webhooks)
    renew_webhook = blocking(WebhookOperations.renew_webhook)
    delete_webhook = blocking(WebhookOperations.delete_webhook)

    check = blocking(CheckOperations.check)
