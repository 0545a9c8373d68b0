"""The keys that Atlassian's interface documents name, for each kind of thing."""

from __future__ import annotations

from functools import cache
from typing import Any, Final

from ..shared_files import shared_json

__all__ = ["documented"]

_CLOUD: Final = ("jira-cloud-v3", "jira-cloud-v2", "jira-agile-cloud")
_SERVER: Final = ("jira-dc-10.3",)
#: The schemas that describe a thing, in the documents of Cloud and of Data Center.
_SCHEMAS: Final[dict[str, str]] = {
    "user": "User UserDetails UserBean UserJsonBean",
    "whole user": "User UserBean",
    "avatars": "AvatarUrlsBean UserBeanAvatarUrls",
    "groups": "SimpleListWrapperGroupName SimpleListWrapperGroupJsonBean",
    "groups.items": "GroupName ApplicationRole GroupJsonBean ApplicationRoleBean",
    "status": "StatusDetails StatusJsonBean",
    "status category": "StatusCategory StatusCategoryJsonBean",
    "priority": "Priority PriorityJsonBean",
    "resolution": "Resolution ResolutionJsonBean ResolutionBean",
    "issue type": "IssueTypeDetails IssueTypeJsonBean",
    "issue": "IssueBean",
    "project": "Project ProjectBean ProjectJsonBean",
    "listed project": "Project ProjectBean ProjectJsonBean",
    "project of an issue": "ProjectDetails ProjectJsonBean",
    "project of a scope": "ProjectDetails",
    "project category": "ProjectCategory UpdatedProjectCategory ProjectCategoryJsonBean ProjectCategoryBean",
    "component": "ProjectComponent ComponentBean",
    "whole component": "ProjectComponent ComponentBean",
    "version": "Version VersionBean",
    "whole version": "Version VersionBean",
    "attachment": "Attachment AttachmentMetadata AttachmentJsonBean AttachmentBean",
    "comment": "Comment CommentJsonBean",
    "comments": "PageOfComments CommentsWithPaginationJsonBean",
    "worklog": "Worklog worklog",
    "worklogs": "PageOfWorklogs WorklogWithPaginationBean",
    "visibility": "Visibility VisibilityJsonBean",
    "votes": "Votes VoteBean",
    "voters": "Votes VoteBean",
    "watches": "Watchers WatchersBean",
    "watchers": "Watchers WatchersBean",
    "link": "IssueLink issueLinks",
    "link type": "IssueLinkType IssueLinkTypeJsonBean",
    "linked issue": "LinkedIssue IssueRefJsonBean",
    "fields of a linked issue": "Fields",
    "change": "Changelog ChangeHistoryBean",
    "change item": "ChangeDetails ChangeItemBean",
    "changelog": "PageOfChangelogs ChangelogBean",
    "transition": "IssueTransition TransitionBean",
    "transitions": "Transitions TransitionsMetaBean",
    "form field": "FieldMetadata FieldCreateMetadata FieldMetaBean",
    "createmeta": "IssueCreateMetadata",
    "createmeta project": "ProjectIssueCreateMetadata",
    "createmeta type": "IssueTypeIssueCreateMetadata CreateMetaIssueTypeBean",
    "editmeta": "IssueUpdateMetadata EditMetaBean",
    "field": "FieldDetails FieldBean",
    "field page": "PageBeanField",
    "searched field": "Field",
    "project page": "PageBeanProject",
    "schema": "JsonTypeBean",
    "scope": "Scope",
    "security level": "SecurityLevel SecurityLevelJsonBean",
    "search": "SearchResults SearchResultsBean",
    "server info": "ServerInformation ServerInfoBean",
    "sprint": "SprintBean",
    "time tracking": "TimeTrackingDetails",
    "option": "CustomFieldOption CustomFieldOptionBean",
}


@cache
def documented(thing: str, *, cloud: bool) -> dict[str, str]:
    """Return the keys that the documents name for a thing, and the schema that does."""
    wanted = _SCHEMAS.get(thing, _SCHEMAS.get(_alias(thing), "")).split()
    found: dict[str, str] = {}
    for name in _CLOUD if cloud else _SERVER:
        schemas = shared_json(f"specs/{name}.json")["components"]["schemas"]
        for schema in wanted:
            for key in _properties(schemas.get(schema, {}), schemas):
                found.setdefault(key, f"{name}: {schema}")
    return found


def _alias(thing: str) -> str:
    """Return what the allowed values of a field, or the values of a custom one, are things of."""
    kinds = {
        "project": "project of an issue",
        "issuetype": "issue type",
        "fixVersions": "version",
        "versions": "version",
        "components": "component",
        **dict.fromkeys("select multiselect radiobuttons multicheckboxes cascadingselect".split(), "option"),
    }
    kind = thing.removeprefix("allowed ").rpartition(":")[2].removesuffix(".child")
    return kinds.get(kind, kind)


def _properties(schema: dict[str, Any], schemas: dict[str, Any]) -> set[str]:
    if "$ref" in schema:
        return _properties(schemas[schema["$ref"].rpartition("/")[2]], schemas)
    found = set(schema.get("properties", {}))
    for part in (*schema.get("allOf", ()), *schema.get("anyOf", ()), *schema.get("oneOf", ())):
        found |= _properties(part, schemas)
    return found
