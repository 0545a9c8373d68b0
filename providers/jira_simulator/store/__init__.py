"""
The store: everything a site holds, as tables of records in SQLite.

A noun is a frozen dataclass in one of these files and a table in `Store`; nothing else knows about columns. Records
are changed by `dataclasses.replace` and `table.save`, inside `store.database.transaction()`.
"""

from __future__ import annotations

from . import (
    activity,
    administration,
    agile,
    catalogue,
    fields,
    grants,
    issues,
    people,
    projects,
    service_desk,
    workflows,
)
from .contents import Contents
from .database import Database
from .table import Record, Table

__all__ = ["Database", "Record", "Store", "Table"]


class Store:
    """The tables of one site; `path` None keeps them in memory."""

    def __init__(self, path: str | None = None) -> None:
        database = self.database = Database(path)
        self.contents = Contents(path)
        self.people = Table(database, "person", people.Person, kept=True)
        self.groups = Table(database, "group", people.Group, kept=True)
        self.credentials = Table(database, "credential", people.Credential, indexed=["digest", "person_id"], kept=True)
        self.apps = Table(database, "app", grants.App, kept=True)
        self.grants = Table(database, "grant", grants.Grant, kept=True, first_id=1)
        self.tokens = Table(database, "token", grants.Token, indexed=["digest", "family", "grant_id"])
        self.statuses = Table(database, "status", catalogue.Status, kept=True)
        self.priorities = Table(database, "priority", catalogue.Priority, kept=True)
        self.resolutions = Table(database, "resolution", catalogue.Resolution, kept=True)
        self.types = Table(database, "type", catalogue.IssueType, kept=True)
        self.link_types = Table(database, "link_type", catalogue.LinkType, kept=True)
        self.roles = Table(database, "role", catalogue.Role, kept=True)
        self.security_levels = Table(database, "security_level", catalogue.SecurityLevel, kept=True)
        self.fields = Table(database, "field", fields.FieldRecord, kept=True)
        self.contexts = Table(database, "field_context", fields.FieldContext, kept=True)
        self.options = Table(database, "field_option", fields.FieldOption, kept=True)
        self.projects = Table(database, "project", projects.Project, kept=True)
        self.categories = Table(database, "category", projects.Category, kept=True)
        self.components = Table(database, "component", projects.Component, kept=True)
        self.versions = Table(database, "version", projects.Version, kept=True)
        self.layouts = Table(database, "layout", projects.Layout, kept=True)
        self.workflows = Table(database, "workflow", workflows.Workflow, kept=True)
        self.transitions = Table(database, "transition", workflows.Transition, kept=True)
        self.issues = Table(database, "issue", issues.Issue, indexed=["key", "project_id", "parent_id"])
        self.former_keys = Table(database, "former_key", issues.FormerKey, indexed=["key"])
        self.changes = Table(database, "change", issues.Change, indexed=["issue_id"])
        self.comments = Table(database, "comment", activity.Comment, indexed=["issue_id"])
        self.worklogs = Table(database, "worklog", activity.Worklog, indexed=["issue_id"])
        self.deleted_worklogs = Table(database, "deleted_worklog", activity.DeletedWorklog)
        self.attachments = Table(database, "attachment", activity.Attachment, indexed=["issue_id"])
        self.links = Table(database, "link", activity.Link, indexed=["source_id", "target_id"])
        self.remote_links = Table(database, "remote_link", activity.RemoteLink, indexed=["issue_id", "global_id"])
        self.watches = Table(database, "watch", activity.Watch, indexed=["issue_id", "person_id"])
        self.votes = Table(database, "vote", activity.Vote, indexed=["issue_id", "person_id"])
        self.properties = Table(database, "property", activity.Property, indexed=["entity_id"])
        self.boards = Table(database, "board", agile.Board, kept=True, first_id=1)
        self.sprints = Table(database, "sprint", agile.Sprint, kept=True, first_id=1)
        self.service_desk = service_desk.DeskTables(database)
        self.filters = Table(database, "filter", administration.Filter, kept=True)
        self.dashboards = Table(database, "dashboard", administration.Dashboard, kept=True)
        self.schemes = Table(database, "scheme", administration.Scheme, kept=True)
        self.webhooks = Table(database, "webhook", administration.Webhook, kept=True, first_id=1)
        self.avatars = Table(database, "avatar", administration.Avatar)
        self.tasks = Table(database, "task", administration.Task)
        self.settings = Table(database, "setting", administration.Setting, kept=True)

    def close(self) -> None:
        self.database.close()
