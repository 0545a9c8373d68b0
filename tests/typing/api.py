"""The exact type of every operation in both colours, as both checkers see it."""

from __future__ import annotations

from pathlib import Path
from typing import assert_type

from anyticket import (
    ME,
    AsyncClient,
    AsyncOpenedAttachment,
    AsyncPages,
    Attachment,
    AttachmentDraft,
    Board,
    BulkResult,
    Change,
    Checkup,
    Client,
    Comment,
    Component,
    ComponentPatch,
    Count,
    Field,
    Form,
    Label,
    Link,
    LinkType,
    OpenedAttachment,
    Option,
    Pages,
    Person,
    Priority,
    Project,
    ProjectDraft,
    ProjectPatch,
    Query,
    RemoteLink,
    RemoteLinkDraft,
    Resolution,
    Sprint,
    SprintPatch,
    Status,
    StatusCategory,
    Team,
    Ticket,
    TicketDraft,
    TicketPatch,
    TicketType,
    Transition,
    Version,
    VersionPatch,
    Webhook,
    WebhookDraft,
    Worklog,
    WorklogDraft,
    WorklogPatch,
)


def blocking(client: Client) -> None:
    assert_type(client.get_ticket("A-1"), Ticket)
    assert_type(client.get_tickets(["A-1", "A-2"]), BulkResult[Ticket])
    assert_type(client.search_tickets(Query(project="A")), Pages[Ticket])
    assert_type(client.count_tickets(Query(project="A")), Count)
    assert_type(client.export_tickets(Query(project="A")), Pages[Ticket])
    assert_type(client.create_ticket(TicketDraft(title="x")), Ticket)
    assert_type(client.create_tickets([TicketDraft(title="x")]), BulkResult[Ticket])
    assert_type(client.update_ticket("A-1", TicketPatch(title="x")), Ticket)
    assert_type(client.delete_ticket("A-1"), None)
    assert_type(client.assign_ticket("A-1", ME), Ticket)
    assert_type(client.list_transitions("A-1"), tuple[Transition, ...])
    assert_type(client.transition_ticket("A-1", StatusCategory.DONE, TicketPatch(comment="done")), Ticket)
    assert_type(client.get_create_form("A", "Bug"), Form)
    assert_type(client.get_transition_form("A-1", "11"), Form)
    assert_type(client.list_history("A-1"), Pages[Change])
    assert_type(client.list_comments("A-1"), Pages[Comment])
    assert_type(client.add_comment("A-1", "hello"), Comment)
    assert_type(client.update_comment("A-1", "1", "hello"), Comment)
    assert_type(client.delete_comment("A-1", "1"), None)
    assert_type(client.list_attachments("A-1"), tuple[Attachment, ...])
    assert_type(client.add_attachment("A-1", AttachmentDraft(filename="a", content=b"")), Attachment)
    with client.open_attachment("A-1", "1") as opened:
        assert_type(opened, OpenedAttachment)
        assert_type([chunk for chunk in opened.chunks()], list[bytes])
    assert_type(client.download_attachment("A-1", "1", "here"), Path)
    assert_type(client.delete_attachment("A-1", "1"), None)
    assert_type(client.list_link_types(), tuple[LinkType, ...])
    assert_type(client.link_tickets("A-1", "blocks", "A-2"), Link)
    assert_type(client.unlink_tickets("A-1", "1"), None)
    assert_type(client.list_remote_links("A-1"), tuple[RemoteLink, ...])
    assert_type(client.add_remote_link("A-1", RemoteLinkDraft(url="https://x.example", title="x")), RemoteLink)
    assert_type(client.delete_remote_link("A-1", "1"), None)
    assert_type(client.list_worklogs("A-1"), Pages[Worklog])
    assert_type(client.add_worklog("A-1", WorklogDraft(spent_seconds=60)), Worklog)
    assert_type(client.update_worklog("A-1", "1", WorklogPatch(spent_seconds=60)), Worklog)
    assert_type(client.delete_worklog("A-1", "1"), None)
    assert_type(client.list_watchers("A-1"), tuple[Person, ...])
    assert_type(client.add_watcher("A-1", ME), None)
    assert_type(client.remove_watcher("A-1", ME), None)
    assert_type(client.list_voters("A-1"), tuple[Person, ...])
    assert_type(client.add_vote("A-1"), None)
    assert_type(client.remove_vote("A-1"), None)
    assert_type(client.get_me(), Person)
    assert_type(client.get_person("ada"), Person)
    assert_type(client.search_people("ada"), Pages[Person])
    assert_type(client.search_assignable("A", "ada"), Pages[Person])
    assert_type(client.list_teams(), Pages[Team])
    assert_type(client.list_projects(), Pages[Project])
    assert_type(client.get_project("A"), Project)
    assert_type(client.create_project(ProjectDraft(key="A", name="A")), Project)
    assert_type(client.update_project("A", ProjectPatch(name="B")), Project)
    assert_type(client.archive_project("A"), None)
    assert_type(client.delete_project("A"), None)
    assert_type(client.list_components("A"), tuple[Component, ...])
    assert_type(client.create_component("A", "Core"), Component)
    assert_type(client.update_component("A", "1", ComponentPatch(name="B")), Component)
    assert_type(client.delete_component("A", "1"), None)
    assert_type(client.list_versions("A"), tuple[Version, ...])
    assert_type(client.create_version("A", "1.0"), Version)
    assert_type(client.update_version("A", "1", VersionPatch(released=True)), Version)
    assert_type(client.delete_version("A", "1"), None)
    assert_type(client.list_statuses("A"), tuple[Status, ...])
    assert_type(client.list_priorities(), tuple[Priority, ...])
    assert_type(client.list_resolutions(), tuple[Resolution, ...])
    assert_type(client.list_types("A"), tuple[TicketType, ...])
    assert_type(client.list_fields("A"), tuple[Field, ...])
    assert_type(client.list_labels("A"), Pages[Label])
    assert_type(client.list_options("Severity", "A"), Pages[Option])
    assert_type(client.list_boards("A"), Pages[Board])
    assert_type(client.get_board("1"), Board)
    assert_type(client.list_sprints("1"), Pages[Sprint])
    assert_type(client.get_sprint("1"), Sprint)
    assert_type(client.create_sprint("1", "Sprint 1"), Sprint)
    assert_type(client.update_sprint("1", SprintPatch(goal="x")), Sprint)
    assert_type(client.start_sprint("1", SprintPatch(goal="x")), Sprint)
    assert_type(client.complete_sprint("1"), Sprint)
    assert_type(client.delete_sprint("1"), None)
    assert_type(client.list_board_tickets("1", Query(project="A")), Pages[Ticket])
    assert_type(client.list_backlog_tickets("1", Query(project="A")), Pages[Ticket])
    assert_type(client.list_sprint_tickets("1", Query(project="A")), Pages[Ticket])
    assert_type(client.list_epic_tickets("A-1", Query(project="A")), Pages[Ticket])
    assert_type(client.move_to_sprint(["A-1", "A-2"], "1"), None)
    assert_type(client.move_to_backlog(["A-1", "A-2"]), None)
    assert_type(client.rank_tickets(["A-1", "A-2"]), None)
    assert_type(client.register_webhook(WebhookDraft(url="https://x.example", events=["a"])), Webhook)
    assert_type(client.list_webhooks(), Pages[Webhook])
    assert_type(client.renew_webhook("1"), Webhook)
    assert_type(client.delete_webhook("1"), None)
    assert_type(client.check(), Checkup)


async def awaiting(client: AsyncClient) -> None:
    assert_type(await client.get_ticket("A-1"), Ticket)
    assert_type(await client.get_tickets(["A-1", "A-2"]), BulkResult[Ticket])
    assert_type(client.search_tickets(Query(project="A")), AsyncPages[Ticket])
    assert_type(await client.count_tickets(Query(project="A")), Count)
    assert_type(client.export_tickets(Query(project="A")), AsyncPages[Ticket])
    assert_type(await client.create_ticket(TicketDraft(title="x")), Ticket)
    assert_type(await client.create_tickets([TicketDraft(title="x")]), BulkResult[Ticket])
    assert_type(await client.update_ticket("A-1", TicketPatch(title="x")), Ticket)
    assert_type(await client.delete_ticket("A-1"), None)
    assert_type(await client.assign_ticket("A-1", ME), Ticket)
    assert_type(await client.list_transitions("A-1"), tuple[Transition, ...])
    assert_type(await client.transition_ticket("A-1", StatusCategory.DONE, TicketPatch(comment="done")), Ticket)
    assert_type(await client.get_create_form("A", "Bug"), Form)
    assert_type(await client.get_transition_form("A-1", "11"), Form)
    assert_type(client.list_history("A-1"), AsyncPages[Change])
    assert_type(client.list_comments("A-1"), AsyncPages[Comment])
    assert_type(await client.add_comment("A-1", "hello"), Comment)
    assert_type(await client.update_comment("A-1", "1", "hello"), Comment)
    assert_type(await client.delete_comment("A-1", "1"), None)
    assert_type(await client.list_attachments("A-1"), tuple[Attachment, ...])
    assert_type(await client.add_attachment("A-1", AttachmentDraft(filename="a", content=b"")), Attachment)
    async with client.open_attachment("A-1", "1") as opened:
        assert_type(opened, AsyncOpenedAttachment)
        assert_type([chunk async for chunk in opened.chunks()], list[bytes])
    assert_type(await client.download_attachment("A-1", "1", "here"), Path)
    assert_type(await client.delete_attachment("A-1", "1"), None)
    assert_type(await client.list_link_types(), tuple[LinkType, ...])
    assert_type(await client.link_tickets("A-1", "blocks", "A-2"), Link)
    assert_type(await client.unlink_tickets("A-1", "1"), None)
    assert_type(await client.list_remote_links("A-1"), tuple[RemoteLink, ...])
    assert_type(await client.add_remote_link("A-1", RemoteLinkDraft(url="https://x.example", title="x")), RemoteLink)
    assert_type(await client.delete_remote_link("A-1", "1"), None)
    assert_type(client.list_worklogs("A-1"), AsyncPages[Worklog])
    assert_type(await client.add_worklog("A-1", WorklogDraft(spent_seconds=60)), Worklog)
    assert_type(await client.update_worklog("A-1", "1", WorklogPatch(spent_seconds=60)), Worklog)
    assert_type(await client.delete_worklog("A-1", "1"), None)
    assert_type(await client.list_watchers("A-1"), tuple[Person, ...])
    assert_type(await client.add_watcher("A-1", ME), None)
    assert_type(await client.remove_watcher("A-1", ME), None)
    assert_type(await client.list_voters("A-1"), tuple[Person, ...])
    assert_type(await client.add_vote("A-1"), None)
    assert_type(await client.remove_vote("A-1"), None)
    assert_type(await client.get_me(), Person)
    assert_type(await client.get_person("ada"), Person)
    assert_type(client.search_people("ada"), AsyncPages[Person])
    assert_type(client.search_assignable("A", "ada"), AsyncPages[Person])
    assert_type(client.list_teams(), AsyncPages[Team])
    assert_type(client.list_projects(), AsyncPages[Project])
    assert_type(await client.get_project("A"), Project)
    assert_type(await client.create_project(ProjectDraft(key="A", name="A")), Project)
    assert_type(await client.update_project("A", ProjectPatch(name="B")), Project)
    assert_type(await client.archive_project("A"), None)
    assert_type(await client.delete_project("A"), None)
    assert_type(await client.list_components("A"), tuple[Component, ...])
    assert_type(await client.create_component("A", "Core"), Component)
    assert_type(await client.update_component("A", "1", ComponentPatch(name="B")), Component)
    assert_type(await client.delete_component("A", "1"), None)
    assert_type(await client.list_versions("A"), tuple[Version, ...])
    assert_type(await client.create_version("A", "1.0"), Version)
    assert_type(await client.update_version("A", "1", VersionPatch(released=True)), Version)
    assert_type(await client.delete_version("A", "1"), None)
    assert_type(await client.list_statuses("A"), tuple[Status, ...])
    assert_type(await client.list_priorities(), tuple[Priority, ...])
    assert_type(await client.list_resolutions(), tuple[Resolution, ...])
    assert_type(await client.list_types("A"), tuple[TicketType, ...])
    assert_type(await client.list_fields("A"), tuple[Field, ...])
    assert_type(client.list_labels("A"), AsyncPages[Label])
    assert_type(client.list_options("Severity", "A"), AsyncPages[Option])
    assert_type(client.list_boards("A"), AsyncPages[Board])
    assert_type(await client.get_board("1"), Board)
    assert_type(client.list_sprints("1"), AsyncPages[Sprint])
    assert_type(await client.get_sprint("1"), Sprint)
    assert_type(await client.create_sprint("1", "Sprint 1"), Sprint)
    assert_type(await client.update_sprint("1", SprintPatch(goal="x")), Sprint)
    assert_type(await client.start_sprint("1", SprintPatch(goal="x")), Sprint)
    assert_type(await client.complete_sprint("1"), Sprint)
    assert_type(await client.delete_sprint("1"), None)
    assert_type(client.list_board_tickets("1", Query(project="A")), AsyncPages[Ticket])
    assert_type(client.list_backlog_tickets("1", Query(project="A")), AsyncPages[Ticket])
    assert_type(client.list_sprint_tickets("1", Query(project="A")), AsyncPages[Ticket])
    assert_type(client.list_epic_tickets("A-1", Query(project="A")), AsyncPages[Ticket])
    assert_type(await client.move_to_sprint(["A-1", "A-2"], "1"), None)
    assert_type(await client.move_to_backlog(["A-1", "A-2"]), None)
    assert_type(await client.rank_tickets(["A-1", "A-2"]), None)
    assert_type(await client.register_webhook(WebhookDraft(url="https://x.example", events=["a"])), Webhook)
    assert_type(client.list_webhooks(), AsyncPages[Webhook])
    assert_type(await client.renew_webhook("1"), Webhook)
    assert_type(await client.delete_webhook("1"), None)
    assert_type(await client.check(), Checkup)
