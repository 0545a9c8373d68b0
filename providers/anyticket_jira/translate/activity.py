"""What happens on an issue: comments, worklogs, attachments."""

from __future__ import annotations

from typing import Any, Final

from anyticket.model.attachment import Attachment
from anyticket.model.comment import Comment, Restriction, RestrictionKind
from anyticket.model.sparse import ABSENT, loaded
from anyticket.model.worklog import Worklog

from ..wire import Json, each, flag, given, identifier, maybe, moment, need, own_id, table, text, whole, word
from .people import person
from .richtext import rich_text

_RESTRICTIONS: Final = {"group": RestrictionKind.GROUP, "role": RestrictionKind.ROLE}
#: Where service desks keep whether a comment is an internal note.
PUBLIC_PROPERTY: Final = "sd.public.comment"


def comment(value: Any) -> Comment:
    """Read a comment. One without an author was written by nobody who was logged in."""
    data = table(value)
    return loaded(
        Comment,
        data,
        id=own_id(data),
        author=maybe(data, "author", person) if "author" in data else None,
        body=given(data, "body", rich_text),
        created_at=given(data, "created", moment),
        updated_at=maybe(data, "updated", moment),
        internal=_internal(data),
        restricted_to=maybe(data, "visibility", restriction) if "visibility" in data else None,
        parent_id=given(data, "parentId", identifier),
    )


def _internal(data: Json) -> bool:
    for stored in each(data, "properties", table) if data.get("properties") else ():
        if stored.get("key") == PUBLIC_PROPERTY:
            return given(table(stored.get("value")), "internal", flag)
    public = given(data, "jsdPublic", flag)
    return public if public is ABSENT else not public


def restriction(value: Any) -> Restriction:
    """Read who alone may see something."""
    data = table(value)
    kind = _RESTRICTIONS.get(str(data.get("type", "")).lower(), RestrictionKind.UNKNOWN)
    return loaded(Restriction, data, kind=kind, name=word(data, "value"), id=given(data, "identifier", identifier))


def worklog(value: Any) -> Worklog:
    """Read an entry of spent time; the first servers count it in minutes."""
    data = table(value)
    spent = given(data, "timeSpentSeconds", whole)
    if spent is ABSENT and "minutesSpent" in data:
        spent = 60 * need(data, "minutesSpent", whole)
    return loaded(
        Worklog,
        data,
        id=own_id(data),
        author=maybe(data, "author", person) if "author" in data else None,
        spent_seconds=spent,
        started_at=given(data, "started", moment),
        comment=maybe(data, "comment", rich_text),
        created_at=given(data, "created", moment),
        updated_at=maybe(data, "updated", moment),
        restricted_to=maybe(data, "visibility", restriction) if "visibility" in data else None,
    )


def attachment(value: Any) -> Attachment:
    """Read what is known of a file."""
    data = table(value)
    return loaded(
        Attachment,
        data,
        id=own_id(data),
        filename=word(data, "filename"),
        media_type=maybe(data, "mimeType", text),
        size_bytes=maybe(data, "size", whole),
        author=maybe(data, "author", person) if "author" in data else None,
        created_at=maybe(data, "created", moment),
    )
