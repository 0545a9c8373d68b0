"""
A Jira that runs here: Cloud and Data Center on loopback, for the tests of any Jira client.

    python -m jira_simulator cloud --port 0 --seed 1000      one line of JSON: url, credentials, projects
    create_app(make_site("server", context="/jira"))         the same in process, as an ASGI application

What lies where, from the bottom up:

    jql/          the language: `parse`, and `interpret` over documents; knows nothing of the rest
    store/        records of every noun (frozen dataclasses) and their tables in SQLite, small ones kept in memory
    clock.py site.py permissions.py refusal.py wire.py richtext.py adf_check.py
    fieldtypes/   what each kind of field does: read from requests, write to answers, index, compare, log
    search/       the index with its lag, and what JQL's names and functions mean on a site
    views/        records to JSON, for platform, API version and account (`View`)
    work/         what is done to a site: create, edit, move on, comment, log work, link; `events` tells listeners
    seed/         a deterministic site: catalogue, people, fields, projects, boards, issues
    auth/         credentials really checked, a file a scheme
    rest/         `Call` to `Answer`: routing, paging, errors; resources in api/, agile/, servicedesk/, root/ (whole paths)
    control/      what tests order over HTTP under `/__simulator`: clock, index, journal, faults, limits, grants, webhooks
    faults/       what goes wrong on order, down to the connection; limits/ what is too much; journal.py what was asked
    webhooks/     what is told becomes deliveries: filtered, signed, sent beside the requests, tried again
    app.py launch.py serving.py __main__.py

To add a resource: write `rest/api/<noun>.py` (or agile/, servicedesk/ ...) with `routes = Routes()` and handlers under
`@routes.get("/path/{name}", on=[CLOUD], scopes=[...], since=(9,))`; it is found by itself. A handler takes a `Call`
(`call.issue()`, `call.project()`, `call.me`, `call.object()`, `call.words("fields")`, `call.view`, `call.edit()`) and
returns an `Answer`; it runs in one transaction, and raises `Refused(status, message, errors={field: text})`. What it
does to the site belongs in `work/`, what it shows in `views/`. A new noun is a dataclass and a table in `store/`; a
new kind of field a class in `fieldtypes/`; a new way to log in an entry of `auth.SCHEMES`; a new fault an effect in
`faults/effects.py`; what tests may order a file in `control/`; webhooks listen with
`work.events.hear(site, listener)`. After a change of an issue call `site.index.touch(issue.id)`; after one of a field
or project, `site.index.rebuild()`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .app import create_app
    from .clock import Clock
    from .launch import access, make_site
    from .site import Settings, Site

__all__ = ["Clock", "Settings", "Site", "access", "create_app", "make_site"]


def __getattr__(name: str) -> object:
    """Import what is asked for, so that the language can be used without the server."""
    from importlib import import_module

    homes = {"create_app": "app", "Clock": "clock", "access": "launch", "make_site": "launch"}
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f".{homes.get(name, 'site')}", __name__), name)
