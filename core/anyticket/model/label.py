"""Label: a word stuck to tickets."""

from __future__ import annotations

from .named import Named
from .project import Project
from .sparse import ABSENT


class Label(Named, frozen=True):
    """A label; in many trackers nothing but its name."""

    color: str | None = ABSENT
    description: str | None = ABSENT
    project: Project | None = ABSENT
