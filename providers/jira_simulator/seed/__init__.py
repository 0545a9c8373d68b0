"""
The seed: a site with people, projects and as many issues as wanted, the same for the same number.

Everything lies before `EPOCH`, so that what tests find does not depend on when they run.
"""

from __future__ import annotations

from datetime import UTC, datetime
from random import Random
from typing import Final

from ..site import Site
from .agile import seed_boards
from .apps import seed_apps
from .catalogue import seed_catalogue
from .fields import seed_fields
from .issues import seed_issues
from .people import seed_people
from .projects import seed_projects
from .service_desk import seed_requests

__all__ = ["EPOCH", "seed"]

EPOCH: Final = int(datetime(2026, 11, 1, 9, tzinfo=UTC).timestamp() * 1000)


def seed(site: Site, *, issues: int = 0, now: int = EPOCH) -> None:
    """Fill an empty site."""
    random = Random(issues)
    with site.store.database.transaction():
        seed_catalogue(site)
        seed_people(site, random, now)
        seed_fields(site)
        seed_projects(site, random)
        seed_boards(site, now)
        seed_issues(site, issues, random, now)
        seed_requests(site)
        seed_apps(site)
