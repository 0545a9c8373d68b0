"""pycontribs `jira`, unchanged: people, projects and what they are made of, boards and sprints."""

from __future__ import annotations

from typing import Any

from anyticket.testing import SimulatedJira

from .test_pycontribs_issues import client, error_of, issue, library

__all__ = ["client", "issue"]


def test_people_are_found(client: Any, site: SimulatedJira) -> None:
    by_word = client.search_users(query="ben") if site.gateway else client.search_users(user="ben")
    assignable = client.search_assignable_users_for_issues(
        project="DEMO", **({"query": "ben"} if site.gateway else {"username": "ben"})
    )

    assert [person.displayName for person in by_word] == ["Ben Brook"]
    assert [person.displayName for person in assignable] == ["Ben Brook"]
    assert client.user(site.user.id).displayName == "Ben Brook"
    assert client.current_user() == site.admin.id
    assert error_of(client.user, "nobody-at-all").status_code == 404


def test_groups_are_read(client: Any, site: SimulatedJira) -> None:
    assert "developers" in client.groups(query="dev")
    if site.gateway:
        assert "Ben Brook" in {member["fullname"] for member in client.group_members("developers").values()}
    else:  # the library reads a resource there that Data Center 10 has no longer
        assert error_of(client.group_members, "developers").status_code == 405


def test_the_catalogue_is_read(client: Any) -> None:
    assert {"To Do", "In Progress", "Done"} <= {found.name for found in client.statuses()}
    assert [found.name for found in client.priorities()] == ["Highest", "High", "Medium", "Low", "Lowest"]
    assert "Done" in {found.name for found in client.resolutions()}
    assert {"Bug", "Task", "Epic"} <= {found.name for found in client.issue_types()}
    assert {"summary", "description"} <= {found["id"] for found in client.fields()}
    assert client.status(client.statuses()[0].id).name == client.statuses()[0].name
    assert {found.key for found in client.statuscategories()} >= {"new", "indeterminate", "done"}
    assert "Administrators" in {role["name"] for role in client.role()}
    assert client.my_permissions(permissions="BROWSE_PROJECTS")["permissions"]["BROWSE_PROJECTS"]["havePermission"]


def test_what_a_form_needs_is_read(client: Any, issue: Any, site: SimulatedJira) -> None:
    if site.gateway:  # the library takes no other way there
        (project,) = client.createmeta(projectKeys="DEMO", expand="projects.issuetypes.fields")["projects"]
        kinds = {kind["name"]: kind["fields"] for kind in project["issuetypes"]}
        required = {key for key, field in kinds["Bug"].items() if field["required"]}
    else:
        kinds = {kind.name: kind.id for kind in client.project_issue_types("DEMO")}
        required = {field.fieldId for field in client.project_issue_fields("DEMO", kinds["Bug"]) if field.required}

    assert {"Bug", "Task"} <= kinds.keys()
    assert "summary" in required
    assert "summary" in client.editmeta(issue.key)["fields"]


def test_projects_are_read(client: Any) -> None:
    demo = client.project("DEMO")

    assert {"DEMO", "SUP"} <= {project.key for project in client.projects()}
    assert (demo.name, demo.lead.displayName) == ("Demo Scrum", "Ada Adler")
    assert "Administrators" in client.project_roles("DEMO")
    assert error_of(client.project, "NOPE").status_code == 404


def test_components_are_made_changed_and_deleted(client: Any) -> None:
    made = client.create_component("Peers", "DEMO", description="What others wrote")
    made.update(name="Clients")
    read = client.component(made.id)
    count = client.component_count_related_issues(made.id)
    listed = {component.name for component in client.project_components("DEMO")}
    client.delete_component(made.id)

    assert (read.name, read.description, count) == ("Clients", "What others wrote", 0)
    assert "Clients" in listed
    assert "Clients" not in {component.name for component in client.project_components("DEMO")}


def test_versions_are_made_moved_released_and_deleted(client: Any) -> None:
    made = client.create_version("9.9", "DEMO", description="For peers", releaseDate="2026-12-24")
    made.update(released=True)
    client.move_version(made.id, position="First")
    read = client.version(made.id)
    count = client.version_count_related_issues(made.id)
    first = client.project_versions("DEMO")[0].name
    found = client.get_project_version_by_name("DEMO", "9.9")
    made.delete()

    assert (read.name, read.released, read.releaseDate, first) == ("9.9", True, "2026-12-24", "9.9")
    assert found.id == made.id
    assert (count["issuesFixedCount"], count["issuesAffectedCount"]) == (0, 0)
    assert client.get_project_version_by_name("DEMO", "9.9") is None


def test_boards_and_their_sprints_are_read(client: Any) -> None:
    boards = client.boards(projectKeyOrID="DEMO")
    board = next(found for found in boards if found.type == "scrum")
    states = {sprint.name: sprint.state for sprint in client.sprints(board.id)}

    assert boards
    assert set(states.values()) >= {"closed", "active"}
    assert [sprint.state for sprint in client.sprints(board.id, state="active")] == ["active"]


def test_a_sprint_is_planned_begun_and_closed(client: Any, issue: Any) -> None:
    board = next(found for found in client.boards(type="scrum") if found.name)
    sprint = client.create_sprint("Peers 1", board.id, goal="To agree")
    client.add_issues_to_sprint(sprint.id, [issue.key])
    inside = [found.key for found in client.search_issues(f"sprint = {sprint.id}", fields="summary")]
    client.move_to_backlog([issue.key])
    outside = client.search_issues(f"sprint = {sprint.id}", fields="summary")

    assert (sprint.state, client.sprint(sprint.id).name) == ("future", "Peers 1")
    assert inside == [issue.key]
    assert list(outside) == []


def test_issues_are_ranked_and_put_into_epics(client: Any, issue: Any, site: SimulatedJira) -> None:
    first, epic = (client.search_issues(jql, maxResults=1, fields="summary")[0] for jql in (
        f"project = DEMO AND key != {issue.key} ORDER BY rank", "project = DEMO AND type = Epic"
    ))  # fmt: skip
    client.rank(issue.key, next_issue=first.key)
    client.add_issues_to_epic(epic.id, [issue.key])
    clause = "parent" if site.gateway else '"Epic Link"'
    ranked = client.search_issues(f"key in ({issue.key}, {first.key}) ORDER BY rank", fields="summary")

    assert [found.key for found in ranked] == [issue.key, first.key]
    assert issue.key in {found.key for found in client.search_issues(f"{clause} = {epic.key}", fields="summary")}


def test_a_project_is_made_and_deleted(client: Any, site: SimulatedJira) -> None:
    template = "com.pyxis.greenhopper.jira:gh-" + ("simplified-scrum-classic" if site.gateway else "scrum-template")
    options = {"template_name": template, "issueSecurityScheme": 0}  # 0 for none, or else it wants one
    made = client.create_project("PEER", "Of peers", assignee=site.user.id, **options)
    lead = client.project("PEER").lead.displayName
    there = "PEER" in {project.key for project in client.projects()}
    client.delete_project("PEER")

    assert made["key"] == "PEER"
    assert there
    assert lead == "Ben Brook"
    assert error_of(client.project, "PEER").status_code == 404


def test_filters_and_dashboards_are_read(client: Any) -> None:
    kept = client.create_filter("Of peers", jql="project = DEMO")

    assert client.filter(kept.id).jql == "project = DEMO"
    assert client.dashboards() is not None


def test_the_library_is_the_one_that_was_looked_at() -> None:
    assert library.__version__.startswith("3.")
