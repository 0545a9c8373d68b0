"""Values of fields of products and plugins: what was read of them, as requests want it."""

from __future__ import annotations

from typing import Any, Final

import pytest

from anyticket.model.named import Named
from anyticket.model.person import Team
from anyticket.model.project import Project
from anyticket.model.ticket import Ticket
from anyticket_jira.writing.native import BY_CUSTOM_TYPE, BY_TYPE

_ASSETS_OF_CLOUD: Final = "com.atlassian.jira.plugins.cmdb:cmdb-object-cftype"
_ASSETS_OF_SERVERS: Final = "com.riadalabs.jira.plugins.insight:rlabs-customfield-default-object"
_ORGANIZATIONS: Final = "com.atlassian.servicedesk:sd-customer-organizations"
_REQUEST_TYPE: Final = "com.atlassian.servicedesk:vp-origin"
_WRITERS: Final[dict[str, Any]] = {**BY_TYPE, **BY_CUSTOM_TYPE}


@pytest.mark.parametrize(
    ("type", "given", "written"),
    [
        (_ORGANIZATIONS, {"id": "7", "name": "ACME", "_links": {}}, 7),
        (_ORGANIZATIONS, "7", 7),
        (_ORGANIZATIONS, Named(id="7"), 7),
        (_REQUEST_TYPE, {"requestType": {"id": "25", "name": "Help"}, "currentStatus": {}}, "25"),
        (_REQUEST_TYPE, "sup/get-it-help", "sup/get-it-help"),
        (_REQUEST_TYPE, 25, "25"),
        (_ASSETS_OF_CLOUD, {"workspaceId": "w", "id": "w:9", "objectId": "9"}, {"id": "w:9"}),
        (_ASSETS_OF_CLOUD, "w:9", {"id": "w:9"}),
        (_ASSETS_OF_SERVERS, "Laptop (of Ada) (HW-12)", {"key": "HW-12"}),
        (_ASSETS_OF_SERVERS, "HW-12", {"key": "HW-12"}),
        ("team", {"id": "t-1", "name": "Red"}, "t-1"),
        ("team", Team(id="t-1"), "t-1"),
        ("project", {"id": 10000, "key": "DEMO"}, {"id": "10000"}),
        ("project", "DEMO", {"key": "DEMO"}),
        ("project", "10000", {"id": "10000"}),
        ("project", Project(key="DEMO"), {"key": "DEMO"}),
        ("priority", {"id": "2", "name": "High", "iconUrl": "…"}, {"id": "2"}),
        ("priority", "High", {"name": "High"}),
        ("issuelink", "DEMO-1", {"key": "DEMO-1"}),
        ("issuelink", "10001", {"id": "10001"}),
        ("issuelink", Ticket(id="10001", key="DEMO-1"), {"id": "10001"}),
    ],
)
def test_what_was_read_or_named_is_written_as_requests_want_it(type: str, given: object, written: object) -> None:
    assert _WRITERS[type](given) == written


@pytest.mark.parametrize(
    ("type", "given"), [(_ORGANIZATIONS, "ACME"), (_ASSETS_OF_CLOUD, 9), ("team", 5), (_REQUEST_TYPE, ["25"])]
)
def test_what_cannot_be_meant_is_an_error_that_says_what_can(type: str, given: object) -> None:
    with pytest.raises(TypeError, match="takes"):
        _WRITERS[type](given)
