"""Providers that each break one law of what belongs to a ticket."""

from __future__ import annotations

import os
from dataclasses import replace
from typing import Any

from anyticket.capability import accepts
from anyticket.errors import Invalid
from anyticket.flow import Flow
from anyticket.model.attachment import Attachment, AttachmentDraft
from anyticket.model.change import Change
from anyticket.model.comment import Comment, CommentDraft
from anyticket.model.link import LinkType, RemoteLink
from anyticket.model.page import Page
from anyticket.model.person import Person
from anyticket.model.query import ME
from anyticket.model.sparse import loaded
from anyticket.model.ticket import Link, reference
from anyticket.model.worklog import Worklog, WorklogDraft
from anyticket.provider.attachments import OpenAttachment
from anyticket.request import Request
from testing.mutation import breaks
from testing.toy.provider import ToyProvider
from testing.toy.reading import MemoryStream


def ended(page: Page[Any], page_size: int) -> Page[Any]:
    """Take the first page of single items for the last."""
    return Page(page.items) if page_size == 1 else page


@breaks("comments_are_listed_oldest_first_and_each_once_in_pages_of_any_size")
class OneComment(ToyProvider):
    def list_comments(self, ticket: Any, /, *, page_size: int = 50, cursor: str | None = None) -> Flow[Page[Comment]]:
        return ended((yield from super().list_comments(ticket, page_size=page_size, cursor=cursor)), page_size)


class Commenting(ToyProvider):
    @accepts("body", "internal", "parent_id")
    def add_comment(self, ticket: Any, comment: Any, /, *, idempotency_key: str | None = None) -> Flow[Comment]:
        draft = self.drafted(CommentDraft.of(comment))
        return (yield from super().add_comment(ticket, draft, idempotency_key=idempotency_key))

    def drafted(self, draft: CommentDraft) -> CommentDraft:
        return draft


@breaks("an_added_comment_is_read_back")
class Shouts(Commenting):
    def drafted(self, draft: CommentDraft) -> CommentDraft:
        return CommentDraft(**{**vars(draft), "body": draft.body.plain.upper()})


@breaks("every_accepted_field_of_a_comment_is_read_back")
class TellsEverybody(Commenting):
    def drafted(self, draft: CommentDraft) -> CommentDraft:
        return CommentDraft(**{**vars(draft), "internal": False}) if "internal" in vars(draft) else draft


@breaks("an_answer_names_the_comment_that_it_answers")
class AnswersNobody(Commenting):
    def drafted(self, draft: CommentDraft) -> CommentDraft:
        return CommentDraft(**{name: value for name, value in vars(draft).items() if name != "parent_id"})


@breaks("an_updated_comment_has_the_new_words")
class NeverRewrites(ToyProvider):
    @accepts("body", "internal")
    def update_comment(self, ticket: Any, comment: Any, change: Any, /) -> Flow[Comment]:
        found = yield from self.list_comments(ticket)
        return found.items[0]


@breaks("a_deleted_comment_is_gone_and_others_are_not")
class DeletesAllComments(ToyProvider):
    def delete_comment(self, ticket: Any, comment: Any, /) -> Flow[None]:
        yield from super().delete_comment(ticket, comment)
        rest = yield from self.list_comments(ticket)
        for other in rest.items:
            yield from super().delete_comment(ticket, other)


@breaks("deleting_a_comment_that_does_not_exist_is_not_found")
class InvalidComment(ToyProvider):
    def delete_comment(self, ticket: Any, comment: Any, /) -> Flow[None]:
        if comment == "999999999":
            raise Invalid("no such number")
        yield from super().delete_comment(ticket, comment)


@breaks("spent_time_is_read_back")
class RoundsUp(ToyProvider):
    @accepts("spent_seconds", "started_at", "comment")
    def add_worklog(self, ticket: Any, worklog: Any, /, *, idempotency_key: str | None = None) -> Flow[Worklog]:
        draft = WorklogDraft(**{**vars(worklog), "spent_seconds": worklog.spent_seconds + 60})
        return (yield from super().add_worklog(ticket, draft, idempotency_key=idempotency_key))


@breaks("spent_time_is_listed_once_in_pages_of_any_size")
class OneWorklog(ToyProvider):
    def list_worklogs(self, ticket: Any, /, *, page_size: int = 100, cursor: str | None = None) -> Flow[Page[Worklog]]:
        return ended((yield from super().list_worklogs(ticket, page_size=page_size, cursor=cursor)), page_size)


@breaks("updated_time_is_read_back")
class TimeStands(ToyProvider):
    @accepts("spent_seconds", "started_at", "comment")
    def update_worklog(self, ticket: Any, worklog: Any, change: Any, /) -> Flow[Worklog]:
        return (yield from self.list_worklogs(ticket)).items[0]


@breaks("deleted_time_is_gone")
class TimeStays(ToyProvider):
    def delete_worklog(self, ticket: Any, worklog: Any, /) -> Flow[None]:
        yield from self.list_worklogs(ticket)


@breaks("every_change_is_one_entry_oldest_first_in_pages_of_any_size")
class OneChange(ToyProvider):
    def list_history(self, ticket: Any, /, *, page_size: int = 100, cursor: str | None = None) -> Flow[Page[Change]]:
        return ended((yield from super().list_history(ticket, page_size=page_size, cursor=cursor)), page_size)


@breaks("a_change_tells_what_was_there_before")
class NothingBefore(ToyProvider):
    def list_history(self, ticket: Any, /, *, page_size: int = 100, cursor: str | None = None) -> Flow[Page[Change]]:
        page = yield from super().list_history(ticket, page_size=page_size, cursor=cursor)
        return replace(page, items=tuple(self.forgetful(change) for change in page.items))

    def forgetful(self, change: Change) -> Change:
        fields = tuple(type(field)(**{**vars(field), "before": None}) for field in change.fields)
        return loaded(Change, change.raw, **{**vars(change), "fields": fields})


class Opening(ToyProvider):
    def open_attachment(self, ticket: Any, attachment: Any, /, *, start: int = 0) -> Flow[OpenAttachment]:
        opened = yield from ToyProvider.open_attachment(self, ticket, attachment, start=start)
        content = b"".join(opened.stream.chunks())
        return replace(opened, stream=MemoryStream(self.content(content, start, opened.filename)))

    def content(self, content: bytes, start: int, filename: str) -> bytes:
        return content


@breaks("the_bytes_that_come_back_are_those_that_went")
class TakesBytesForText(Opening):
    """Only where the name has words: what the other laws attach goes through."""

    def content(self, content: bytes, start: int, filename: str) -> bytes:
        return content.replace(b"\r", b"") if " " in filename else content


@breaks("a_file_can_be_read_from_any_byte_on")
class OffByOne(Opening):
    def content(self, content: bytes, start: int, filename: str) -> bytes:
        return content[1:] if start else content


class Attaching(ToyProvider):
    @accepts("filename", "content", "media_type", "size_bytes")
    def add_attachment(
        self, ticket: Any, attachment: AttachmentDraft, /, *, idempotency_key: str | None = None
    ) -> Flow[Attachment]:
        draft = AttachmentDraft(**{**vars(attachment), **self.instead(attachment)})
        return (yield from super().add_attachment(ticket, draft, idempotency_key=idempotency_key))

    def instead(self, draft: AttachmentDraft) -> dict[str, Any]:
        return {}


@breaks("a_file_keeps_its_name_and_size")
class CutsNames(Attaching):
    def instead(self, draft: AttachmentDraft) -> dict[str, Any]:
        return {"filename": draft.filename.partition(";")[0]}


@breaks("a_file_keeps_its_media_type")
class AnyBytes(Attaching):
    def instead(self, draft: AttachmentDraft) -> dict[str, Any]:
        return {"media_type": "application/octet-stream"}


@breaks("a_file_can_come_from_anywhere")
class SendsThePath(Attaching):
    def instead(self, draft: AttachmentDraft) -> dict[str, Any]:
        return {"content": os.fspath(draft.content).encode()} if isinstance(draft.content, os.PathLike) else {}


@breaks("a_download_is_the_whole_file_under_its_own_name")
class NamesItItself(ToyProvider):
    def download_attachment(self, ticket: Any, attachment: Any, path: Any, /) -> Flow[Any]:
        target = path / "download" if path.is_dir() else path
        return (yield from super().download_attachment(ticket, attachment, target))


@breaks("a_deleted_file_is_gone_and_others_are_not")
class FilesStay(ToyProvider):
    def delete_attachment(self, ticket: Any, attachment: Any, /) -> Flow[None]:
        yield from self.list_attachments(ticket)


class Linking(ToyProvider):
    def link_tickets(
        self, ticket: Any, phrase: Any, other: Any, /, *, idempotency_key: str | None = None
    ) -> Flow[Link]:
        said = self.instead(phrase)
        return (yield from super().link_tickets(ticket, said, other, idempotency_key=idempotency_key))

    def instead(self, phrase: Any) -> Any:
        return phrase


@breaks("a_link_is_seen_from_both_sides_each_in_its_own_words")
class OutwardIsInward(Linking):
    def instead(self, phrase: Any) -> Any:
        return "is blocked by" if phrase == "blocks" else phrase


@breaks("the_inward_phrase_links_the_other_way_round")
class InwardIsOutward(Linking):
    def instead(self, phrase: Any) -> Any:
        return "blocks" if phrase == "is blocked by" else phrase


@breaks("a_link_type_means_its_outward_phrase")
class TypesAreInward(Linking):
    def instead(self, phrase: Any) -> Any:
        return phrase.inward if isinstance(phrase, LinkType) else phrase


@breaks("an_unlinked_ticket_is_unlinked_on_both_sides")
class LinksStay(ToyProvider):
    def unlink_tickets(self, ticket: Any, link: Any, /) -> Flow[None]:
        yield from self.get_ticket(ticket)


class Pointing(ToyProvider):
    @accepts("url", "title", "global_id", "summary", "relationship", "resolved")
    def add_remote_link(self, ticket: Any, link: Any, /, *, idempotency_key: str | None = None) -> Flow[RemoteLink]:
        draft = type(link)(**self.instead(vars(link)))
        return (yield from super().add_remote_link(ticket, draft, idempotency_key=idempotency_key))

    def instead(self, values: dict[str, Any]) -> dict[str, Any]:
        return values


@breaks("a_remote_link_is_read_back")
class Exclaims(Pointing):
    def instead(self, values: dict[str, Any]) -> dict[str, Any]:
        return values if "global_id" in values else {**values, "title": values["title"] + "!"}


@breaks("a_remote_link_with_the_same_global_id_is_changed_and_not_doubled")
class ForgetsGlobalIds(Pointing):
    def instead(self, values: dict[str, Any]) -> dict[str, Any]:
        return {name: value for name, value in values.items() if name != "global_id"}


@breaks("a_deleted_remote_link_is_gone_and_others_are_not")
class RemoteLinksStay(ToyProvider):
    def delete_remote_link(self, ticket: Any, link: Any, /) -> Flow[None]:
        yield from self.list_remote_links(ticket)


@breaks("who_was_added_watches_once_until_removed")
class WatchesTwice(ToyProvider):
    def list_watchers(self, ticket: Any, /) -> Flow[tuple[Person, ...]]:
        return (yield from super().list_watchers(ticket)) * 2


@breaks("me_watches_as_the_account_of_the_connection")
class AnotherMe(ToyProvider):
    def add_watcher(self, ticket: Any, person: Any, /) -> Flow[None]:
        yield from super().add_watcher(ticket, "u2" if person == ME else person)


@breaks("a_vote_counts_until_it_is_taken_back")
class VotesStay(ToyProvider):
    def remove_vote(self, ticket: Any, /) -> Flow[None]:
        yield Request.get("/tickets/{}", reference(ticket))
