"""Refusal: why the server does not do what it was asked, as a status and a JSON body."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager
from typing import Any


class Refusal(Exception):
    """An answer that is an error. `details` go into its body beside the message."""

    def __init__(self, status: int, message: str, **details: Any) -> None:
        super().__init__(message)
        self.status, self.message, self.details = status, message, details

    def body(self) -> dict[str, Any]:
        """Return the JSON of the answer."""
        return {"message": self.message, **self.details}


def missing(noun: str, reference: str) -> Refusal:
    """Return the answer that there is no such thing."""
    return Refusal(404, f"there is no {noun} {reference!r}")


def invalid(field: str, message: str, name: str | None = None) -> Refusal:
    """Return the answer that one field is wrong."""
    return Refusal(
        400, f"{name or field}: {message}", fields=[{"id": field, "name": name or field, "message": message}]
    )


class Problems:
    """All that is wrong with the fields of one input, so that a caller learns it in one go."""

    def __init__(self) -> None:
        self._found: dict[str, dict[str, str]] = {}

    def add(self, field: str, message: str, name: str | None = None) -> None:
        """Note what is wrong with a field; the first problem of a field stays."""
        self._found.setdefault(field, {"id": field, "name": name or field, "message": message})

    @contextmanager
    def collected(self, field: str, name: str | None = None) -> Generator[None]:
        """Note a refusal of what happens inside as a problem of `field`."""
        try:
            yield
        except Refusal as exc:
            if exc.status != 400:
                raise
            (problem,) = exc.details.get("fields", [{"message": exc.message}])
            self.add(field, problem["message"], name)

    def refuse(self) -> None:
        """Raise what was found, if anything was."""
        if self._found:
            listing = "; ".join(f"{problem['name']}: {problem['message']}" for problem in self._found.values())
            raise Refusal(400, listing, fields=list(self._found.values()))
