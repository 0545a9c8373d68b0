"""One typed interface to every ticket tracker. Each name is imported when it is first used (PEP 562)."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .auth.apps import OAuthApp
    from .auth.basic import Basic
    from .auth.bearer import Bearer
    from .auth.header import Header
    from .capability import Limits, Support, accepts, support
    from .client.awaiting import AsyncClient
    from .client.blocking import Client
    from .client.connecting import connect, connect_async, plugins
    from .client.opened import AsyncOpenedAttachment, OpenedAttachment
    from .config import Settings
    from .errors import (
        Ambiguous,
        ConfigError,
        Conflict,
        ConnectError,
        Error,
        Forbidden,
        Gone,
        Invalid,
        Malformed,
        NotApplied,
        NotFound,
        NotLoaded,
        PluginError,
        ProviderError,
        RateLimited,
        ReconnectNeeded,
        Timeout,
        TooLarge,
        TransportError,
        Unauthenticated,
        Unavailable,
        Unsupported,
    )
    from .flow import Flow
    from .layers.slots import Invocation, Slot
    from .model.attachment import Attachment, AttachmentDraft
    from .model.catalogue import Resolution, SecurityLevel
    from .model.change import Change, FieldChange
    from .model.checkup import Checkup, Finding, Severity
    from .model.comment import Comment, CommentDraft, CommentPatch, Restriction, RestrictionKind
    from .model.connection import Auth, Connection, RetryPolicy
    from .model.drafts import TicketDraft, TicketPatch
    from .model.field import Field, FieldKind, Option
    from .model.form import Form, FormField
    from .model.input import Amend
    from .model.label import Label
    from .model.link import LinkType, RemoteLink, RemoteLinkDraft
    from .model.mapping import Mapping
    from .model.named import Rule
    from .model.page import AsyncPages, BulkResult, Count, Page, Pages
    from .model.person import Person, PersonKind, Team
    from .model.priority import Priority, PriorityLevel
    from .model.project import (
        Component,
        ComponentDraft,
        ComponentPatch,
        Project,
        ProjectDraft,
        ProjectPatch,
        Version,
        VersionDraft,
        VersionPatch,
    )
    from .model.query import EMPTY, ME, Query
    from .model.richtext import RichText
    from .model.secret import SecretRef
    from .model.sprint import Board, BoardKind, Sprint, SprintDraft, SprintPatch, SprintState
    from .model.status import Status, StatusCategory
    from .model.ticket import Link, Ticket, TimeTracking
    from .model.ticket_type import TicketKind, TicketType
    from .model.transition import Transition
    from .model.values import (
        BoolValue,
        CascadingValue,
        DateTimeValue,
        DateValue,
        Fields,
        FieldValue,
        GroupValue,
        ListValue,
        NumberValue,
        OptionValue,
        PersonValue,
        RawValue,
        RichTextValue,
        SprintValue,
        TextValue,
        VersionValue,
    )
    from .model.webhook import Event, EventKind, Webhook, WebhookDraft
    from .model.worklog import Worklog, WorklogDraft, WorklogPatch
    from .plugin import hookimpl
    from .plugin.installed import PluginInfo
    from .provider import Provider
    from .request import Request, Response
    from .runtime import Runtime
else:
    from importlib import import_module

    _HOMES = {
        ".auth.basic": "Basic",
        ".auth.bearer": "Bearer",
        ".auth.header": "Header",
        ".capability": "Limits Support accepts support",
        ".client.awaiting": "AsyncClient",
        ".client.blocking": "Client",
        ".client.connecting": "connect connect_async plugins",
        ".client.opened": "AsyncOpenedAttachment OpenedAttachment",
        ".auth.apps": "OAuthApp",
        ".config": "Settings",
        ".errors": "Ambiguous ConfigError Conflict ConnectError Error Forbidden Gone Invalid Malformed NotApplied NotFound NotLoaded PluginError ProviderError RateLimited ReconnectNeeded Timeout TooLarge TransportError Unauthenticated Unavailable Unsupported",
        ".flow": "Flow",
        ".layers.slots": "Invocation Slot",
        ".model.attachment": "Attachment AttachmentDraft",
        ".model.catalogue": "Resolution SecurityLevel",
        ".model.change": "Change FieldChange",
        ".model.checkup": "Checkup Finding Severity",
        ".model.comment": "Comment CommentDraft CommentPatch Restriction RestrictionKind",
        ".model.connection": "Auth Connection RetryPolicy",
        ".model.drafts": "TicketDraft TicketPatch",
        ".model.field": "Field FieldKind Option",
        ".model.form": "Form FormField",
        ".model.input": "Amend",
        ".model.label": "Label",
        ".model.link": "LinkType RemoteLink RemoteLinkDraft",
        ".model.mapping": "Mapping",
        ".model.named": "Rule",
        ".model.page": "AsyncPages BulkResult Count Page Pages",
        ".model.person": "Person PersonKind Team",
        ".model.priority": "Priority PriorityLevel",
        ".model.project": "Component ComponentDraft ComponentPatch Project ProjectDraft ProjectPatch Version VersionDraft VersionPatch",
        ".model.query": "EMPTY ME Query",
        ".model.richtext": "RichText",
        ".model.sprint": "Board BoardKind Sprint SprintDraft SprintPatch SprintState",
        ".model.status": "Status StatusCategory",
        ".model.ticket": "Link Ticket TimeTracking",
        ".model.ticket_type": "TicketKind TicketType",
        ".model.transition": "Transition",
        ".model.values": "BoolValue CascadingValue DateTimeValue DateValue FieldValue Fields GroupValue ListValue NumberValue OptionValue PersonValue RawValue RichTextValue SprintValue TextValue VersionValue",
        ".model.webhook": "Event EventKind Webhook WebhookDraft",
        ".model.worklog": "Worklog WorklogDraft WorklogPatch",
        ".plugin": "hookimpl",
        ".model.secret": "SecretRef",
        ".plugin.installed": "PluginInfo",
        ".provider": "Provider",
        ".request": "Request Response",
        ".runtime": "Runtime",
    }
    _HOME = {name: home for home, names in _HOMES.items() for name in names.split()}

    def __getattr__(name):
        if name not in _HOME:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        value = globals()[name] = getattr(import_module(_HOME[name], __name__), name)
        return value

    def __dir__():
        return sorted({*globals(), *__all__})


__all__ = [
    "EMPTY", "ME", "Ambiguous", "Amend", "AsyncClient", "AsyncOpenedAttachment", "AsyncPages", "Attachment",
    "AttachmentDraft", "Auth", "Basic", "Bearer", "Board", "BoardKind", "BoolValue", "BulkResult", "CascadingValue",
    "Change", "Checkup", "Client", "Comment", "CommentDraft", "CommentPatch", "Component", "ComponentDraft",
    "ComponentPatch", "ConfigError", "Conflict", "ConnectError", "Connection", "Count", "DateTimeValue",
    "DateValue", "Error", "Event", "EventKind", "Field", "FieldChange", "FieldKind", "FieldValue", "Fields",
    "Finding", "Flow", "Forbidden", "Form", "FormField", "Gone", "GroupValue", "Header", "Invalid", "Invocation",
    "Label", "Limits", "Link", "LinkType", "ListValue", "Malformed", "Mapping", "NotApplied", "NotFound",
    "NotLoaded", "NumberValue", "OAuthApp", "OpenedAttachment", "Option", "OptionValue", "Page", "Pages", "Person",
    "PersonKind", "PersonValue", "PluginError", "PluginInfo", "Priority", "PriorityLevel", "Project", "ProjectDraft",
    "ProjectPatch", "Provider", "ProviderError", "Query", "RateLimited", "RawValue", "ReconnectNeeded",
    "RemoteLink", "RemoteLinkDraft", "Request", "Resolution", "Response", "Restriction", "RestrictionKind",
    "RetryPolicy", "RichText", "RichTextValue", "Rule", "Runtime", "SecretRef", "SecurityLevel", "Settings",
    "Severity", "Slot", "Sprint", "SprintDraft", "SprintPatch", "SprintState", "SprintValue", "Status",
    "StatusCategory", "Support", "Team", "TextValue", "Ticket", "TicketDraft", "TicketKind", "TicketPatch",
    "TicketType", "TimeTracking", "Timeout", "TooLarge", "Transition", "TransportError", "Unauthenticated",
    "Unavailable", "Unsupported", "Version", "VersionDraft", "VersionPatch", "VersionValue", "Webhook",
    "WebhookDraft", "Worklog", "WorklogDraft", "WorklogPatch", "accepts", "connect", "connect_async", "hookimpl",
    "plugins", "support",
]  # fmt: skip
