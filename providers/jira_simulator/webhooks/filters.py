"""
Filters: which registered webhooks an event goes to.

JQL is asked of the issue as it is when the event happens, whatever search sees. Apps may filter by a few fields and by
equality alone, and see no more than the account that registered.
https://developer.atlassian.com/cloud/jira/platform/rest/v3/api-group-webhooks/
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from ..jql import JqlError, interpret, parse
from ..jql.tree import All, AnyOf, Clause, FieldName, Node, Not, Operator
from ..permissions import sees_issue
from ..search.world import SiteWorld
from ..site import Site
from ..store.activity import Property
from ..store.administration import Webhook
from ..store.issues import Issue
from ..store.people import Person
from ..wire import as_list
from ..work.events import Happening
from .names import filtered

__all__ = ["problems_for_apps", "problems_of", "wanted"]

_FIELDS: Final = frozenset(
    {"issuekey", "key", "issue", "project", "issuetype", "type", "status", "priority", "assignee", "reporter"}
)
_OPERATORS: Final = frozenset({Operator.EQUALS, Operator.NOT_EQUALS, Operator.IN, Operator.NOT_IN})
_EPIC_LABEL: Final = "com.pyxis.greenhopper.jira:gh-epic-label"


def problems_of(jql: str, site: Site, account: Person | None) -> list[str]:
    """Return what is wrong with a query; nothing for one that can be asked."""
    try:
        return list(interpret(parse(jql), SiteWorld(site, account)).problems)
    except JqlError as exc:
        return list(exc.messages)


def problems_for_apps(jql: str, site: Site, account: Person | None) -> list[str]:
    """Return what is wrong with the query of an app's webhook."""
    try:
        query = parse(jql)
    except JqlError as exc:
        return list(exc.messages)
    if query.where is None:
        return ["The jqlFilter must not be empty"]
    found = [text for clause in _clauses(query.where) for text in _unsupported(clause, site)]
    return list(dict.fromkeys(found)) or problems_of(jql, site, account)


def _clauses(node: Node) -> Iterator[Clause]:
    match node:
        case All(parts) | AnyOf(parts):
            for part in parts:
                yield from _clauses(part)
        case Not(part):
            yield from _clauses(part)
        case Clause():
            yield node


def _unsupported(clause: Clause, site: Site) -> Iterator[str]:
    if not _is_field_of_apps(clause.field, site):
        yield f"The clause {clause.field} is unsupported"
    if clause.operator not in _OPERATORS:
        yield f"The operator {clause.operator.value} is unsupported"


def _is_field_of_apps(field: FieldName, site: Site) -> bool:
    if field.custom_id is not None:
        found = site.field(f"customfield_{field.custom_id}")
        return found is not None and (found.schema or {}).get("custom") == _EPIC_LABEL
    if field.properties:
        return field.name.lower() == "issue.property"
    return field.name.lower() in _FIELDS


def wanted(webhook: Webhook, happening: Happening, site: Site) -> bool:
    """Say whether an event goes to a webhook."""
    if not webhook.enabled or happening.name not in webhook.events:
        return False
    if webhook.expires is not None and webhook.expires <= site.clock.now():
        return False
    settings = webhook.settings or {}
    if not _has_field(as_list(settings.get("fieldIdsFilter")), happening):
        return False
    if not _has_property(as_list(settings.get("issuePropertyKeysFilter")), happening):
        return False
    if happening.issue is None or not filtered(happening.name):
        return True
    return _finds(webhook, happening.issue, site)


def _has_field(ids: list[str], happening: Happening) -> bool:
    if not ids or happening.name != "jira:issue_updated":
        return True
    return happening.change is not None and any(item.get("fieldId") in ids for item in happening.change.items)


def _has_property(keys: list[str], happening: Happening) -> bool:
    return not keys or not isinstance(happening.subject, Property) or happening.subject.key in keys


def _finds(webhook: Webhook, issue: Issue, site: Site) -> bool:
    account = site.store.people.get(webhook.person_id or 0)
    if webhook.kind == "dynamic" and not sees_issue(site, account, issue):
        return False
    if not webhook.jql.strip():
        return True
    try:
        search = interpret(parse(webhook.jql), SiteWorld(site, account))
    except JqlError:
        return False  # a query that was good once, and names what is no longer there, finds nothing
    return not search.problems and site.index.holds(search, issue.id)
