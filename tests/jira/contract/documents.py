"""
Atlassian's documents as judges of requests: path, method, parameters, and the body with its rich text.

Where a fact contradicts a document, the deviation has a name and a reason.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Final
from urllib.parse import unquote

import orjson
from jsonschema import Draft4Validator

from anyticket.request import Multipart, Request, Upload
from shared_files import schema as adf_schema
from shared_files import shared_json
from text.adf_schema import AdfSchema

from .kit_site import Variant

_DOCUMENTS: Final[Mapping[Variant, tuple[str, ...]]] = {
    "cloud": ("jira-cloud-v3", "jira-cloud-v2", "jira-agile-cloud", "jsm-cloud"),
    "server": ("jira-dc-10.3",),
}
_PARAMETER: Final = re.compile(r"\{[^}]*\}")
#: Where version 3 takes a document and no string.
_RICH: Final = frozenset({"description", "environment"})

#: What a document has against requests that are right: the problem, and how that is known.
DEVIATIONS: Final[Mapping[str, str]] = {
    r"PUT \S+/assignee: body (accountId|name): None is not of type 'string'": "the text of the same operation says that null unassigns",
    r"\S+ /rest/webhooks/1\.0/webhook": "administrators' webhooks are in no document: "
    "https://developer.atlassian.com/server/jira/platform/webhooks/",
    r"\S+ /rest/jira-webhook/1\.0/webhooks": "the same from Data Center 10 on: "
    "https://confluence.atlassian.com/adminjiraserver/managing-webhooks-938846912.html",
    r"GET /rest/agile/1\.0/board/\{boardId\}/sprint: the parameter 'state'": "the text of the same operation has a "
    "list of words, `state=active,closed`; its schema is the class that reads it",
    r"(POST|PUT) /rest/api/2/issue\S*: body (issueUpdates/\d+/)?fields/\S+: .* is not of type 'object'": "the document "
    "of Data Center gives all fields the schema of an object; recorded requests have strings, numbers and lists",
    r"\S+ /rest/api/2/issue\S*: body (properties/\d+/value|): .* is not of type 'string'": "the document of Data "
    "Center calls the JSON of a property a string; it is any JSON: "
    "https://developer.atlassian.com/server/jira/platform/entity-properties/",
    r"GET /rest/api/2/issue/\{issueIdOrKey\}/transitions: it has no parameter 'expand'": "the text of the same operation "
    "says that fields come with `expand=transitions.fields`",
}


@dataclass(frozen=True)
class Described:
    """An operation of a document."""

    document: str
    method: str
    path: str
    pattern: re.Pattern[str]

    @property
    def facts(self) -> dict[str, Any]:
        found: dict[str, Any] = _document(self.document)["paths"][self.path][self.method.lower()]
        return found

    @property
    def parameters(self) -> list[dict[str, Any]]:
        shared: list[dict[str, Any]] = _document(self.document)["paths"][self.path].get("parameters", [])
        every = [*shared, *self.facts.get("parameters", [])]
        return [self._resolved(one) for one in every]

    def _resolved(self, one: dict[str, Any]) -> dict[str, Any]:
        if "$ref" not in one:
            return one
        found: Any = _document(self.document)
        for part in one["$ref"].removeprefix("#/").split("/"):
            found = found[part]
        return dict(found)

    def validator(self, schema: Any) -> Draft4Validator:
        return Draft4Validator({"allOf": [schema], "components": _document(self.document).get("components", {})})


@cache
def _document(name: str) -> Any:
    return shared_json(f"specs/{name}.json")


@cache
def described(variant: Variant) -> tuple[Described, ...]:
    """Return all operations of a variant, those with fewer parameters first."""
    found = [
        Described(name, method.upper(), path, re.compile(_PARAMETER.sub("[^/]+", re.sub(r"([.+])", r"\\\1", path))))
        for name in _DOCUMENTS[variant]
        for path, methods in _document(name)["paths"].items()
        for method in methods.keys() & {"get", "put", "post", "delete", "patch"}
    ]
    return tuple(sorted(found, key=lambda one: one.path.count("{")))


def find(request: Request, variant: Variant) -> Described | None:
    """Return the operation that a request is for."""
    return next(
        (o for o in described(variant) if o.method == request.method and o.pattern.fullmatch(request.path)), None
    )


def problems(request: Request, variant: Variant) -> list[str]:
    """Return what the documents have against a request."""
    operation = find(request, variant)
    if operation is None:
        return [] if _elsewhere(request, variant) else [f"{request.method} {request.route}: no document has it"]
    found = [*_of_path(request, operation), *_of_query(request, operation), *_of_body(request, operation)]
    if operation.document == "jira-cloud-v3" and isinstance(request.body, bytes) and request.body:
        found += _of_rich_text(orjson.loads(request.body))
    return [f"{request.method} {operation.path}: {one}" for one in found]


def _elsewhere(request: Request, variant: Variant) -> bool:
    """Tell whether a request goes where no document looks: contents of attachments, and the store of media."""
    return request.foreign or (variant == "server" and request.path.startswith("/secure/"))


def _of_path(request: Request, operation: Described) -> Iterator[str]:
    names = re.findall(r"\{([^}]*)\}", operation.path)
    pattern = _PARAMETER.sub("([^/]+)", re.sub(r"([.+])", r"\\\1", operation.path))
    matched = re.fullmatch(pattern, request.path)
    values = matched.groups() if matched else ()
    schemas = {one["name"]: one.get("schema", {}) for one in operation.parameters if one["in"] == "path"}
    for name, value in zip(names, values, strict=True):
        yield from _of_value(name, [unquote(value)], schemas.get(name, {}), operation)


def _of_query(request: Request, operation: Described) -> Iterator[str]:
    known = {one["name"]: one for one in operation.parameters if one["in"] == "query"}
    given: dict[str, list[str]] = {}
    for name, value in request.query:
        given.setdefault(name, []).append(value)
    for name, values in given.items():
        if name not in known:
            yield f"it has no parameter {name!r}"
        else:
            yield from _of_value(name, values, known[name].get("schema", {}), operation)
    for name, one in known.items():
        if one.get("required") and name not in given:
            yield f"the parameter {name!r} is missing"


def _of_value(name: str, values: list[str], schema: Mapping[str, Any], operation: Described) -> Iterator[str]:
    value: Any = values if schema.get("type") == "array" else values[0]
    if schema.get("type") == "array":
        items = schema.get("items", {})
        value = [_typed(part, items) for one in values for part in one.split(",")]
    elif len(values) > 1:
        yield f"the parameter {name!r} is given {len(values)} times"
    else:
        value = _typed(values[0], schema)
    for error in operation.validator(schema).iter_errors(value):
        yield f"the parameter {name!r}: {error.message[:160]}"


def _typed(text: str, schema: Mapping[str, Any]) -> Any:
    match schema.get("type"):
        case "integer" if re.fullmatch(r"-?\d+", text):
            return int(text)
        case "number" if re.fullmatch(r"-?\d+(\.\d+)?", text):
            return float(text)
        case "boolean" if text in {"true", "false"}:
            return text == "true"
        case _:
            return text


def excuse(problem: str) -> str | None:
    """Return the name of the deviation that a problem is."""
    return next((name for name in DEVIATIONS if re.match(name, problem, re.DOTALL)), None)


def _of_body(request: Request, operation: Described) -> Iterator[str]:
    wanted = operation.facts.get("requestBody") or {}
    if request.body == b"":
        if wanted.get("required"):
            yield "the body is missing"
    elif not wanted:
        yield "it takes no body"
    else:
        yield from _of_content(request, operation, wanted.get("content", {}))


def _of_content(request: Request, operation: Described, contents: Mapping[str, Any]) -> Iterator[str]:
    match request.body:
        case bytes():
            schema = contents.get("application/json", contents.get("*/*", {})).get("schema")
            if schema is None:
                yield f"it takes no JSON but {sorted(contents)}"
                return
            for error in operation.validator(schema).iter_errors(orjson.loads(request.body)):
                place = "/".join(str(part) for part in error.absolute_path)
                yield f"body {place}: {error.message[:200]}"
        case Multipart():
            schema = contents.get("multipart/form-data", {}).get("schema")
            if schema is None:
                yield f"it takes no parts but {sorted(contents)}"
            elif not {part.name for part in request.body.parts} <= {"file"}:
                yield "a part is not called file"
        case Upload():
            yield "it takes no plain upload"


@cache
def _adf() -> AdfSchema:
    return AdfSchema(adf_schema())


def _of_rich_text(payload: Any, name: str = "") -> Iterator[str]:
    """Yield what is wrong with documents, and where a string stands in the place of one."""
    if isinstance(payload, dict):
        if payload.get("type") == "doc" and "content" in payload:
            if not _adf().is_valid(payload):
                yield f"{name}: no valid ADF: {orjson.dumps(payload)[:200]!r}"
            return
        for key, value in payload.items():
            if key in _RICH and isinstance(value, str) and name == "fields":
                yield f"{key}: a string, where version 3 takes ADF"
            yield from _of_rich_text(value, str(key))
    elif isinstance(payload, list):
        for value in payload:
            yield from _of_rich_text(value, name)
