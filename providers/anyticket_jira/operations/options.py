"""The values that fields can be set to: as a project's forms offer them, or as the field has them everywhere."""

from __future__ import annotations

from abc import abstractmethod
from typing import Any, Final

from anyticket.errors import Forbidden, NotFound, Unsupported
from anyticket.flow import Flow, together
from anyticket.model.field import Field, Option
from anyticket.model.page import Page
from anyticket.model.project import Project

from ..site import JiraSite, project_reference
from ..translate.catalogue import option
from ..translate.forms import form_entry
from ..wire import Json, every, identifier, need, some, table, whole
from .pages import slice_of, start_of, window

_TYPES: Final = "/issue/createmeta/{}/issuetypes"
_FORM: Final = "/issue/createmeta/{}/issuetypes/{}"
_NUMBERED: Final = "customfield_"


class OptionListing(JiraSite):
    """Lists the options of fields."""

    @abstractmethod
    def options_everywhere(self, number: str, page_size: int, cursor: str | None) -> Flow[Page[Option]]:
        """Return the options of a custom field, given by its number, in all projects."""

    def list_options(
        self,
        field: str | Field,
        project: str | Project | None = None,
        /,
        *,
        page_size: int = 100,
        cursor: str | None = None,
    ) -> Flow[Page[Option]]:
        """
        Return the values that a field can be set to.

        With a project they are those that its forms for new issues offer to this account. Without one they are all of
        a custom field, which on Cloud takes the permission to administer Jira.
        """
        window(0, page_size)
        id = field.id if isinstance(field, Field) else (yield from self.field_called(field)).id
        if project is not None:
            return slice_of((yield from self._offered(id, project_reference(project))), page_size, cursor)
        if not id.startswith(_NUMBERED):
            why = f"Jira lists the values of {id!r} only for a project: name one"
            raise Unsupported(why, operation="list_options", arguments=frozenset({"project"}))
        return (yield from self.options_everywhere(id.removeprefix(_NUMBERED), page_size, cursor))

    def _offered(self, field: str, project: str) -> Flow[tuple[Option, ...]]:
        """Return what the forms of a project's types offer, once each."""
        # https://developer.atlassian.com/cloud/jira/platform/rest/v3/api-group-issues/#api-rest-api-3-issue-createmeta-projectidorkey-issuetypes-get
        kinds = every((yield from self.remembered_pages(_TYPES, project)), table)
        ids = [need(kind, "id", identifier) for kind in kinds]
        forms = yield from together([self.remembered_pages(_FORM, project, id) for id in ids])
        entries = [dict(every(form, form_entry)) for form in forms]
        shown = [entry[field] for entry in entries if field in entry]
        if not shown:
            raise NotFound(
                f"no form for a new issue in {project} that this account may fill in has the field {field!r}"
            )
        lists = [entry["allowedValues"] for entry in shown if entry.get("allowedValues") is not None]
        if not lists:
            why = f"the field {field!r} takes what is written or searched for, and Jira lists no values of it"
            raise Unsupported(why, operation="list_options", arguments=frozenset({"field"}))
        found = [one for values in lists for one in every(values, option)]
        return tuple({getattr(one, "id", None) or one.name: one for one in found}.values())


class CloudOptions(OptionListing):
    """Cloud has the options of a field by context."""

    def options_everywhere(self, number: str, page_size: int, cursor: str | None) -> Flow[Page[Option]]:
        """Return the options of all contexts of a field, those of a cascading one below others."""
        # https://developer.atlassian.com/cloud/jira/platform/rest/v3/api-group-issue-custom-field-options/
        field = f"{_NUMBERED}{number}"
        try:
            contexts = every((yield from self.remembered_pages("/field/{}/context", field)), table)
            pages: list[Any] = []
            for context in contexts:
                id = need(context, "id", identifier)
                pages += yield from self.remembered_pages("/field/{}/context/{}/option", field, id)
        except Forbidden as exc:
            advice = "name a project, to have what its forms offer to this account"
            raise Forbidden(f"the options of {field!r} in all projects are for administrators: {advice}") from exc
        return slice_of(_nested(every(pages, table)), page_size, cursor)


def _nested(rows: tuple[Json, ...]) -> tuple[Option, ...]:
    """Read options, each with those that name it as the one above them."""
    below: dict[str, list[Json]] = {}
    for row in rows:
        if "optionId" in row:
            below.setdefault(need(row, "optionId", identifier), []).append(row)
    top = [row for row in rows if "optionId" not in row]
    return tuple(option({**row, "children": below.get(need(row, "id", identifier), [])}) for row in top)


class ServerOptions(OptionListing):
    """Servers have the options of a field in pages by number."""

    def options_everywhere(self, number: str, page_size: int, cursor: str | None) -> Flow[Page[Option]]:
        """Return a page of the options of a field, without those below them."""
        # https://developer.atlassian.com/server/jira/platform/rest/v10003/api-group-customfields/
        page = start_of(cursor) or 1
        request = self.get(
            "/customFields/{}/options",
            number,
            query=(("maxResults", str(page_size)), ("page", str(page))),
        )
        try:
            response = yield request
        except NotFound as exc:
            advice = (
                "it does not exist, or the server is too old to list it: name a project, to have what its forms offer"
            )
            raise NotFound(f"no options of the field {_NUMBERED}{number}: {advice}") from exc
        answer = table(response.json())
        found, total = some(answer, "options", option), need(answer, "total", whole)
        return Page(found, str(page + 1) if found and page * page_size < total else None, total)
