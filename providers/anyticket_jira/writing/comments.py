"""Comments as requests have them."""

from __future__ import annotations

from typing import Final

from anyticket.model.comment import CommentDraft, CommentPatch, Restriction, RestrictionKind

from ..translate.activity import PUBLIC_PROPERTY
from ..wire import Json
from .body import refused

_TYPES: Final = {RestrictionKind.GROUP: "group", RestrictionKind.ROLE: "role"}


def comment_json(comment: CommentDraft | CommentPatch, codec: str) -> Json:
    """
    Write a comment; `codec` is the dialect of its text.

    Whether it is an internal note is a property, which Jira takes when a comment is made.
    https://developer.atlassian.com/cloud/jira/platform/rest/v3/api-group-issue-comments/
    """
    written: Json = {}
    if hasattr(comment, "body"):
        written["body"] = comment.body.to_native(codec)
    if hasattr(comment, "restricted_to"):
        written["visibility"] = None if comment.restricted_to is None else visibility(comment.restricted_to)
    if hasattr(comment, "internal"):
        written["properties"] = [{"key": PUBLIC_PROPERTY, "value": {"internal": comment.internal}}]
    return written


def visibility(restriction: Restriction) -> Json:
    """Write who alone may see something; the id, where there is one, survives a new name."""
    if restriction.kind not in _TYPES:
        raise refused("is to a role or to a group", "restricted_to")
    kind = _TYPES[restriction.kind]
    if hasattr(restriction, "id"):
        return {"type": kind, "identifier": restriction.id}
    return {"type": kind, "value": restriction.name}
