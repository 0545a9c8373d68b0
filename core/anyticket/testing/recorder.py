"""
The recorder: vcrpy, made strict. The only module that knows vcrpy, which has no types.

It puts itself in place of `HTTPTransport.handle_request` of httpx and of its asynchronous twin. Our transport's
pools inherit both, so recording and replaying need nothing of ours below this line, in either colour.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from contextlib import AbstractContextManager
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import Any, Final

import orjson

from anyticket.testing import asides, tape
from anyticket.testing.scrubbing import REQUEST_HEADERS, Scrubber, response_headers, tokens_in

_cassette: Any = import_module("vcr.cassette")
_decode_response: Any = import_module("vcr.filters").decode_response
_matchers: Any = import_module("vcr.matchers")
_patchers: tuple[str, ...] = import_module("vcr.patch").PATCHER_NAMES
_modes: Any = import_module("vcr.record_mode").RecordMode
_Request: Any = import_module("vcr.request").Request

_BOUNDARY: Final = re.compile(r"boundary=\"?([^\";]+)")


class CassetteError(AssertionError):
    """A test and its cassette disagree. No error of ours, so that nothing tries again."""


def replaying(file: Path, placeholder: str, *, any_order: bool) -> AbstractContextManager[Any]:
    """Put a cassette in to be played."""
    settings = _settings(file, placeholder, Scrubber(placeholder, placeholder, {}))
    kind = _AnyOrder if any_order else _Strict
    player: AbstractContextManager[Any] = kind.use(**settings, record_mode=_modes.NONE)
    return player


def recording(file: Path, placeholder: str, scrubber: Scrubber) -> AbstractContextManager[Any]:
    """Put an empty cassette in, which is written only if the test succeeds."""
    settings = _settings(file, placeholder, scrubber)
    recorder: AbstractContextManager[Any] = _Strict.use(
        **settings, record_mode=_modes.ALL, drop_unused_requests=True, record_on_exception=False
    )
    return recorder


def _settings(file: Path, placeholder: str, scrubber: Scrubber) -> dict[str, Any]:
    return {
        "path": str(file),
        "serializer": _Form(file.parent, placeholder),
        "match_on": (_matchers.method, _matchers.path, _matchers.query, _same_body),
        "before_record_request": partial(_kept_request, scrubber),
        "before_record_response": partial(_kept_response, scrubber),
        "skip_patchers": tuple(name for name in _patchers if not name.startswith("httpx")),
    }


class _Strict(_cassette.Cassette):  # type: ignore[misc]  # pyright: ignore[reportUntypedBaseClass]
    """Plays what comes next, and nothing else."""

    def describe(self, metadata: Mapping[str, str]) -> None:
        """Write down what this is a recording of."""
        self._metadata = dict(metadata)

    @property
    def salt(self) -> str:
        """What made the names of the recording unlike those of any other."""
        return str(self._metadata.get("salt", ""))

    def unplayed(self) -> list[str]:
        """Return what was not asked for."""
        return [_told(one) for one in self.left()]

    def left(self) -> list[Any]:
        """Return the requests that were not made."""
        recorded: list[Any] = self.requests
        return [one for index, one in enumerate(recorded) if not self.play_counts[index]]

    def waiting(self) -> list[Any]:
        """Return the requests that may be made now."""
        return self.left()[:1]

    def can_play_response_for(self, request: Any) -> bool:
        """Tell vcrpy that the answer is here. Raises CassetteError where vcrpy would go on looking."""
        if self.record_mode is not _modes.NONE:
            return False
        asked = self._before_record_request(request)
        if any(_matchers.requests_match(asked, one, self._match_on) for one in self.waiting()):
            return True
        if not self.requests:
            raise CassetteError(f"there is no cassette {self._path!r}: record it with --record-mode=once")
        expected = "\n    ".join(_told(one) for one in self.waiting()) or "nothing: it has been played to its end"
        raise CassetteError(f"not on the cassette {Path(self._path).name}:\n    {_told(asked)}\n  but\n    {expected}")


class _AnyOrder(_Strict):
    """Plays whatever has not been played."""

    def waiting(self) -> list[Any]:
        """Return the requests that may be made now."""
        return self.left()


class _Form:
    """How vcrpy writes and reads, in our form. Refuses to write what looks like a secret."""

    def __init__(self, folder: Path, placeholder: str) -> None:
        self._folder, self._placeholder = folder, placeholder

    def serialize(self, cassette: Mapping[str, Any]) -> str:
        kept: dict[str, str] = {}
        text = tape.written(cassette, kept.__setitem__)
        for written in (text, *kept.values()):
            if found := tokens_in(written):
                raise CassetteError(f"not written, for it has what looks like a token: {', '.join(found)}")
        for name, part in kept.items():
            file = self._folder / asides.FOLDER / f"{name}.yaml"
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(part, encoding="utf-8")
        return text

    def deserialize(self, text: str) -> dict[str, Any]:
        return tape.read(text, self._folder, self._placeholder)


def _kept_request(scrubber: Scrubber, request: Any) -> Any:
    headers = {name.lower(): value for name, value in request.headers.items() if name.lower() in REQUEST_HEADERS}
    body = request.body or b""
    if boundary := _BOUNDARY.search(str(headers.get("content-type", ""))):
        headers["content-type"] = headers["content-type"].replace(boundary[1], "boundary")
        body = body.replace(boundary[1].encode(), b"boundary")
    uri = scrubber.text(str(request.uri))
    return _Request(request.method, uri, _kept_body(body, scrubber), headers)


def _kept_response(scrubber: Scrubber, response: dict[str, Any]) -> dict[str, Any]:
    plain = _decode_response(response)
    headers = response_headers(plain["headers"])
    kept = {name: [scrubber.text(value) for value in values] for name, values in headers.items()}
    body = _kept_body(plain["body"]["string"] or b"", scrubber)
    return {"status": plain["status"], "headers": kept, "body": {"string": body}}


def _kept_body(body: bytes, scrubber: Scrubber) -> bytes:
    payload = tape.as_json(body)
    if payload is not None:
        return orjson.dumps(scrubber.json(payload))
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
    return f"{request.method} {shown}" + (f" {orjson.dumps(body).decode()[:200]}" if body is not None else "")
