"""The laws of projects with their components and versions, and of the catalogue."""

from __future__ import annotations

import pytest

from anyticket.client.blocking import Client
from anyticket.errors import Gone, NotFound
from anyticket.model.project import ComponentPatch, ProjectPatch, VersionPatch
from anyticket.testing.laws.law import Laws, needs
from anyticket.testing.made import Made
from anyticket.testing.values import names_of


class ProjectLaws(Laws):
    """Projects."""

    @needs("get_project", "list_projects")
    def test_every_listed_project_can_be_had_by_id_and_by_key(self, client: Client) -> None:
        for project in list(client.list_projects())[:3]:
            assert client.get_project(project).id == project.id
            assert client.get_project(project.id).id == project.id
            assert client.get_project(project.key).id == project.id

    @needs("list_projects")
    def test_projects_are_listed_once_in_pages_of_any_size(self, client: Client, made: Made) -> None:
        if client.supports("create_project"):
            assert made.spare_project.id != made.spare_project.id
        everything = [project.id for project in client.list_projects()]

        assert [project.id for project in client.list_projects(page_size=1)] == everything
        assert len(set(everything)) == len(everything)

    @needs("get_project")
    def test_a_project_that_does_not_exist_is_not_found(self, client: Client) -> None:
        with pytest.raises(NotFound):
            client.get_project("KITNOSUCHPROJECT")

    @needs("create_project", "get_project")
    def test_a_created_project_is_read_back(self, client: Client, made: Made) -> None:
        draft = made.new_project

        project = client.create_project(draft)

        found = client.get_project(project)
        assert (found.key, found.name) == (draft.key, draft.name)

    @needs("update_project:name", "create_project", "get_project")
    def test_an_updated_project_is_read_back(self, client: Client, made: Made) -> None:
        project = made.spare_project

        client.update_project(project, ProjectPatch(name="Another name"))

        found = client.get_project(project)
        assert (found.name, found.key) == ("Another name", project.key)

    @needs("archive_project", "create_project", "list_projects")
    def test_an_archived_project_is_not_listed(self, client: Client, made: Made) -> None:
        project = made.spare_project

        client.archive_project(project)

        assert project.id not in {one.id for one in client.list_projects()}

    @needs("delete_project", "create_project", "get_project")
    def test_a_deleted_project_is_gone(self, client: Client, made: Made) -> None:
        project = made.spare_project

        client.delete_project(project)

        with pytest.raises((NotFound, Gone)):
            client.get_project(project)


class PartLaws(Laws):
    """Components and versions of a project."""

    @needs("create_component", "list_components")
    def test_a_created_component_is_listed(self, client: Client, made: Made) -> None:
        component = made.component

        assert [one.name for one in client.list_components(made.project) if one.id == component.id] == [component.name]

    @needs("update_component:name", "create_component", "list_components")
    def test_a_component_can_be_renamed(self, client: Client, made: Made) -> None:
        component, name = made.component, made.new_name

        client.update_component(made.project, component, ComponentPatch(name=name))

        assert [one.name for one in client.list_components(made.project) if one.id == component.id] == [name]

    @needs("delete_component", "create_component", "list_components")
    def test_a_deleted_component_is_gone_and_others_are_not(self, client: Client, made: Made) -> None:
        component, other = made.component, made.component

        client.delete_component(made.project, component.name)

        left = {one.id for one in client.list_components(made.project)}
        assert component.id not in left
        assert other.id in left

    @needs("create_version", "list_versions")
    def test_a_created_version_is_listed(self, client: Client, made: Made) -> None:
        version = made.version

        assert [one.name for one in client.list_versions(made.project) if one.id == version.id] == [version.name]

    @needs("update_version:name", "create_version", "list_versions")
    def test_a_version_can_be_renamed(self, client: Client, made: Made) -> None:
        version, name = made.version, made.new_name

        client.update_version(made.project, version, VersionPatch(name=name))

        assert [one.name for one in client.list_versions(made.project) if one.id == version.id] == [name]

    @needs("delete_version", "create_version", "list_versions")
    def test_a_deleted_version_is_gone_and_others_are_not(self, client: Client, made: Made) -> None:
        version, other = made.version, made.version

        client.delete_version(made.project, version.name)

        left = {one.id for one in client.list_versions(made.project)}
        assert version.id not in left
        assert other.id in left


class CatalogueLaws(Laws):
    """What tickets have is in the catalogue."""

    @needs("list_statuses", "get_ticket")
    def test_the_status_of_a_ticket_is_listed_with_the_same_category(self, client: Client, made: Made) -> None:
        status = made.ticket.status

        listed = {one.id: one for one in client.list_statuses(made.project)}
        assert listed[status.id].name == status.name
        assert listed[status.id].category == status.category

    @needs("list_types", "get_ticket", ".type")
    def test_the_type_of_a_ticket_is_listed(self, client: Client, made: Made) -> None:
        kind = made.ticket.type

        assert kind is None or any(names_of(kind) & names_of(one) for one in client.list_types(made.project))

    @needs("list_priorities", "create_ticket:priority")
    def test_every_listed_priority_can_be_set(self, client: Client, made: Made) -> None:
        for priority in client.list_priorities():
            shown = made.new_ticket(priority=priority).priority
            assert shown is not None
            assert shown.id == priority.id
            assert shown.level == priority.level

    @needs("list_labels", "create_ticket:labels")
    def test_a_label_in_use_is_listed(self, client: Client, made: Made) -> None:
        made.new_ticket(labels=["kit-listed"])

        assert [one.name for one in client.list_labels()].count("kit-listed") == 1

    @needs("list_fields")
    def test_the_ids_of_fields_are_unique(self, client: Client, made: Made) -> None:
        ids = [field.id for field in client.list_fields(made.project)]

        assert len(ids) == len(set(ids)) > 0

    @needs("get_create_form", "create_ticket")
    def test_the_form_of_a_ticket_asks_for_its_title(self, client: Client, made: Made) -> None:
        form = client.get_create_form(made.project, made.type)

        titles = [field for field in form.fields.values() if getattr(field, "attribute", None) == "title"]
        assert [field.id in form.required for field in titles] == [True]
