"""Agile calls: the board, sprint, epic and issues that a request names, and the pages of the agile API."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Final, TypeVar

from ..jql import JqlError, parse
from ..permissions import sees_issue
from ..refusal import Refused
from ..site import Site
from ..store.agile import Board, Sprint
from ..store.issues import Issue
from ..views.agile import AGILE_FIELDS, agile_issue
from ..views.issues import FieldChoice, choose, names_and_schema
from ..wire import as_list
from ..work.boards import sees_board
from .call import Answer, Call, no_issue
from .page_tokens import next_token, start_after
from .paging import start_and_size

__all__ = [
    "admit",
    "agile_page",
    "board_of",
    "epic_of_path",
    "fields_of",
    "issue_page",
    "issues_named",
    "one_issue",
    "ranked",
    "searched",
    "sprint_of",
]

T = TypeVar("T")
_NO_BOARD: Final = (
    "The requested board cannot be viewed because it either does not exist or you do not have permission to view it."
)
_MOST_MOVED: Final = 50


def admit(call: Call) -> None:
    """Refuse anonymous people on Cloud; Data Center shows them what is public."""
    if call.site.cloud:
        call.require_account()


def board_of(call: Call, id: object | None = None) -> Board:
    """Return the board that the path, or else an id, names, if the account sees it."""
    admit(call)
    text = call.path["board"] if id is None else str(id)
    found = call.site.store.boards.get(int(text)) if _is_number(text) else None
    if found is None or not sees_board(call.site, call.account, found):
        if call.site.cloud:
            raise Refused(404, _NO_BOARD)
        raise Refused(404, errors={"rapidViewId": _NO_BOARD})
    return found


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 19


def sprint_of(call: Call, id: object | None = None) -> Sprint:
    """Return the sprint that the path, or else an id, names, if the account sees its board."""
    admit(call)
    text = call.path["sprint"] if id is None else str(id)
    found = call.site.store.sprints.get(int(text)) if _is_number(text) else None
    board = call.site.store.boards.get(found.board_id) if found else None
    if found is None or (board is not None and not sees_board(call.site, call.account, board)):
        raise Refused(404, f"Sprint with id '{text}' does not exist or you do not have permission to view it.")
    return found


def epic_of_path(call: Call) -> Issue:
    """Return the epic that the path names."""
    found = one_issue(call, call.path["epic"])
    if call.site.store.types[found.ref("issuetype") or 0].level != 1:
        raise Refused(404, "The requested issue is not an epic.")
    return found


def one_issue(call: Call, id_or_key: object) -> Issue:
    """Return the issue with an id or key, if the account may see it."""
    admit(call)
    found = call.site.issue(str(id_or_key))
    if found is None or not sees_issue(call.site, call.account, found):
        raise Refused(404, _unseen(call.site))
    return found


def _unseen(site: Site) -> str:
    return no_issue(site) if site.cloud else "The issue no longer exists."


def issues_named(call: Call, asked: dict[str, Any]) -> list[Issue]:
    """Return `issues` of a body: at most 50, each once."""
    names = as_list(asked.get("issues"))
    if len(names) > _MOST_MOVED:
        raise Refused(400, f"Cannot move more than {_MOST_MOVED} issues at once.")
    found = {issue.id: issue for issue in (one_issue(call, name) for name in names)}
    return list(found.values())


def agile_page(call: Call, items: Sequence[T], shown: Callable[[T], object], *, total: bool = True) -> Answer:
    """Return a page of `values`, at most 50; `total` where the resource of this platform tells it."""
    start, size = start_and_size(call, usual=50, most=50)
    page = items[start : start + size]
    answer: dict[str, Any] = {"maxResults": size, "startAt": start}
    if total:
        answer["total"] = len(items)
    return Answer(answer | {"isLast": start + size >= len(items), "values": [shown(item) for item in page]})


def searched(call: Call, find: Callable[[], list[int]]) -> list[int]:
    """
    Return what a search by board finds.

    Raises:
        Refused: A query is wrong, and `validateQuery` does not say that this does not matter.
    """
    jql = call.text("jql")
    try:
        if jql and call.flag("validateQuery", default=True):
            problems = call.site.index.meaning(jql, call.account).problems
            if problems:
                raise Refused(400, *problems)
        return find()
    except JqlError as exc:
        raise Refused(400, *exc.messages) from None


def ranked(jql: str) -> str:
    """
    Return a query with the order that the agile API has where a request does not say another one.

    Raises:
        JqlError: It cannot be parsed.
    """
    return jql if jql.strip() and parse(jql).order_by else f"{jql} ORDER BY Rank ASC"


def fields_of(call: Call) -> tuple[FieldChoice, frozenset[str]]:
    """Return the fields of the platform and those of the agile API that a request asks for."""
    asked = call.words("fields")
    choice = choose([name for name in asked if name not in AGILE_FIELDS] or [], call.view, default="*navigable")
    wanted = [name for name in asked if not name.startswith("-")]
    everything = not wanted or bool({"*all", "*navigable"} & set(wanted))
    own = set(AGILE_FIELDS) if everything else set(AGILE_FIELDS) & set(wanted)
    if wanted and set(wanted) <= set(AGILE_FIELDS):
        choice = FieldChoice(())
    return choice, frozenset(own - {name[1:] for name in asked if name.startswith("-")})


def issue_page(call: Call, ids: Sequence[int]) -> Answer:
    """Return a page of issues with their agile fields: by a start, in the newer `software` API of Cloud by a token."""
    if call.url.startswith("/rest/software/"):
        return _page_by_token(call, ids)
    start, size = start_and_size(call, usual=50, most=100 if call.site.cloud else 1000)
    answer: dict[str, Any] = {"expand": "schema,names", "startAt": start, "maxResults": size, "total": len(ids)}
    return Answer(answer | _shown(call, ids[start : start + size]))


def _page_by_token(call: Call, ids: Sequence[int]) -> Answer:
    start = start_after(ids, call.text("nextPageToken"), call)
    size = start_and_size(call, usual=50, most=100)[1] or 50
    answer: dict[str, Any] = {"expand": "schema,names", "isLast": start + size >= len(ids)}
    if not answer["isLast"]:
        answer["nextPageToken"] = next_token(start + size, ids[start + size - 1], call)
    return Answer(answer | _shown(call, ids[start : start + size]))


def _shown(call: Call, ids: Sequence[int]) -> dict[str, Any]:
    choice, own = fields_of(call)
    expand = call.expand()
    kept = expand - {"names", "schema"}
    page = [agile_issue(found, call.view, choice, own, kept) for found in call.site.store.issues.get_many(ids)]
    return {"issues": page} | names_and_schema(choice, expand)
