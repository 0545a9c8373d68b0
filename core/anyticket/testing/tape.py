"""
The form of a cassette: YAML that a reviewer can read, with JSON bodies as structure.

    recorded: {from: "Toy 1.0 on loopback", salt: 3f2a91bc}
    exchanges:
    - request: {method: POST, path: /search, query: limit=3, json: {project: [{key: KIT}]}}
      response: {status: 200, headers: {content-type: application/json}, json: {items: [], next: null}}

What comes more than once is written once, under a name of its own, and `*Ada-Adler` from then on. What is large is
kept aside.
"""

from __future__ import annotations

import base64
import zlib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

import orjson

from anyticket.testing import asides

#: In place of the tracker's address. No name ends so: https://www.rfc-editor.org/rfc/rfc2606
PLACEHOLDER: Final = "https://{}.invalid"

#: Bytes that are no text are packed if there are more of them.
_LONG: Final = 1000


def written(cassette: Mapping[str, Any], keep: Callable[[str, str], None]) -> str:
    """Return the YAML of a cassette in vcrpy's own form; what is large is given to `keep`, by its name and as YAML."""
    exchanges = [
        {"request": _request(one["request"]), "response": _response(one["response"], keep)}
        for one in cassette["interactions"]
    ]
    return asides.write({"recorded": cassette.get("metadata", {}), "exchanges": asides.shared(exchanges, {})})


def parsed(text: str, folder: Path) -> Any:
    """Return what is written in a cassette of a folder: `recorded`, and a list of `exchanges`."""
    return asides.read(text, folder)


def read(text: str, folder: Path, origin: str) -> dict[str, Any]:
    """Return a cassette in vcrpy's own form."""
    document = parsed(text, folder)
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


def _response(response: Mapping[str, Any], keep: Callable[[str, str], None]) -> dict[str, Any]:
    headers = {name: values[0] if len(values) == 1 else values for name, values in response["headers"].items()}
    body = response["body"]["string"]
    payload = as_json(body) if "json" in str(headers.get("content-type", "")) else None
    payload = asides.put_aside(payload, keep)
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
        if len(body) > _LONG:
            return {"zlib": base64.b64encode(zlib.compress(body, 9)).decode()}
        return {"base64": base64.b64encode(body).decode()}


def _bytes(shown: Mapping[str, Any]) -> bytes:
    if "json" in shown:
        return orjson.dumps(shown["json"])
    if "zlib" in shown:
        return zlib.decompress(base64.b64decode(shown["zlib"]))
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
