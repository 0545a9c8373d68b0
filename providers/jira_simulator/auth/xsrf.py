"""
Forged requests: what looks as if a page of another site had made a browser send it.

Both platforms refuse writes with a browser's User-Agent unless a page of their own origin sent them, whatever else
the request carries; clients that are not browsers are not asked.
"""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import urlsplit

from ..refusal import Refused
from ..rest.call import Call

__all__ = ["refuse_forged"]

_BROWSER: Final = re.compile(r"Mozilla/|Opera/|Chrome/|Safari/|Firefox/|MSIE |Trident/|Edg/")
_READING: Final = {"GET", "HEAD", "OPTIONS"}


def refuse_forged(call: Call) -> None:
    """
    Refuse a write of the REST API that a page of another origin may have caused.

    Raises:
        Refused: It is one.
    """
    # https://support.atlassian.com/jira/kb/rest-api-calls-with-a-browser-user-agent-header-may-fail-csrf-checks/
    if call.method in _READING or not call.url.startswith("/rest/"):
        return
    if not _BROWSER.search(call.headers.get("user-agent", "")):
        return
    sender = call.headers.get("origin") or call.headers.get("referer", "")
    if urlsplit(sender)[:2] != urlsplit(call.site.settings.url)[:2]:
        raise Refused(403, body=b"XSRF check failed")
