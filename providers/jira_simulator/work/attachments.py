"""Attachments: added to issues and deleted, with what the history says of it."""

from __future__ import annotations

from ..store.activity import Attachment
from ..store.issues import Issue
from . import events
from .editing import Edit
from .history import item, logged

__all__ = ["attach", "delete_attachment"]


def attach(
    edit: Edit, issue: Issue, *, filename: str, media_type: str, size: int, content: bytes, file: str
) -> Attachment:
    """Attach what `Contents` keeps as `content` or `file`."""
    site = edit.site
    made = site.store.attachments.add(
        Attachment(
            issue_id=issue.id,
            author_id=edit.account.id if edit.account else None,
            filename=filename,
            media_type=media_type,
            content=content,
            created=site.clock.now(),
            size=size,
            file=file,
        )
    )
    saved, change = logged(edit, issue, [item("Attachment", None, (str(made.id), filename), "attachment")])
    events.tell(site, "attachment_created", edit.account, issue=saved, subject=made)
    events.issue_updated(site, saved, edit.account, change, "issue_updated")
    return made


def delete_attachment(edit: Edit, issue: Issue, found: Attachment) -> None:
    """Delete an attachment and its bytes."""
    site = edit.site
    site.store.attachments.remove(found.id)
    site.store.contents.remove(found.file)
    saved, change = logged(edit, issue, [item("Attachment", (str(found.id), found.filename), None, "attachment")])
    events.tell(site, "attachment_deleted", edit.account, issue=saved, subject=found)
    events.issue_updated(site, saved, edit.account, change, "issue_updated")
