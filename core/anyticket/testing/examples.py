"""Examples: arguments for every operation, made of a handful of things."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final, TypeAlias

from anyticket.model.attachment import AttachmentDraft
from anyticket.model.comment import CommentDraft
from anyticket.model.drafts import TicketDraft, TicketPatch
from anyticket.model.link import RemoteLinkDraft
from anyticket.model.project import (
    ComponentDraft,
    ComponentPatch,
    ProjectDraft,
    ProjectPatch,
    VersionDraft,
    VersionPatch,
)
from anyticket.model.query import Query
from anyticket.model.sprint import SprintDraft, SprintPatch
from anyticket.model.webhook import WebhookDraft
from anyticket.model.worklog import WorklogDraft, WorklogPatch

from .samples import given


class Things:
    """What operations are done to. These exist nowhere: whoever needs real ones has `Made`."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        return f"kit-{name}"

    @property
    def draft(self) -> TicketDraft:
        """The smallest draft."""
        draft: TicketDraft = given(TicketDraft)
        return draft

    @property
    def query(self) -> Query:
        """All tickets."""
        return Query()

    @property
    def new_project(self) -> ProjectDraft:
        """A project that does not exist."""
        draft: ProjectDraft = given(ProjectDraft)
        return draft

    @property
    def sprint_dates(self) -> SprintPatch:
        """When a sprint begins and ends."""
        return SprintPatch(starts_at=_BEGIN, ends_at=_BEGIN + timedelta(days=14))


_BEGIN: Final = datetime(2031, 5, 6, 7, 8, tzinfo=UTC)
Example: TypeAlias = Callable[[Any], tuple[Any, ...]]


def _nothing(_: Any) -> tuple[Any, ...]:
    return ()


_TICKETS: Final[Mapping[str, Example]] = {
    "get_ticket": lambda it: (it.ticket,),
    "get_tickets": lambda it: ([it.ticket, it.other],),
    "search_tickets": lambda it: (it.query,),
    "count_tickets": lambda it: (it.query,),
    "export_tickets": lambda it: (it.query,),
    "create_ticket": lambda it: (it.draft,),
    "create_tickets": lambda it: ([it.draft],),
    "update_ticket": lambda it: (it.ticket, TicketPatch(title="Another title")),
    "delete_ticket": lambda it: (it.ticket,),
    "assign_ticket": lambda it: (it.ticket, it.person),
    "list_transitions": lambda it: (it.ticket,),
    "transition_ticket": lambda it: (it.ticket, it.transition),
    "get_create_form": lambda it: (it.project, it.type),
    "get_transition_form": lambda it: (it.ticket, it.transition),
    "list_history": lambda it: (it.ticket,),
    "list_comments": lambda it: (it.ticket,),
    "add_comment": lambda it: (it.ticket, given(CommentDraft)),
    "update_comment": lambda it: (it.ticket, it.comment, "Other words"),
    "delete_comment": lambda it: (it.ticket, it.comment),
    "list_attachments": lambda it: (it.ticket,),
    "add_attachment": lambda it: (it.ticket, given(AttachmentDraft)),
    "open_attachment": lambda it: (it.ticket, it.attachment),
    "download_attachment": lambda it: (it.ticket, it.attachment, it.folder),
    "delete_attachment": lambda it: (it.ticket, it.attachment),
    "list_link_types": _nothing,
    "link_tickets": lambda it: (it.ticket, it.phrase, it.other),
    "unlink_tickets": lambda it: (it.ticket, it.link),
    "list_remote_links": lambda it: (it.ticket,),
    "add_remote_link": lambda it: (it.ticket, given(RemoteLinkDraft)),
    "delete_remote_link": lambda it: (it.ticket, it.remote_link),
    "list_worklogs": lambda it: (it.ticket,),
    "add_worklog": lambda it: (it.ticket, given(WorklogDraft)),
    "update_worklog": lambda it: (it.ticket, it.worklog, WorklogPatch(spent_seconds=60)),
    "delete_worklog": lambda it: (it.ticket, it.worklog),
    "list_watchers": lambda it: (it.ticket,),
    "add_watcher": lambda it: (it.ticket, it.person),
    "remove_watcher": lambda it: (it.ticket, it.person),
    "list_voters": lambda it: (it.votable,),
    "add_vote": lambda it: (it.votable,),
    "remove_vote": lambda it: (it.voted,),
}
_AROUND: Final[Mapping[str, Example]] = {
    "get_me": _nothing,
    "get_person": lambda it: (it.person,),
    "search_people": lambda it: ("a",),
    "search_assignable": lambda it: (it.project,),
    "list_teams": _nothing,
    "list_projects": _nothing,
    "get_project": lambda it: (it.project,),
    "create_project": lambda it: (it.new_project,),
    "update_project": lambda it: (it.spare_project, ProjectPatch(name=it.new_name)),
    "archive_project": lambda it: (it.spare_project,),
    "delete_project": lambda it: (it.spare_project,),
    "list_components": lambda it: (it.project,),
    "create_component": lambda it: (it.project, ComponentDraft(name=it.new_name)),
    "update_component": lambda it: (it.project, it.component, ComponentPatch(description="Other words")),
    "delete_component": lambda it: (it.project, it.component),
    "list_versions": lambda it: (it.project,),
    "create_version": lambda it: (it.project, VersionDraft(name=it.new_name)),
    "update_version": lambda it: (it.project, it.version, VersionPatch(description="Other words")),
    "delete_version": lambda it: (it.project, it.version),
    "list_statuses": lambda it: (it.project,),
    "list_priorities": _nothing,
    "list_resolutions": _nothing,
    "list_types": lambda it: (it.project,),
    "list_fields": lambda it: (it.project,),
    "list_labels": _nothing,
    "list_options": lambda it: (it.field, it.project),
    "list_boards": _nothing,
    "get_board": lambda it: (it.board,),
    "list_sprints": lambda it: (it.board,),
    "get_sprint": lambda it: (it.sprint,),
    "create_sprint": lambda it: (it.board, SprintDraft(name=it.new_name)),
    "update_sprint": lambda it: (it.sprint, SprintPatch(name=it.new_name)),
    "start_sprint": lambda it: (it.startable_sprint, it.sprint_dates),
    "complete_sprint": lambda it: (it.begun_sprint,),
    "delete_sprint": lambda it: (it.sprint,),
    "list_board_tickets": lambda it: (it.board, it.query),
    "list_backlog_tickets": lambda it: (it.board, it.query),
    "list_sprint_tickets": lambda it: (it.sprint, it.query),
    "list_epic_tickets": lambda it: (it.epic, it.query),
    "move_to_sprint": lambda it: ([it.ticket], it.sprint),
    "move_to_backlog": lambda it: ([it.ticket],),
    "rank_tickets": lambda it: ([it.ticket, it.other],),
    "register_webhook": lambda it: (given(WebhookDraft),),
    "list_webhooks": _nothing,
    "renew_webhook": lambda it: (it.webhook,),
    "delete_webhook": lambda it: (it.webhook,),
    "check": _nothing,
}
EXAMPLES: Final[Mapping[str, Example]] = {**_TICKETS, **_AROUND}
