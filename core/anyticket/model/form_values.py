"""Values of forms: what was filled in, as plain as JSON or as an object, as drafts hold it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any, Final, cast

from .field import FieldKind, Option
from .named import Named
from .person import Person
from .richtext import RichText
from .sparse import Sparse

if TYPE_CHECKING:
    from .form import FormField
    from .form_places import Place

#: The attributes of inputs that hold several, whatever fills them.
_SEVERAL: Final = frozenset({"affects_versions", "assignees", "components", "fix_versions", "labels", "watchers"})
#: Attributes that a string gives by the id.
_BY_ID: Final = frozenset({"project", "sprint", "team", "type"})
_SHOWN: Final = 8


def value_for(field: FormField, value: Any, place: Place) -> Any:
    """
    Return what a draft holds for a value of a field. None clears.

    Raises:
        TypeError, ValueError: The field does not take it; the message says what it takes.
    """
    if value is None:
        return () if place.name in _SEVERAL and not place.native else None
    if field.takes_several:
        return [_one(field, member, place) for member in _members(value)]
    made = _one(field, value, place)
    return [made] if place.name in _SEVERAL and not place.native else made


def _one(field: FormField, value: Any, place: Place) -> Any:
    kind = field.value_kind
    if kind is FieldKind.CASCADING:
        return _steps(field, value)
    if hasattr(field, "options"):
        value = _chosen(value, field.options, more=getattr(field, "options_searchable", False))
        return _reference(value) if not place.native and isinstance(value, Option) else value
    if place.native:
        return _READERS[kind](value)
    return _attribute(place.name, kind, value)


def _attribute(name: str, kind: FieldKind, value: Any) -> Any:
    """Read the value of an attribute; what the input itself reads is left to it."""
    if name.endswith("_seconds"):
        if isinstance(value, bool) or not isinstance(value, int):
            raise TypeError("takes a whole number of seconds")
        return value
    if name in _BY_ID and isinstance(value, str | int):
        return {"id": str(value)}
    return _READERS[kind](value)


def _members(value: Any) -> Sequence[Any]:
    if isinstance(value, list | tuple):
        return cast("Sequence[Any]", value)
    raise TypeError("takes a list of values")


def _reference(option: Option) -> dict[str, str]:
    return {name: getattr(option, name) for name in ("id", "name") if hasattr(option, name)}


def _chosen(value: Any, options: Sequence[Option], *, more: bool = False) -> Any:
    """Return the option that is meant by its id, its name or an object with either."""
    offered = [option for option in options if not getattr(option, "disabled", False)]
    if isinstance(value, Sparse):
        wanted = getattr(value, "id", None) or getattr(value, "key", None) or getattr(value, "name", None)
    else:
        wanted = str(value) if isinstance(value, int) and not isinstance(value, bool) else value
    if not isinstance(wanted, str):
        raise TypeError("takes one of the options, by its id or its name")
    for name in ("id", "name"):
        for option in offered:
            if getattr(option, name, None) == wanted:
                return option
    same = [option for option in offered if getattr(option, "name", "").casefold() == wanted.casefold()]
    if len(same) == 1:
        return same[0]
    if more:
        return value
    names = [str(getattr(option, "name", None) or option.id) for option in offered]
    near = get_close_matches(wanted, names, n=1)
    listed = ", ".join(repr(name) for name in names[:_SHOWN]) + (", …" if len(names) > _SHOWN else "")
    hint = f"the nearest is {near[0]!r}" if near else f"there are {listed or 'none'}"
    raise ValueError(f"is not offered as {wanted!r}; {hint}")


def _steps(field: FormField, value: Any) -> list[Any]:
    """Return an option and the options below it, the outermost first."""
    if isinstance(value, str | Option):
        given: list[Any] = [value]
    elif not (given := list(_members(value))):
        raise TypeError("takes an option and the one below it, the outermost first")
    offered: Sequence[Option] | None = getattr(field, "options", None)
    found: list[Any] = []
    for step in given:
        chosen = step if offered is None else _chosen(step, offered)
        found.append(chosen)
        offered = getattr(chosen, "children", None) if offered is None else getattr(chosen, "children", ())
    return found


def _text(value: Any) -> Any:
    if isinstance(value, str | Named):
        return value
    raise TypeError("takes a string")


def _number(value: Any) -> Any:
    if isinstance(value, int | float) and not isinstance(value, bool):
        return value
    raise TypeError("takes a number")


def _flag(value: Any) -> Any:
    if isinstance(value, bool):
        return value
    raise TypeError("takes True or False")


def _day(value: Any) -> Any:
    given = _moment_or_day(value, date.fromisoformat)
    if isinstance(given, datetime) or not isinstance(given, date):
        raise TypeError("takes a date, such as 2026-11-24")
    return given


def _moment(value: Any) -> Any:
    given = _moment_or_day(value, datetime.fromisoformat)
    if not isinstance(given, datetime) or given.tzinfo is None:
        raise TypeError("takes a moment with its time zone, such as 2026-11-24T10:00:00+00:00")
    return given


def _moment_or_day(value: Any, read: Callable[[str], Any]) -> Any:
    try:
        return read(value) if isinstance(value, str) else value
    except ValueError:
        return None


def _person(value: Any) -> Any:
    if isinstance(value, str | Person):
        return Person.of(value)
    raise TypeError("takes a person, or the id or e-mail address of one")


def _rich(value: Any) -> Any:
    if isinstance(value, str | RichText):
        return value
    raise TypeError("takes Markdown")


def _anything(value: Any) -> Any:
    return value


_READERS: Final[Mapping[FieldKind, Callable[[Any], Any]]] = {
    FieldKind.BOOL: _flag,
    FieldKind.CASCADING: _anything,
    FieldKind.DATE: _day,
    FieldKind.DATETIME: _moment,
    FieldKind.GROUP: _text,
    FieldKind.LIST: _anything,
    FieldKind.NUMBER: _number,
    FieldKind.OPTION: _text,
    FieldKind.PERSON: _person,
    FieldKind.RAW: _anything,
    FieldKind.RICHTEXT: _rich,
    FieldKind.SPRINT: _anything,
    FieldKind.TEXT: _text,
    FieldKind.VERSION: _text,
}
