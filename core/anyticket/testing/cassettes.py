"""
Cassettes: HTTP exchanges that were recorded once and are replayed ever after, by vcrpy, strictly.

A request must be the next one on the cassette: by method, path, query and body, JSON compared as JSON. A cassette
that is not played to its end fails. While one is replayed, no socket may connect anywhere. A test that makes no
request has none.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Generator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from uuid import uuid4

from anyticket.testing import asides, tape
from anyticket.testing.recorder import CassetteError, recording, replaying
from anyticket.testing.scrubbing import Scrubber, named_secrets, tokens_in
from anyticket.testing.sockets import Reach, limited


class Mode(StrEnum):
    """When to record: never, what is not there yet, or everything anew."""

    NONE = "none"
    ONCE = "once"
    REWRITE = "rewrite"


@dataclass(frozen=True)
class Live:
    """
    The tracker that a cassette is recorded from, in words too; `secrets` are struck out wherever they occur.

    One that is the same whenever it is started has a `salt` of its own, so that recording it again changes nothing.
    """

    url: str
    source: str
    secrets: Mapping[str, str] = field(default_factory=dict[str, str], repr=False)
    salt: str | None = None

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
        if self._mode is Mode.NONE or (self._mode is Mode.ONCE and file.exists()):
            with limited(Reach.NOWHERE):
                yield from _replayed(file, placeholder, any_order=any_order)
        else:
            file.unlink(missing_ok=True)
            yield from _recorded(file, placeholder, live())


def _replayed(file: Path, placeholder: str, *, any_order: bool) -> Generator[Tape]:
    with replaying(file, placeholder, any_order=any_order) as cassette:
        yield Tape(placeholder, cassette.salt, recording=False, _secrets={})
        if left := cassette.unplayed():
            raise CassetteError(
                f"{file.name} was not played to its end; what was not asked for:\n  " + "\n  ".join(left)
            )


def _recorded(file: Path, placeholder: str, live: Live) -> Generator[Tape]:
    scrubber = Scrubber(live.url, placeholder, live.secrets)
    salt = live.salt or uuid4().hex[:8]
    with recording(file, placeholder, scrubber) as cassette:
        cassette.describe({"from": scrubber.text(live.source), "salt": salt})
        yield Tape(live.url, salt, recording=True, _secrets=live.secrets)


def suspicious(file: Path) -> list[str]:
    """
    Return what in a cassette looks like a secret, or is missing; a test of every project reads all of its own.

    What a folder keeps aside is a file of it too, which says nothing of where it is from.
    """
    text = file.read_text(encoding="utf-8")
    kept_aside = file.parent.name == asides.FOLDER
    document = asides.read(text, file.parent.parent if kept_aside else file.parent)
    found = [*tokens_in(text), *named_secrets(document if kept_aside else document["exchanges"])]
    if not kept_aside and not document["recorded"].get("from"):
        found.append("it does not say from what it was recorded")
    return found
