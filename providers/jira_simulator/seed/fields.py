"""The fields that every seeded site has: Jira's own, those of its products, and more than a hundred custom ones."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from ..site import Site
from ..store.fields import FieldContext, FieldOption, FieldRecord
from ..work.custom_fields import PLAIN, SHAPES

__all__ = ["EPIC_LINK", "EPIC_NAME", "POINTS", "RANK", "SEVERITY", "SPRINT", "START", "TEAM", "seed_fields"]

_AGILE: Final = "com.pyxis.greenhopper.jira:"
SPRINT: Final = "customfield_10020"
RANK: Final = "customfield_10019"
EPIC_LINK: Final = "customfield_10014"
EPIC_NAME: Final = "customfield_10011"
EPIC_STATUS: Final = "customfield_10012"
POINTS: Final = "customfield_10026"
START: Final = "customfield_10015"
TEAM: Final = "customfield_10001"
FLAGGED: Final = "customfield_10021"
SEVERITY: Final = "customfield_10030"

# key, name, kind, type, items, JQL names, settable, navigable
_SYSTEM: Final[tuple[tuple[str, str, str, str, str, str, bool, bool], ...]] = (
    ("statuscategorychangedate", "Status Category Changed", "stamp", "datetime", "", "statusCategoryChangedDate", False, True),
    ("issuetype", "Issue Type", "issuetype", "issuetype", "", "issuetype type", True, True),
    ("parent", "Parent", "parent", "issuelink", "", "parent", True, True),
    ("timespent", "Time Spent", "duration", "number", "", "timespent", False, True),
    ("project", "Project", "project", "project", "", "project", False, True),
    ("fixVersions", "Fix versions", "versions", "array", "version", "fixVersion", True, True),
    ("statusCategory", "Status Category", "part", "statusCategory", "", "statusCategory", False, True),
    ("aggregatetimespent", "Σ Time Spent", "part", "number", "", "", False, True),
    ("resolution", "Resolution", "resolution", "resolution", "", "resolution", True, True),
    ("resolutiondate", "Resolved", "stamp", "datetime", "", "resolutiondate resolved", False, True),
    ("workratio", "Work Ratio", "part", "number", "", "workratio", False, True),
    ("issuerestriction", "Restrict to", "part", "issuerestriction", "", "", True, False),
    ("lastViewed", "Last Viewed", "part", "datetime", "", "lastViewed", False, True),
    ("watches", "Watchers", "part", "watches", "", "watchers", False, True),
    ("created", "Created", "stamp", "datetime", "", "created createdDate", False, True),
    ("priority", "Priority", "priority", "priority", "", "priority", True, True),
    ("labels", "Labels", "labels", "array", "string", "labels", True, True),
    ("timeestimate", "Remaining Estimate", "duration", "number", "", "remainingEstimate timeestimate", False, True),
    ("aggregatetimeoriginalestimate", "Σ Original Estimate", "part", "number", "", "", False, True),
    ("versions", "Affects versions", "versions", "array", "version", "affectedVersion", True, True),
    ("issuelinks", "Linked Issues", "part", "array", "issuelinks", "issueLink", True, True),
    ("assignee", "Assignee", "person", "user", "", "assignee", True, True),
    ("updated", "Updated", "stamp", "datetime", "", "updated updatedDate", False, True),
    ("status", "Status", "status", "status", "", "status", False, True),
    ("components", "Components", "components", "array", "component", "component", True, True),
    ("timeoriginalestimate", "Original estimate", "duration", "number", "", "originalEstimate timeoriginalestimate", False, True),
    ("description", "Description", "richtext", "string", "", "description", True, True),
    ("timetracking", "Time tracking", "timetracking", "timetracking", "", "", True, False),
    ("security", "Security Level", "security", "securitylevel", "", "level", True, True),
    ("attachment", "Attachment", "part", "array", "attachment", "attachments", True, False),
    ("aggregatetimeestimate", "Σ Remaining Estimate", "part", "number", "", "", False, True),
    ("summary", "Summary", "summary", "string", "", "summary", True, True),
    ("creator", "Creator", "author", "user", "", "creator", False, True),
    ("subtasks", "Sub-tasks", "part", "array", "issuelinks", "subtasks", False, True),
    ("reporter", "Reporter", "person", "user", "", "reporter", True, True),
    ("aggregateprogress", "Σ Progress", "part", "progress", "", "", False, True),
    ("environment", "Environment", "richtext", "string", "", "environment", True, True),
    ("duedate", "Due date", "day", "date", "", "due duedate", True, True),
    ("progress", "Progress", "part", "progress", "", "progress", False, True),
    ("votes", "Votes", "part", "votes", "", "votes", False, True),
    ("comment", "Comment", "part", "comments-page", "", "comment", True, False),
    ("worklog", "Log Work", "part", "array", "worklog", "worklogDate", True, False),
    ("thumbnail", "Images", "part", "", "", "", False, True),
)  # fmt: skip
_CLOUD_ONLY: Final = frozenset({"statuscategorychangedate", "statusCategory", "issuerestriction"})

# number, name, kind, type, items, custom type
_PRODUCTS: Final[tuple[tuple[int, str, str, str, str, str], ...]] = (
    (10000, "Development", "fixed", "any", "", "com.atlassian.jira.plugins.jira-development-integration-plugin:devsummarycf"),
    (10001, "Team", "team", "team", "", f"{PLAIN}atlassian-team"),
    (10010, "Request Type", "requesttype", "sd-customerrequesttype", "", "com.atlassian.servicedesk:vp-origin"),
    (10011, "Epic Name", "text", "string", "", f"{_AGILE}gh-epic-label"),
    (10012, "Epic Status", "option", "option", "", f"{_AGILE}gh-epic-status"),
    (10013, "Epic Color", "text", "string", "", f"{_AGILE}gh-epic-color"),
    (10014, "Epic Link", "epiclink", "any", "", f"{_AGILE}gh-epic-link"),
    (10015, "Start date", "day", "date", "", f"{PLAIN}datepicker"),
    (10016, "Story point estimate", "number", "number", "", f"{_AGILE}jsw-story-points"),
    (10017, "Issue color", "text", "string", "", f"{_AGILE}jsw-issue-color"),
    (10019, "Rank", "rank", "any", "", f"{_AGILE}gh-lexo-rank"),
    (10020, "Sprint", "sprint", "array", "json", f"{_AGILE}gh-sprint"),
    (10021, "Flagged", "options", "array", "option", f"{PLAIN}multicheckboxes"),
    (10022, "[CHART] Date of First Response", "stamp", "datetime", "", "com.atlassian.jira.ext.charting:firstresponsedate"),
    (10023, "[CHART] Time in Status", "fixed", "any", "", "com.atlassian.jira.ext.charting:timeinstatus"),
    (10026, "Story Points", "number", "number", "", f"{PLAIN}float"),
    (10027, "Target start", "day", "date", "", "com.atlassian.jpo:jpo-custom-field-baseline-start"),
    (10028, "Target end", "day", "date", "", "com.atlassian.jpo:jpo-custom-field-baseline-end"),
)  # fmt: skip

_ASPECTS: Final = (
    "Severity", "Customer", "Effort", "Go-live", "Owner", "Platforms", "Notes", "Approved at", "Specification", "Tags",
    "Channel", "Regions", "Area", "Stakeholders", "Support group", "Audience groups", "Found in", "Planned for",
    "Twin project", "Legacy id",
)  # fmt: skip
_SERIES: Final = ("", "Sales ", "Support ", "Legal ", "Marketing ")
_VALUES: Final = ("Critical", "Major", "Minor", "Trivial")


def seed_fields(site: Site) -> None:
    """Fill the tables of fields, contexts and options."""
    for row in _SYSTEM:
        if site.cloud or row[0] not in _CLOUD_ONLY:
            _add_system(site, row)
    for number, name, kind, type, items, custom in _PRODUCTS:
        held = "string" if items == "json" and not site.cloud else items
        _add_custom(site, number, name, (kind, type, held, custom))
    number = 10030
    for series in _SERIES:
        for (kind, type, items, custom, called), aspect in zip(SHAPES, _ASPECTS, strict=True):
            name = f"{series}{aspect.lower()}" if series else aspect
            _add_custom(site, number, name, (kind, type, items, PLAIN + custom), f"{name}[{called}]")
            number += 1


def _add_system(site: Site, row: tuple[str, str, str, str, str, str, bool, bool]) -> None:
    key, name, kind, type, items, clauses, orderable, navigable = row
    schema: Mapping[str, object] = {"type": type} | ({"items": items} if items else {}) | {"system": key}
    site.store.fields.add(
        FieldRecord(
            key=key,
            name=name,
            kind=kind,
            schema=schema if type else None,
            orderable=orderable,
            navigable=navigable,
            everywhere=key not in {"thumbnail", "issuerestriction"},
            clause_names=tuple(clauses.split()),
        )
    )


def _add_custom(site: Site, number: int, name: str, shape: tuple[str, str, str, str], *clauses: str) -> None:
    kind, type, items, custom = shape
    key = f"customfield_{number}"
    schema: Mapping[str, object] = {"type": type} | ({"items": items} if items else {})
    site.store.fields.add(
        FieldRecord(
            key=key,
            name=name,
            kind=kind,
            schema={**schema, "custom": custom, "customId": number},
            custom=True,
            clause_names=(f"cf[{number}]", name, *(clauses if site.cloud else ())),
        )
    )
    context = site.store.contexts.add(FieldContext(field_key=key, name=f"Default Configuration Scheme for {name}"))
    if kind in {"option", "options", "cascade"}:
        _add_options(site, key, context.id, kind)


def _add_options(site: Site, key: str, context_id: int, kind: str) -> None:
    values = {FLAGGED: ("Impediment",), EPIC_STATUS: ("To Do", "In Progress", "Done")}.get(key, _VALUES)
    for position, value in enumerate(values):
        option = site.store.options.add(
            FieldOption(field_key=key, context_id=context_id, value=value, position=position)
        )
        if kind == "cascade":
            site.store.options.add_many(
                FieldOption(
                    field_key=key, context_id=context_id, value=f"{value} {letter}", parent_id=option.id, position=place
                )
                for place, letter in enumerate("AB")
            )
