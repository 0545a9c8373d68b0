"""Projects, components and versions as JSON."""

from __future__ import annotations

from typing import Any, Final

from ..store.projects import Category, Component, Project, Version
from .catalogue import issue_type
from .people import person
from .view import Json, View

__all__ = [
    "category",
    "component",
    "component_stub",
    "listed_project",
    "project",
    "project_avatars",
    "project_stub",
    "sorted_versions",
    "version",
    "version_stub",
]

_EXPAND: Final = "description,lead,issueTypes,url,projectKeys,permissions,insight"
_RETENTION_MS: Final = 60 * 86_400_000
_SIZES: Final = {"48x48": "", "24x24": "small", "16x16": "xsmall", "32x32": "medium"}


def project_avatars(found: Project, view: View) -> Json:
    if view.cloud:
        address = view.page_url(f"/rest/api/{view.api}/universal_avatar/view/type/project/avatar/{found.avatar_id}")
        return {size: address + (f"?size={name}" if name else "") for size, name in _SIZES.items()}
    address = view.page_url("/secure/projectavatar")
    return {
        size: f"{address}?{f'size={name}&' if name else ''}pid={found.id}&avatarId={found.avatar_id}"
        for size, name in _SIZES.items()
    }


def project_stub(found: Project, view: View) -> Json:
    """Return a project as an issue holds it."""
    answer: Json = {
        "self": view.url(f"/project/{found.id}"),
        "id": str(found.id),
        "key": found.key,
        "name": found.name,
        "projectTypeKey": found.kind,
    }
    if view.cloud:
        answer["simplified"] = found.simplified
    answer["avatarUrls"] = project_avatars(found, view)
    if found.category_id is not None:
        answer["projectCategory"] = category(view.site.store.categories[found.category_id], view)
    return answer


def category(found: Category, view: View) -> Json:
    return {
        "self": view.url(f"/projectCategory/{found.id}"),
        "id": str(found.id),
        "description": found.description,
        "name": found.name,
    }


def project(found: Project, view: View, *, expand: frozenset[str] = frozenset()) -> Json:
    """Return a project as its own resource has it."""
    store = view.site.store
    answer: dict[str, Any] = {
        "expand": _EXPAND if view.cloud else "description,lead,url,projectKeys",
        "self": view.url(f"/project/{found.id}"),
        "id": str(found.id),
        "key": found.key,
        "description": found.description,
        "lead": person(store.people.get(found.lead_id), view),
        "components": [component(item, view) for item in store.components.where(project_id=found.id)],
        "issueTypes": [issue_type(store.types[id], view) for id in found.type_ids],
        "assigneeType": found.assignee_type,
        "versions": [version(item, view) for item in sorted_versions(found, view)],
        "name": found.name,
        "roles": {role.name: view.url(f"/project/{found.id}/role/{role.id}") for role in store.roles},
        "avatarUrls": project_avatars(found, view),
        "projectTypeKey": found.kind,
    }  # fmt: skip
    if found.url:
        answer["url"] = found.url
    if found.category_id is not None:
        answer["projectCategory"] = category(store.categories[found.category_id], view)
    if view.cloud:
        answer |= {
            "simplified": found.simplified,
            "style": "next-gen" if found.simplified else "classic",
            "isPrivate": found.private,
            "properties": {},
            "entityId": found.uuid,
            "uuid": found.uuid,
        }
    if "projectKeys" in expand:
        answer["projectKeys"] = [found.key, *found.former_keys]
    if "insight" in expand and view.cloud:
        answer["insight"] = _insight(found, view)
    return answer | _life(found, view)


def _life(found: Project, view: View) -> Json:
    """Return whether a project is archived or deleted, by whom and when."""
    if not view.cloud:
        return {"archived": found.archived is not None}
    by = person(view.site.store.people.get(found.changed_by or 0), view)
    if found.deleted is not None:
        kept = found.deleted + _RETENTION_MS
        return {
            "deleted": True,
            "retentionTillDate": view.time(kept),
            "deletedDate": view.time(found.deleted),
            "deletedBy": by,
        }
    if found.archived is not None:
        return {"archived": True, "archivedDate": view.time(found.archived), "archivedBy": by}
    return {}


def listed_project(found: Project, view: View, expand: frozenset[str]) -> Json:
    """Return a project as lists have it: with what `expand` asks for."""
    store = view.site.store
    answer: Json = {"expand": _EXPAND if view.cloud else "description,lead,url,projectKeys"}
    answer |= project_stub(found, view)
    if view.cloud:
        answer |= {
            "style": "next-gen" if found.simplified else "classic",
            "isPrivate": found.private,
            "properties": {},
            "entityId": found.uuid,
            "uuid": found.uuid,
        }
    if "description" in expand:
        answer["description"] = found.description
    if "lead" in expand:
        answer["lead"] = person(store.people.get(found.lead_id), view)
    if "url" in expand and found.url:
        answer["url"] = found.url
    if "projectKeys" in expand:
        answer["projectKeys"] = [found.key, *found.former_keys]
    if "issueTypes" in expand:
        answer["issueTypes"] = [issue_type(item, view) for item in store.types.get_many(found.type_ids)]
    if "insight" in expand and view.cloud:
        answer["insight"] = _insight(found, view)
    return answer | _life(found, view)


def _insight(found: Project, view: View) -> Json:
    issues = view.site.store.issues.where(project_id=found.id)
    last = max((issue.updated for issue in issues), default=None)
    return {"totalIssueCount": len(issues)} | ({"lastIssueUpdateTime": view.time(last)} if last else {})


def sorted_versions(found: Project, view: View) -> list[Version]:
    """Return the versions of a project in their order."""
    return sorted(view.site.store.versions.where(project_id=found.id), key=lambda item: (item.position, item.id))


def component_stub(found: Component, view: View) -> Json:
    """Return a component as an issue holds it."""
    answer: Json = {"self": view.url(f"/component/{found.id}"), "id": str(found.id), "name": found.name}
    return answer | ({"description": found.description} if found.description else {})


def component(found: Component, view: View) -> Json:
    store = view.site.store
    project = store.projects[found.project_id]
    answer = component_stub(found, view)
    lead = person(store.people.get(found.lead_id) if found.lead_id else None, view)
    real = found.assignee_type
    if real == "PROJECT_DEFAULT" or (real == "COMPONENT_LEAD" and lead is None):
        real = project.assignee_type
    leader = {"COMPONENT_LEAD": lead, "PROJECT_LEAD": person(store.people.get(project.lead_id), view)}
    answer |= {"lead": lead} if lead else {}
    answer["assigneeType"] = found.assignee_type
    answer |= {"assignee": leader[found.assignee_type]} if leader.get(found.assignee_type) else {}
    answer["realAssigneeType"] = real
    answer |= {"realAssignee": leader[real]} if leader.get(real) else {}
    return answer | {
        "isAssigneeTypeValid": found.assignee_type != "COMPONENT_LEAD" or lead is not None,
        "project": project.key,
        "projectId": project.id,
    }


def version(found: Version, view: View) -> Json:
    answer: Json = {"self": view.url(f"/version/{found.id}"), "id": str(found.id)}
    answer |= {"description": found.description} if found.description else {}
    answer |= {"name": found.name, "archived": found.archived, "released": found.released}
    if found.start_date:
        answer |= {"startDate": found.start_date}
    if found.release_date:
        answer["releaseDate"] = found.release_date
        if not found.released:
            today = view.time(view.site.clock.now()) or ""
            answer["overdue"] = found.release_date < today[:10]
    for name, day in (("userStartDate", found.start_date), ("userReleaseDate", found.release_date)):
        if day:
            answer[name] = _picked(day)
    answer["projectId"] = found.project_id
    return answer


def version_stub(found: Version, view: View) -> Json:
    """Return a version as an issue holds it."""
    full = version(found, view)
    return {name: full[name] for name in ("self", "id", "description", "name", "archived", "released", "releaseDate")
            if name in full}  # fmt: skip


def _picked(day: str) -> str:
    """Return an ISO day as the date picker writes it: 23/Nov/26."""
    months = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()
    year, month, number = day.split("-")
    return f"{number}/{months[int(month) - 1]}/{year[2:]}"
