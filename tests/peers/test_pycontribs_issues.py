"""pycontribs `jira`, unchanged: issues and what hangs on them. https://pypi.org/project/jira/"""

from __future__ import annotations

import io
from typing import Any

import pytest

from anyticket.testing import SimulatedJira

library = pytest.importorskip("jira", reason="make test-peers runs this: it needs the extra peers")


@pytest.fixture
def client(site: SimulatedJira) -> Any:
    if site.gateway is None:
        return library.JIRA(server=site.url, token_auth=site.admin.token, max_retries=0)
    return library.JIRA(server=site.url, basic_auth=(site.admin.username, site.admin.password), max_retries=0)


@pytest.fixture
def issue(client: Any) -> Any:
    fields = {"project": {"key": "DEMO"}, "issuetype": {"name": "Task"}, "summary": "Made by a peer"}
    return client.create_issue(fields={**fields, "description": "A *bold* word", "labels": ["peer"]})


def error_of(call: Any, *arguments: Any, **options: Any) -> Any:
    with pytest.raises(library.JIRAError) as caught:
        call(*arguments, **options)
    return caught.value


def test_it_knows_which_jira_it_talks_to(client: Any, site: SimulatedJira) -> None:
    assert client._is_cloud is (site.gateway is not None)
    assert client.server_info()["baseUrl"] == site.url
    assert client.myself()["displayName"] == "Ada Adler"


def test_an_issue_lives_from_create_to_delete(client: Any, issue: Any) -> None:
    read = client.issue(issue.key)
    read.update(fields={"summary": "Changed by a peer", "labels": ["peer", "changed"]})
    read.update(notify=False, update={"labels": [{"remove": "peer"}]})
    again = client.issue(issue.id, fields="summary,labels,description")
    again.delete()

    assert read.fields.status.name == "To Do"
    assert (again.key, again.fields.summary, again.fields.labels) == (issue.key, "Changed by a peer", ["changed"])
    assert again.fields.description == "A *bold* word"
    assert error_of(client.issue, issue.key).status_code == 404


def test_many_are_created_at_once_and_failures_are_told_one_by_one(client: Any) -> None:
    good = {"project": {"key": "DEMO"}, "issuetype": {"name": "Task"}, "summary": "One of many"}

    made = client.create_issues([good, {**good, "issuetype": {"name": "Nonsense"}}, {**good, "summary": "Another"}])

    assert [item["status"] for item in made] == ["Success", "Error", "Success"]
    assert client.issue(made[2]["issue"].key).fields.summary == "Another"


def test_what_jira_refuses_is_read_as_its_error(client: Any) -> None:
    error = error_of(client.create_issue, project="DEMO", issuetype={"name": "Task"}, summary="")

    assert error.status_code == 400
    assert "summary" in error.response.json()["errors"]


@pytest.mark.jira(issues=270)
@pytest.mark.parametrize("fields", ["summary", "*all"])
def test_a_search_pages_through_all_there_are(client: Any, site: SimulatedJira, fields: str) -> None:
    found = client.search_issues("created is not EMPTY ORDER BY key", maxResults=False, fields=fields)

    assert len(found) == len({item.key for item in found}) == 270
    assert {item.key for item in found} == {item.key for item in site.site.store.issues}


@pytest.mark.jira(issues=270)
def test_a_part_of_a_search_is_fetched_as_it_is_asked_for(client: Any, site: SimulatedJira) -> None:
    some = client.search_issues("created is not EMPTY ORDER BY key", maxResults=30, fields="summary")

    assert len(some) == 30
    if site.gateway is None:
        second = client.search_issues("created is not EMPTY", startAt=250, maxResults=50)
        assert (len(second), second.total) == (20, 270)
    else:
        assert client.approximate_issue_count("created is not EMPTY") == 270


def test_a_wrong_query_is_refused_in_jiras_words(client: Any) -> None:
    error = error_of(client.search_issues, "nosuchfield = 1")

    assert error.status_code == 400
    assert "Field 'nosuchfield' does not exist" in error.text


def test_comments_are_added_changed_and_deleted(client: Any, issue: Any) -> None:
    comment = client.add_comment(issue.key, "First words")
    limited = client.add_comment(issue.key, "For some", visibility={"type": "role", "value": "Administrators"})
    comment.update(body="Better words")
    read = client.comment(issue.key, comment.id)
    limited.delete()

    assert (read.body, read.author.displayName) == ("Better words", "Ada Adler")
    assert [item.id for item in client.comments(issue)] == [comment.id]


def test_an_issue_goes_through_its_workflow(client: Any, issue: Any) -> None:
    ways = {way["name"]: way["id"] for way in client.transitions(issue)}
    client.transition_issue(issue, "Start progress" if "Start progress" in ways else "In Progress")
    moved = client.issue(issue.key)
    done = client.find_transitionid_by_name(issue.key, "Done")
    screen = None if client._is_cloud else {"resolution": {"name": "Done"}}
    client.transition_issue(issue.key, done, fields=screen, comment="That is it")

    assert moved.fields.status.statusCategory.key == "indeterminate"
    assert client.issue(issue.key).fields.status.statusCategory.key == "done"
    assert [item.body for item in client.comments(issue)] == ["That is it"]


def test_an_issue_is_assigned_and_its_history_tells(client: Any, issue: Any) -> None:
    client.assign_issue(issue, "Ben Brook")
    read = client.issue(issue.key, expand="changelog")

    assert read.fields.assignee.displayName == "Ben Brook"
    assert [item.field for entry in read.changelog.histories for item in entry.items] == ["assignee"]


def test_issues_are_linked_and_unlinked(client: Any, issue: Any) -> None:
    other = client.search_issues("project = DEMO AND key != " + issue.key, maxResults=1)[0]
    assert "Blocks" in {kind.name for kind in client.issue_link_types()}

    client.create_issue_link("Blocks", inwardIssue=issue.key, outwardIssue=other.key, comment={"body": "why"})
    (link,) = client.issue(issue.key).fields.issuelinks
    assert (link.type.outward, link.outwardIssue.key) == ("blocks", other.key)
    assert client.issue_link(link.id).inwardIssue.key == issue.key
    client.delete_issue_link(link.id)

    assert client.issue(issue.key).fields.issuelinks == []


def test_what_lies_elsewhere_is_linked(client: Any, issue: Any) -> None:
    link = client.add_simple_link(issue.key, {"url": "https://example.com/1", "title": "One"})
    (found,) = client.remote_links(issue.key)
    found.delete()

    assert (found.id, found.object.title) == (link.id, "One")
    assert client.remote_links(issue.key) == []


def test_work_is_logged_changed_and_deleted(client: Any, issue: Any) -> None:
    log = client.add_worklog(issue.key, timeSpent="2h", comment="Thinking")
    log.update(timeSpent="3h")
    read = client.worklog(issue.key, log.id)
    others = [item.id for item in client.worklogs(issue.key)]
    log.delete()

    assert (read.timeSpentSeconds, others) == (3 * 3600, [log.id])
    assert client.worklogs(issue.key) == []


def test_files_go_up_and_come_down_as_they_are(client: Any, issue: Any) -> None:
    content = bytes(range(256)) * 500
    attached = client.add_attachment(issue.key, io.BytesIO(content), filename="bytes ä.bin")
    read = client.attachment(attached.id)
    pieces = b"".join(client.issue(issue.key).fields.attachment[0].iter_content())

    assert (read.filename, read.size) == ("bytes ä.bin", len(content))
    assert read.get() == pieces == content
    assert client.attachment_meta()["enabled"] is True
    client.delete_attachment(attached.id)
    assert client.issue(issue.key).fields.attachment == []


def test_people_watch_and_vote(client: Any, issue: Any) -> None:
    client.add_watcher(issue.key, "Ben Brook")
    watchers = [person.displayName for person in client.watchers(issue.key).watchers]
    client.remove_watcher(issue.key, "Ben Brook")

    assert "Ben Brook" in watchers
    assert "Ben Brook" not in [person.displayName for person in client.watchers(issue.key).watchers]
    assert client.votes(issue.key).votes == 0


def test_properties_hang_on_an_issue(client: Any, issue: Any) -> None:
    client.add_issue_property(issue.key, "peer.state", {"step": 3})
    read = client.issue_property(issue.key, "peer.state")

    assert read.value.step == 3
    assert [item.key for item in client.issue_properties(issue.key)] == ["peer.state"]
