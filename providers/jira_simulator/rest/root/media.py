"""
Media: where the bytes of attachments are fetched from.

On Server that is `/secure/attachment`, with the credentials of the site. On Cloud it is another host, by urls that are
signed and expire, and that want no credentials at all: `settings.media_url` names its origin.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
import uuid
from typing import Final
from urllib.parse import quote

from ...permissions import sees_issue
from ...refusal import Refused
from ...site import Site
from ...store.activity import Attachment
from ..call import Answer, Call
from ..downloads import download, shown
from ..routing import CLOUD, SERVER, Routes

__all__ = ["media_location", "routes"]

routes = Routes()

_KEY: Final = secrets.token_bytes(32)
_SECONDS: Final = 900


def media_location(site: Site, found: Attachment, base: str) -> str:
    """Return the signed url of a file, good for a quarter of an hour."""
    expires = site.clock.now() // 1000 + _SECONDS
    name = quote(found.filename, safe="")
    origin = site.settings.media_url or base
    file = _uuid(site, found)
    return f"{origin}/file/{file}/binary?dl=true&name={name}&exp={expires}&token={_token(file, str(expires))}"


def _uuid(site: Site, found: Attachment) -> str:
    """Return the id of a file; its end is the attachment's."""
    return f"{str(uuid.uuid5(uuid.UUID(site.settings.cloud_id), str(found.id)))[:24]}{found.id:012x}"


def _token(file: str, expires: str) -> str:
    return hmac.new(_KEY, f"{file}|{expires}".encode(), hashlib.sha256).hexdigest()


@routes.get("/file/{file}/binary", on=[CLOUD], anonymous=True)
def binary(call: Call) -> Answer:
    """Return a file to whoever has its signed url."""
    file, expires = call.path["file"], call.text("exp")
    good = hmac.compare_digest(_token(file, expires).encode(), call.text("token").encode())
    if not good or int(expires) < call.site.clock.now() // 1000:
        raise Refused(403, body={"error": {"code": "Forbidden", "title": "The token is not valid", "href": ""}})
    found = call.site.store.attachments.get(int(file[24:], 16))
    if found is not None:
        return download(call, found)
    raise Refused(404, body={"error": {"code": "NotFound", "title": "The file does not exist", "href": ""}})


@routes.get("/secure/attachment/{attachment}/{name}", on=[SERVER])
@routes.get("/secure/thumbnail/{attachment}/{name}", on=[SERVER])
def read(call: Call) -> Answer:
    """Return a file to whoever may see its issue; anybody else is sent to log in."""
    id = call.path["attachment"]
    found = call.site.store.attachments.get(int(id)) if id.isascii() and id.isdigit() and len(id) < 19 else None
    if found is None:
        page = b"<html><head><title>Not found</title></head><body>The attachment does not exist.</body></html>"
        raise Refused(404, body=page)
    if sees_issue(call.site, call.account, call.site.store.issues[found.issue_id]):
        return download(call, found, kind=shown(found.media_type))
    if call.account is not None:
        raise Refused(403, body=b"<html><body>You do not have permission to view this attachment.</body></html>")
    asked = quote(f"/secure/attachment/{id}/{quote(call.path['name'], safe='')}", safe="")
    login = f"{call.base}/login.jsp?permissionViolation=true&os_destination={asked}"
    return Answer(None, 302, {"Location": login})
