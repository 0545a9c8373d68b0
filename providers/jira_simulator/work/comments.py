"""Comments: added, edited, deleted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

from .. import richtext
from ..refusal import BadValue, Refused
from ..store.activity import Comment
from ..store.issues import Issue
from ..visibility import holds_role
from ..wire import as_list, as_object
from . import events
from .editing import Edit
from .history import touched
from .properties import set_given

__all__ = ["add_comment", "delete_comment", "read_visibility", "update_comment"]

_INTERNAL: Final = "sd.public.comment"


def add_comment(edit: Edit, issue: Issue, body: Mapping[str, Any]) -> Comment:
    """Add what a POST of a comment asks for."""
    site, now = edit.site, edit.site.clock.now()
    internal = _properties(body).get(_INTERNAL)
    comment = site.store.comments.add(
        Comment(
            issue_id=issue.id,
            author_id=edit.account.id if edit.account else None,
            body=_text(edit, body),
            created=now,
            updated=now,
            visibility=read_visibility(edit, issue, body),
            internal=as_object(internal).get("internal") is True,
        )
    )
    set_given(edit, "comment", comment.id, body.get("properties"))
    saved = touched(edit, issue)
    events.tell(site, "comment_created", edit.account, issue=saved, subject=comment)
    return comment


def update_comment(edit: Edit, issue: Issue, comment: Comment, body: Mapping[str, Any]) -> Comment:
    """Do what a PUT of a comment asks for; without visibility it becomes public."""
    now = edit.site.clock.now()
    saved = edit.site.store.comments.save(
        replace(
            comment,
            body=_text(edit, body),
            visibility=read_visibility(edit, issue, body),
            updated=now,
            editor_id=edit.account.id if edit.account else None,
        )
    )
    set_given(edit, "comment", comment.id, body.get("properties"))
    events.tell(edit.site, "comment_updated", edit.account, issue=touched(edit, issue), subject=saved)
    return saved


def delete_comment(edit: Edit, issue: Issue, comment: Comment) -> None:
    edit.site.store.comments.remove(comment.id)
    edit.site.store.properties.remove_where(entity="comment", entity_id=comment.id)
    events.tell(edit.site, "comment_deleted", edit.account, issue=touched(edit, issue), subject=comment)


def _text(edit: Edit, body: Mapping[str, Any]) -> object:
    try:
        text = richtext.read(body.get("body"), cloud=edit.site.cloud, api=edit.api)
    except BadValue:
        raise Refused(400, errors={"comment": "INVALID_INPUT"} if edit.api == "3" else {"body": "INVALID"}) from None
    if text is None or (isinstance(text, str) and not text.strip()):
        raise Refused(400, errors={"comment": "Comment body can not be empty!"})
    if isinstance(body.get("body"), str) and len(str(body["body"])) > 32_767:
        raise Refused(400, errors={"comment": "The entered text is too long. It exceeds the allowed limit of 32,767 "
                                              "characters."})  # fmt: skip
    return text


def read_visibility(edit: Edit, issue: Issue, body: Mapping[str, Any]) -> dict[str, str] | None:
    """
    Return who may see a comment or worklog, as the wire has it; None for everybody.

    Raises:
        Refused: There is no such group or role, or who asks is not in it.
    """
    asked = {key: str(value) for key, value in as_object(body.get("visibility")).items() if value is not None}
    if not asked:
        return None
    name, identifier = asked.get("value"), asked.get("identifier")
    store = edit.site.store
    if asked.get("type") == "group":
        for group in store.groups:
            if name == group.name or identifier == group.group_id:
                if edit.account is None or edit.account.id not in group.members:
                    raise _outside(f"You are currently not a member of the group: {group.name}.")
                return _visibility("group", group.name, group.group_id, cloud=edit.site.cloud)
        raise Refused(400, errors={"commentLevel": f"Group: {name or identifier} does not exist."})
    for role in store.roles:
        if name == role.name or identifier == str(role.id):
            project = store.projects[issue.project_id]
            if edit.account is None or not holds_role(edit.site, edit.account, project, role.id):
                raise _outside(f"You are currently not a member of the project role: {role.name}.")
            return _visibility("role", role.name, str(role.id), cloud=edit.site.cloud)
    raise Refused(400, errors={"commentLevel": f"Role: {name or identifier} does not exist."})


def _outside(message: str) -> Refused:
    return Refused(400, errors={"commentLevel": message})


def _visibility(kind: str, name: str, id: str, *, cloud: bool) -> dict[str, str]:
    return {"type": kind, "value": name} | ({"identifier": id if kind == "group" else name} if cloud else {})


def _properties(body: Mapping[str, Any]) -> dict[str, object]:
    entries = map(as_object, as_list(body.get("properties")))
    return {str(entry["key"]): entry.get("value") for entry in entries if "key" in entry}
