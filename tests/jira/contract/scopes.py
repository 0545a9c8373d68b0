"""The tables of scopes and permissions in the pages of both providers, made of what operations sent and the documents say."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any, Final

from anyticket.provider.operations import OPERATIONS

from .documents import Described, find
from .kit_site import Variant
from .sent import SENT
from .worlds import PROVIDERS

_HEADS: Final = {
    "cloud": "| operation | classic scopes | granular scopes | permissions |",
    "server": "| operation | OAuth 2.0 scope | permissions |",
}
_REQUIRED: Final = re.compile(r"Permissions?\S* required.*", re.DOTALL)
_NAMED: Final = re.compile(r"(?<!\*)\*([A-Z][A-Za-z -]+)\*(?!\*)")
#: Looked up beside what an operation is about.
_ASIDE: Final = ("/field", "/myself", "/serverInfo", "/issueLinkType")


def table(variant: Variant) -> str:
    """Return the table of a variant."""
    head = _HEADS[variant]
    rule = "|" + " --- |" * (head.count("|") - 1)
    names = (name for name in OPERATIONS if PROVIDERS[variant].supports(name))
    rows = (f"| `{name}` | " + " | ".join(_cells(name, variant)) + " |" for name in names)
    return "\n".join([head, rule, *rows]) + "\n"


def _cells(name: str, variant: Variant) -> Iterator[str]:
    if variant == "cloud":
        asked = list(_described(name, "cloud"))
        yield _joined(scope for one in asked for scope in _scopes(one, classic=True))
        yield _joined(scope for one in asked for scope in _scopes(one, classic=False))
    else:
        writes = any(not request.harmless for request in SENT["server"].by_operation.get(name, {}).values())
        yield "`WRITE`" if writes else "`READ`"
    permissions = {word for one in _described(name, "cloud") for word in _permissions(one)}
    yield ", ".join(sorted(permissions)) or "none"


def _described(name: str, variant: Variant) -> Iterator[Described]:
    derived = OPERATIONS[name].facts.derived_from
    for request in SENT[variant].by_operation.get(derived or name, {}).values():
        found = find(request, variant)
        if found is not None and not (name not in {"list_fields", "get_me"} and request.path.endswith(_ASIDE)):
            yield found


def _scopes(one: Described, *, classic: bool) -> Iterator[str]:
    listed: list[dict[str, Any]] = one.facts.get("x-atlassian-oauth2-scopes") or []
    named = [scope for entry in listed for scope in entry["scopes"]]
    named += [scope for entry in one.facts.get("security", []) for scope in entry.get("OAuth2", [])]
    yield from (scope for scope in named if (scope.count(":") == 1) is classic)


def _permissions(one: Described) -> Iterator[str]:
    told = _REQUIRED.search(one.facts.get("description", ""))
    yield from _NAMED.findall(told.group()) if told else ()


def _joined(scopes: Iterable[str]) -> str:
    return " ".join(f"`{scope}`" for scope in sorted(set(scopes))) or "none"
