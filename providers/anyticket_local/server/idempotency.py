"""
Idempotency: what a key has made is made once.

The key is written in the transaction that makes the thing, so there is never one without the other. The same key with
the same draft answers with the thing as it is now; with another draft it is a conflict.
"""

from __future__ import annotations

from collections.abc import Callable
from hashlib import sha256
from typing import Any

import orjson

from .exchange import Answer, Exchange
from .refusal import Refusal
from .words import JSON

HEADER = "idempotency-key"


def once(
    exchange: Exchange,
    kind: str,
    draft: Any,
    make: Callable[[], int],
    show: Callable[[int], JSON],
    *,
    key: str | None = None,
) -> Answer:
    """
    Make a thing, unless the request's key has already made it.

    Args:
        exchange: The request; its header has the key, unless `key` is given.
        kind: What is made, and where; a part of what must be the same.
        draft: What it is made of.
        make: Makes it and returns its id.
        show: Returns the JSON of what has an id.
        key: The key, where one request makes many things.
    """
    key = key if key is not None else exchange.request.headers.get(HEADER)
    if key is None:
        return Answer.made(show(make()))
    digest = sha256(orjson.dumps([kind, draft], option=orjson.OPT_SORT_KEYS)).hexdigest()
    made = exchange.rows.first("SELECT digest, thing FROM idempotency WHERE key = ?", key)
    if made is None:
        thing = make()
        exchange.rows.run("INSERT INTO idempotency VALUES (?, ?, ?, ?)", key, digest, thing, exchange.now)
        return Answer.made(show(thing))
    if made["digest"] != digest:
        raise Refusal(409, f"the idempotency key {key!r} was used for something else")
    try:
        return Answer(show(made["thing"]))
    except Refusal as exc:
        raise Refusal(410, f"what the idempotency key {key!r} made does not exist any more") from exc
