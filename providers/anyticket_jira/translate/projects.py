"""Projects with their components and versions."""

from __future__ import annotations

from typing import Any

from anyticket.model.project import Component, Project, Version
from anyticket.model.sparse import ABSENT, loaded

from ..wire import day, flag, given, identifier, identity, maybe, table, text, word
from .people import person


def project(value: Any, site: str) -> Project:
    """Read a project. `url` is its page on the site, not what somebody wrote into its URL field."""
    data = table(value)
    key = word(data, "key")
    return loaded(
        Project,
        data,
        id=given(data, "id", identifier),
        key=key,
        name=word(data, "name"),
        description=maybe(data, "description", text),
        url=f"{site}/browse/{key}" if site and key is not ABSENT else ABSENT,
        lead=maybe(data, "lead", person),
        archived=given(data, "archived", flag),
        category=maybe(data, "projectCategory", _name),
    )


def _name(value: Any) -> str | None:
    name = given(table(value), "name", text)
    return None if name is ABSENT else name


def component(value: Any) -> Component:
    """Read a component, of which some tools leave nothing but the name."""
    if type(value) is str:
        return loaded(Component, value, name=value)
    data = table(value)
    return loaded(
        Component,
        data,
        id=identity(data),
        name=word(data, "name"),
        description=maybe(data, "description", text),
        lead=maybe(data, "lead", person),
    )


def version(value: Any) -> Version:
    """Read a version, of which some tools leave nothing but the name."""
    if type(value) is str:
        return loaded(Version, value, name=value)
    data = table(value)
    return loaded(
        Version,
        data,
        id=identity(data),
        name=word(data, "name"),
        description=maybe(data, "description", text),
        start=maybe(data, "startDate", day),
        release=maybe(data, "releaseDate", day),
        released=given(data, "released", flag),
        archived=given(data, "archived", flag),
    )
