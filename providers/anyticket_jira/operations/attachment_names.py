"""
Attachment names: names of files that hold the marker of an idempotency key.

Jira keeps nothing with a file that its interface can write, but its name. So the name gets an ending before its suffix:
twelve digits of the key's digest and eight of the draft's. It is written by the same request that makes the file, so
there is never one without the other, whatever is lost on the way; docs/decisions/0012 says why nothing else will do.
"""

from __future__ import annotations

import re
from typing import Final

from anyticket.provider.once import Marker

_KEY_DIGITS: Final = 12
_DRAFT_DIGITS: Final = 8
_ENDING: Final = re.compile(rf"-([0-9a-f]{{{_KEY_DIGITS}}})-([0-9a-f]{{{_DRAFT_DIGITS}}})(?:\.[^.]*)?\Z")
_LONGEST_NAME: Final = 255
_LONGEST_SUFFIX: Final = 16


def shortened(mark: Marker) -> Marker:
    """Return as much of a marker as a name holds. Two keys on one issue are alike once in 10^14."""
    return Marker(mark.key[:_KEY_DIGITS], mark.draft[:_DRAFT_DIGITS])


def marked_name(filename: str, mark: Marker) -> str:
    """Return the name of a file with a marker in it, no longer than Jira keeps."""
    plain = filename.replace("\\", "/").rpartition("/")[2]  # Jira drops folders, and the marker must not be in one
    stem, dot, suffix = plain.rpartition(".")
    if not stem or len(suffix) > _LONGEST_SUFFIX:
        stem, dot, suffix = plain, "", ""
    short = shortened(mark)
    ending = f"-{short.key}-{short.draft}{dot}{suffix}"
    return stem[: _LONGEST_NAME - len(ending)] + ending


def marker_in_name(filename: str) -> Marker | None:
    """Return the marker, shortened, that the name of a file holds."""
    found = _ENDING.search(filename)
    return None if found is None else Marker(found[1], found[2])
