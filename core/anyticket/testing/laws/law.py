"""
What a law is: a test of a class that knows its provider, which says what a provider must declare for it to apply.

    @needs("update_ticket:labels.amend", ".labels")      # an operation, an input of one, an attribute that is read
    def test_…(self, client: Client, made: Made) -> None: …

    @each(accepted_by("create_ticket"))                  # once for each name; not at all if there is none
    def test_…(self, name: str, client: Client) -> None: …
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, ClassVar, Final, TypeAlias, TypeVar

from anyticket.errors import ProviderError
from anyticket.provider import Provider
from anyticket.provider.operations import OPERATIONS, input_names
from anyticket.request import Response
from anyticket.testing.faults import READ_AS, Fault, render, with_unknown_words

F = TypeVar("F", bound=Callable[..., Any])
Cases: TypeAlias = Callable[[type[Provider]], Iterable[str]]

_NEEDS: Final = "__anyticket_needs__"
_CASES: Final = "__anyticket_cases__"


class Laws:
    """The base of all laws."""

    provider: ClassVar[type[Provider]]
    """The class that is tested; one that settles on another is tested as each of those."""

    def render(self, fault: Fault) -> Response:
        """Return how the tracker says that something is wrong."""
        return render(fault)

    def expected(self, operation: str, fault: Fault) -> type[ProviderError] | None:
        """Return what an operation raises, or None where it rightly succeeds in spite of the fault."""
        del operation
        return READ_AS[fault]

    def strange(self, payload: object) -> object:
        """Return an answer with words and fields that nobody knows yet."""
        return with_unknown_words(payload, frozenset({"category", "kind", "level", "state"}))


def needs(*declarations: str) -> Callable[[F], F]:
    """Let a law apply only to providers that declare all of this."""

    def mark(law: F) -> F:
        setattr(law, _NEEDS, declarations)
        return law

    return mark


def each(cases: Cases) -> Callable[[F], F]:
    """Let a law be run once for each case, which it gets as `name`."""

    def mark(law: F) -> F:
        setattr(law, _CASES, cases)
        return law

    return mark


def cases_of(law: Callable[..., Any], provider: type[Provider]) -> list[str] | None:
    """Return the cases of a law, or None if it is run just once."""
    cases: Cases | None = getattr(law, _CASES, None)
    return None if cases is None else sorted(cases(provider))


def applies(law: Callable[..., Any], provider: type[Provider]) -> bool:
    """Tell whether a provider declares what a law needs."""
    declarations: tuple[str, ...] = getattr(law, _NEEDS, ())
    return all(declares(provider, declaration) for declaration in declarations) and cases_of(law, provider) != []


def declares(provider: type[Provider], declaration: str) -> bool:
    """Tell whether a provider declares an operation, one of its inputs, or an attribute."""
    operation, _, name = declaration.partition(":")
    if operation.startswith("."):
        return operation[1:] in provider.reads
    return provider.supports(operation, *([name] if name else []))


def accepted_by(operation: str, *, without: Iterable[str] = ()) -> Cases:
    """Return the cases: the names of its input that an operation accepts."""
    return lambda provider: [
        name
        for name in input_names(operation)
        if name not in without and provider.supports(operation) and provider.supports(operation, name)
    ]


def declared(provider: type[Provider]) -> list[str]:
    """Return the cases: the operations that a provider has."""
    return [operation for operation in OPERATIONS if provider.supports(operation)]


def undeclared(provider: type[Provider]) -> list[str]:
    """Return the cases: the operations that it has not."""
    return [operation for operation in OPERATIONS if not provider.supports(operation)]


def undeclared_inputs(provider: type[Provider], operation: str) -> list[str]:
    """Return the names of its input that an operation cannot be told."""
    return sorted(name for name in input_names(operation) if not provider.supports(operation, name))
