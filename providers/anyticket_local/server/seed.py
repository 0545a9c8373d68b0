"""The words that a new database knows: types, priorities, statuses, a workflow, link types, and one account."""

from __future__ import annotations

from typing import Any, Final

ACCOUNT: Final = "me"
"""The username of the account that a connection acts as, unless its options name another one."""
WORKFLOW: Final = "default"
"""The name of the workflow that a project gets, unless it names another one."""

_TODO, _PROGRESS, _WAITING, _DONE, _CANCELLED = range(1, 6)
_OPEN: Final = (_TODO, _PROGRESS, _WAITING)

_TRANSITIONS: Final = (
    ("Start", _PROGRESS, (_TODO,)),
    ("Wait", _WAITING, (_PROGRESS,)),
    ("Resume", _PROGRESS, (_WAITING,)),
    ("Put back", _TODO, (_PROGRESS, _WAITING)),
    ("Finish", _DONE, _OPEN),
    ("Cancel", _CANCELLED, _OPEN),
    ("Reopen", _TODO, (_DONE, _CANCELLED)),
)

_Rows = tuple[tuple[Any, ...], ...]

SEED: Final[tuple[tuple[str, _Rows], ...]] = (
    ("INSERT INTO person (username, name) VALUES (?, ?)", ((ACCOUNT, "Me"),)),
    (
        "INSERT INTO type (name, kind, hierarchy_level) VALUES (?, ?, ?)",
        (
            ("Task", "task", 0),
            ("Bug", "bug", 0),
            ("Story", "story", 0),
            ("Epic", "epic", 1),
            ("Sub-task", "subtask", -1),
        ),
    ),
    (
        "INSERT INTO priority (name, level, position) VALUES (?, ?, ?)",
        (
            ("Highest", "urgent", 1),
            ("High", "high", 2),
            ("Medium", "normal", 3),
            ("Low", "low", 4),
            ("Lowest", "lowest", 5),
        ),
    ),
    (
        "INSERT INTO status (id, name, category) VALUES (?, ?, ?)",
        (
            (_TODO, "To Do", "todo"),
            (_PROGRESS, "In Progress", "in_progress"),
            (_WAITING, "Waiting", "waiting"),
            (_DONE, "Done", "done"),
            (_CANCELLED, "Cancelled", "cancelled"),
        ),
    ),
    (
        "INSERT INTO resolution (name, description) VALUES (?, ?)",
        (
            ("Done", "The work is done."),
            ("Won't Do", "Nobody will do this."),
            ("Duplicate", "Another ticket says the same."),
            ("Cannot Reproduce", "It does not happen here."),
        ),
    ),
    (
        "INSERT INTO link_type (name, outward, inward) VALUES (?, ?, ?)",
        (
            ("Blocks", "blocks", "is blocked by"),
            ("Clones", "clones", "is cloned by"),
            ("Duplicate", "duplicates", "is duplicated by"),
            ("Causes", "causes", "is caused by"),
            ("Relates", "relates to", "relates to"),
        ),
    ),
    ("INSERT INTO workflow (name, first_status_id) VALUES (?, ?)", ((WORKFLOW, _TODO),)),
    ("INSERT INTO workflow_status (workflow_id, status_id) VALUES (1, ?)", tuple((id,) for id in range(1, 6))),
    (
        "INSERT INTO transition (id, name, workflow_id, target_id) VALUES (?, ?, 1, ?)",
        tuple((id, name, target) for id, (name, target, _) in enumerate(_TRANSITIONS, 1)),
    ),
    (
        "INSERT INTO transition_source (transition_id, status_id) VALUES (?, ?)",
        tuple((id, source) for id, (_, _, sources) in enumerate(_TRANSITIONS, 1) for source in sources),
    ),
)
