"""Schemes: what a project is set up with, called by id or by name."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, Final, TypeAlias

from anyticket.errors import NotFound
from anyticket.flow import Flow
from anyticket.model.named import Named
from anyticket.model.project import ProjectDraft
from anyticket.model.sparse import loaded

from ..site import JiraSite
from ..wire import Json, identifier, need, some, table, word
from ..writing.body import refused
from .naming import one_called
from .pages import all_pages

#: What a draft calls the schemes, and where Jira lists those of each kind, as far as it does.
PERMISSIONS: Final = "/permissionscheme"
NOTIFICATIONS: Final = "/notificationscheme"
WORKFLOWS: Final = "/workflowscheme"
TYPES: Final = "/issuetypescheme"
Listed: TypeAlias = tuple[str, str | None]


class Schemes(JiraSite):
    """Looks schemes up."""

    schemes: ClassVar[Mapping[str, Listed]]
    """By the attribute of a draft: what requests call it, and where those of the kind are listed."""

    def schemes_json(self, draft: ProjectDraft) -> Flow[Json]:
        """Write the schemes of a project, which requests know by number."""
        written: Json = {}
        for attribute, (name, route) in self.schemes.items():
            wanted: str | None = getattr(draft, attribute, None)
            if wanted is not None:
                written[name] = yield from self._number(attribute, name, route, wanted)
        return written

    def _number(self, attribute: str, name: str, route: str | None, wanted: str) -> Flow[int]:
        if wanted.isascii() and wanted.isdecimal():
            return int(wanted)
        if route is None:
            raise refused("this Jira lists none: give its id, which its page has in the address", attribute, name)
        try:
            found = one_called((yield from self._listed(route)), wanted, attribute.replace("_", " "))
        except NotFound as exc:
            message = exc.message
        else:
            return int(found.id)
        raise refused(message, attribute, name)

    def _listed(self, route: str) -> Flow[tuple[Named, ...]]:
        if route == PERMISSIONS:
            response = yield self.get(route)
            return some(table(response.json()), "permissionSchemes", _scheme)
        return (yield from all_pages(lambda cursor: self.counted(route, reader=_scheme, page_size=50, cursor=cursor)))


def _scheme(value: Any) -> Named:
    data = table(value)
    return loaded(Named, data, id=need(data, "id", identifier), name=word(data, "name"))
