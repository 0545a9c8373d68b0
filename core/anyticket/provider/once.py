"""
Marker: what is written with a thing that is made with an idempotency key, so that it can be known again.

A tracker without idempotency keys of its own keeps the marker in a property, a file name or an identity. Whoever finds
the marker of a key has found the thing; if its draft is another one, the key was used twice.
"""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from typing import Any, Final

import orjson

from ..errors import Conflict
from ..model.attachment import AttachmentDraft
from ..model.input import Input

#: Half of a SHA-256: what is looked up by it has never been chosen by anybody else.
_DIGITS: Final = 32


@dataclass(frozen=True, slots=True)
class Marker:
    """Digests of an idempotency key and of what was to be made with it. Neither tells what it was."""

    key: str
    draft: str

    def verify(self, draft: object, thing: str) -> None:
        """Raise Conflict if `draft`, found with the marker of this key, is that of something else."""
        if draft != self.draft:
            raise Conflict(f"the idempotency key was used for something else before, which made {thing}: use another")


def marker(idempotency_key: str, *parts: object) -> Marker:
    """
    Return the marker of a key for what is made of `parts`: inputs, identities, None.

    Raises:
        ValueError: The key is empty.
    """
    if not idempotency_key.strip():
        raise ValueError("an idempotency key cannot be empty: give what tells this one thing from all others")
    written = orjson.dumps([_plain(part) for part in parts], option=orjson.OPT_SORT_KEYS)
    return Marker(_digest(idempotency_key.encode()), _digest(written))


def _plain(part: object) -> Any:
    """Return the JSON that tells an input from others. A file's content counts only where it is at hand."""
    if isinstance(part, AttachmentDraft):
        content = _digest(part.content) if isinstance(part.content, bytes) else None
        return {**part.model_dump(mode="json", exclude={"content"}), "content": content}
    return part.model_dump(mode="json") if isinstance(part, Input) else part


def _digest(content: bytes) -> str:
    return sha256(content).hexdigest()[:_DIGITS]
