"""JiraBase: the provider as far as Cloud and servers are alike."""

from __future__ import annotations

from .activity import ActivityReading
from .attachments import AttachmentReading
from .catalogue import CatalogueReading
from .checks import Checks
from .places import PlaceReading
from .searching import TicketSearching
from .workflow import WorkflowReading


class JiraBase(
    TicketSearching,
    WorkflowReading,
    ActivityReading,
    AttachmentReading,
    PlaceReading,
    CatalogueReading,
    Checks,
):
    """
    What both kinds of Jira share, one noun a file.

    A difference between them is a method that each of the two has: there is no question here which one it is.
    """
