"""What is around the tickets of the toy: people, projects, the catalogue."""

from __future__ import annotations

from typing import Any

from anyticket.capability import accepts
from anyticket.flow import Flow
from anyticket.model.checkup import Checkup
from anyticket.model.field import Field
from anyticket.model.label import Label
from anyticket.model.page import Page
from anyticket.model.person import Person
from anyticket.model.priority import Priority
from anyticket.model.project import Component, ComponentDraft, Project, Version, VersionDraft
from anyticket.model.status import Status
from anyticket.model.ticket_type import TicketType
from anyticket.request import Request
from testing.toy.parts import ToyParts
from testing.toy.reading import read


def _id(thing: Any) -> str:
    return thing if isinstance(thing, str) else thing.id


class ToyAround(ToyParts):
    """Reads and writes what tickets are made with."""

    def get_me(self) -> Flow[Person]:
        return (yield from self.get_person("me"))

    def get_person(self, person: Any, /) -> Flow[Person]:
        response = yield Request.get("/people/{}", _id(person))
        return read(Person, response.json())

    def search_people(self, text: str, /, *, page_size: int = 50, cursor: str | None = None) -> Flow[Page[Person]]:
        return (yield from self.page(Person, "/people", size=page_size, cursor=cursor, text=text))

    def search_assignable(
        self, project: Any, text: str = "", /, *, page_size: int = 50, cursor: str | None = None
    ) -> Flow[Page[Person]]:
        return (yield from self.page(Person, "/people", size=page_size, cursor=cursor, text=text))

    def list_projects(self, *, page_size: int = 50, cursor: str | None = None) -> Flow[Page[Project]]:
        return (yield from self.page(Project, "/projects", size=page_size, cursor=cursor))

    def get_project(self, project: Any, /) -> Flow[Project]:
        response = yield Request.get("/projects/{}", _id(project))
        return read(Project, response.json())

    @accepts("key", "name", "description")
    def create_project(self, draft: Any, /) -> Flow[Project]:
        response = yield Request.post("/projects", json=draft.model_dump(mode="json"))
        return read(Project, response.json())

    @accepts("name", "description")
    def update_project(self, project: Any, patch: Any, /) -> Flow[Project]:
        response = yield self.put("/projects/{}", _id(project), json=patch.model_dump(mode="json"))
        return read(Project, response.json())

    def archive_project(self, project: Any, /) -> Flow[None]:
        yield Request.put("/projects/{}", _id(project), json={"archived": True})

    def delete_project(self, project: Any, /) -> Flow[None]:
        yield Request.delete("/projects/{}", _id(project))

    def _parts(self, project: Any, part: str) -> Flow[Any]:
        response = yield Request.get("/projects/{}", _id(project))
        return response.json()[part]

    def _named(self, project: Any, part: str, thing: Any) -> Flow[str]:
        parts = yield from self._parts(project, part)
        name = _id(thing)
        found: str = next((one["id"] for one in parts if name in {one["id"], one["name"]}), name)
        return found

    def list_components(self, project: Any, /) -> Flow[tuple[Component, ...]]:
        return tuple(read(Component, one) for one in (yield from self._parts(project, "components")))

    @accepts("name", "description")
    def create_component(self, project: Any, draft: Any, /) -> Flow[Component]:
        body = ComponentDraft.of(draft).model_dump(mode="json")
        response = yield Request.post("/projects/{}/components", _id(project), json=body)
        return read(Component, response.json())

    @accepts("name", "description")
    def update_component(self, project: Any, component: Any, patch: Any, /) -> Flow[Component]:
        id = yield from self._named(project, "components", component)
        body = patch.model_dump(mode="json")
        response = yield self.put("/projects/{}/components/{}", _id(project), id, json=body)
        return read(Component, response.json())

    def delete_component(self, project: Any, component: Any, /) -> Flow[None]:
        id = yield from self._named(project, "components", component)
        yield Request.delete("/projects/{}/components/{}", _id(project), id)

    def list_versions(self, project: Any, /) -> Flow[tuple[Version, ...]]:
        return tuple(read(Version, one) for one in (yield from self._parts(project, "versions")))

    @accepts("name", "description", "start", "release", "released", "archived")
    def create_version(self, project: Any, draft: Any, /) -> Flow[Version]:
        body = VersionDraft.of(draft).model_dump(mode="json")
        response = yield Request.post("/projects/{}/versions", _id(project), json=body)
        return read(Version, response.json())

    @accepts("name", "description", "start", "release", "released", "archived")
    def update_version(self, project: Any, version: Any, patch: Any, /) -> Flow[Version]:
        id = yield from self._named(project, "versions", version)
        body = patch.model_dump(mode="json")
        response = yield self.put("/projects/{}/versions/{}", _id(project), id, json=body)
        return read(Version, response.json())

    def delete_version(self, project: Any, version: Any, /) -> Flow[None]:
        id = yield from self._named(project, "versions", version)
        yield Request.delete("/projects/{}/versions/{}", _id(project), id)

    def list_statuses(self, project: Any = None, /) -> Flow[tuple[Status, ...]]:
        return tuple(read(Status, one) for one in (yield from self._catalogue("statuses")))

    def list_priorities(self) -> Flow[tuple[Priority, ...]]:
        return tuple(read(Priority, one) for one in (yield from self._catalogue("priorities")))

    def list_types(self, project: Any = None, /) -> Flow[tuple[TicketType, ...]]:
        return tuple(read(TicketType, one) for one in (yield from self._catalogue("types")))

    def list_fields(self, project: Any = None, /) -> Flow[tuple[Field, ...]]:
        return tuple(read(Field, one) for one in (yield from self._catalogue("fields")))

    def _catalogue(self, name: str) -> Flow[Any]:
        response = yield Request.get("/catalogue/{}", name)
        return response.json()

    def list_labels(
        self, project: Any = None, /, *, page_size: int = 100, cursor: str | None = None
    ) -> Flow[Page[Label]]:
        return (yield from self.page(Label, "/labels", size=page_size, cursor=cursor))

    def check(self, *, operations: Any = ()) -> Flow[Checkup]:
        me = yield from self.get_me()
        return Checkup(account=me, site="toy")
