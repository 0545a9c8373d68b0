"""Identities: what requests call a person, looked up where a caller knows only something else of them."""

from __future__ import annotations

from typing import ClassVar, Final

from anyticket.errors import Invalid, NotFound
from anyticket.flow import Flow
from anyticket.model.person import Person
from anyticket.model.query import Special

from ..site import JiraSite
from ..translate.people import person as read_person
from ..wire import Json

#: How long an account is taken for the one with an e-mail address or a key.
_SECONDS: Final = 600.0


class Identities(JiraSite):
    """Names people as requests do: Cloud by account id, servers by username."""

    identity_key: ClassVar[str]
    """What requests call it."""
    identity_attribute: ClassVar[str]
    """The attribute of Person that has it."""

    def person_json(self, person: str | Person | Special | None) -> Flow[Json | None]:
        """Write a reference to a person, or to nobody."""
        if person is None:
            return None
        return {self.identity_key: (yield from self.identity(person))}

    def identity(self, person: str | Person | Special) -> Flow[str]:
        """
        Return what requests call a person.

        Raises Invalid, before anything is written, if nobody is known by that, or shows that e-mail address.
        """
        if isinstance(person, Special):
            me = yield from self.remembered("/myself")
            return self._of(read_person(me))
        wanted = Person.of(person)
        if hasattr(wanted, self.identity_attribute):
            return self._of(wanted)
        name = f"identity of {getattr(wanted, 'id', None) or getattr(wanted, 'email', None)}"
        known = yield from self.memory.recall(name, seconds=_SECONDS)
        if known is None:
            known = yield from self._looked_up(person)
            yield from self.memory.keep(name, known, seconds=_SECONDS)
        return str(known)

    def _looked_up(self, person: str | Person) -> Flow[str]:
        try:
            return self._of((yield from self.get_person(person)))
        except NotFound as exc:
            message, request = exc.message, exc.request
        raise Invalid(message, fields={"": message}, request=request, sent=False)

    def _of(self, person: Person) -> str:
        return str(getattr(person, self.identity_attribute))
