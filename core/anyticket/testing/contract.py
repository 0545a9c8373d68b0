"""
ProviderContract: what a test of a provider inherits.

    class TestMine(ProviderContract):
        provider = Mine

        @pytest.fixture
        def world(self) -> World:
            return World(Connection(provider="mine", url="https://…", auth=…), project="KIT")

Every law is run in every colour; those for which the provider does not declare what they need are deselected.
"""

from __future__ import annotations

from anyticket.testing.harness import Harness
from anyticket.testing.laws.attachments import AttachmentLaws
from anyticket.testing.laws.capabilities import CapabilityLaws
from anyticket.testing.laws.comments import CommentLaws, HistoryLaws, WorklogLaws
from anyticket.testing.laws.failures import FailureLaws
from anyticket.testing.laws.links import LinkLaws, RemoteLinkLaws
from anyticket.testing.laws.once import OnceLaws
from anyticket.testing.laws.projects import CatalogueLaws, PartLaws, ProjectLaws
from anyticket.testing.laws.search import SearchLaws
from anyticket.testing.laws.source import SourceLaws
from anyticket.testing.laws.tickets import TicketLaws
from anyticket.testing.laws.transitions import TransitionLaws
from anyticket.testing.laws.watchers import PeopleLaws, WatcherLaws
from anyticket.testing.laws.writing import WritingLaws


class ProviderContract(
    Harness,
    FailureLaws,
    CapabilityLaws,
    TicketLaws,
    SearchLaws,
    WritingLaws,
    TransitionLaws,
    CommentLaws,
    WorklogLaws,
    HistoryLaws,
    AttachmentLaws,
    LinkLaws,
    RemoteLinkLaws,
    WatcherLaws,
    PeopleLaws,
    ProjectLaws,
    PartLaws,
    CatalogueLaws,
    OnceLaws,
    SourceLaws,
):
    """Every law. Inherit it, name the `provider`, and give the fixture `world`."""
