"""The resources of people: the accounts of the tracker."""

from __future__ import annotations

from .database import fold
from .exchange import Answer, Exchange, Routes, row_id
from .paging import page
from .references import find_person, project_row
from .refusal import Problems, Refusal, missing
from .words import JSON, person_json

routes = Routes()

_KINDS = ("person", "app", "customer", "group")


def person(exchange: Exchange, id: int) -> JSON:
    """Return a person who is there."""
    row = exchange.rows.first("SELECT * FROM person WHERE id = ?", id)
    assert row is not None
    return person_json(row)


@routes.on("GET", "/me")
def get_me(exchange: Exchange) -> Answer:
    return Answer(person(exchange, exchange.account))


@routes.on("GET", "/people/{}")
def get_person(exchange: Exchange, name: str) -> Answer:
    row = find_person(exchange.rows, name)
    if row is None:
        raise missing("person", name)
    return Answer(person_json(row))


@routes.on("GET", "/people")
def search_people(exchange: Exchange) -> Answer:
    """Answer with the people who have a text in their name, username or e-mail address; only active ones if they are to be assigned."""
    project = exchange.parameter("assignable")
    if project:
        project_row(exchange.rows, project)
    statement = """
    SELECT * FROM person WHERE (
        instr(fold(name), ?1) OR instr(fold(username), ?1) OR instr(ifnull(folded_email, ''), ?1))
    AND (active OR NOT ?2) AND id > ?3 ORDER BY id
    """
    found, rest = page(exchange, statement, fold(exchange.parameter("text")), bool(project))
    return Answer({"items": [person_json(row) for row in found], **rest})


@routes.on("POST", "/people")
def create_person(exchange: Exchange) -> Answer:
    """Make an account: `{"username", "name", "email", "kind"}`."""
    given, problems, rows = exchange.body, Problems(), exchange.rows
    username, name, email, kind = (given.get(field) for field in ("username", "name", "email", "kind"))
    if not isinstance(username, str) or not username.strip() or row_id(username) is not None:
        problems.add("username", "is required, and is no number")
    if not isinstance(name, str) or not name.strip():
        problems.add("name", "is required")
    if email is not None and (not isinstance(email, str) or "@" not in email):
        problems.add("email", "is not an e-mail address")
    if kind is not None and kind not in _KINDS:
        problems.add("kind", f"is one of {', '.join(_KINDS)}")
    problems.refuse()
    for taken in (username, email):
        if taken is not None and find_person(rows, taken) is not None:
            raise Refusal(409, f"there is already a person {taken!r}")
    statement = "INSERT INTO person (username, name, email, folded_email, kind) VALUES (?, ?, ?, ?, ?)"
    return Answer.made(person(exchange, rows.run(statement, username, name, email, fold(email), kind or "person")))


@routes.on("PUT", "/people/{}")
def update_person(exchange: Exchange, name: str) -> Answer:
    """Rename an account, or make it active or not: `{"name", "active"}`."""
    row = find_person(exchange.rows, name)
    if row is None:
        raise missing("person", name)
    now = (exchange.body.get("name", row["name"]), bool(exchange.body.get("active", row["active"])))
    exchange.rows.run("UPDATE person SET name = ?, active = ? WHERE id = ?", *now, row["id"])
    return Answer(person(exchange, row["id"]))
