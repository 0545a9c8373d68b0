"""Comments of requests, public and internal; and the files that come with them."""

from __future__ import annotations

from typing import Any, Final

from ...refusal import Refused
from ...store.activity import Attachment, Comment
from ...store.issues import Issue
from ...store.service_desk import TemporaryFile
from ...views.comments import comments_of
from ...views.service_desk import attachment, comment, is_public
from ...wire import as_list, as_object
from ...work.attachments import attach as attach_file
from ...work.comments import add_comment
from ...work.service_desks import is_agent
from ..call import Answer, Call
from ..routing import CLOUD, Routes
from ..service_desk_calls import desk_of, desk_page, request_of, require_opt_in

routes = Routes()

_READ: Final = ["read:servicedesk-request"]
_WRITE: Final = ["write:servicedesk-request"]
_PROPERTY: Final = "sd.public.comment"


def _agent(call: Call, issue: Issue) -> bool:
    return is_agent(call.site, call.account, call.site.store.projects[issue.project_id])


def _visible(call: Call, issue: Issue) -> list[Comment]:
    agent = _agent(call, issue)
    return [item for item in comments_of(issue.id, call.view) if agent or is_public(item)]


@routes.get("/request/{request}/comment", scopes=_READ)
def read_all(call: Call) -> Answer:
    """Return the comments of a request: the public ones, the internal ones, or both."""
    issue, _ = request_of(call)
    public, internal = call.flag("public", default=True), call.flag("internal", default=True)
    found = [item for item in _visible(call, issue) if (public if is_public(item) else internal)]
    return desk_page(call, found, lambda item: comment(issue, item, call.view, call.expand()))


@routes.post("/request/{request}/comment", scopes=_WRITE)
def create(call: Call) -> Answer:
    """Add a comment."""
    issue, _ = request_of(call)
    asked = call.object()
    if "public" not in asked:
        raise Refused(400, "It must be said whether the comment is public.")
    return Answer(comment(issue, _add(call, issue, asked.get("body"), public=asked["public"] is True), call.view), 201)


def _add(call: Call, issue: Issue, text: object, *, public: bool) -> Comment:
    if not public and not _agent(call, issue):
        raise Refused(403, "Customers can add public comments only.")
    if not isinstance(text, str) or not text.strip():
        raise Refused(400, "The comment must have a text.")
    row = {"key": _PROPERTY, "value": {"internal": not public}}
    return add_comment(call.edit(), issue, {"body": text, "properties": [row]})


@routes.get("/request/{request}/comment/{comment}", scopes=_READ)
def read(call: Call) -> Answer:
    """Return a comment."""
    issue, _ = request_of(call)
    for found in _visible(call, issue):
        if str(found.id) == call.path["comment"]:
            return Answer(comment(issue, found, call.view, call.expand()))
    raise Refused(404, f"The comment '{call.path['comment']}' does not exist, or you may not see it.")


@routes.post("/servicedesk/{desk}/attachTemporaryFile", scopes=_WRITE)
def upload(call: Call) -> Answer:
    """Take files, to be attached by what this answers."""
    found, me = desk_of(call), call.me
    if call.headers.get("x-atlassian-token", "").lower() not in {"no-check", "nocheck"}:
        raise Refused(403, body=b"XSRF check failed")
    files = [part for part in call.files() if part.filename]
    if not files:
        raise Refused(400, "No file was sent in the part 'file'.")
    if any(part.too_large for part in files):
        raise Refused(413, "The file is larger than what can be attached.")
    table = call.site.store.service_desk.files
    made: list[TemporaryFile] = []
    for part in files:
        content, file = part.draft.keep()
        taken = TemporaryFile(
            desk_id=found.id,
            person_id=me.id,
            name=f"temp{table.next_id() * 2654435761 % 2**62}",
            filename=part.filename or "",
            media_type=part.media_type,
            content=content,
            size=part.draft.size,
            file=file,
        )
        made.append(table.add(taken))
    rows = [{"temporaryAttachmentId": item.name, "fileName": item.filename} for item in made]
    return Answer({"temporaryAttachments": rows}, 201)


@routes.get("/request/{request}/attachment", scopes=_READ)
def read_attachments(call: Call) -> Answer:
    """Return the attachments of a request."""
    issue, _ = request_of(call)
    found = call.site.store.attachments.where(issue_id=issue.id)
    return desk_page(call, found, lambda item: attachment(item, call.view))


@routes.get("/request/{request}/comment/{comment}/attachment", on=[CLOUD], scopes=_READ)
def read_attachments_of_comment(call: Call) -> Answer:
    """Return the attachments that a comment names."""
    require_opt_in(call)
    issue, _ = request_of(call)
    named = next((item for item in _visible(call, issue) if str(item.id) == call.path["comment"]), None)
    if named is None:
        raise Refused(404, f"The comment '{call.path['comment']}' does not exist, or you may not see it.")
    text = str(comment(issue, named, call.view)["body"])
    files = call.site.store.attachments.where(issue_id=issue.id)
    return desk_page(call, [item for item in files if item.filename in text], lambda item: attachment(item, call.view))


@routes.post("/request/{request}/attachment", scopes=_WRITE)
def attach(call: Call) -> Answer:
    """Attach files that have been uploaded, with a comment that names them."""
    issue, kind = request_of(call)
    asked = call.object()
    files = [_uploaded(call, str(name), kind.desk_id) for name in as_list(asked.get("temporaryAttachmentIds"))]
    if not files:
        raise Refused(400, "At least one temporary attachment must be named.")
    made = [_attached(call, issue, found) for found in files]
    text = as_object(asked.get("additionalComment")).get("body")
    body = "\n\n".join([*([str(text)] if text else []), *(f"[^{item.filename}]" for item in made)])
    added = _add(call, issue, body, public=asked.get("public") is not False)
    page = desk_page(call, made, lambda item: attachment(item, call.view)).body
    answer: dict[str, Any] = {"comment": comment(issue, added, call.view), "attachments": page}
    return Answer(answer, 201)


def _uploaded(call: Call, name: str, desk_id: int) -> TemporaryFile:
    for found in call.site.store.service_desk.files.where(name=name):
        if found.desk_id == desk_id and found.person_id == call.me.id:
            return found
    raise Refused(400, f"The temporary attachment '{name}' does not exist.")


def _attached(call: Call, issue: Issue, found: TemporaryFile) -> Attachment:
    call.site.store.service_desk.files.remove(found.id)
    return attach_file(
        call.edit(),
        issue,
        filename=found.filename,
        media_type=found.media_type,
        size=found.size,
        content=found.content,
        file=found.file,
    )
