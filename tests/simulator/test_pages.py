"""Pages show people what a site holds, without logging in, and run nothing that a hostile text asks for."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterator
from dataclasses import replace
from html.parser import HTMLParser
from typing import Any

import pytest

from anyticket_jira import adf, wiki
from jira_simulator import Site
from jira_simulator.store.activity import Attachment, Link, RemoteLink
from jira_simulator.store.issues import Issue

from .loopback_jira import Jira, jira

HOSTILE = """"><script>alert(1)</script><img src=x onerror=alert(1)>'"""
#: Elements that HTML never closes, and those of svg that may stand for themselves.
EMPTY = {"br", "hr", "input", "meta"}


class Page(HTMLParser):
    """What a browser makes of a page: its elements, its text, and whether every element is closed."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.words: list[str] = []
        self.feed(text)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in EMPTY:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if "style" not in self.open:
            self.words.append(data)

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.words).split())

    def named(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.elements if name == tag]

    @property
    def links(self) -> list[str]:
        return [link["href"] or "" for link in self.named("a")]


@pytest.fixture(params=["cloud", "server"])
def site(request: pytest.FixtureRequest) -> Jira:
    return jira(request.param, issues=60, context="/jira")


def show(site: Jira, path: str, status: int = 200) -> Page:
    answer = site.call("GET", path, auth=None, headers={})
    assert (answer.status_code, answer.headers["content-type"]) == (status, "text/html;charset=UTF-8")
    return Page(answer.text)


def changed(site: Jira, **values: Any) -> Issue:
    """Change the first issue in the store, as no request could."""
    issue = next(iter(site.site.store.issues))
    return site.site.store.issues.save(replace(issue, values={**issue.values, **values}))


def rich(site: Site, text: str) -> object:
    return adf.render(wiki.parse(text))[0] if site.cloud else text


def test_the_front_page_shows_each_project_with_its_latest_issues(site: Jira) -> None:
    page = show(site, "/")

    for project in site.site.store.projects:
        issues = site.site.store.issues.where(project_id=project.id)
        latest = sorted(issues, key=lambda issue: (issue.updated, issue.id))[-5:]
        assert f"{project.key} · " in page.text
        assert f"· {len(issues)} issue" in page.text
        assert {f"{site.site.settings.context}/browse/{issue.key}" for issue in latest} <= set(page.links)
    assert "60 issues" in page.text
    assert f"{site.site.settings.context}/requests" in page.links


def test_a_server_shows_its_front_page_also_above_its_context_path() -> None:
    server = jira("server", issues=3, context="/jira")

    pages = [show(server, f"http://jira.test{path}") for path in ("/", "/jira", "/jira/")]

    assert pages[0].links == pages[1].links == pages[2].links
    assert [link for link in pages[0].links if link.startswith("/jira/browse/")]


def test_the_page_of_an_issue_shows_all_that_hangs_on_it(site: Jira) -> None:
    text = (
        "h2. Steps\n\n* open *it*\n\n||Browser||\n|Firefox|\n\n{code}x < 1{code}\n\nsee [log|https://example.com/log]"
    )
    issue = changed(site, description=rich(site.site, text), labels=["web", "urgent"])
    key, other = issue.key, site.site.store.issues.all()[1]
    site.post(f"/rest/api/2/issue/{key}/comment", {"body": "A *bold* word"})
    site.put(f"/rest/api/2/issue/{key}", {"fields": {"summary": "Renamed for the page"}})
    site.post(f"/rest/api/2/issue/{key}/worklog", {"timeSpent": "3h"})
    kind = site.site.store.link_types.all()[0]
    site.site.store.links.add(Link(type_id=kind.id, source_id=issue.id, target_id=other.id))

    page = show(site, f"/browse/{key}")

    assert "Renamed for the page" in page.text
    assert {"h4", "strong", "table", "pre"} <= {name for name, _ in page.elements}
    assert "x < 1" in page.text
    assert "https://example.com/log" in page.links
    assert "A bold word" in page.text
    assert "web" in page.text
    assert "3h" in page.text
    assert kind.outward in page.text
    assert f"{site.site.settings.context}/browse/{other.key}" in page.links
    assert "summary :" in page.text


def test_nothing_hostile_becomes_markup(site: Jira) -> None:
    issue = changed(site, summary=HOSTILE, labels=[HOSTILE], description=rich(site.site, HOSTILE))
    store = site.site.store
    person = store.people[issue.ref("reporter") or 0]
    store.people.save(replace(person, display_name=HOSTILE))
    store.projects.save(replace(store.projects[issue.project_id], name=HOSTILE, description=HOSTILE))
    store.attachments.add(
        Attachment(
            issue_id=issue.id, author_id=person.id, filename=HOSTILE, media_type=HOSTILE, content=b"", created=0, size=0
        )
    )
    for url in ("javascript:alert(1)", f"https://x/{HOSTILE}"):
        store.remote_links.add(RemoteLink(issue_id=issue.id, global_id=None, target={"url": url, "title": HOSTILE}))
    key = store.projects[issue.project_id].key
    site.site.index.rebuild()

    pages = [show(site, path) for path in ("/", f"/browse/{issue.key}", f"/projects/{key}", "/issues/")]
    pages += [show(site, path) for path in _with_hostile_parameters()]
    pages.append(show(site, f"/browse/{issue.key}-%3Cscript%3E", 404))

    for page in pages:
        assert {name for name, _ in page.elements}.isdisjoint({"script", "img", "iframe", "object"})
        assert [name for _, attributes in page.elements for name in attributes if name.startswith("on")] == []
        assert [link for link in page.links if link.lower().startswith("javascript")] == []
    assert HOSTILE in pages[1].text


def _with_hostile_parameters() -> Iterator[str]:
    for text in (HOSTILE, 'summary ~ "<script>"', f"project = '{HOSTILE}'"):
        yield f"/issues/?jql={text.replace('#', '').replace('&', '')}"


def test_a_browser_is_told_to_run_no_script_and_to_load_nothing(site: Jira) -> None:
    answer = site.call("GET", "/", auth=None)
    style = re.search(r"<style>(.*?)</style>", answer.text, re.S)
    assert style is not None
    digest = base64.b64encode(hashlib.sha256(style[1].encode()).digest()).decode()

    policy = answer.headers["content-security-policy"]

    assert "default-src 'none'" in policy
    assert f"style-src 'sha256-{digest}'" in policy
    assert re.findall(r"\b(?:src|url|@import)\s*[=(]", answer.text) == []
    assert " style=" not in answer.text


def test_an_attachment_is_saved_and_never_shown(site: Jira) -> None:
    issue = site.site.store.issues.all()[0]
    content = b"<script>alert(1)</script>"
    site.site.store.attachments.add(
        Attachment(
            issue_id=issue.id, author_id=None, filename="a/b é.html", media_type="text/html", content=content, created=0,
            size=len(content),
        )
    )  # fmt: skip
    (link,) = [link for link in show(site, f"/browse/{issue.key}").links if "/attachments/" in link]

    answer = site.call("GET", f"http://jira.test{link}", auth=None)

    assert answer.content == content
    assert answer.headers["content-type"] == "application/octet-stream"
    assert answer.headers["content-disposition"] == "attachment; filename*=UTF-8''a%2Fb%20%C3%A9.html"
    other = site.site.store.issues.all()[1]
    show(site, f"{link.removeprefix(site.site.settings.context).replace(issue.key, other.key)}", 404)


def test_a_query_lists_what_it_finds_in_pages() -> None:
    cloud = jira("cloud", issues=120)

    first = show(cloud, "/issues/?jql=ORDER BY key")
    (later,) = [link for link in first.links if "start=50" in link]
    second = show(cloud, later)
    last = show(cloud, later.replace("start=50", "start=100"))

    keys = [link for page in (first, second, last) for link in page.links if link.startswith("/browse/")]
    assert len(keys) == len(set(keys)) == 120
    assert "1 to 50 of 120" in first.text
    assert "101 to 120 of 120" in last.text


def test_the_journal_is_shown_without_what_people_looked_at(site: Jira) -> None:
    site.get("/rest/api/2/myself")
    site.call("GET", "/rest/api/2/issue/<b>NO-1</b>", params={"fields": "<i>"})
    show(site, "/")

    page = show(site, "/requests")

    assert "2 of 2 requests" in page.text
    assert page.text.index("NO-1") < page.text.index("/rest/api/2/myself admin 200")
    assert "fields=<i>" in page.text
    assert not page.named("b")
    assert f"{site.site.settings.context}/__simulator/requests" in page.links


@pytest.mark.parametrize("jql", ["status =", "nosuchfield = 1"])
def test_a_query_that_is_wrong_is_answered_as_jira_does(site: Jira, jql: str) -> None:
    page = show(site, f"/issues/?jql={jql}")

    assert [element for element in page.elements if element[1].get("role") == "alert"]


def test_what_is_not_there_is_said_to_people(site: Jira) -> None:
    project = site.site.store.projects.all()[0]

    gone = [show(site, path, 404) for path in ("/browse/NO-1", "/projects/NO", "/browse/NO-1/attachments/1/x")]
    there = site.call("GET", f"/browse/{project.key}", auth=None)

    assert "There is no issue NO-1" in gone[0].text
    assert there.status_code == 302
    assert there.headers["location"] == f"{site.site.settings.context}/projects/{project.key}"


def test_a_page_can_be_read_without_eyes_and_without_a_mouse(site: Jira) -> None:
    for path in ("/", f"/browse/{next(iter(site.site.store.issues)).key}", "/issues/"):
        page = show(site, path)

        assert page.named("html")[0]["lang"] == "en"
        assert len(page.named("h1")) == len(page.named("main")) == 1
        assert page.links[0] == "#content"
        assert all(field.get("aria-label") for field in page.named("input"))
        assert all(nav.get("aria-label") for nav in page.named("nav"))
        assert all(picture.get("aria-label") for picture in page.named("svg"))
        assert "width=device-width" in (page.named("meta")[1]["content"] or "")
