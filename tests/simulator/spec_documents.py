"""Atlassian's interface documents: which operations there are, and what their answers may be."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from jsonschema import Draft4Validator, ValidationError

from ..shared_files import shared_json

__all__ = ["Operation", "find_operation", "problems_of"]

_CLOUD: Final = ("jira-cloud-v3", "jira-cloud-v2", "jira-agile-cloud", "jsm-cloud")
_SERVER: Final = ("jira-dc-10.3",)
_PARAMETER: Final = re.compile(r"\{[^}]*\}")


@dataclass(frozen=True)
class Operation:
    """A method of a path in one of the documents."""

    document: str
    method: str
    path: str

    @property
    def responses(self) -> dict[str, Any]:
        found: dict[str, Any] = _document(self.document)["paths"][self.path][self.method.lower()]["responses"]
        return found


@cache
def _document(name: str) -> Any:
    return shared_json(f"specs/{name}.json")


@cache
def _operations(cloud: bool) -> dict[tuple[str, str], Operation]:
    found: dict[tuple[str, str], Operation] = {}
    for name in _CLOUD if cloud else _SERVER:
        for path, methods in _document(name)["paths"].items():
            for method in methods.keys() & {"get", "put", "post", "delete", "patch"}:
                key = (method.upper(), _PARAMETER.sub("{}", path).rstrip("/"))
                found.setdefault(key, Operation(name, method.upper(), path))
    return found


def find_operation(method: str, path: str, *, cloud: bool) -> Operation | None:
    """Return the operation of a route, whose parameters may have other names."""
    return _operations(cloud).get((method, _PARAMETER.sub("{}", path).rstrip("/")))


def problems_of(operation: Operation, status: int, body: Any) -> list[str]:
    """Return what a document has against an answer; nothing where it says nothing of the body."""
    responses = operation.responses
    if str(status) not in responses:
        return [] if "default" in responses else [f"status {status} is not foreseen"]
    content = responses[str(status)].get("content") or {}
    schema = next((kind["schema"] for kind in content.values() if "schema" in kind), None)
    if schema is None or body is None:
        return []
    return sorted({_told(error) for error in _leaves(_validator(operation, status).iter_errors(_without_nulls(body)))})


@cache
def _validator(operation: Operation, status: int) -> Draft4Validator:
    content = operation.responses[str(status)]["content"]
    schema = next(kind["schema"] for kind in content.values() if "schema" in kind)
    return Draft4Validator({"allOf": [schema], "components": _document(operation.document)["components"]})


def _leaves(errors: Any) -> Iterator[ValidationError]:
    """Yield the errors inside of alternatives, where there is only one way to fail."""
    for error in errors:
        inner = [item for item in error.context or [] if item.validator != "type"]
        if error.validator == "allOf" and inner:
            yield from _leaves(inner)
        else:
            yield error


def _told(error: ValidationError) -> str:
    """Return a problem without what is particular to the answer."""
    place = "/".join("*" if isinstance(part, int) or str(part).isdigit() else str(part) for part in error.path)
    if error.validator == "additionalProperties":
        schema: Any = error.schema
        extra = sorted(set(error.instance) - set(schema.get("properties", {})))
        return f"{place}: unknown {', '.join(extra)}"
    if error.validator == "required":
        schema = error.schema
        return f"{place}: without {', '.join(sorted(set(schema['required']) - set(error.instance)))}"
    return f"{place}: {error.validator} {str(error.validator_value)[:60]}"


def _without_nulls(value: Any) -> Any:
    """Return an answer without the keys that are null, which the documents never foresee and Jira often writes."""
    if isinstance(value, dict):
        return {key: _without_nulls(inner) for key, inner in value.items() if inner is not None}
    if isinstance(value, list):
        return [_without_nulls(inner) for inner in value]
    return value
