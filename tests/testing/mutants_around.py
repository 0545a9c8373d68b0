"""Providers that each break one law of people, projects, and the catalogue."""

from __future__ import annotations

from typing import Any

from anyticket.capability import accepts
from anyticket.errors import Gone, NotFound
from anyticket.flow import Flow
from anyticket.model.field import Field
from anyticket.model.form import Form
from anyticket.model.label import Label
from anyticket.model.page import Page
from anyticket.model.person import Person
from anyticket.model.priority import Priority, PriorityLevel
from anyticket.model.project import Component, Project, ProjectDraft, Version
from anyticket.model.sparse import loaded
from anyticket.model.status import Status, StatusCategory
from anyticket.model.ticket_type import TicketType
from testing.mutants_parts import ended
from testing.mutation import breaks
from testing.toy.provider import ToyProvider


@breaks("the_account_of_the_connection_is_a_person")
class NextPerson(ToyProvider):
    def get_person(self, person: Any, /) -> Flow[Person]:
        return (yield from super().get_person("u2" if person == "u1" else person))


@breaks("people_are_found_by_their_names")
class FindsOthers(ToyProvider):
    def search_people(self, text: str, /, *, page_size: int = 50, cursor: str | None = None) -> Flow[Page[Person]]:
        text = "Bo" if text == "Ada" else text
        return (yield from super().search_people(text, page_size=page_size, cursor=cursor))


@breaks("people_are_found_once_in_pages_of_any_size")
class OnePerson(ToyProvider):
    def search_people(self, text: str, /, *, page_size: int = 50, cursor: str | None = None) -> Flow[Page[Person]]:
        return ended((yield from super().search_people(text, page_size=page_size, cursor=cursor)), page_size)


@breaks("a_person_whom_nobody_knows_is_an_error")
class KnowsEverybody(ToyProvider):
    def get_person(self, person: Any, /) -> Flow[Person]:
        if person == "kit-nobody-knows-me":
            return Person(id=person)
        return (yield from super().get_person(person))


@breaks("who_is_assignable_can_be_assigned")
class OffersStrangers(ToyProvider):
    def search_assignable(
        self, project: Any, text: str = "", /, *, page_size: int = 50, cursor: str | None = None
    ) -> Flow[Page[Person]]:
        page = yield from super().search_assignable(project, text, page_size=page_size, cursor=cursor)
        return Page((Person(id="u9"), *page.items), page.cursor)


@breaks("every_listed_project_can_be_had_by_id_and_by_key")
class IdsOnly(ToyProvider):
    def get_project(self, project: Any, /) -> Flow[Project]:
        if project == "KIT":
            raise NotFound("ids only")
        return (yield from super().get_project(project))


@breaks("projects_are_listed_once_in_pages_of_any_size")
class OneProject(ToyProvider):
    def list_projects(self, *, page_size: int = 50, cursor: str | None = None) -> Flow[Page[Project]]:
        return ended((yield from super().list_projects(page_size=page_size, cursor=cursor)), page_size)


@breaks("a_project_that_does_not_exist_is_not_found")
class ProjectGone(ToyProvider):
    def get_project(self, project: Any, /) -> Flow[Project]:
        if project == "KITNOSUCHPROJECT":
            raise Gone("it was never there")
        return (yield from super().get_project(project))


@breaks("a_created_project_is_read_back")
class NamesProjectsItself(ToyProvider):
    @accepts("key", "name", "description")
    def create_project(self, draft: Any, /) -> Flow[Project]:
        return (yield from super().create_project(ProjectDraft(key=draft.key, name=f"Project {draft.key}")))


@breaks("an_updated_project_is_read_back")
class ProjectStands(ToyProvider):
    @accepts("name", "description")
    def update_project(self, project: Any, patch: Any, /) -> Flow[Project]:
        return (yield from self.get_project(project))


@breaks("an_archived_project_is_not_listed")
class ArchivesNothing(ToyProvider):
    def archive_project(self, project: Any, /) -> Flow[None]:
        yield from self.get_project(project)


@breaks("a_deleted_project_is_gone")
class DeletesNoProject(ToyProvider):
    def delete_project(self, project: Any, /) -> Flow[None]:
        yield from self.get_project(project)


class Late(ToyProvider):
    """What was made is listed only once something else has been done to its like."""

    def hidden(self) -> set[str]:
        found: set[str] = self.__dict__.setdefault("late", set())
        return found


@breaks("a_created_component_is_listed")
class LateComponents(Late):
    @accepts("name", "description")
    def create_component(self, project: Any, draft: Any, /) -> Flow[Component]:
        made = yield from super().create_component(project, draft)
        self.hidden().add(made.id)
        return made

    def list_components(self, project: Any, /) -> Flow[tuple[Component, ...]]:
        found = yield from super().list_components(project)
        return tuple(one for one in found if one.id not in self.hidden())

    @accepts("name", "description")
    def update_component(self, project: Any, component: Any, patch: Any, /) -> Flow[Component]:
        self.hidden().clear()
        return (yield from super().update_component(project, component, patch))

    def delete_component(self, project: Any, component: Any, /) -> Flow[None]:
        self.hidden().clear()
        yield from super().delete_component(project, component)


@breaks("a_component_can_be_renamed")
class ComponentStands(ToyProvider):
    @accepts("name", "description")
    def update_component(self, project: Any, component: Any, patch: Any, /) -> Flow[Component]:
        return (yield from self.list_components(project))[0]


@breaks("a_deleted_component_is_gone_and_others_are_not")
class ComponentsStay(ToyProvider):
    def delete_component(self, project: Any, component: Any, /) -> Flow[None]:
        yield from self.list_components(project)


@breaks("a_created_version_is_listed")
class LateVersions(Late):
    @accepts("name", "description", "start", "release", "released", "archived")
    def create_version(self, project: Any, draft: Any, /) -> Flow[Version]:
        made = yield from super().create_version(project, draft)
        self.hidden().add(made.id)
        return made

    def list_versions(self, project: Any, /) -> Flow[tuple[Version, ...]]:
        found = yield from super().list_versions(project)
        return tuple(one for one in found if one.id not in self.hidden())

    @accepts("name", "description", "start", "release", "released", "archived")
    def update_version(self, project: Any, version: Any, patch: Any, /) -> Flow[Version]:
        self.hidden().clear()
        return (yield from super().update_version(project, version, patch))

    def delete_version(self, project: Any, version: Any, /) -> Flow[None]:
        self.hidden().clear()
        yield from super().delete_version(project, version)


@breaks("a_version_can_be_renamed")
class VersionStands(ToyProvider):
    @accepts("name", "description", "start", "release", "released", "archived")
    def update_version(self, project: Any, version: Any, patch: Any, /) -> Flow[Version]:
        return (yield from self.list_versions(project))[0]


@breaks("a_deleted_version_is_gone_and_others_are_not")
class VersionsStay(ToyProvider):
    def delete_version(self, project: Any, version: Any, /) -> Flow[None]:
        yield from self.list_versions(project)


@breaks("the_status_of_a_ticket_is_listed_with_the_same_category")
class AllStatusesAreDone(ToyProvider):
    def list_statuses(self, project: Any = None, /) -> Flow[tuple[Status, ...]]:
        found = yield from super().list_statuses(project)
        return tuple(loaded(Status, one.raw, **{**vars(one), "category": StatusCategory.DONE}) for one in found)


@breaks("the_type_of_a_ticket_is_listed")
class TypesOfOthers(ToyProvider):
    """The kit sets types by their ids, so those stay as they are; the types of tickets are read as others."""

    def list_types(self, project: Any = None, /) -> Flow[tuple[TicketType, ...]]:
        return tuple(TicketType(name="Bug", hierarchy_level=0) for _ in (yield from super().list_types(project)))

    def ticket_of(self, raw: Any, load: Any = ()) -> Any:
        ticket = super().ticket_of(raw, load)
        odd = raw["title"].endswith(" 1") and raw["version"] == "1"
        return loaded(type(ticket), ticket.raw, **{**vars(ticket), "type": TicketType(id="9")}) if odd else ticket


@breaks("every_listed_priority_can_be_set")
class AllIsUrgent(ToyProvider):
    def list_priorities(self) -> Flow[tuple[Priority, ...]]:
        found = yield from super().list_priorities()
        return tuple(loaded(Priority, one.raw, **{**vars(one), "level": PriorityLevel.URGENT}) for one in found)


@breaks("a_label_in_use_is_listed")
class NoLabels(ToyProvider):
    def list_labels(
        self, project: Any = None, /, *, page_size: int = 100, cursor: str | None = None
    ) -> Flow[Page[Label]]:
        page = yield from super().list_labels(project, page_size=page_size, cursor=cursor)
        return Page((), page.cursor)


@breaks("the_ids_of_fields_are_unique")
class FieldsTwice(ToyProvider):
    def list_fields(self, project: Any = None, /) -> Flow[tuple[Field, ...]]:
        return (yield from super().list_fields(project)) * 2


@breaks("the_form_of_a_ticket_asks_for_its_title")
class NoTitleNeeded(ToyProvider):
    def get_create_form(self, project: Any, type: Any, /) -> Flow[Form]:
        yield from super().get_create_form(project, type)
        return Form(fields={})
