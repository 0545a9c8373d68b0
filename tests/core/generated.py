"""Hypothesis strategies for every model, made of the models' own annotations."""

from __future__ import annotations

import collections.abc as abc
import importlib
import pkgutil
import types
from datetime import UTC, date, datetime
from enum import Enum
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from hypothesis import strategies as st

import anyticket.model
from anyticket.model.input import Amend
from anyticket.model.richtext import RichText
from anyticket.model.sparse import Sparse
from anyticket.model.values import Fields, NumberValue, TextValue

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=6).map(str.strip).filter(bool)
SCALARS: dict[Any, st.SearchStrategy[Any]] = {
    str: TEXTS,
    int: st.integers(1, 10**6),
    float: st.floats(allow_nan=False, allow_infinity=False),
    bool: st.booleans(),
    bytes: st.binary(max_size=4),
    date: st.dates(),
    datetime: st.datetimes(datetime(1980, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC)),
    type(None): st.none(),
    Any: st.none() | st.integers(-5, 5) | TEXTS | st.lists(st.booleans(), max_size=2),
    RichText: st.builds(RichText.from_markdown, TEXTS),
    Fields: st.dictionaries(
        TEXTS, st.none() | st.builds(TextValue, value=TEXTS) | st.builds(NumberValue, value=st.floats(0, 9)), max_size=2
    ).map(Fields),
}


def every_model() -> list[type[Sparse]]:
    """Return all models, those without attributes of their own too."""
    for module in pkgutil.iter_modules(anyticket.model.__path__, "anyticket.model."):
        importlib.import_module(module.name)
    found: dict[type[Sparse], None] = {}
    waiting = [Sparse]
    while waiting:
        kind = waiting.pop()
        waiting.extend(kind.__subclasses__())
        if kind.__module__.startswith("anyticket.model") and "[" not in kind.__name__:
            found[kind] = None
    return [kind for kind in found if kind.model_fields and kind is not Amend]


def instances(kind: type[Sparse], depth: int = 1) -> st.SearchStrategy[Any]:
    """Make instances with any choice of optional attributes; models nest `depth` deep."""
    made = _instances(kind, depth)
    if made is None:
        raise TypeError(f"{kind.__name__} does not fit into depth {depth}")
    return made


def _instances(kind: type[Sparse], depth: int) -> st.SearchStrategy[Any] | None:
    if kind in SCALARS:
        return SCALARS[kind]
    kind.model_rebuild()
    required: dict[str, st.SearchStrategy[Any]] = {}
    optional: dict[str, st.SearchStrategy[Any]] = {}
    for name, field in kind.model_fields.items():
        values = st.binary(max_size=4) if name == "content" else value(field.annotation, depth)
        if values is not None:
            (required if field.is_required() else optional)[name] = values
        elif field.is_required():
            return None
    return st.fixed_dictionaries(required, optional=optional).map(lambda given: kind(**given))


def value(hint: Any, depth: int) -> st.SearchStrategy[Any] | None:
    """Return values of a type, or None where nothing shallow enough is one."""
    origin, args = get_origin(hint), get_args(hint)
    if hint in SCALARS:
        return SCALARS[hint]
    if origin is Annotated:
        return value(args[0], depth)
    if origin in {Union, types.UnionType}:
        choices = [choice for arg in args if (choice := value(arg, depth)) is not None]
        return st.one_of(choices) if choices else None
    if origin is Literal:
        return st.sampled_from(args)
    if origin in {tuple, list}:
        items = value(args[0], depth)
        return None if items is None else st.lists(items, min_size=1, max_size=2).map(tuple)
    if origin in {dict, abc.Mapping}:
        keys, items = value(args[0], depth), value(args[1], depth)
        return st.dictionaries(keys, items, max_size=2) if keys is not None and items is not None else st.just({})
    if isinstance(hint, type) and issubclass(hint, Enum):
        return st.sampled_from(hint)
    if isinstance(hint, type) and issubclass(hint, Sparse):
        return _instances(hint, depth - 1) if depth else None
    raise TypeError(f"no values are known for {hint!r}")
