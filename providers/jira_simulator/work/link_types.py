"""Types of links, as administrators change them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

from ..refusal import Refused
from ..site import Site
from ..store.catalogue import LinkType
from .editing import Edit
from .linking import unlink

__all__ = ["add_link_type", "change_link_type", "delete_link_type"]

_PARTS: Final = ("name", "inward", "outward")


def add_link_type(site: Site, body: Mapping[str, Any]) -> LinkType:
    """
    Make a type.

    Raises:
        Refused: A part is missing, or the name is taken.
    """
    given = {part: str(body.get(part) or "").strip() for part in _PARTS}
    missing = {part: f"The {part} of a link type must be given." for part, value in given.items() if not value}
    if missing:
        raise Refused(400, errors=missing)
    _keep_unique(site, given["name"])
    return site.store.link_types.add(LinkType(name=given["name"], inward=given["inward"], outward=given["outward"]))


def change_link_type(site: Site, found: LinkType, body: Mapping[str, Any]) -> LinkType:
    """Change what is given; what is not stays."""
    given = {part: str(body[part]).strip() for part in _PARTS if body.get(part) is not None}
    empty = {part: f"The {part} of a link type must be given." for part, value in given.items() if not value}
    if empty:
        raise Refused(400, errors=empty)
    if "name" in given:
        _keep_unique(site, given["name"], but=found.id)
    new = {part: given.get(part, getattr(found, part)) for part in _PARTS}
    saved = site.store.link_types.save(replace(found, name=new["name"], inward=new["inward"], outward=new["outward"]))
    site.index.rebuild()
    return saved


def delete_link_type(edit: Edit, found: LinkType) -> None:
    """Delete a type and the links of it."""
    store = edit.site.store
    for each in store.links.where(type_id=found.id):
        unlink(edit, each)
    store.link_types.remove(found.id)
    edit.site.index.rebuild()


def _keep_unique(site: Site, name: str, *, but: int = 0) -> None:
    if any(found.name.lower() == name.lower() and found.id != but for found in site.store.link_types):
        raise Refused(400, "You cannot create two issue link types with the same name.")
