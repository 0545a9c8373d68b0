"""Answers of limits: 429 as each platform gives it, and the headers that tell of it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Final

from ..refusal import Refused
from ..site import Site

__all__ = ["REASONS", "cloud_headers", "too_many"]

# https://developer.atlassian.com/cloud/jira/platform/rate-limiting/
REASONS: Final = (
    "jira-burst-based",
    "jira-quota-global-based",
    "jira-quota-tenant-based",
    "jira-per-issue-on-write",
    "jira-cost-based",
    "jira-quota-based",
)
# Data Center answers by the page of the servlet container below it.
_PAGE: Final = (
    b'<!doctype html><html lang="en"><head><title>HTTP Status 429 \xe2\x80\x93 Too Many Requests</title></head>'
    b"<body><h1>HTTP Status 429 \xe2\x80\x93 Too Many Requests</h1><p><b>Message</b> Rate limit exceeded.</p></body></html>"
)


def too_many(site: Site, retry_after: int, headers: Mapping[str, str]) -> Refused:
    """Return the refusal of a request that is one too many; it was not done."""
    told = {"Retry-After": str(retry_after), **headers}
    if not site.cloud:
        return Refused(429, body=_PAGE, headers=told)
    refused = Refused(429, "The request has been rate-limited. Please try again later.", headers=told)
    refused.body = {"errorMessages": list(refused.messages), "errors": refused.errors, "status": 429}
    return refused


def cloud_headers(site: Site, reason: str, limit: int, retry_after: int) -> dict[str, str]:
    """Return what Cloud tells beside a 429; the reset has minutes alone, rounded down as it is sent."""
    reset = datetime.fromtimestamp(site.clock.now() // 1000 + retry_after, UTC)
    return {
        "X-RateLimit-Limit": str(limit),
        "X-RateLimit-Remaining": "0",
        "X-RateLimit-Reset": f"{reset:%Y-%m-%dT%H:%MZ}",
        "RateLimit-Reason": reason,
    }
