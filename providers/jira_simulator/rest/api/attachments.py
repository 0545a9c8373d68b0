"""Attachments: uploaded, described, downloaded on Cloud, deleted."""

from __future__ import annotations

import zipfile
from typing import Any

from ...permissions import administers_project, sees_issue, works_in
from ...refusal import Refused, not_found
from ...store.activity import Attachment
from ...store.issues import Issue
from ...views.parts import attachment
from ...work.attachments import attach, delete_attachment
from ...work.editing import Edit
from ..call import Answer, Call
from ..downloads import download
from ..multipart import Part
from ..root.media import media_location
from ..routing import CLOUD, Routes

routes = Routes()

_MOST_FILES = 60


@routes.post("/issue/{issue}/attachments")
def upload(call: Call) -> Answer:
    """Attach the files of a multipart body, all of them or none."""
    if call.headers.get("x-atlassian-token", "").lower() not in {"no-check", "nocheck"}:
        raise Refused(403, body=b"XSRF check failed")
    issue, edit = call.issue(), call.edit()
    if not works_in(call.site, call.me, call.site.store.projects[issue.project_id]) or issue.archived is not None:
        raise Refused(403, "You do not have permission to create attachments for this issue.")
    parts = call.files()
    _check_size(call, parts)
    made = [_attached(part, edit, issue) for part in parts]
    return Answer([attachment(found, call.view) for found in made])


def _check_size(call: Call, parts: list[Part]) -> None:
    if call.site.cloud and len(parts) > _MOST_FILES:
        raise Refused(413, f"You cannot attach more than {_MOST_FILES} files at once.")
    if any(part.too_large for part in parts):
        limit = _limit(call)
        raise Refused(413, f"The field file exceeds its maximum permitted size of {limit} bytes.")


def _attached(part: Part, edit: Edit, issue: Issue) -> Attachment:
    content, file = part.draft.keep()
    return attach(
        edit,
        issue,
        filename=part.filename or "",
        media_type=part.media_type,
        size=part.draft.size,
        content=content,
        file=file,
    )


def _limit(call: Call) -> int:
    found = call.site.store.settings.first(name="uploadLimit")
    return int(str(found.value)) if found is not None else 0


@routes.get("/attachment/meta")
def read_settings(call: Call) -> Answer:
    """Return whether files can be attached, and how large they may be."""
    enabled = call.site.store.settings.first(name="attachmentsEnabled")
    return Answer({"enabled": enabled is not None and enabled.value is True, "uploadLimit": _limit(call)})


@routes.get("/attachment/{attachment}")
def read(call: Call) -> Answer:
    """Return what an attachment is; its id is a number here."""
    found, _ = _found(call)
    shown = attachment(found, call.view)
    if not call.site.cloud:
        shown |= {"properties": {}}
        del shown["id"]
        return Answer(shown)
    return Answer(shown | {"id": found.id})


@routes.delete("/attachment/{attachment}")
def delete(call: Call) -> Answer:
    """Delete an attachment: one's own, or any by who administers the project."""
    found, issue = _found(call)
    project = call.site.store.projects[issue.project_id]
    may = administers_project(call.site, call.me, project) or (
        found.author_id == call.me.id and works_in(call.site, call.me, project)
    )
    if not may or issue.archived is not None:
        raise Refused(403, f"You do not have permission to delete attachment with id: {found.id}")
    delete_attachment(call.edit(), issue, found)
    return Answer(status=204)


@routes.get("/attachment/content/{attachment}", on=[CLOUD])
def content(call: Call) -> Answer:
    """Send on to the media host, or return the bytes if no redirect is wanted."""
    found, _ = _found(call)
    if call.flag("redirect", default=True):
        return Answer(None, 303, {"Location": media_location(call.site, found, call.site.settings.url)})
    if call.headers.get("range", "bytes=0-").split("=")[0].strip() != "bytes":
        raise Refused(400, "The range is malformed.")
    return download(call, found)


@routes.get("/attachment/thumbnail/{attachment}", on=[CLOUD])
def thumbnail(call: Call) -> Answer:
    """Return the thumbnail of a picture, which here is the picture itself; of nothing else there is one."""
    found, _ = _found(call)
    if not found.media_type.startswith("image/"):
        raise not_found("The thumbnail was not found.")
    if call.flag("redirect", default=True):
        return Answer(None, 303, {"Location": media_location(call.site, found, call.site.settings.url)})
    return download(call, found)


@routes.get("/attachment/{attachment}/expand/raw")
@routes.get("/attachment/{attachment}/expand/human")
def read_archive(call: Call) -> Answer:
    """Return what is in an archive."""
    found, _ = _found(call)
    if found.media_type != "application/zip" and not found.filename.lower().endswith(".zip"):
        raise Refused(409, "The attachment is not a supported archive.")
    human = call.url.split("?")[0].endswith("human")
    entries = [_entry(index, info, human=human) for index, info in enumerate(_members(call, found))]
    if not human:
        return Answer({"entries": entries, "totalEntryCount": len(entries)})
    told = {"id": found.id, "name": found.filename, "entries": entries, "totalEntryCount": len(entries)}
    return Answer(told | {"mediaType": found.media_type})


def _members(call: Call, found: Attachment) -> list[zipfile.ZipInfo]:
    try:
        with call.site.store.contents.opened(found.content, found.file) as opened, zipfile.ZipFile(opened) as archive:
            return [info for info in archive.infolist() if not info.is_dir()]
    except zipfile.BadZipFile:
        raise Refused(409, "The attachment is not a supported archive.") from None


def _entry(index: int, info: zipfile.ZipInfo, *, human: bool) -> dict[str, Any]:
    if human:
        size = f"{info.file_size} B" if info.file_size < 1024 else f"{info.file_size / 1024:.1f} kB"
        return {"path": info.filename, "index": index, "size": size, "label": info.filename}
    name = info.filename.rsplit("/", 1)[-1]
    return {
        "entryIndex": index,
        "name": info.filename,
        "size": info.file_size,
        "abbreviatedName": name,
        "mediaType": "application/octet-stream",
    }


def _found(call: Call) -> tuple[Attachment, Issue]:
    """Return the attachment that the path names, and its issue, if the account may see that."""
    id = call.path["attachment"]
    found = call.site.store.attachments.get(int(id)) if id.isascii() and id.isdigit() and len(id) < 19 else None
    issue = call.site.store.issues.get(found.issue_id) if found is not None else None
    if found is None or issue is None:
        raise not_found(f"The attachment with id '{id}' does not exist")
    if not sees_issue(call.site, call.account, issue):
        if call.site.cloud:
            raise not_found(f"The attachment with id '{id}' does not exist")
        raise Refused(403, f"You do not have permission to view attachment with id: {id}")
    return found, issue
