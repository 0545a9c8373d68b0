"""JiraBase: the provider as far as Cloud and servers are alike."""

from __future__ import annotations

from .operations.activity import ActivityReading
from .operations.attaching import Attaching
from .operations.catalogue import CatalogueReading
from .operations.checks import Checks
from .operations.completing import Completing
from .operations.parts import PartWriting
from .operations.places import PlaceReading
from .operations.searching import TicketSearching
from .operations.workflow import WorkflowReading


class JiraBase(
    Completing,
    PartWriting,
    TicketSearching,
    WorkflowReading,
    ActivityReading,
    Attaching,
    PlaceReading,
    CatalogueReading,
    Checks,
):
    """
    What both kinds of Jira share, one noun a file.

    A difference between them is a method that each of the two has: there is no question here which one it is.
    """
