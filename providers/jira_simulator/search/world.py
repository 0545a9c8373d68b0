"""The world of JQL: a site as one account sees it now."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ..fieldtypes.people import find_people
from ..jql import Asker, Field, Key
from ..jql.tree import Call, FieldName, Literal
from ..views.view import zone_of
from .documents import COLUMNS
from .fields import find_fields
from .functions import call_function

if TYPE_CHECKING:
    from ..site import Site
    from ..store.people import Person

__all__ = ["SiteWorld"]


class SiteWorld:
    """What `jql.World` asks for."""

    def __init__(self, site: Site, account: Person | None) -> None:
        self._site = site
        self._account = account
        zone = zone_of(account.time_zone if account else "Etc/UTC")
        self._asker = Asker(account.account_id if account else None, zone, site.clock.now(), site.cloud)

    @property
    def asker(self) -> Asker:
        return self._asker

    def fields(self, name: FieldName) -> Sequence[Field]:
        found = find_fields(name, self._site)
        for field in found:
            if field.id in COLUMNS:
                self._site.index.need(field.id)
        return found

    def call(self, call: Call, field: Field) -> Sequence[Key]:
        return call_function(call, field, self._site, self._account)

    def people(self, literal: Literal) -> Sequence[Key]:
        return find_people(literal, self._site)
