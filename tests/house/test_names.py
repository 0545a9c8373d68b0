"""The public names: what is added or taken away is seen here."""

from __future__ import annotations

import subprocess
import sys
from importlib import import_module
from textwrap import dedent

import anyticket

PUBLIC = """
    EMPTY ME Ambiguous Amend AsyncClient AsyncOpenedAttachment AsyncPages Attachment AttachmentDraft Auth Basic
    Bearer Board BoardKind BoolValue BulkResult CascadingValue Change Checkup Client Comment CommentDraft
    CommentPatch Component ComponentDraft ComponentPatch ConfigError Conflict ConnectError Connection Count
    DateTimeValue DateValue Error Event EventKind Field FieldChange FieldKind FieldValue Fields Finding Flow
    Forbidden Form FormField Gone GroupValue Header Invalid Invocation Label Limits Link LinkType ListValue
    Malformed Mapping NotApplied NotFound NotLoaded NumberValue OAuthApp OpenedAttachment Option OptionValue Page
    Pages Person PersonKind PersonValue PluginError PluginInfo Priority PriorityLevel Project ProjectDraft
    ProjectPatch Provider ProviderError Query RateLimited RawValue ReconnectNeeded RemoteLink RemoteLinkDraft
    Request Resolution Response Restriction RestrictionKind RetryPolicy RichText RichTextValue Rule Runtime
    SecretRef SecurityLevel Settings Severity Slot Sprint SprintDraft SprintPatch SprintState SprintValue Status
    StatusCategory Support Team TextValue Ticket TicketDraft TicketKind TicketPatch TicketType TimeTracking Timeout
    TooLarge Transition TransportError Unauthenticated Unavailable Unsupported Version VersionDraft VersionPatch
    VersionValue Webhook WebhookDraft Worklog WorklogDraft WorklogPatch accepts connect connect_async hookimpl
    plugins support
"""


def test_the_public_names_are_these() -> None:
    assert list(anyticket.__all__) == PUBLIC.split()


def test_every_public_name_leads_somewhere() -> None:
    missing = [name for name in anyticket.__all__ if not hasattr(anyticket, name)]

    assert missing == []


def test_a_public_class_is_ours_and_has_the_name_of_its_module() -> None:
    for name in anyticket.__all__:
        found = getattr(anyticket, name)
        if isinstance(found, type):
            assert found.__module__.startswith("anyticket."), name
            assert getattr(import_module(found.__module__), name) is found


def test_importing_loads_nothing_heavy() -> None:
    heavy = ("pydantic", "httpx", "typer", "rich", "orjson", "anyio", "trio", "keyring", "pytest", "asyncio")
    code = f"""
        import sys
        import anyticket
        print([name for name in {heavy!r} if name in sys.modules])
    """

    run = subprocess.run([sys.executable, "-c", dedent(code)], capture_output=True, text=True, check=True)

    assert run.stdout.strip() == "[]"
