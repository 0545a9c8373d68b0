"""
Readers of single values on Jira's wire: lenient about what Jira varies, strict about what a value is.

A value of another type raises `Malformed`, which gathers the path to the value on its way up.
What is missing is ABSENT. A key or an enum value that nobody knows never breaks a read.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any, Final, TypeAlias, TypeGuard, TypeVar

from anyticket.errors import Malformed
from anyticket.model.sparse import ABSENT

X = TypeVar("X")
Json: TypeAlias = dict[str, Any]
Reader: TypeAlias = Callable[[Any], X]

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)


def wrong(wanted: str, value: object) -> Malformed:
    """Return the error for a value that is something else."""
    return Malformed(f"{wanted} is needed, not {type(value).__name__}", path="")


def missing(name: str) -> Malformed:
    """Return the error for a value that must be there and is not."""
    return Malformed(f"{name}: it is missing", path=name)


def within(error: Malformed, step: str) -> Malformed:
    """Return the error as it is seen from one level further up."""
    path = f"{step}.{error.path}" if error.path and not error.path.startswith("[") else f"{step}{error.path}"
    sentence = error.message.removeprefix(f"{error.path}: ")
    return Malformed(f"{path}: {sentence}", path=path)


def is_table(value: Any) -> TypeGuard[Json]:
    """Tell whether a value is an object."""
    return type(value) is dict


def is_list(value: Any) -> TypeGuard[list[Any]]:
    """Tell whether a value is a list."""
    return type(value) is list


def table(value: Any) -> Json:
    """Read an object."""
    if value.__class__ is not dict:
        raise wrong("an object", value)
    data: Json = value
    return data


def items(value: Any) -> list[Any]:
    """Read a list."""
    if value.__class__ is not list:
        raise wrong("a list", value)
    found: list[Any] = value
    return found


def text(value: Any) -> str:
    """Read a string."""
    if type(value) is str:
        return value
    raise wrong("a string", value)


def identifier(value: Any) -> str:
    """Read an id, which some resources write as a number."""
    if type(value) is str:
        return value
    if type(value) is int:
        return str(value)
    raise wrong("an id", value)


def number(value: Any) -> float:
    """Read a number."""
    if type(value) is float or type(value) is int:
        return float(value)
    raise wrong("a number", value)


def whole(value: Any) -> int:
    """Read an integer, which some versions write with a fraction of zero."""
    if type(value) is int:
        return value
    if type(value) is float and value.is_integer():
        return int(value)
    raise wrong("an integer", value)


def flag(value: Any) -> bool:
    """Read a boolean, which some resources write as a string."""
    if type(value) is bool:
        return value
    if value in {"true", "false"}:
        return bool(value == "true")
    raise wrong("a boolean", value)


def moment(value: Any) -> datetime:
    """Read a moment: ISO 8601 with any offset, milliseconds since 1970, or the fourfold date of service desks."""
    if type(value) is str:
        try:
            made = datetime.fromisoformat(value)
        except ValueError:
            raise Malformed("a moment is needed, and this string is none", path="") from None
        return made.replace(tzinfo=UTC) if made.tzinfo is None else made.astimezone(UTC)
    if type(value) is int:
        return _after_epoch(value)
    if is_table(value) and "epochMillis" in value:
        return _after_epoch(whole(value["epochMillis"]))
    raise wrong("a moment", value)


def _after_epoch(milliseconds: int) -> datetime:
    try:
        return _EPOCH + timedelta(milliseconds=milliseconds)
    except OverflowError:
        raise Malformed("a moment is needed, and this number is beyond the calendar", path="") from None


def day(value: Any) -> date:
    """Read a day. Old versions write the midnight with which it begins in the server's zone."""
    try:
        return date.fromisoformat(text(value)[:10])
    except ValueError:
        raise Malformed("a day is needed, and this string is none", path="") from None


def maybe(data: Json, name: str, reader: Reader[X]) -> X | None:
    """Read what may be missing (ABSENT) or null (None)."""
    value = data.get(name, ABSENT)
    if value is None or value is ABSENT:
        return value
    try:
        return reader(value)
    except Malformed as exc:
        raise within(exc, name) from None


def given(data: Json, name: str, reader: Reader[X]) -> X:
    """Read what may be missing; null, which means nothing more, is ABSENT as well."""
    value = data.get(name)
    if value is None:
        return ABSENT  # type: ignore[no-any-return]
    try:
        return reader(value)
    except Malformed as exc:
        raise within(exc, name) from None


def word(data: Json, name: str) -> str:
    """Read a string that may be missing, as `given` does, without the way around: most values are strings."""
    value = data.get(name)
    if type(value) is str:
        return value
    return given(data, name, text)


def need(data: Json, name: str, reader: Reader[X]) -> X:
    """Read what must be there."""
    if name not in data:
        raise missing(name)
    try:
        return reader(data[name])
    except Malformed as exc:
        raise within(exc, name) from None


def each(data: Json, name: str, reader: Reader[X]) -> tuple[X, ...]:
    """Read a list of things; ABSENT if it is missing, empty if it is null."""
    value = data.get(name, ABSENT)
    if value is ABSENT:
        return value  # type: ignore[no-any-return]
    try:
        return () if value is None else every(value, reader)
    except Malformed as exc:
        raise within(exc, name) from None


def some(data: Json, name: str, reader: Reader[X]) -> tuple[X, ...]:
    """Read a list of things that may be missing, which then are none."""
    return each(data, name, reader) if name in data else ()


def every(value: Any, reader: Reader[X]) -> tuple[X, ...]:
    """Read the members of a list."""
    found = items(value)
    try:
        return tuple([reader(item) for item in found])
    except Malformed:
        return tuple([_member(index, item, reader) for index, item in enumerate(found)])


def _member(index: int, item: Any, reader: Reader[X]) -> X:
    try:
        return reader(item)
    except Malformed as exc:
        raise within(exc, f"[{index}]") from None


def identity(data: Json) -> str:
    """Read the id of a thing; where a version leaves it out, its own address ends in it."""
    id = data.get("id")
    if type(id) is str:
        return id
    if id is not None:
        return need(data, "id", identifier)
    address = given(data, "self", text)
    return address if address is ABSENT else address.rstrip("/").rpartition("/")[2] or ABSENT


def own_id(data: Json) -> str:
    """Read the id of a thing that must have one."""
    id = identity(data)
    return need(data, "id", identifier) if id is ABSENT else id
