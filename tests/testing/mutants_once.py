"""Providers that each break one law of making things once."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO
from typing import Any

from anyticket.errors import ProviderError, TransportError
from anyticket.flow import Flow
from anyticket.request import Request, Upload
from testing.mutation import breaks
from testing.toy.provider import ToyProvider


@breaks("the_same_key_makes_one_thing_however_often_it_is_sent")
class ForgetsWhatItHasJustMade(ToyProvider):
    made: dict[str, str]

    def marked(self, key: str, digest: str) -> Flow[Any]:
        seen = self.__dict__.setdefault("made", {})
        found = yield from super().marked(key, digest)
        return found if key not in seen or seen.pop(key) == "lost" else None

    def once(self, request: Request, key: str | None) -> Flow[Any]:
        made = yield from super().once(request, key)
        self.__dict__.setdefault("made", {})[str(key)] = "made"
        return made


@breaks("the_same_key_in_another_process_makes_nothing_more")
class RemembersInTheProcess(ToyProvider):
    def once(self, request: Request, key: str | None) -> Flow[Any]:
        kept: dict[str, Any] = self.__dict__.setdefault("kept", {})
        if key in kept:
            return (yield from super().once(request, key))
        try:
            response = yield request.with_headers(x_marker=key, x_digest=self.digest(request)) if key else request
            made = response.json()
        except TransportError as exc:
            made = (yield from self.marked(key, self.digest(request))) if key and exc.may_have_happened else None
            if made is None:
                raise
        if key:
            kept[key] = made
        return made


@breaks("the_same_key_with_another_draft_is_a_conflict_and_makes_nothing")
class AnyDraftWillDo(ToyProvider):
    def digest(self, request: Request) -> str:
        return "the same"


@breaks("with_a_key_a_lost_answer_still_makes_exactly_one")
class GivesUp(ToyProvider):
    def once(self, request: Request, key: str | None) -> Flow[Any]:
        if key is None:
            return (yield from super().once(request, key))
        made = yield from self.marked(key, self.digest(request))
        if made is None:
            response = yield request.with_headers(x_marker=key, x_digest=self.digest(request))
            made = response.json()
        return made


@breaks("without_a_key_a_lost_answer_makes_nothing_twice_and_is_told")
class RepeatsComments(ToyProvider):
    def once(self, request: Request, key: str | None) -> Flow[Any]:
        if key is not None or not request.path.endswith("/comments"):
            return (yield from super().once(request, key))
        try:
            return (yield from super().once(request, key))
        except ProviderError as exc:
            if type(exc) is not TransportError or not self.hurried():
                raise
        return (yield from super().once(request, key))

    def hurried(self) -> bool:
        """Only where an answer is lost once: the law of failures loses all of them, and looks at what was repeated."""
        self.__dict__["lost"] = not self.__dict__.get("lost", False)
        return bool(self.__dict__["lost"])


@breaks("without_a_key_a_lost_answer_makes_nothing_twice_and_is_told")
class SaysItMayBeRepeated(ToyProvider):
    def once(self, request: Request, key: str | None) -> Flow[Any]:
        harmless = key is None and request.path == "/tickets"
        return (yield from super().once(replace(request, repeatable=True) if harmless else request, key))


@breaks("what_was_never_sent_is_sent_again")
class SendsOnceOnly(ToyProvider):
    def once(self, request: Request, key: str | None) -> Flow[Any]:
        if key is None and request.path == "/tickets":
            assert isinstance(request.body, bytes)
            stream = OneWay(request.body)
            request = Request.post("/tickets", body=Upload(stream, len(request.body), "application/json"))
        return (yield from super().once(request, key))


class OneWay(BytesIO):
    def seekable(self) -> bool:
        return False
