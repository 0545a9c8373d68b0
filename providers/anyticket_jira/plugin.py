"""The hooks of this plugin. The providers are imported when somebody asks for them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from anyticket.plugin import hookimpl

if TYPE_CHECKING:
    from anyticket.provider import Provider


@hookimpl
def anyticket_providers() -> tuple[type[Provider], ...]:
    """Return the three ways to call a Jira."""
    from .cloud import JiraCloud
    from .jira import Jira
    from .server import JiraServer

    return (Jira, JiraCloud, JiraServer)
