"""Subtasks of an issue, on Data Center."""

from __future__ import annotations

from ...views.parts import PARTS
from ..call import Answer, Call
from ..routing import SERVER, Routes

routes = Routes()


@routes.get("/issue/{issue}/subtask", on=[SERVER])
def read(call: Call) -> Answer:
    """Return the subtasks of an issue, as the issue itself has them."""
    return Answer(PARTS["subtasks"](call.issue(), call.view))
