"""JQL: parsed, matched against issues, cleaned of what people were called, and what its editor has to know."""

from __future__ import annotations

from typing import Any, Final

from ... import permissions
from ...jql import JqlError, interpret, parse
from ...jql.rendering import render, structure
from ...jql.replacing import exchange
from ...jql.tree import FieldName, JqlQuery, Literal
from ...refusal import Refused
from ...search.reference import reference, suggestions
from ...search.world import SiteWorld
from ...store.people import Person
from ...wire import as_list, as_object
from ..call import Answer, Call
from ..guards import administrator
from ..routing import CLOUD, Routes

routes = Routes()

_READ: Final = ("read:jira-work",)
_NO_VALUE: Final = " does not exist for the field "
_MOST_ISSUES: Final = 1000
_MOST_QUERIES: Final = 100


@routes.get("/jql/autocompletedata")
def read_reference(call: Call) -> Answer:
    """Return the fields, functions and reserved words."""
    return Answer(reference(call.site))


@routes.post("/jql/autocompletedata", on=[CLOUD], scopes=_READ)
def read_reference_of_projects(call: Call) -> Answer:
    """Return the same for some projects."""
    body = call.object()
    return Answer(reference(call.site, [int(id) for id in as_list(body.get("projectIds"))]))


@routes.get("/jql/autocompletedata/suggestions")
def suggest(call: Call) -> Answer:
    """Return values of a field, or of the predicate BY, that a text begins."""
    name, text = call.text("fieldName"), call.text("fieldValue")
    if call.text("predicateName").lower() == "by":
        name, text = "assignee", call.text("predicateValue")
    wanted = name.strip("\"'").lower()
    for found in call.site.store.fields:
        number = f"cf[{found.key.rpartition('_')[2]}]"
        if wanted and wanted in {found.key.lower(), found.name.lower(), number, *map(str.lower, found.clause_names)}:
            return Answer({"results": suggestions(call.site, call.account, found, text)})
    return Answer({"results": []})


@routes.post("/jql/parse", on=[CLOUD], scopes=_READ)
def parse_all(call: Call) -> Answer:
    """Return the structure of queries, or what is wrong with them; how much is checked is for the caller to say."""
    validation = call.text("validation", "strict")
    if validation not in {"strict", "warn", "none"}:
        raise Refused(400, f"The validation '{validation}' is not valid. It must be one of strict, warn, none.")
    queries = as_list(call.object().get("queries"))
    if not queries:
        raise Refused(400, "The queries has to be provided.")
    return Answer({"queries": [_parsed(str(query), validation, call) for query in queries]})


def _parsed(text: str, validation: str, call: Call) -> dict[str, Any]:
    answer: dict[str, Any] = {"query": text}
    try:
        query = parse(text)
    except JqlError as exc:
        return answer | {"errors": list(exc.messages)}
    if validation == "none":
        return answer | {"structure": structure(query)}
    problems = interpret(query, SiteWorld(call.site, call.account)).problems
    errors = [problem for problem in problems if _NO_VALUE not in problem]
    warnings = [problem for problem in problems if _NO_VALUE in problem]
    if not problems or validation == "warn":
        answer["structure"] = structure(query)
    return answer | ({"errors": errors} if errors else {}) | ({"warnings": warnings} if warnings else {})


@routes.post("/jql/match", on=[CLOUD], scopes=_READ)
def match(call: Call) -> Answer:
    """Return which of some issues each query finds."""
    body = call.object()
    ids = [int(id) for id in as_list(body.get("issueIds"))]
    queries = [str(query) for query in as_list(body.get("jqls"))]
    if len(ids) > _MOST_ISSUES or len(queries) > _MOST_QUERIES:
        raise Refused(400, f"At most {_MOST_QUERIES} queries and {_MOST_ISSUES} issues can be matched at once.")
    return Answer({"matches": [_matched(query, ids, call) for query in queries]})


def _matched(text: str, ids: list[int], call: Call) -> dict[str, Any]:
    index = call.site.index
    try:
        search = index.meaning(text, call.account)
    except JqlError as exc:
        return {"matchedIssues": [], "errors": list(exc.messages)}
    if search.problems:
        return {"matchedIssues": [], "errors": list(search.problems)}
    found = set(index.find(text, search, call.account))
    return {"matchedIssues": [id for id in ids if id in found], "errors": []}


@routes.post("/jql/pdcleaner", on=[CLOUD], scopes=("read:jira-user", "read:jira-work"))
def clean(call: Call) -> Answer:
    """Put account ids in the place of what people were called before accounts had ids."""
    call.require_account()
    cleaned: list[str] = []
    unknown: list[dict[str, str]] = []
    for text in map(str, as_list(call.object().get("queryStrings"))):
        query, missing = _with_account_ids(_readable(text), call)
        changed = text if query is None else render(query)
        if missing:
            unknown.append({"originalQuery": text, "convertedQuery": changed})
        else:
            cleaned.append(changed)
    return Answer({"queryStrings": cleaned} | ({"queriesWithUnknownUsers": unknown} if unknown else {}))


def _readable(text: str) -> JqlQuery:
    try:
        return parse(text)
    except JqlError as exc:
        raise Refused(400, *exc.messages) from None


def _with_account_ids(query: JqlQuery, call: Call) -> tuple[JqlQuery | None, bool]:
    """Return the query as it has to be, None if it may stay, and whether it names somebody who is unknown."""
    world = SiteWorld(call.site, call.account)
    missing: list[str] = []

    def change(field: FieldName, literal: Literal) -> Literal:
        if not any(found.type == "user" for found in world.fields(field)):
            return literal
        found = _person(literal.text, call)
        if found is None:
            missing.append(literal.text)
            return Literal("unknown")
        return Literal(found.account_id)

    changed = exchange(query, change)
    return (None if changed == query else changed), bool(missing)


def _person(text: str, call: Call) -> Person | None:
    """Return an account by its id, or by the login or key that it had."""
    people = call.site.store.people
    return people.first(account_id=text) or people.first(name=text.lower()) or people.first(key=text)


@routes.post("/jql/sanitize", on=[CLOUD], scopes=("manage:jira-configuration",))
def sanitize(call: Call) -> Answer:
    """Put ids in the place of the names of projects that an account may not see."""
    administrator(call, "You are not authorized to perform this action. Administrator privileges are required.")
    queries = as_list(call.object().get("queries"))
    if not queries:
        raise Refused(400, "The queries has to be provided.")
    return Answer({"queries": [_sanitized(as_object(row), call) for row in queries]})


def _sanitized(row: dict[str, Any], call: Call) -> dict[str, Any]:
    text, id = str(row.get("query") or ""), row.get("accountId")
    answer: dict[str, Any] = {"initialQuery": text} | ({} if id is None else {"accountId": id})
    try:
        query = parse(text)
    except JqlError as exc:
        return answer | {"errors": {"errorMessages": list(exc.messages), "errors": {}}}
    account = call.site.person(id)
    world = SiteWorld(call.site, call.account)
    visible = permissions.visible_projects(call.site, account)

    def change(field: FieldName, literal: Literal) -> Literal:
        if not any(found.type == "project" for found in world.fields(field)):
            return literal
        for project in call.site.store.projects:
            if literal.text.lower() in {project.key.lower(), project.name.lower()} and project not in visible:
                return Literal(str(project.id), project.id)
        return literal

    changed = exchange(query, change)
    return answer | {"sanitizedQuery": text if changed == query else render(changed)}
