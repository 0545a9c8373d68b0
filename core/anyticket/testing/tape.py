"""
The form of a cassette: YAML that a reviewer can read, with JSON bodies as structure.

    recorded: {from: "Toy 1.0 on loopback", salt: 3f2a91bc}
    exchanges:
    - request: {method: POST, path: /search, query: limit=3, json: {project: [{key: KIT}]}}
      response: {status: 200, headers: {content-type: application/json}, json: {items: [], next: null}}
"""

from __future__ import annotations

import base64
from collections.abc import Mapping
from typing import Any, Final
from urllib.parse import urlsplit

import orjson
import yaml

#: In place of the tracker's address. No name ends so: https://www.rfc-editor.org/rfc/rfc2606
PLACEHOLDER: Final = "https://{}.invalid"


def written(cassette: Mapping[str, Any]) -> str:
    """Return the YAML of a cassette in vcrpy's own form."""
    exchanges = [
        {"request": _request(one["request"]), "response": _response(one["response"])}
        for one in cassette["interactions"]
    ]
    document = {"recorded": cassette.get("metadata", {}), "exchanges": exchanges}
    return yaml.safe_dump(document, sort_keys=False, allow_unicode=True, width=120)


def read(text: str, origin: str) -> dict[str, Any]:
    """Return a cassette in vcrpy's own form."""
    document = yaml.safe_load(text)
    interactions = [
        {"request": _vcr_request(one["request"], origin), "response": _vcr_response(one["response"])}
        for one in document["exchanges"]
    ]
    return {"version": 1, "interactions": interactions, "metadata": document.get("recorded", {})}


def as_json(body: Any) -> Any:
    """Return what a body holds if that is JSON, else None."""
    raw = body.encode() if isinstance(body, str) else body
    try:
        return orjson.loads(raw) if raw else None
    except orjson.JSONDecodeError:
        return None


def _request(request: Mapping[str, Any]) -> dict[str, Any]:
    parts = urlsplit(str(request["uri"]))
    shown: dict[str, Any] = {"method": request["method"], "path": parts.path}
    if parts.query:
        shown["query"] = parts.query
    headers = {name.lower(): values[0] for name, values in request["headers"].items()}
    payload = as_json(request["body"])
    if payload is not None:
        headers.pop("content-type", None)
    return shown | ({"headers": headers} if headers else {}) | _body(payload, request["body"])


def _response(response: Mapping[str, Any]) -> dict[str, Any]:
    headers = {name: values[0] if len(values) == 1 else values for name, values in response["headers"].items()}
    body = response["body"]["string"]
    payload = as_json(body) if "json" in str(headers.get("content-type", "")) else None
    return {"status": response["status"]["code"]} | ({"headers": headers} if headers else {}) | _body(payload, body)


def _body(payload: Any, body: Any) -> dict[str, Any]:
    if payload is not None:
        return {"json": payload}
    if not body:
        return {}
    if isinstance(body, str):
        return {"text": body}
    try:
        return {"text": body.decode()}
    except UnicodeDecodeError:
        return {"base64": base64.b64encode(body).decode()}


def _bytes(shown: Mapping[str, Any]) -> bytes:
    if "json" in shown:
        return orjson.dumps(shown["json"])
    if "base64" in shown:
        return base64.b64decode(shown["base64"])
    return str(shown.get("text", "")).encode()


def _vcr_request(shown: Mapping[str, Any], origin: str) -> dict[str, Any]:
    query = f"?{shown['query']}" if "query" in shown else ""
    headers = {name: [value] for name, value in shown.get("headers", {}).items()}
    uri = f"{origin}{shown['path']}{query}"
    return {"method": shown["method"], "uri": uri, "body": _bytes(shown), "headers": headers}


def _vcr_response(shown: Mapping[str, Any]) -> dict[str, Any]:
    given: Mapping[str, Any] = shown.get("headers", {})
    headers = {name: [str(one) for one in _listed(value)] for name, value in given.items()}
    body = _bytes(shown)
    return {
        "status": {"code": shown["status"], "message": ""},
        "headers": headers | {"content-length": [str(len(body))]},
        "body": {"string": body},
    }


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]  # pyright: ignore[reportUnknownVariableType]
