"""Field writing: values of native fields, given by id, by name or by the tenant's own name, as requests have them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, ClassVar, cast

from anyticket.flow import Flow
from anyticket.model.field import Field, FieldKind
from anyticket.model.input import Amend
from anyticket.model.richtext import RichText
from anyticket.model.sparse import Sparse

from ..translate.fields import SPRINT, custom_type
from ..wire import is_table
from ..writing import plain
from ..writing.body import Body, refused
from ..writing.native import BY_CUSTOM_TYPE, BY_TYPE, READ_ONLY
from .identities import Identities


class FieldWriting(Identities):
    """Writes native fields."""

    codec: ClassVar[str]
    """The dialect of rich text: the name of its codec's module."""

    def compose_field(self, body: Body, name: str, value: Any) -> Flow[None]:
        """Say what a native field is to hold, or how that changes."""
        field = yield from self._field(name)
        if isinstance(value, Amend):
            change: Amend[Any] = value  # pyright: ignore[reportUnknownVariableType]
            if field.kind is not FieldKind.LIST:
                raise refused("holds one value: only a field that holds several can be amended", field.name, field.id)
            add = yield from self._all_written(field, change.add)
            body.amend(field.id, add, (yield from self._all_written(field, change.remove)))
        else:
            body.fields[field.id] = yield from self.field_value(field, value)

    def _field(self, name: str) -> Flow[Field]:
        try:
            return (yield from self.field_called(name))
        except ValueError as exc:
            raise refused(str(exc), name) from exc

    def field_value(self, field: Field, value: Any) -> Flow[Any]:
        """Write the value of a field: a plain one, a model, or what was read from a ticket; None clears."""
        schema = field.raw.get("schema")
        custom = custom_type(schema) or ""
        if custom in READ_ONLY:
            raise refused(READ_ONLY[custom], field.name, field.id)
        content = _unwrapped(value)
        if content is None:
            return None
        if custom == SPRINT:
            return (yield from self._written(field, FieldKind.SPRINT, _last(content)))
        if field.kind is FieldKind.LIST:
            return (yield from self._all_written(field, content))
        return (yield from self._written(field, field.kind, content))

    def _all_written(self, field: Field, values: Any) -> Flow[list[Any]]:
        if not isinstance(values, list | tuple):
            raise refused("holds several values: it takes a sequence", field.name, field.id)
        written: list[Any] = []
        for member in cast("Sequence[Any]", values):
            written += [(yield from self._written(field, field.items or FieldKind.RAW, _unwrapped(member)))]
        return written

    def _written(self, field: Field, kind: FieldKind, value: Any) -> Flow[Any]:
        try:
            match kind:
                case FieldKind.RAW:
                    return _native_writer(field.raw.get("schema"))(value)
                case FieldKind.PERSON:
                    return (yield from self.person_json(value))
                case FieldKind.RICHTEXT:
                    return RichText.of(value).to_native(self.codec)
                case _:
                    return plain.WRITERS[kind](value)
        except (TypeError, ValueError) as exc:
            raise refused(str(exc), field.name, field.id) from exc


def _native_writer(schema: Any) -> Callable[[Any], Any]:
    """Return what writes a value of which its kind says nothing."""
    custom = custom_type(schema) or ""
    type = (schema.get("items") or schema.get("type")) if is_table(schema) else None
    return BY_CUSTOM_TYPE.get(custom) or BY_TYPE.get(str(type)) or plain.WRITERS[FieldKind.RAW]


def _unwrapped(value: Any) -> Any:
    """Return what a FieldValue holds, or the value itself."""
    if isinstance(value, Sparse) and hasattr(value, "kind") and hasattr(value, "value"):
        return cast("Any", value).value
    return value


def _last(value: Any) -> Any:
    """Return the sprint that an issue is in: of those that were read, the last one."""
    if isinstance(value, list | tuple) and value:
        return _unwrapped(cast("Sequence[Any]", value)[-1])
    return cast("Any", value)
