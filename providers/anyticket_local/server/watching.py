"""The resources of watchers and votes."""

from __future__ import annotations

from .exchange import Answer, Exchange, Routes
from .references import person_id, ticket_id, writable_ticket
from .refusal import Refusal, missing
from .words import Catalogue

routes = Routes()


def _people(exchange: Exchange, ticket: str, role: str) -> Answer:
    statement = "SELECT member_id FROM ticket_member WHERE ticket_id = ? AND role = ? ORDER BY position, member_id"
    ids = [row["member_id"] for row in exchange.rows.all(statement, ticket_id(exchange.rows, ticket), role)]
    people = Catalogue(exchange.rows).people(ids)
    return Answer({"items": [people[id] for id in ids]})


def _add(exchange: Exchange, ticket: str, role: str, person: int) -> Answer:
    id = writable_ticket(exchange.rows, ticket)
    statement = """
    INSERT INTO ticket_member SELECT ?1, ?2, ?3, ifnull(max(position) + 1, 0) FROM ticket_member
    WHERE ticket_id = ?1 AND role = ?2 ON CONFLICT DO NOTHING
    """
    exchange.rows.run(statement, id, role, person)
    return Answer.nothing()


def _remove(exchange: Exchange, ticket: str, role: str, person: int) -> Answer:
    id = writable_ticket(exchange.rows, ticket)
    exchange.rows.run("DELETE FROM ticket_member WHERE ticket_id = ? AND role = ? AND member_id = ?", id, role, person)
    return Answer.nothing()


def _named(exchange: Exchange, person: str) -> int:
    try:
        return person_id(exchange.rows, {"id": person}, exchange.account)
    except Refusal as exc:
        raise missing("person", person) from exc


@routes.on("GET", "/tickets/{}/watchers")
def list_watchers(exchange: Exchange, ticket: str) -> Answer:
    return _people(exchange, ticket, "watcher")


@routes.on("PUT", "/tickets/{}/watchers/{}")
def add_watcher(exchange: Exchange, ticket: str, person: str) -> Answer:
    return _add(exchange, ticket, "watcher", _named(exchange, person))


@routes.on("DELETE", "/tickets/{}/watchers/{}")
def remove_watcher(exchange: Exchange, ticket: str, person: str) -> Answer:
    return _remove(exchange, ticket, "watcher", _named(exchange, person))


@routes.on("GET", "/tickets/{}/votes")
def list_voters(exchange: Exchange, ticket: str) -> Answer:
    return _people(exchange, ticket, "vote")


@routes.on("PUT", "/tickets/{}/votes/me")
def add_vote(exchange: Exchange, ticket: str) -> Answer:
    return _add(exchange, ticket, "vote", exchange.account)


@routes.on("DELETE", "/tickets/{}/votes/me")
def remove_vote(exchange: Exchange, ticket: str) -> Answer:
    return _remove(exchange, ticket, "vote", exchange.account)
