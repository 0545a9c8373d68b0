"""Labels are listed as they are on issues, and no others."""

from __future__ import annotations

from .loopback_jira import jira


def test_every_label_of_an_issue_is_listed_once_in_order() -> None:
    cloud = jira("cloud", issues=80)
    on_issues = {str(label) for issue in cloud.site.store.issues for label in issue.refs("labels")}

    first = cloud.get("/rest/api/3/label", maxResults=3)
    every = cloud.get("/rest/api/3/label")["values"]

    assert every == sorted(on_issues)
    assert (first["values"], first["total"], first["isLast"]) == (every[:3], len(every), False)


def test_a_label_that_is_taken_away_is_listed_no_more() -> None:
    cloud = jira("cloud", issues=1)
    key = cloud.site.store.issues.all()[0].key
    seen = []

    for labels in (["brand-new"], []):
        cloud.put(f"/rest/api/3/issue/{key}", {"fields": {"labels": labels}})
        seen.append("brand-new" in cloud.get("/rest/api/3/label")["values"])

    assert seen == [True, False]
