"""Views: records as the JSON of an answer, for the platform, the version of the API and the account that asks."""

from .view import View

__all__ = ["View"]
