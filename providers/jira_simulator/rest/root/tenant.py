"""What a site says about itself to anybody: its cloud id, or whether it runs."""

from __future__ import annotations

from ..call import Answer, Call
from ..routing import CLOUD, SERVER, Routes

routes = Routes()


@routes.get("/_edge/tenant_info", on=[CLOUD], anonymous=True)
def tenant(call: Call) -> Answer:
    """Return the cloud id."""
    return Answer({"cloudId": call.site.settings.cloud_id})


@routes.get("/status", on=[SERVER], anonymous=True)
def state(_: Call) -> Answer:
    """Return whether it runs."""
    return Answer({"state": "RUNNING"})
