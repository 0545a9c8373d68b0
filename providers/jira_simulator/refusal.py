"""Refused: what a request runs into, in the shape that Jira gives it."""

from __future__ import annotations

from collections.abc import Mapping

__all__ = ["BadValue", "Refused", "not_found"]


class Refused(Exception):
    """
    A request that is not done.

    Attributes:
        status: The HTTP status.
        messages: `errorMessages` of the body.
        errors: `errors` of the body: by field.
        headers: What the answer carries besides.
        body: A body of another shape, instead of the usual one.
    """

    def __init__(
        self,
        status: int,
        *messages: str,
        errors: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
        body: object = None,
    ) -> None:
        super().__init__(status, messages, errors)
        self.status = status
        self.messages = messages
        self.errors = dict(errors or {})
        self.headers = dict(headers or {})
        self.body = body


def not_found(message: str) -> Refused:
    """Return the refusal of what does not exist, or may not be seen: Jira tells no difference."""
    return Refused(404, message)


class BadValue(ValueError):
    """A value that a field does not take; the text is what `errors` says of the field."""
