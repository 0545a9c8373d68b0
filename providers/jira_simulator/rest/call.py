"""Call and answer: a request as handlers see it, and what they give back."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, cast

import orjson

from ..refusal import Refused, not_found
from ..site import Site
from ..store.issues import Issue
from ..store.people import Person
from ..store.projects import Project
from ..views import View
from ..wire import as_object
from ..work.editing import Edit
from .multipart import Multipart, Part

__all__ = ["Answer", "Call", "Stream", "no_issue"]


@dataclass(frozen=True, slots=True)
class Stream:
    """A body that is sent piece by piece."""

    size: int
    pieces: Iterator[bytes]


@dataclass(frozen=True, slots=True)
class Answer:
    """
    What a handler gives back.

    Attributes:
        body: JSON, bytes as they are, a `Stream`, or None for nothing.
        media_type: Of bytes.
    """

    body: object = None
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict[str, str])
    media_type: str = "application/json;charset=UTF-8"

    @property
    def content(self) -> bytes:
        if self.body is None:
            return b""
        return self.body if isinstance(self.body, bytes) else orjson.dumps(self.body)


@dataclass(slots=True)
class Call:
    """
    One request.

    Attributes:
        api: `2` or `3` of the platform API; `2` for what has no version of rich text.
        base: What urls in the answer begin with.
        path: The parameters of the route, decoded.
        query: The parameters of the url, in order.
        headers: By lower-case names.
        account: Who asks, once they are authenticated; None for anonymous people.
        scopes: What the credential may do; None where it has no scopes.
        app: The key of the app that calls, an OAuth 2.0 client or a Connect app; None for people.
        upload: The body, if it is a multipart one; `content` is empty then.
    """

    site: Site
    method: str
    url: str
    api: str
    base: str
    path: Mapping[str, str]
    query: list[tuple[str, str]]
    headers: Mapping[str, str]
    content: bytes
    account: Person | None = None
    scopes: frozenset[str] | None = None
    app: str | None = None
    upload: Multipart | None = None

    @property
    def view(self) -> View:
        return View(self.site, self.account, self.api, self.base)

    @property
    def me(self) -> Person:
        """Return who asks; anonymous people are refused."""
        if self.account is None:
            raise unauthenticated(self.site)
        return self.account

    def require_account(self) -> None:
        """Refuse anonymous people."""
        _ = self.me

    def json(self) -> Any:
        """Return the body as JSON, None if there is none."""
        if not self.content:
            return None
        try:
            return orjson.loads(self.content)
        except orjson.JSONDecodeError:
            raise Refused(400, "There was an error parsing JSON. Check that your request body is valid.") from None

    def files(self, name: str = "file") -> list[Part]:
        """Return the files of a multipart body that are sent under a name."""
        if self.upload is None:
            raise Refused(415, body={"message": "HTTP 415 Unsupported Media Type", "status-code": 415})
        if not self.upload.whole:
            raise Refused(400, "Stream ended unexpectedly")
        return [part for part in self.upload.parts if part.name == name and part.filename is not None]

    def object(self) -> dict[str, Any]:
        """Return the body, which must be a JSON object."""
        found: object = self.json()
        if not isinstance(found, dict):
            raise Refused(400, "Invalid request payload. Refer to the REST API documentation and try again.")
        return as_object(cast("object", found))

    def text(self, name: str, default: str = "") -> str:
        """Return a parameter of the url."""
        return next((value for key, value in self.query if key == name), default)

    def texts(self, name: str) -> list[str]:
        """Return every value of a parameter."""
        return [value for key, value in self.query if key == name]

    def words(self, name: str) -> list[str]:
        """Return the values of a parameter that is repeated or has commas."""
        return [word.strip() for value in self.texts(name) for word in value.split(",") if word.strip()]

    def number(self, name: str, default: int) -> int:
        text = self.text(name)
        if not text:
            return default
        try:
            return int(text)
        except ValueError:
            raise not_found("") from None

    def flag(self, name: str, *, default: bool = False) -> bool:
        text = self.text(name)
        return default if not text else text.lower() == "true"

    def expand(self) -> frozenset[str]:
        return frozenset(self.words("expand"))

    def edit(self, *, kind: str = "issue_updated") -> Edit:
        """Return the edit that this request makes."""
        metadata = as_object(as_object(cast("object", self.json())).get("historyMetadata")) or None
        notify = self.flag("notifyUsers", default=True)
        return Edit(self.site, self.me, self.api, metadata=metadata, notify=notify, kind=kind)

    def issue(self, name: str = "issue") -> Issue:
        """Return the issue that the path names, if the account may see it."""
        found = self.issue_named(self.path[name])
        if found is None:
            raise not_found(no_issue(self.site))
        return found

    def issue_named(self, id_or_key: str) -> Issue | None:
        """Return the issue with an id or key, if the account may see it."""
        from ..permissions import sees_issue

        found = self.site.issue(id_or_key)
        return found if found is not None and sees_issue(self.site, self.account, found) else None

    def project(self, name: str = "project") -> Project:
        """Return the project that the path names by id or key, if the account may see it."""
        from ..permissions import visible_projects

        given = self.path[name]
        for project in visible_projects(self.site, self.account):
            if given == str(project.id) or given.upper() in {project.key, *project.former_keys}:
                return project
        raise not_found(f"No project could be found with {'id' if given.isdigit() else 'key'} '{given}'.")


def no_issue(site: Site) -> str:
    if site.cloud:
        return "Issue does not exist or you do not have permission to see it."
    return "Issue Does Not Exist"


def unauthenticated(site: Site) -> Refused:
    """Return the refusal of anonymous people, as each platform words it."""
    if site.cloud:
        message = "Client must be authenticated to access this resource."
        return Refused(401, body={"message": message, "status-code": 401})
    return Refused(401, "You are not authenticated. Authentication required to perform this operation.")
