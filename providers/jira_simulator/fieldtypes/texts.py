"""Text fields: one line, rich text, links, labels, and what is only read."""

# A kind of field takes what every kind takes.
# ruff: noqa: ARG002
from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from .. import richtext
from ..jql import Key, Kind
from ..jql.tree import Literal
from ..refusal import BadValue
from .base import FieldType, Reading, Several, Stored, items

if TYPE_CHECKING:
    from ..site import Site
    from ..store.fields import FieldRecord
    from ..store.issues import Issue
    from ..views import View

__all__ = ["Fixed", "Label", "Labels", "Line", "RichText", "Summary", "Url"]


class Line(FieldType):
    """One line of text."""

    kind: Kind | None = Kind.TEXT
    jql_type: str = "text"

    def read(self, value: object, field: FieldRecord, reading: Reading) -> Stored | None:
        if value is None:
            return None
        if not isinstance(value, str):
            raise BadValue("Operation value must be a string")
        if len(value) > 255:
            raise BadValue("The entered text is too long. It exceeds the allowed limit of 255 characters.")
        return value or None

    def keys(self, stored: Stored, site: Site) -> Sequence[Key]:
        return (str(stored),)

    def rank(self, key: Key, site: Site) -> tuple[Key, ...]:
        return (str(key).lower(),)


class Summary(Line):
    """The summary, which is never empty."""

    def read(self, value: object, field: FieldRecord, reading: Reading) -> Stored | None:
        if value is not None and not isinstance(value, str):
            raise BadValue("Operation value must be a string")
        if value is None or not value.strip():
            raise BadValue("You must specify a summary of the issue.")
        if len(value) > 255:
            raise BadValue("Summary must be less than 255 characters.")
        if "\n" in value or "\r" in value:
            raise BadValue("The summary is invalid because it contains newline characters.")
        return value


class RichText(FieldType):
    """Description, environment and text areas."""

    kind: Kind | None = Kind.TEXT
    jql_type: str = "text"
    sortable: bool = False

    def read(self, value: object, field: FieldRecord, reading: Reading) -> Stored | None:
        stored = richtext.read(value, cloud=reading.site.cloud, api=reading.api)
        if isinstance(value, str) and len(value) > 32_767:
            raise BadValue("The entered text is too long. It exceeds the allowed limit of 32,767 characters.")
        return stored

    def write(self, stored: Stored, field: FieldRecord, issue: Issue, view: View) -> object:
        return richtext.write(stored, cloud=view.cloud, api=view.api)

    def keys(self, stored: Stored, site: Site) -> Sequence[Key]:
        return (richtext.plain(stored),)

    def shown(self, stored: Stored | None, site: Site) -> tuple[str | None, str | None]:
        return (None, None if stored is None else richtext.plain(stored))


class Url(Line):
    """A link."""

    def read(self, value: object, field: FieldRecord, reading: Reading) -> Stored | None:
        stored = super().read(value, field, reading)
        if stored is not None and "://" not in str(stored):
            raise BadValue("Not a valid URL")
        return stored


class Label(FieldType):
    """One label."""

    kind: Kind | None = Kind.CHOICE
    jql_type: str = "label"

    def read(self, value: object, field: FieldRecord, reading: Reading) -> Stored | None:
        if not isinstance(value, str):
            raise BadValue("data was not a string")
        if " " in value:
            raise BadValue(f"The label '{value}' contains spaces which is invalid.")
        if len(value) > 255:
            raise BadValue(f"The label '{value}' exceeds the maximum length for single label of 255 characters.")
        return value or None

    def keys(self, stored: Stored, site: Site) -> Sequence[Key]:
        return (str(stored).lower(),)

    def find(self, literal: Literal, field: FieldRecord, site: Site) -> Sequence[Key]:
        return (literal.text.lower(),)


class Labels(Several):
    """Labels; the changelog has them with spaces between."""

    def blank(self, field: FieldRecord, issue: Issue, view: View) -> object:
        return None if field.custom else []

    def shown(self, stored: Stored | None, site: Site) -> tuple[str | None, str | None]:
        return (None, " ".join(str(item) for item in items(stored)))


class Fixed(FieldType):
    """A text that Jira itself writes."""

    operations: ClassVar[tuple[str, ...]] = ()
    kind: Kind | None = Kind.TEXT
    jql_type: str = "text"

    def keys(self, stored: Stored, site: Site) -> Sequence[Key]:
        return (str(stored),)
