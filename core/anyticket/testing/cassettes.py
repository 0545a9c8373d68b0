"""
Cassettes: HTTP exchanges that were recorded once and are replayed ever after, by vcrpy, strictly.

A request must be the next one on the cassette: by method, path, query and body, JSON compared as JSON. A cassette
that is not played to its end fails. While one is replayed, no socket may connect anywhere.

vcrpy puts itself in place of `HTTPTransport.handle_request` of httpx and of its asynchronous twin. Our transport's
pools inherit both, so recording and replaying need nothing of ours below this line, in either colour.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Generator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any, Final
from uuid import uuid4

from vcr.cassette import Cassette
from vcr.filters import decode_response
from vcr.matchers import method, path, query, requests_match
from vcr.patch import PATCHER_NAMES
from vcr.record_mode import RecordMode
from vcr.request import Request as Recorded

from anyticket.testing import tape
from anyticket.testing.scrubbing import REQUEST_HEADERS, Scrubber, named_secrets, response_headers, tokens_in
from anyticket.testing.sockets import Reach, limited

_BOUNDARY: Final = re.compile(r"boundary=\"?([^\";]+)")


class Mode(StrEnum):
    """When to record: never, what is not there yet, or everything anew."""

    NONE = "none"
    ONCE = "once"
    REWRITE = "rewrite"


class CassetteError(AssertionError):
    """A test and its cassette disagree. No error of ours, so that nothing tries again."""


@dataclass(frozen=True)
class Live:
    """The tracker that a cassette is recorded from, in words too; `secrets` are struck out wherever they occur."""

    url: str
    source: str
    secrets: Mapping[str, str] = field(default_factory=dict[str, str], repr=False)

    @classmethod
    def from_environment(cls, provider: str) -> Live:
        """
        Return what `ANYTICKET_LIVE_<PROVIDER>_URL` and its neighbours say.

        `…_SOURCE` says what that is; all others that begin so are secrets, by the rest of their names in lower case.
        """
        prefix = f"ANYTICKET_LIVE_{provider.upper().replace('-', '_')}_"
        found = {name[len(prefix) :].lower(): value for name, value in os.environ.items() if name.startswith(prefix)}
        if not (url := found.pop("url", "")):
            raise CassetteError(f"to record from a live {provider}, set {prefix}URL and its credentials")
        return cls(url, found.pop("source", f"a live {provider}"), found)


@dataclass(frozen=True)
class Tape:
    """A cassette that is in. `url` is that of the tracker, or one that leads nowhere; `salt` makes names unique."""

    url: str
    salt: str
    recording: bool
    _secrets: Mapping[str, str] = field(repr=False)

    def secret(self, name: str) -> str:
        """Return a credential: the live one, or one that was never used."""
        return self._secrets[name] if self.recording else f"no-{name}-is-needed"


class Cassettes:
    """The cassettes in a folder."""

    def __init__(self, folder: Path, mode: Mode = Mode.NONE) -> None:
        self._folder, self._mode = folder, mode

    @contextmanager
    def playing(self, name: str, live: Callable[[], Live], *, any_order: bool = False) -> Generator[Tape]:
        """
        Replay the cassette `provider/test`, or record it if the mode wants that.

        Args:
            name: The cassette; the part before the slash names the provider.
            live: Starts or finds the tracker, only if something is recorded.
            any_order: The test makes requests side by side, whose order is chance.
        """
        file = self._folder / f"{name}.yaml"
        placeholder = tape.PLACEHOLDER.format(name.partition("/")[0])
        if file.exists() and self._mode is not Mode.REWRITE:
            with limited(Reach.NOWHERE):
                yield from _replayed(file, placeholder, any_order=any_order)
        elif self._mode is Mode.NONE:
            raise CassetteError(f"there is no cassette {str(file)!r}: record it with --record-mode=once")
        else:
            yield from _recorded(file, placeholder, live())


def _replayed(file: Path, placeholder: str, *, any_order: bool) -> Generator[Tape]:
    scrubber = Scrubber(placeholder, placeholder, {})
    settings = _settings(file, placeholder, scrubber, RecordMode.NONE)
    with _Strict.use(**settings) as cassette:
        cassette.any_order = any_order
        yield Tape(placeholder, str(cassette.get_metadata("salt", "")), recording=False, _secrets={})
        if left := cassette.unplayed():
            raise CassetteError(f"{file.name} was not played to its end; what was not asked for:\n  " + "\n  ".join(left))


def _recorded(file: Path, placeholder: str, live: Live) -> Generator[Tape]:
    salt = uuid4().hex[:8]
    scrubber = Scrubber(live.url, placeholder, live.secrets)
    settings = _settings(file, placeholder, scrubber, RecordMode.ALL)
    with _Strict.use(**settings, drop_unused_requests=True, record_on_exception=False) as cassette:
        cassette.describe({"from": scrubber.text(live.source), "salt": salt})
        yield Tape(live.url, salt, recording=True, _secrets=live.secrets)


def _settings(file: Path, placeholder: str, scrubber: Scrubber, mode: RecordMode) -> dict[str, Any]:
    return {
        "path": str(file),
        "record_mode": mode,
        "serializer": _Form(placeholder),
        "match_on": (method, path, query, _same_body),
        "before_record_request": lambda request: _kept_request(request, scrubber),
        "before_record_response": lambda response: _kept_response(response, scrubber),
        "skip_patchers": tuple(name for name in PATCHER_NAMES if not name.startswith("httpx")),
    }


class _Strict(Cassette):  # type: ignore[misc]  # vcrpy has no types
    """Plays what comes next, and nothing else."""

    any_order = False

    def describe(self, metadata: Mapping[str, str]) -> None:
        self._metadata = dict(metadata)

    def unplayed(self) -> list[str]:
        return [_told(one) for index, one in enumerate(self.requests) if not self.play_counts[index]]

    def can_play_response_for(self, request: Any) -> bool:
        if self.record_mode is not RecordMode.NONE:
            return False
        asked = self._before_record_request(request)
        if self.any_order:
            waiting = [one for index, one in enumerate(self.requests) if not self.play_counts[index]]
        else:
            waiting = self.requests[self.play_count : self.play_count + 1]
        if any(requests_match(asked, one, self._match_on) for one in waiting):
            return True
        expected = "\n    ".join(_told(one) for one in waiting) or "nothing: it has been played to its end"
        raise CassetteError(f"not on the cassette {Path(self._path).name}:\n    {_told(asked)}\n  but\n    {expected}")


class _Form:
    """How vcrpy writes and reads, in our form. Refuses to write what looks like a secret."""

    def __init__(self, placeholder: str) -> None:
        self._placeholder = placeholder

    def serialize(self, cassette: Mapping[str, Any]) -> str:
        text = tape.written(cassette)
        if found := tokens_in(text):
            raise CassetteError(f"not written, for it has what looks like a token: {', '.join(found)}")
        return text

    def deserialize(self, text: str) -> dict[str, Any]:
        return tape.read(text, self._placeholder)


def suspicious(file: Path) -> list[str]:
    """Return what in a cassette looks like a secret, or is missing; a test of every project reads all of its own."""
    text = file.read_text(encoding="utf-8")
    cassette = tape.read(text, tape.PLACEHOLDER.format("x"))
    found = [*tokens_in(text), *named_secrets(tape.yaml.safe_load(text)["exchanges"])]
    if not cassette["metadata"].get("from"):
        found.append("it does not say from what it was recorded")
    return found


def _kept_request(request: Any, scrubber: Scrubber) -> Any:
    headers = {name.lower(): value for name, value in request.headers.items() if name.lower() in REQUEST_HEADERS}
    body = request.body or b""
    if boundary := _BOUNDARY.search(str(headers.get("content-type", ""))):
        headers["content-type"] = headers["content-type"].replace(boundary[1], "boundary")
        body = body.replace(boundary[1].encode(), b"boundary")
    uri = scrubber.text(str(request.uri))
    return Recorded(request.method, uri, _kept_body(body, scrubber), headers)


def _kept_response(response: dict[str, Any], scrubber: Scrubber) -> dict[str, Any]:
    plain = decode_response(response)
    headers = response_headers(plain["headers"])
    kept = {name: [scrubber.text(value) for value in values] for name, values in headers.items()}
    body = _kept_body(plain["body"]["string"] or b"", scrubber)
    return {"status": plain["status"], "headers": kept, "body": {"string": body}}


def _kept_body(body: bytes, scrubber: Scrubber) -> bytes:
    payload = tape.as_json(body)
    if payload is not None:
        return tape.orjson.dumps(scrubber.json(payload))
    try:
        return scrubber.text(body.decode()).encode()
    except UnicodeDecodeError:
        return body


def _same_body(one: Any, other: Any) -> None:
    mine, theirs = tape.as_json(one.body), tape.as_json(other.body)
    same = mine == theirs if mine is not None or theirs is not None else (one.body or b"") == (other.body or b"")
    if not same:
        raise AssertionError("another body")


def _told(request: Any) -> str:
    body = tape.as_json(request.body)
    shown = request.uri.partition(".invalid")[2] or request.uri
    return f"{request.method} {shown}" + (f" {tape.orjson.dumps(body).decode()[:200]}" if body is not None else "")
