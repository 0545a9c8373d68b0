"""Labels: every one that an issue has, in order."""

from __future__ import annotations

from ...store.summaries import labels_in_use
from ..call import Answer, Call
from ..paging import page_of
from ..routing import CLOUD, Routes

routes = Routes()


@routes.get("/label", on=[CLOUD])
def read(call: Call) -> Answer:
    """Return a page of labels."""
    call.require_account()
    return Answer(page_of(call, labels_in_use(call.site.store.database), usual=1000, most=1000))
