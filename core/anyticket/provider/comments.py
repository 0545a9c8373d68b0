"""The operations on comments."""

from __future__ import annotations

from ..capability import reads, writes
from ..errors import Unsupported
from ..flow import Flow
from ..model.comment import Comment, CommentDraft, CommentPatch
from ..model.page import Page
from ..model.ticket import Ticket


class CommentOperations:
    """Read and write comments."""

    @reads
    def list_comments(
        self, ticket: str | Ticket, /, *, page_size: int = 50, cursor: str | None = None
    ) -> Flow[Page[Comment]]:
        """Return the comments of a ticket, oldest first."""
        raise Unsupported("list_comments")

    @writes
    def add_comment(
        self, ticket: str | Ticket, comment: str | CommentDraft, /, *, idempotency_key: str | None = None
    ) -> Flow[Comment]:
        """Write a comment; a string is its Markdown. With `idempotency_key` it is written once."""
        raise Unsupported("add_comment")

    @writes
    def update_comment(
        self, ticket: str | Ticket, comment: str | Comment, change: str | CommentPatch, /
    ) -> Flow[Comment]:
        """Change a comment; a string is the new Markdown."""
        raise Unsupported("update_comment")

    @writes
    def delete_comment(self, ticket: str | Ticket, comment: str | Comment, /) -> Flow[None]:
        """Delete a comment."""
        raise Unsupported("delete_comment")
