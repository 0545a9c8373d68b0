"""
The schema, as a list of migrations: `PRAGMA user_version` counts those that a file has had.

Times are UTC in ISO 8601 with microseconds, so that they sort as text. A migration that has been released is never
changed; what is needed next is added as another one.
"""

from __future__ import annotations

import sqlite3
from typing import Final

from .refusal import Refusal
from .seed import SEED

_WORDS: Final = """
CREATE TABLE person (id INTEGER PRIMARY KEY AUTOINCREMENT, username TEXT NOT NULL UNIQUE, name TEXT NOT NULL,
    email TEXT, folded_email TEXT UNIQUE, kind TEXT NOT NULL DEFAULT 'person',
    active INTEGER NOT NULL DEFAULT 1, avatar_url TEXT);
CREATE TABLE status (id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL UNIQUE, category TEXT NOT NULL,
    description TEXT);
CREATE TABLE priority (id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL UNIQUE, level TEXT NOT NULL,
    position INTEGER NOT NULL);
CREATE TABLE resolution (id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL UNIQUE, description TEXT);
CREATE TABLE type (id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL UNIQUE, kind TEXT NOT NULL,
    hierarchy_level INTEGER NOT NULL, description TEXT);
CREATE TABLE label (id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL UNIQUE, color TEXT, description TEXT);
CREATE TABLE link_type (id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL UNIQUE, outward TEXT NOT NULL,
    inward TEXT NOT NULL);
CREATE TABLE workflow (id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL UNIQUE,
    first_status_id INTEGER NOT NULL REFERENCES status);
CREATE TABLE workflow_status (workflow_id INTEGER NOT NULL REFERENCES workflow ON DELETE CASCADE,
    status_id INTEGER NOT NULL REFERENCES status, PRIMARY KEY (workflow_id, status_id)) WITHOUT ROWID;
CREATE TABLE transition (id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL,
    workflow_id INTEGER NOT NULL REFERENCES workflow ON DELETE CASCADE, target_id INTEGER NOT NULL REFERENCES status);
CREATE TABLE transition_source (transition_id INTEGER NOT NULL REFERENCES transition ON DELETE CASCADE,
    status_id INTEGER NOT NULL REFERENCES status, PRIMARY KEY (transition_id, status_id)) WITHOUT ROWID;
CREATE TABLE transition_field (transition_id INTEGER NOT NULL REFERENCES transition ON DELETE CASCADE,
    field TEXT NOT NULL, PRIMARY KEY (transition_id, field)) WITHOUT ROWID;
"""

_PROJECTS: Final = """
CREATE TABLE project (id INTEGER PRIMARY KEY AUTOINCREMENT, key TEXT NOT NULL UNIQUE, name TEXT NOT NULL,
    description TEXT, lead_id INTEGER REFERENCES person, archived INTEGER NOT NULL DEFAULT 0,
    workflow_id INTEGER NOT NULL REFERENCES workflow, last_number INTEGER NOT NULL DEFAULT 0);
CREATE TABLE component (id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL, description TEXT,
    project_id INTEGER NOT NULL REFERENCES project ON DELETE CASCADE, lead_id INTEGER REFERENCES person,
    UNIQUE (project_id, name));
CREATE TABLE version (id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL, description TEXT,
    project_id INTEGER NOT NULL REFERENCES project ON DELETE CASCADE, start TEXT, release TEXT,
    released INTEGER NOT NULL DEFAULT 0, archived INTEGER NOT NULL DEFAULT 0, UNIQUE (project_id, name));
CREATE TABLE field (id TEXT PRIMARY KEY, name TEXT NOT NULL, kind TEXT NOT NULL, items TEXT,
    required INTEGER NOT NULL DEFAULT 0) WITHOUT ROWID;
CREATE TABLE field_project (field_id TEXT NOT NULL REFERENCES field ON DELETE CASCADE,
    project_id INTEGER NOT NULL REFERENCES project ON DELETE CASCADE,
    PRIMARY KEY (field_id, project_id)) WITHOUT ROWID;
CREATE TABLE option (id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL,
    field_id TEXT NOT NULL REFERENCES field ON DELETE CASCADE, parent_id INTEGER REFERENCES option ON DELETE CASCADE,
    disabled INTEGER NOT NULL DEFAULT 0);
CREATE INDEX option_of_field ON option (field_id, parent_id);
"""

_TICKETS: Final = """
CREATE TABLE ticket (id INTEGER PRIMARY KEY AUTOINCREMENT, project_id INTEGER NOT NULL REFERENCES project,
    number INTEGER NOT NULL, title TEXT NOT NULL, description TEXT, type_id INTEGER NOT NULL REFERENCES type,
    status_id INTEGER NOT NULL REFERENCES status, resolution_id INTEGER REFERENCES resolution,
    priority_id INTEGER REFERENCES priority, reporter_id INTEGER REFERENCES person,
    creator_id INTEGER REFERENCES person, parent_id INTEGER REFERENCES ticket, due TEXT,
    due_at TEXT AS (CASE length(due) WHEN 10 THEN due || 'T00:00:00.000000+00:00' ELSE due END) VIRTUAL,
    estimate_seconds INTEGER, remaining_seconds INTEGER, created_at TEXT NOT NULL, updated_at TEXT NOT NULL,
    resolved_at TEXT, version INTEGER NOT NULL DEFAULT 1, UNIQUE (project_id, number));
CREATE INDEX ticket_parent ON ticket (parent_id);
CREATE INDEX ticket_status ON ticket (status_id);
CREATE INDEX ticket_updated ON ticket (updated_at);
CREATE TABLE former_key (key TEXT PRIMARY KEY, ticket_id INTEGER NOT NULL REFERENCES ticket ON DELETE CASCADE)
    WITHOUT ROWID;
CREATE TABLE ticket_member (ticket_id INTEGER NOT NULL REFERENCES ticket ON DELETE CASCADE, role TEXT NOT NULL,
    member_id INTEGER NOT NULL, position INTEGER NOT NULL, PRIMARY KEY (ticket_id, role, member_id)) WITHOUT ROWID;
CREATE INDEX ticket_of_member ON ticket_member (role, member_id, ticket_id);
CREATE TABLE ticket_field (ticket_id INTEGER NOT NULL REFERENCES ticket ON DELETE CASCADE,
    field_id TEXT NOT NULL REFERENCES field ON DELETE CASCADE, position INTEGER NOT NULL, value NOT NULL,
    PRIMARY KEY (ticket_id, field_id, position)) WITHOUT ROWID;
CREATE TABLE comment (id INTEGER PRIMARY KEY AUTOINCREMENT, ticket_id INTEGER NOT NULL REFERENCES ticket
    ON DELETE CASCADE, author_id INTEGER REFERENCES person, body TEXT NOT NULL, internal INTEGER NOT NULL DEFAULT 0,
    parent_id INTEGER REFERENCES comment ON DELETE CASCADE, created_at TEXT NOT NULL, updated_at TEXT);
CREATE INDEX comment_of_ticket ON comment (ticket_id);
CREATE TABLE attachment (id INTEGER PRIMARY KEY AUTOINCREMENT, ticket_id INTEGER NOT NULL REFERENCES ticket
    ON DELETE CASCADE, filename TEXT NOT NULL, media_type TEXT NOT NULL, size_bytes INTEGER NOT NULL,
    author_id INTEGER REFERENCES person, created_at TEXT NOT NULL, content_id INTEGER NOT NULL REFERENCES content);
CREATE INDEX attachment_of_ticket ON attachment (ticket_id);
CREATE TABLE content (id INTEGER PRIMARY KEY AUTOINCREMENT, begun_at TEXT NOT NULL, complete INTEGER NOT NULL DEFAULT 0);
CREATE TABLE content_chunk (content_id INTEGER NOT NULL REFERENCES content ON DELETE CASCADE, start INTEGER NOT NULL,
    bytes BLOB NOT NULL, PRIMARY KEY (content_id, start));
CREATE TABLE link (id INTEGER PRIMARY KEY AUTOINCREMENT, type_id INTEGER NOT NULL REFERENCES link_type,
    source_id INTEGER NOT NULL REFERENCES ticket ON DELETE CASCADE,
    target_id INTEGER NOT NULL REFERENCES ticket ON DELETE CASCADE, UNIQUE (type_id, source_id, target_id));
CREATE INDEX link_source ON link (source_id);
CREATE INDEX link_target ON link (target_id);
CREATE TABLE remote_link (id INTEGER PRIMARY KEY AUTOINCREMENT, ticket_id INTEGER NOT NULL REFERENCES ticket
    ON DELETE CASCADE, global_id TEXT, url TEXT NOT NULL, title TEXT NOT NULL, summary TEXT, relationship TEXT,
    resolved INTEGER, UNIQUE (ticket_id, global_id));
CREATE TABLE change (id INTEGER PRIMARY KEY AUTOINCREMENT, ticket_id INTEGER NOT NULL REFERENCES ticket
    ON DELETE CASCADE, at TEXT NOT NULL, author_id INTEGER REFERENCES person, comment_id INTEGER, fields TEXT NOT NULL);
CREATE INDEX change_of_ticket ON change (ticket_id);
CREATE TABLE idempotency (key TEXT PRIMARY KEY, digest TEXT NOT NULL, thing INTEGER NOT NULL,
    at TEXT NOT NULL) WITHOUT ROWID;
"""

# The same columns and statements with and without the index: GLOB looks into a trigram index by itself.
_INDEXED_TEXT: Final = "CREATE VIRTUAL TABLE ticket_text USING fts5(folded, tokenize='trigram case_sensitive 1')"
_PLAIN_TEXT: Final = "CREATE TABLE ticket_text (rowid INTEGER PRIMARY KEY, folded TEXT NOT NULL)"

MIGRATIONS: Final = (_WORDS + _PROJECTS + _TICKETS,)


def is_current(connection: sqlite3.Connection) -> bool:
    """Tell whether nothing needs to be migrated. Raises Refusal for a file of a newer release."""
    version = _version(connection)
    if version > len(MIGRATIONS):
        raise Refusal(
            501, f"the database has schema {version}, which a newer anyticket made; this one knows {len(MIGRATIONS)}"
        )
    return version == len(MIGRATIONS)


def migrate(connection: sqlite3.Connection) -> None:
    """Bring a database to the present schema, within a transaction. A new one is filled with the default words."""
    version = _version(connection)
    for migration in MIGRATIONS[version:]:
        for statement in migration.split(";"):
            connection.execute(statement)
    if version == 0:
        _make_text_table(connection)
        for statement, rows in SEED:
            connection.executemany(statement, rows)
    connection.execute(f"PRAGMA user_version = {len(MIGRATIONS)}")


def _version(connection: sqlite3.Connection) -> int:
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    return int(version)


def _make_text_table(connection: sqlite3.Connection) -> None:
    try:
        connection.execute(_INDEXED_TEXT)
    except sqlite3.OperationalError:  # this SQLite has no FTS5, or none that knows trigrams
        connection.execute(_PLAIN_TEXT)
