"""Errors as answers: Jira's usual body, and its others."""

from __future__ import annotations

from ..refusal import Refused
from .call import Answer

__all__ = ["answer_of"]


def answer_of(refused: Refused) -> Answer:
    """Return the answer that a refusal becomes."""
    if refused.body is not None:
        html = isinstance(refused.body, bytes)
        media_type = "text/html;charset=UTF-8" if html else "application/json;charset=UTF-8"
        return Answer(refused.body, refused.status, refused.headers, media_type)
    body = {"errorMessages": list(refused.messages), "errors": refused.errors}
    return Answer(body, refused.status, refused.headers)
