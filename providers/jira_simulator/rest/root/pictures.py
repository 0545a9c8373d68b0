"""The pictures that answers point to: of projects, accounts and issue types."""

from __future__ import annotations

from ..call import Answer, Call
from ..pictures import picture
from ..routing import Routes

routes = Routes()


@routes.get("/secure/projectavatar", scopes=())
@routes.get("/secure/useravatar", scopes=())
@routes.get("/secure/viewavatar", scopes=())
def read(call: Call) -> Answer:
    """Return the picture of an avatar."""
    return picture(call.number("avatarId", 10_400), call.text("size"))
