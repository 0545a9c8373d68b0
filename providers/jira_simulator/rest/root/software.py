"""
The `software` API of Cloud: issues of boards, epics and sprints in pages by a token, and how many there are.

It gives what the agile API gives by a start. The specification that is at hand does not name it yet; jira.js 6 and
atlassian-python-api 5, which are generated from later ones, do.
"""

from __future__ import annotations

from typing import Final

from ..agile import board_issues, epics, sprints
from ..agile_calls import board_of
from ..call import Answer, Call
from ..routing import CLOUD, Routes

routes = Routes()

_PREFIX: Final = "/rest/software/1.0"
_BOARD: Final = ["read:board-scope:jira-software"]

for _route in (*board_issues.routes.found, *epics.routes.found, *sprints.routes.found):
    if _route.method == "GET" and _route.path.endswith(("/issue", "/backlog")):
        routes.get(_PREFIX + _route.path, on=[CLOUD], scopes=_route.scopes)(_route.handler)


@routes.get(f"{_PREFIX}/board/{{board}}/issue/approximate-count", on=[CLOUD], scopes=_BOARD)
def count_issues(call: Call) -> Answer:
    """Count the issues of a board."""
    return Answer({"count": len(board_issues.found_on(call, board_of(call)))})


@routes.get(f"{_PREFIX}/board/{{board}}/backlog/approximate-count", on=[CLOUD], scopes=_BOARD)
def count_backlog(call: Call) -> Answer:
    """Count the backlog of a board."""
    return Answer({"count": len(board_issues.found_on(call, board_of(call), backlog=True))})
