"""Epics and their issues."""

from __future__ import annotations

from typing import Final

from ...views.agile import epic
from ...work.boards import epic_id
from ...work.epics import put_under, refuse_team_managed, update_epic
from ..agile_calls import admit, epic_of_path, issue_page, issues_named, ranked, searched
from ..call import Answer, Call
from ..routing import Routes

routes = Routes()

_READ: Final = ["read:epic:jira-software"]
_WRITE: Final = ["write:epic:jira-software"]


@routes.get("/epic/none/issue", scopes=_READ)
def read_issues_without(call: Call) -> Answer:
    """Return the issues that belong to no epic."""
    admit(call)
    papers = call.site.index.papers()
    found = [id for id in _searched(call) if papers[id].values["hierarchyLevel"][0] == 0]
    return issue_page(call, [id for id in found if epic_id(call.site, id) is None])


def _searched(call: Call) -> list[int]:
    """Return what the query of the url finds, everything if there is none, by rank unless it says otherwise."""

    def find() -> list[int]:
        query = ranked(call.text("jql"))
        return call.site.index.find(query, call.site.index.meaning(query, call.account), call.account)

    return searched(call, find)


@routes.post("/epic/none/issue", scopes=_WRITE)
def take_out(call: Call) -> Answer:
    """Take issues out of their epics."""
    call.require_account()
    put_under(call.edit(), issues_named(call, call.object()), None)
    return Answer(status=204)


@routes.get("/epic/{epic}", scopes=_READ)
def read(call: Call) -> Answer:
    """Return an epic."""
    found = epic_of_path(call)
    refuse_team_managed(call.site, [found])
    return Answer(epic(found, call.view))


@routes.post("/epic/{epic}", scopes=_WRITE)
def update(call: Call) -> Answer:
    """Change what the body says of an epic."""
    call.require_account()
    return Answer(epic(update_epic(call.edit(), epic_of_path(call), call.object()), call.view))


@routes.get("/epic/{epic}/issue", scopes=_READ)
def read_issues(call: Call) -> Answer:
    """Return the issues of an epic."""
    wanted = epic_of_path(call)
    refuse_team_managed(call.site, [wanted])
    return issue_page(call, [id for id in _searched(call) if epic_id(call.site, id) == wanted.id])


@routes.post("/epic/{epic}/issue", scopes=_WRITE)
def put_in(call: Call) -> Answer:
    """Put issues under an epic."""
    call.require_account()
    put_under(call.edit(), issues_named(call, call.object()), epic_of_path(call))
    return Answer(status=204)
