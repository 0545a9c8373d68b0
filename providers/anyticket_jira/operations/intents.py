"""
Intents: what is to be made on an issue with an idempotency key, noted before it is made.

What can carry its marker itself (an issue, a comment) does. For anything else the note is a property of the issue, one
a key; it says what was to be made, and what it became once that is known.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any, Final

from anyticket.errors import NotFound, ProviderError
from anyticket.flow import Flow
from anyticket.provider.once import Marker
from anyticket.request import Request

from ..site import JiraSite
from ..wire import Json, is_table, table
from .markers import PROPERTY


@dataclass(frozen=True, slots=True)
class Intent:
    """
    What was to be made with one key.

    Attributes:
        draft: The digest of what it was to be made of.
        after: The highest id that there was before; what was made has a higher one.
        made: The id of what was made, once that is known.
    """

    draft: str
    after: int = 0
    made: str | None = None

    @classmethod
    def of(cls, value: Any) -> Intent | None:
        """Read a note, or None if a property is something else."""
        if not is_table(value) or type(value.get("draft")) is not str:
            return None
        after, made = value.get("after"), value.get("made")
        return cls(value["draft"], after if type(after) is int else 0, made if type(made) is str else None)

    def json(self) -> Json:
        """Write a note."""
        return {"draft": self.draft, "after": self.after, "made": self.made}


_PREFIX: Final = f"{PROPERTY}."
_PROPERTIES: Final = "/issue/{}/properties/{}"


class Intents(JiraSite):
    """Notes what is to be made on issues."""

    def intent_of(self, issue: str, mark: Marker) -> Flow[Intent | None]:
        """Return what was noted for a key. Raises Conflict if that was something else."""
        try:
            response = yield self.get(_PROPERTIES, issue, _PREFIX + mark.key)
        except NotFound:
            return None
        intent = Intent.of(table(response.json()).get("value"))
        if intent is not None:
            mark.verify(intent.draft, f"something on {issue}")
        return intent

    def note_intent(self, issue: str, mark: Marker, intent: Intent) -> Flow[None]:
        """Note what is to be made."""
        yield Request.put(self.rest + _PROPERTIES, issue, _PREFIX + mark.key, json=intent.json())

    def note_made(self, issue: str, mark: Marker, intent: Intent, made: str) -> Flow[None]:
        """
        Note what an intent became.

        If that fails, the thing is made all the same; whoever looks for it later finds it by what it looks like.
        """
        try:
            yield from self.note_intent(issue, mark, Intent(intent.draft, intent.after, made))
        except ProviderError as exc:
            if not exc.temporary:
                raise

    def other_intents(self, issue: str, mark: Marker) -> Flow[Collection[Intent]]:
        """Return what was noted for all other keys."""
        response = yield self.get("/issue/{}", issue, query=(("fields", "created"), ("properties", "*all")))
        noted = table(response.json()).get("properties")
        others = noted.items() if is_table(noted) else ()
        found = [Intent.of(value) for name, value in others if name.startswith(_PREFIX) and name != _PREFIX + mark.key]
        return [intent for intent in found if intent is not None]

    def made_alike(self, issue: str, mark: Marker, intent: Intent, candidates: Collection[str]) -> Flow[str | None]:
        """
        Return which of some things that look right was made by an intent whose answer was lost, or None.

        Raises ProviderError, for now, while there are more keys that nothing is known of than things to go round.
        """
        others = yield from self.other_intents(issue, mark)
        claimed = {other.made for other in others}
        left = sorted((id for id in candidates if id not in claimed and int(id) > intent.after), key=int)
        rivals = sum(other.made is None and other.draft == intent.draft for other in others)
        if left and len(left) <= rivals:
            message = f"{len(left)} on {issue} could be what this key made, and {rivals} other keys claim it too"
            raise ProviderError(f"{message}: try again once those are settled", temporary=True, may_have_happened=True)
        return left[0] if left else None
