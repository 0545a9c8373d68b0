"""The published keys of Forge, which backends of apps check invocations with."""

from __future__ import annotations

from ..call import Answer, Call
from ..routing import CLOUD, Routes

routes = Routes()


@routes.get("/.well-known/jwks.json", on=[CLOUD], anonymous=True)
def keys(call: Call) -> Answer:
    """Return the public keys; Atlassian has them at `forge.cdn.prod.atlassian-dev.net`."""
    return Answer(call.site.forge.keys.published(), headers={"Cache-Control": "public, max-age=300"})
