"""The laws of failures: every operation, met by every fault, says what happened and does no harm."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pydantic import BaseModel, SecretStr

from anyticket.client.blocking import Client
from anyticket.errors import ProviderError
from anyticket.model.page import BulkResult
from anyticket.request import Expects
from anyticket.testing.examples import EXAMPLES
from anyticket.testing.faults import READ_AS, UNREADABLE, Fault
from anyticket.testing.laws.law import Laws, declared, each
from anyticket.testing.made import Made
from anyticket.testing.results import run
from anyticket.testing.traffic import Traffic


def secrets_of(auth: BaseModel | None) -> list[str]:
    """Return the secrets in credentials."""
    values = vars(auth).values() if auth is not None else ()
    return [value.get_secret_value() for value in values if isinstance(value, SecretStr)]


class FailureLaws(Laws):
    """Errors are read as what they are, and tell for whom; what may have arrived is not sent again."""

    @each(declared)
    def test_every_failure_is_read_as_what_it_is_and_does_no_harm(
        self, name: str, client: Client, made: Made, traffic: Traffic
    ) -> None:
        problems: dict[str, list[str]] = {}
        arguments = EXAMPLES[name](made)
        for fault in READ_AS:
            if name == "download_attachment":
                arguments = (*arguments[:2], made.folder / fault.name)
            traffic.clear()
            with traffic.failing(fault, self.render):
                failure = _failure(client, name, arguments)
            expected = self.expected(name, fault)
            if found := [*_harm(traffic, fault), *_misreading(client, name, traffic, fault, expected, failure)]:
                problems[fault.value] = found

        assert not problems

    @each(declared)
    def test_words_and_fields_that_nobody_knows_yet_break_nothing(
        self, name: str, client: Client, made: Made, traffic: Traffic
    ) -> None:
        arguments = EXAMPLES[name](made)

        with traffic.failing(Fault.UNKNOWN_WORDS, self.render, strange=self.strange):
            run(client, name, arguments)


def _failure(client: Client, operation: str, arguments: tuple[Any, ...]) -> ProviderError | None:
    try:
        result = run(client, operation, arguments)
    except ProviderError as exc:
        return exc
    assert not isinstance(result, BulkResult) or not result.failed
    return None


def _harm(traffic: Traffic, fault: Fault) -> Iterator[str]:
    for write in traffic.repeated_writes(fault):
        yield f"{write} may have arrived and was sent again"


def _misreading(
    client: Client,
    operation: str,
    traffic: Traffic,
    fault: Fault,
    expected: type[ProviderError] | None,
    failure: ProviderError | None,
) -> Iterator[str]:
    """Yield what is wrong with how a failure was read. An operation that sends nothing has nothing to read."""
    blind = fault in UNREADABLE and all(one.expects is not Expects.JSON for one in traffic.requests)
    if failure is None:
        if traffic.requests and expected is not None and not blind:
            yield "the failure went unnoticed"
        return
    if not isinstance(failure, expected or ProviderError):
        yield f"it was read as {type(failure).__name__}: {failure}"
    if (failure.provider, failure.operation) != (client.provider.name, operation):
        yield f"it is told for {failure.provider!r} and {failure.operation!r}"
    if failure.request is None and fault not in UNREADABLE:
        yield "it does not have its request"
    if any(secret in f"{failure} {failure!r}" for secret in secrets_of(client.connection.auth)):
        yield "it tells a secret"
