"""Place: where in plugins.toml something stands, for errors that lead there."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from difflib import get_close_matches

from ..errors import ConfigError


@dataclass(frozen=True, slots=True)
class Place:
    """A file, the name of a table, a key in it; each as far as it is known."""

    file: str | None
    table: str | None = None
    key: str | None = None

    def at(self, key: str) -> Place:
        """Return the place of a key of this table."""
        return replace(self, key=key)

    def error(self, message: str, nearest: str | None = None) -> ConfigError:
        """Return the error for what is wrong here."""
        parts = (self.file, self.table and f"[{self.table}]", self.key)
        where = " ".join(part for part in parts if part is not None)
        text = f"{where}: {message}" if where else message
        return ConfigError(text, file=self.file, table=self.table, key=self.key, nearest=nearest)


def nearest_of(name: str, known: Collection[str]) -> tuple[str, str | None]:
    """Return a hint at what was meant, and the nearest known name."""
    near = next(iter(get_close_matches(name, known, n=1)), None)
    if near is not None:
        return f"the nearest is {near!r}", near
    return f"there is {', '.join(sorted(known))}" if known else "there is none", None
