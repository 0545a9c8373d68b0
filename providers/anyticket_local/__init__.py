"""The embedded tracker: a provider, and the tracker it speaks to, in an SQLite file or in memory."""

from typing import Final

DIALECT: Final = "local"
