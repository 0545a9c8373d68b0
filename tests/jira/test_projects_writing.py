"""Projects, components and versions, made and changed on both kinds of Jira."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

import orjson
import pytest

from anyticket import (
    ComponentDraft,
    ComponentPatch,
    Person,
    ProjectDraft,
    ProjectPatch,
    Query,
    TicketPatch,
    VersionDraft,
    VersionPatch,
)
from anyticket.errors import Forbidden, Invalid, NotFound, ProviderError, Unsupported
from anyticket.testing import SimulatedJira
from jira_simulator.faults import Drop, Status

from .on_simulator import Worked, working

PROJECT = ProjectDraft(key="NEW", name="New things")


@pytest.fixture(params=["cloud", "server"])
def work(request: pytest.FixtureRequest, simulated_jira: Callable[..., SimulatedJira]) -> Iterator[Worked]:
    with working(simulated_jira(request.param)) as found:
        yield found


@pytest.fixture
def cloud(jira_cloud: SimulatedJira) -> Iterator[Worked]:
    with working(jira_cloud) as found:
        yield found


@pytest.fixture
def server(jira_server: SimulatedJira) -> Iterator[Worked]:
    with working(jira_server) as found:
        yield found


def body_of(work: Worked, route: str) -> dict[str, object]:
    """Return the body of the last request to a route."""
    request = [request for request in work.sent if f"{request.method} {request.route}" == route][-1]
    assert isinstance(request.body, bytes)
    body: dict[str, object] = orjson.loads(request.body)
    return body


def somebody(work: Worked) -> Person:
    return next(one for one in work.client.search_assignable("DEMO") if one.id != work.client.get_me().id)


def test_a_project_is_made_and_led_by_who_makes_it(work: Worked) -> None:
    made = work.client.create_project(PROJECT)

    found = work.client.get_project("NEW")
    assert (made.id, made.key) == (found.id, found.key)
    assert found.name == "New things"
    assert found.lead is not None
    assert found.lead.id == work.client.get_me().id


def test_a_project_is_made_with_a_lead_a_description_and_what_is_jiras_own(work: Worked) -> None:
    lead = somebody(work)
    draft = ProjectDraft(
        key="NEW", name="New things", description="Words", lead=lead, extra={"jira": {"url": "https://example.com"}}
    )

    work.client.create_project(draft)

    found = work.client.get_project("NEW")
    assert found.description == "Words"
    assert found.lead is not None
    assert found.lead.id == lead.id
    assert found.raw["url"] == "https://example.com"


@pytest.mark.parametrize(
    ("kind", "template"),
    [
        ("cloud", "com.pyxis.greenhopper.jira:gh-simplified-agility-kanban"),
        ("cloud", "com.atlassian.jira-core-project-templates:jira-core-simplified-process-control"),
        ("server", "com.pyxis.greenhopper.jira:gh-scrum-template"),
    ],
)
def test_the_kind_of_a_project_follows_from_its_template(
    kind: str, template: str, simulated_jira: Callable[..., SimulatedJira]
) -> None:
    with working(simulated_jira(kind)) as work:
        work.client.create_project(ProjectDraft(key="NEW", name="New things", template=template))

        expected = "business" if "core" in template else "software"
        assert work.client.get_project("NEW").raw["projectTypeKey"] == expected


def test_schemes_are_found_by_name(work: Worked) -> None:
    schemes = work.jira.site.store.schemes
    permission = next(scheme for scheme in schemes if scheme.kind == "permission")
    notification = next(scheme for scheme in schemes if scheme.kind == "notification")
    draft = ProjectDraft(
        key="NEW",
        name="New things",
        permission_scheme=permission.name.upper(),
        notification_scheme=str(notification.id),
    )

    work.client.create_project(draft)

    kind = "3" if work.cloud else "2"
    body = body_of(work, f"POST /rest/api/{kind}/project")
    assert (body["permissionScheme"], body["notificationScheme"]) == (permission.id, notification.id)


def test_a_scheme_that_is_not_there_is_told_with_the_nearest(work: Worked) -> None:
    known = next(scheme for scheme in work.jira.site.store.schemes if scheme.kind == "permission")
    draft = ProjectDraft(key="NEW", name="New things", permission_scheme=known.name + "s")

    with pytest.raises(Invalid) as refusal:
        work.client.create_project(draft)

    assert known.name in refusal.value.fields["permission_scheme"]
    assert not refusal.value.sent


def test_cloud_knows_its_schemes_of_workflows_and_types_by_name(cloud: Worked) -> None:
    schemes = cloud.jira.site.store.schemes
    workflow = next(scheme for scheme in schemes if scheme.kind == "workflow")
    types = next(scheme for scheme in schemes if scheme.kind == "issuetype")
    draft = ProjectDraft(key="NEW", name="New things", workflow_scheme=workflow.name, type_scheme=types.name)

    cloud.client.create_project(draft)

    body = body_of(cloud, "POST /rest/api/3/project")
    assert (body["workflowScheme"], body["issueTypeScheme"]) == (workflow.id, types.id)


def test_a_server_takes_a_workflow_scheme_by_id_and_none_of_types(server: Worked) -> None:
    workflow = next(scheme for scheme in server.jira.site.store.schemes if scheme.kind == "workflow")
    by_name = ProjectDraft(key="NEW", name="New things", workflow_scheme=workflow.name)
    by_id = ProjectDraft(key="NEW", name="New things", workflow_scheme=str(workflow.id))

    with pytest.raises(Invalid, match="give its id"):
        server.client.create_project(by_name)
    with pytest.raises(Unsupported):
        server.client.create_project(ProjectDraft(key="NEW", name="New things", type_scheme="1"))
    server.client.create_project(by_id)

    assert body_of(server, "POST /rest/api/2/project")["workflowSchemeId"] == workflow.id


def test_a_project_is_changed_and_its_key_too(work: Worked) -> None:
    lead = somebody(work)

    work.client.update_project("DEMO", ProjectPatch(name="Other", description=None, lead=lead))
    changed = work.client.update_project("DEMO", ProjectPatch(key="OTHER"))

    assert (changed.key, changed.name) == ("OTHER", "Other")
    assert not changed.description
    assert changed.lead is not None
    assert changed.lead.id == lead.id
    assert work.client.get_project("DEMO").id == changed.id


def test_a_project_cannot_lose_its_lead_and_an_empty_patch_sends_nothing(work: Worked) -> None:
    with pytest.raises(Invalid, match="lead"):
        work.client.update_project("DEMO", ProjectPatch(lead=None))
    work.client.update_project("DEMO", ProjectPatch())

    assert not [route for route in work.routes() if route.startswith("PUT")]


def test_an_archived_project_is_not_listed(work: Worked) -> None:
    work.client.archive_project("MKT")

    assert "MKT" not in {project.key for project in work.client.list_projects()}


def test_a_lost_answer_to_archiving_is_found_out(work: Worked) -> None:
    version = "3" if work.cloud else "2"
    work.jira.site.faults.order(Drop(), path=f"/rest/api/{version}/project/MKT/archive")

    work.client.archive_project("MKT")

    assert work.jira.site.store.projects.first(key="MKT").archived is not None  # type: ignore[union-attr]


def test_a_deleted_project_is_gone_with_its_tickets(work: Worked) -> None:
    ticket = next(iter(work.client.search_tickets(Query(project="DEMO"))))

    work.client.delete_project("DEMO")

    with pytest.raises(NotFound):
        work.client.get_project("DEMO")
    with pytest.raises(NotFound):
        work.client.get_ticket(ticket)


def test_cloud_deletes_in_a_task_that_is_followed_to_its_end(cloud: Worked) -> None:
    running = {"id": "1", "status": "RUNNING", "progress": 50}
    cloud.jira.site.faults.order(Status(200, running), method="GET", path="/rest/api/3/task/*")

    cloud.client.delete_project("KAN")

    assert cloud.routes().count("GET /rest/api/3/task/{}") == 2


def test_a_task_that_fails_is_told(cloud: Worked) -> None:
    failed = {"id": "1", "status": "FAILED", "message": "It is in use.\nBy others."}
    cloud.jira.site.faults.order(Status(200, failed), method="GET", path="/rest/api/3/task/*")

    with pytest.raises(ProviderError, match=r"FAILED: It is in use\. By others\."):
        cloud.client.delete_project("KAN")


def test_nobody_but_administrators_makes_projects(jira_cloud: SimulatedJira) -> None:
    with working(jira_cloud, jira_cloud.connection(jira_cloud.user)) as work, pytest.raises(Forbidden):
        work.client.create_project(PROJECT)


def test_a_component_is_made_changed_and_deleted(work: Worked) -> None:
    lead = somebody(work)

    made = work.client.create_component("DEMO", ComponentDraft(name="Search", description="Finds", lead=lead))
    renamed = work.client.update_component("DEMO", "search", ComponentPatch(name="Index"))
    cleared = work.client.update_component("DEMO", made, ComponentPatch(lead=None, description=None))

    assert made.lead is not None
    assert made.lead.id == lead.id
    assert (renamed.id, renamed.name) == (made.id, "Index")
    assert not getattr(cleared, "lead", None)
    assert not getattr(cleared, "description", None)
    work.client.delete_component("DEMO", made.id)
    assert "Index" not in {one.name for one in work.client.list_components("DEMO")}


def test_a_component_that_is_not_there_is_told_with_the_nearest(work: Worked) -> None:
    with pytest.raises(NotFound, match="'Backend'"):
        work.client.delete_component("DEMO", "Backends")

    assert not [route for route in work.routes() if route.startswith("DELETE")]


def test_parts_are_made_in_a_project_that_is_given_by_id_or_as_an_object(work: Worked) -> None:
    project = work.client.get_project("DEMO")

    work.client.create_component(project.id, "One")
    work.client.create_component(project, "Two")
    work.client.create_version(project.id, "v1")
    work.client.create_version(project, "v2")

    assert {"One", "Two"} < {one.name for one in work.client.list_components("DEMO")}
    assert {"v1", "v2"} < {one.name for one in work.client.list_versions("DEMO")}


def test_a_version_is_made_with_its_dates_which_are_changed_and_cleared(work: Worked) -> None:
    draft = VersionDraft(name="9.0", description="Next", start=date(2026, 1, 2), release=date(2026, 3, 4))

    made = work.client.create_version("DEMO", draft)
    released = work.client.update_version("DEMO", "9.0", VersionPatch(released=True, release=date(2026, 3, 5)))
    work.client.update_version("DEMO", made, VersionPatch(start=None))

    assert (made.start, made.release) == (date(2026, 1, 2), date(2026, 3, 4))
    assert (released.released, released.release, released.start) == (True, date(2026, 3, 5), date(2026, 1, 2))
    (found,) = [one for one in work.client.list_versions("DEMO") if one.id == made.id]
    assert getattr(found, "start", None) is None
    assert found.release == date(2026, 3, 5)


def test_a_deleted_version_is_taken_off_its_tickets(work: Worked) -> None:
    made = work.client.create_version("DEMO", "9.0")
    ticket = next(iter(work.client.search_tickets(Query(project="DEMO"))))
    work.client.update_ticket(ticket, TicketPatch(fix_versions=[made]))

    work.client.delete_version("DEMO", "9.0")

    assert "9.0" not in {one.name for one in work.client.list_versions("DEMO")}
    assert made.id not in {one.id for one in work.client.get_ticket(ticket).fix_versions}
