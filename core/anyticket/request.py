"""
Request and Response: what travels, in our own words.

A request names its resource by a route, whose `{}` are filled with single, percent-encoded path segments.
No value can reach outside its segment, however often some proxy decodes the path on the way.
"""

from __future__ import annotations

import os
from collections.abc import AsyncIterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any, BinaryIO, Final, Protocol, TypeAlias
from urllib.parse import parse_qsl, quote, unquote, urlsplit

import orjson

Pairs: TypeAlias = tuple[tuple[str, str], ...]
Content: TypeAlias = "bytes | os.PathLike[str] | BinaryIO | AsyncIterable[bytes]"

JSON_TYPE: Final = "application/json"


class Expects(StrEnum):
    """What a good answer is made of."""

    JSON = "json"
    BYTES = "bytes"
    STREAM = "stream"
    NOTHING = "nothing"


class Stream(Protocol):
    """
    The body of an answer that is read piece by piece.

    `chunks` blocks: in a flow, read it only inside `call`, which is right in every colour. `close` may be called
    anywhere, also by a flow that is being closed itself.
    """

    def chunks(self) -> Iterator[bytes]: ...
    def close(self) -> None: ...


@dataclass(frozen=True, slots=True)
class Upload:
    """A body that is read while it is sent. `size_bytes` is needed where the source does not tell its size."""

    content: Content = field(repr=False)
    size_bytes: int | None = None
    media_type: str = "application/octet-stream"

    @property
    def rewindable(self) -> bool:
        """Whether the content can be read a second time."""
        if isinstance(self.content, bytes | os.PathLike):
            return True
        return not isinstance(self.content, AsyncIterable) and self.content.seekable()


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a multipart body."""

    name: str
    body: bytes | Upload = field(repr=False)
    filename: str | None = None


@dataclass(frozen=True, slots=True)
class Multipart:
    """
    A multipart/form-data body; its boundary is made where it is sent.

    A quote in a name is written as `%22`, as browsers do, or with `quoted_pairs` after a backslash, as mail does.
    """

    parts: tuple[Part, ...]
    quoted_pairs: bool = False

    @property
    def rewindable(self) -> bool:
        """Whether every part can be read a second time."""
        return all(part.body.rewindable for part in self.parts if isinstance(part.body, Upload))


Body: TypeAlias = bytes | Upload | Multipart


@dataclass(frozen=True, slots=True)
class Context:
    """
    For whom a request is made, and how long it may take.

    `deadline` is a moment of the driver's clock, in seconds; `timeout_seconds` bounds each wait for the tracker;
    the last two bound the retries.
    """

    operation: str = ""
    connection_key: str | None = None
    attempt: int = 1
    trace_name: str = ""
    deadline: float | None = None
    timeout_seconds: float | None = None
    attempts: int | None = None
    max_wait_seconds: float | None = None


@dataclass(frozen=True, slots=True)
class Request:
    """
    One exchange to be made. `path` is relative to the connection until `locate` has filled `url`.

    `repeatable` says that sending it twice does no harm; `budget` which quota of the tracker it draws on.
    `foreign` marks an absolute request to another origin: it is never signed and its address is guarded.
    `own_origin`, filled by `locate`, is the connection's: the one place where a foreign request may be inside.
    """

    method: str
    route: str
    path: str
    query: Pairs = ()
    headers: Mapping[str, str] = field(default_factory=dict[str, str], repr=False)
    body: Body = field(default=b"", repr=False)
    repeatable: bool = False
    expects: Expects = Expects.JSON
    budget: str = "default"
    context: Context = Context()
    url: str = ""
    foreign: bool = False
    own_origin: str = ""

    @classmethod
    def get(cls, route: str, *segments: str | int, query: Pairs = (), expects: Expects = Expects.JSON) -> Request:
        """Read a resource."""
        return cls("GET", route, fill(route, segments), query, repeatable=True, expects=expects)

    @classmethod
    def post(
        cls,
        route: str,
        *segments: str | int,
        query: Pairs = (),
        json: Any = None,
        body: Body = b"",
        repeatable: bool = False,
        expects: Expects = Expects.JSON,
    ) -> Request:
        """Send something new. Searches and the like, which change nothing, are `repeatable`."""
        return cls("POST", route, fill(route, segments), query, _typed(json), _body(json, body), repeatable, expects)

    @classmethod
    def put(
        cls,
        route: str,
        *segments: str | int,
        query: Pairs = (),
        json: Any = None,
        repeatable: bool = True,
        expects: Expects = Expects.NOTHING,
    ) -> Request:
        """Set a state; repeatable, unless it says otherwise, for the state is the same afterwards."""
        return cls("PUT", route, fill(route, segments), query, _typed(json), _body(json), repeatable, expects)

    @classmethod
    def delete(
        cls, route: str, *segments: str | int, query: Pairs = (), json: Any = None, repeatable: bool = False
    ) -> Request:
        """Remove a resource. A lost answer leaves open whether it is gone, so whoever repeats it must say so."""
        path = fill(route, segments)
        return cls("DELETE", route, path, query, _typed(json), _body(json), repeatable, Expects.NOTHING)

    @classmethod
    def follow(cls, link: str, *, expects: Expects = Expects.JSON) -> Request:
        """
        Read what a link in an answer points to, but on the connection.

        The host of an absolute link is dropped: a tracker's links may name a gateway, an internal host, or a trap.
        """
        parts = urlsplit(link)
        if not parts.path.startswith("/") or _climbs(parts.path):
            raise ValueError(f"{link!r} is not a link to follow: its path must start with '/' and climb nowhere")
        query = tuple(parse_qsl(parts.query, keep_blank_values=True))
        return cls("GET", FOLLOWED, parts.path, query, repeatable=True, expects=expects)

    @classmethod
    def elsewhere(cls, url: str, *, expects: Expects = Expects.BYTES) -> Request:
        """Read an absolute URL of another origin, without credentials."""
        parts = urlsplit(url)
        if parts.scheme not in {"https", "http"} or not parts.hostname or parts.username is not None:
            raise ValueError(f"{_shown(url)!r} is not an http(s) URL without user information")
        return cls("GET", ELSEWHERE, parts.path or "/", repeatable=True, expects=expects, url=url, foreign=True)

    @property
    def harmless(self) -> bool:
        """
        Whether it changes nothing: it reads, or it is a search that has to be a POST.

        What has a key is no search, nor is what expects no answer.
        """
        if self.method == "POST" and self.repeatable:
            return "idempotency-key" not in self.headers and self.expects is not Expects.NOTHING
        return self.method in {"GET", "HEAD", "OPTIONS"}

    @property
    def rewindable(self) -> bool:
        """Whether the body can be sent a second time."""
        return isinstance(self.body, bytes) or self.body.rewindable

    def with_headers(self, **headers: str) -> Request:
        """Add headers; underscores in names become hyphens."""
        added = {name.replace("_", "-"): value for name, value in headers.items()}
        return replace(self, headers={**self.headers, **added})


#: The routes, for traces, of requests whose path is no template.
FOLLOWED: Final = "(followed link)"
ELSEWHERE: Final = "(elsewhere)"


@dataclass(frozen=True, slots=True)
class Response:
    """An answer. Header names are lower case. `stream` is there if the request expected one and the status is good."""

    status: int
    headers: Mapping[str, str] = field(default_factory=dict[str, str], repr=False)
    body: bytes = field(default=b"", repr=False)
    stream: Stream | None = field(default=None, repr=False)
    _parsed: list[Any] = field(default_factory=list[Any], init=False, repr=False, compare=False)

    def json(self) -> Any:
        """Return the body, parsed once. Raises ValueError if it is not JSON."""
        if not self._parsed:
            self._parsed.append(orjson.loads(self.body))
        return self._parsed[0]

    @property
    def media_type(self) -> str:
        """The content type without its parameters."""
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()


def fill(route: str, segments: tuple[str | int, ...]) -> str:
    """Return the path that `route` and its `segments` make."""
    fixed = route.split("{}")
    if not route.startswith("/") or len(fixed) != len(segments) + 1:
        raise ValueError(f"the route {route!r} must start with '/' and have {len(segments)} placeholders '{{}}'")
    path = fixed[0]
    for value, rest in zip(segments, fixed[1:], strict=True):
        path += segment(value) + rest
    if _climbs(path):
        raise ValueError(f"the path {path!r} has a dot segment")
    return path


def segment(value: str | int) -> str:
    """Return `value` as one percent-encoded segment of a path."""
    text = str(value)
    if not text or not text.isprintable() or _climbs(text):
        raise ValueError(f"{text!r} cannot be part of a path: it is empty, has control characters or climbs")
    return quote(text, safe="")


def _climbs(path: str) -> bool:
    """Tell whether any reader, however often it decodes and whatever it takes for a slash, would see a dot segment."""
    while "%" in path and (decoded := unquote(path)) != path:
        path = decoded
    if "." not in path:
        return False
    return any(part.partition(";")[0] in {".", ".."} for part in path.replace("\\", "/").split("/"))


def _shown(url: str) -> str:
    """Return what of a URL may be told: no user information, no query."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.hostname or ''}{parts.path}"


def _body(json: Any, body: Body = b"") -> Body:
    return body if json is None else orjson.dumps(json)


def _typed(json: Any) -> dict[str, str]:
    return {} if json is None else {"content-type": JSON_TYPE}
