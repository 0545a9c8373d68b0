"""Projects: created from a template, changed, renamed, archived and restored."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final
from uuid import UUID, uuid5

from ..refusal import Refused
from ..site import Site
from ..store.administration import Scheme
from ..store.people import Person
from ..store.projects import Project
from . import events, templates
from .schemes import add_schemes
from .screens import add_layouts

__all__ = ["archive", "bring_back", "create_project", "key_problem", "name_problem", "unarchive", "update_project"]

_KEY: Final = re.compile(r"[A-Z][A-Z0-9]+")
_KEY_LENGTH: Final = 10
_NAME_LENGTH: Final = 80
_BAD_KEY: Final = (
    "Project keys must start with an uppercase letter, followed by one or more uppercase alphanumeric characters."
)
_NO_LEAD: Final = "You must specify a valid project lead."
_NO_KIND: Final = (
    "An invalid project type was specified. Make sure the project type is available in your Jira instance."
)
_NO_TEMPLATE: Final = (
    "An invalid project template was specified. Make sure the project template matches the project type specified."
)
_KINDS: Final = ("software", "service_desk", "business")
# What each platform calls the schemes in the request, and what kind of scheme that is.
_SCHEMES: Final = {
    "permissionScheme": "permission",
    "notificationScheme": "notification",
    "issueSecurityScheme": "security",
}
_LAYOUT_SCHEMES: Final = {
    "workflowScheme": "workflow",
    "workflowSchemeId": "workflow",
    "issueTypeScheme": "issuetype",
    "issueTypeScreenScheme": "issuetypescreen",
    "fieldConfigurationScheme": "fieldconfiguration",
}


def key_problem(site: Site, key: object, *, own: Project | None = None) -> str | None:
    """Return what is wrong with a key; one that a project in the recycle bin has is taken too."""
    text = key if isinstance(key, str) else ""
    if not _KEY.fullmatch(text):
        return _BAD_KEY
    if len(text) > _KEY_LENGTH:
        return f"The project key must not exceed {_KEY_LENGTH} characters in length."
    for project in site.store.projects:
        if project != own and text in {project.key, *project.former_keys}:
            return f"Project '{project.name}' uses this project key."
    return None


def name_problem(site: Site, name: object, *, own: Project | None = None) -> str | None:
    text = name.strip() if isinstance(name, str) else ""
    if not text:
        return "You must specify a valid project name."
    if len(text) > _NAME_LENGTH:
        return f"The project name must not exceed {_NAME_LENGTH} characters in length."
    if any(project != own and project.name.lower() == text.lower() for project in site.store.projects):
        return "A project with that name already exists."
    return None


def create_project(site: Site, account: Person, body: Mapping[str, Any]) -> Project:
    """
    Create what a POST of a project asks for.

    Raises:
        Refused: With everything that is wrong, by field.
    """
    problems = {"projectKey": key_problem(site, body.get("key")), "projectName": name_problem(site, body.get("name"))}
    errors = {name: wrong for name, wrong in problems.items() if wrong}
    lead = _lead(site, body)
    if lead is None:
        errors["projectLead"] = _NO_LEAD
    template = _template(site, body, errors)
    values = _values(site, body, errors)
    if errors or lead is None or template is None:
        raise Refused(400, errors=errors)
    made = _add(site, account, body, lead, template)
    made = add_schemes(site, _apply_schemes(site, site.store.projects.save(replace(made, **values))))
    add_layouts(site, made, site.store.types.get_many(made.type_ids))
    site.index.rebuild()
    events.tell(site, "project_created", account, subject=made)
    return made


def _add(site: Site, account: Person, body: Mapping[str, Any], lead: Person, template: templates.Template) -> Project:
    """Add a project with what its template gives it."""
    made = site.store.projects.add(
        Project(
            key=body["key"],
            name=str(body["name"]).strip(),
            lead_id=lead.id,
            kind=template.kind,
            simplified=template.own,
            template=template.key,
            uuid=str(uuid5(UUID(site.settings.cloud_id), str(body["key"]))),
            roles=_default_roles(site, lead),
        )
    )
    return templates.furnish(site, made, template, account)


def _template(site: Site, body: Mapping[str, Any], errors: dict[str, str]) -> templates.Template | None:
    key, kind = str(body.get("projectTemplateKey") or ""), str(body.get("projectTypeKey") or "")
    known = templates.template_for(site, key, kind) if key else None
    kind = kind or (known.kind if known else "")
    if kind not in _KINDS or (kind == "service_desk" and not site.cloud):
        errors["projectType"] = _NO_KIND
        return None
    found = templates.template_for(site, key, kind)
    if found is None or found.kind != kind:
        errors["projectTemplateKey"] = _NO_TEMPLATE
        return None
    if key and any(body.get(name) for name in _LAYOUT_SCHEMES):
        errors["projectTemplateKey"] = "Schemes can not be given together with a project template."
    return found


def _lead(site: Site, body: Mapping[str, Any]) -> Person | None:
    lead = site.person(body.get("leadAccountId") if site.cloud else body.get("lead"))
    return lead if lead is not None and lead.active else None


def _default_roles(site: Site, lead: Person) -> dict[str, list[str]]:
    """Return who has which role in a new project: the role's own actors, and the lead administers."""
    return {
        str(role.id): [
            *role.actors,
            *([f"user:{lead.id}"] if role.admin and f"user:{lead.id}" not in role.actors else []),
        ]
        for role in site.store.roles
    }


def _values(site: Site, body: Mapping[str, Any], errors: dict[str, str]) -> dict[str, Any]:
    """Return what creating and updating have in common, ready to be put into the record."""
    values: dict[str, Any] = {}
    for name in ("description", "url"):
        if body.get(name) is not None:
            values[name] = str(body[name])
    kind = body.get("assigneeType")
    if kind is not None:
        if kind not in {"PROJECT_LEAD", "UNASSIGNED"}:
            errors["assigneeType"] = "Invalid default assignee type."
        values["assignee_type"] = kind
    category = body.get("categoryId")
    if category is not None:
        if category != -1 and site.store.categories.get(int(category)) is None:
            errors["projectCategory"] = f"The project category with id '{category}' does not exist."
        values["category_id"] = None if category == -1 else int(category)
    if body.get("avatarId") is not None:
        values["avatar_id"] = int(body["avatarId"])
    schemes = _schemes(site, body, errors)
    return values | ({"schemes": schemes} if schemes else {})


def _schemes(site: Site, body: Mapping[str, Any], errors: dict[str, str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for name, kind in {**_SCHEMES, **_LAYOUT_SCHEMES}.items():
        id = body.get(name)
        if id is None:
            continue
        scheme = site.store.schemes.get(int(id))
        if scheme is None or scheme.kind != kind:
            errors[name] = f"The scheme with id '{id}' does not exist."
        found[kind] = int(id)
    return found


def _apply_schemes(site: Site, project: Project) -> Project:
    """Give a project the types and workflows of the schemes that it was created with."""
    types, workflows = project.type_ids, project.workflows
    for id in project.schemes.values():
        scheme = site.store.schemes[id]
        if scheme.kind == "issuetype":
            types = tuple(_ids(scheme, "issuetype"))
        if scheme.kind == "workflow":
            workflows = {str(row["issuetype"]): int(str(row["workflow"])) for row in scheme.entries}
    return site.store.projects.save(replace(project, type_ids=types, workflows=workflows))


def _ids(scheme: Scheme, name: str) -> list[int]:
    return [int(str(row[name])) for row in scheme.entries]


def update_project(site: Site, account: Person, project: Project, body: Mapping[str, Any]) -> Project:
    """Do what a PUT of a project asks for; a new key is given to all its issues, and the old one goes on resolving."""
    errors: dict[str, str] = {}
    values = _values(site, body, errors)
    if body.get("name") is not None:
        wrong = name_problem(site, body["name"], own=project)
        errors |= {"projectName": wrong} if wrong else {}
        values["name"] = str(body["name"]).strip()
    if body.get("key") not in {None, project.key}:
        wrong = None if body["key"] in project.former_keys else key_problem(site, body["key"], own=project)
        errors |= {"projectKey": wrong} if wrong else {}
    if body.get("leadAccountId" if site.cloud else "lead") is not None:
        lead = _lead(site, body)
        errors |= {} if lead else {"projectLead": _NO_LEAD}
        values["lead_id"] = lead.id if lead else 0
    if errors:
        raise Refused(400, errors=errors)
    if "schemes" in values:
        values["schemes"] = {**project.schemes, **values["schemes"]}
    released = {str(key) for key in body.get("releasedProjectKeys") or ()}
    kept = tuple(key for key in project.former_keys if key not in released)
    saved = site.store.projects.save(replace(project, former_keys=kept, **values))
    if body.get("key") not in {None, project.key}:
        saved = _rename(site, saved, str(body["key"]))
    site.index.rebuild()
    events.tell(site, "project_updated", account, subject=saved)
    return saved


def _rename(site: Site, project: Project, key: str) -> Project:
    for issue in site.store.issues.where(project_id=project.id):
        number = issue.key.rpartition("-")[2]
        site.store.issues.save(replace(issue, key=f"{key}-{number}"))
    former = tuple(old for old in (*project.former_keys, project.key) if old != key)
    return site.store.projects.save(replace(project, key=key, former_keys=former))


def archive(site: Site, account: Person, project: Project) -> None:
    now = site.clock.now()
    saved = site.store.projects.save(replace(project, archived=now, changed_by=account.id))
    site.index.rebuild()
    events.tell(site, "project_archived", account, subject=saved)


def unarchive(site: Site, account: Person, project: Project) -> Project:
    saved = site.store.projects.save(replace(project, archived=None, changed_by=None))
    site.index.rebuild()
    events.tell(site, "project_restored_archived", account, subject=saved)
    return saved


def bring_back(site: Site, account: Person, project: Project) -> Project:
    """Bring a project back from the recycle bin."""
    saved = site.store.projects.save(replace(project, deleted=None, changed_by=None))
    site.index.rebuild()
    events.tell(site, "project_restored_deleted", account, subject=saved)
    return saved
