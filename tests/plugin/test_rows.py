"""Rows: a connection goes through a database, its secrets sealed, its references as they are."""

from __future__ import annotations

import json

import pytest
from pydantic import SecretStr

from anyticket.auth.basic import Basic
from anyticket.auth.bearer import Bearer
from anyticket.model.connection import Auth, Connection, RetryPolicy
from anyticket.model.mapping import Mapping
from anyticket.model.secret import SecretRef
from anyticket.model.status import StatusCategory


def seal(text: str) -> str:
    return text[::-1]


@pytest.mark.parametrize(
    "auth",
    [
        None,
        Basic(username="ann", password=SecretStr("s3cret")),
        Bearer(token=SecretStr("s3cret")),
        Bearer(token=SecretRef("env:TOKEN")),
    ],
)
@pytest.mark.parametrize("webhook_secret", [None, SecretStr("s3cret"), SecretRef("env:HOOK")])
def test_a_connection_comes_back_from_its_row(auth: Auth | None, webhook_secret: SecretStr | None) -> None:
    connection = Connection(
        provider="x",
        url="https://tracker.example",
        key="tenant-7",
        auth=auth,
        webhook_secret=webhook_secret,
        mapping=Mapping(statuses={"In Review": StatusCategory.WAITING}),
        retry=RetryPolicy(attempts=2),
        options={"board": 3},
    )

    row = json.dumps(connection.to_row(seal))

    assert "s3cret" not in row
    assert Connection.from_row(json.loads(row), open=seal) == connection


def test_what_a_tenant_typed_is_never_read_as_a_reference() -> None:
    typed = Connection(provider="x", auth=Bearer(token=SecretStr("env:DATABASE_URL")))

    back = Connection.from_row(typed.to_row(lambda text: text), open=lambda text: text)

    assert back == typed
    assert not isinstance(dict(back.auth or ())["token"], SecretRef)


@pytest.mark.parametrize("kind", ["os:system", "unheard.of:Auth", "anyticket.model.connection:Connection", "nonsense"])
def test_a_row_imports_nothing_that_is_no_credentials(kind: str) -> None:
    row = {**Connection(provider="x").to_row(seal), "auth": {"kind": kind}}

    with pytest.raises(ValueError, match="are no credentials that are known here"):
        Connection.from_row(row, open=seal)
