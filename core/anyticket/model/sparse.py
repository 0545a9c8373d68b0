"""
Sparse: a frozen model in which what was not given, or not loaded, is not there.

An attribute declared `= ABSENT` exists only where it was given; reading it otherwise raises `NotLoaded`.
Equality, hash, repr, dumps, JSON, pickle and copies keep the difference between absent and None.
`.raw`, the tracker's own JSON, is kept by pickle and copies and is no part of equality, repr and dumps.

Theory. Pydantic keeps the fields of a model in a `model-fields` schema, which fills in every default and whose
serializer warns about a missing field in a union. `_make_sparse` replaces it by a typed dict with optional keys.
A model made by `lazily` holds the readers of the attributes that nobody has asked for yet. Attribute access runs one
of them; whatever looks at the whole object goes through `__dict__`, in Python and in pydantic-core alike, and
`__dict__` is a property here that first runs all that are left. So no law needs to know about laziness.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Final, Generic, ParamSpec, Self, TypeAlias, TypeVar

from pydantic import BaseModel, GetCoreSchemaHandler
from pydantic_core import core_schema

from ..errors import NotLoaded

P = ParamSpec("P")
S = TypeVar("S")
In = TypeVar("In")
Out = TypeVar("Out")


class _Absent:
    def __repr__(self) -> str:
        return "ABSENT"

    def __reduce__(self) -> str:
        return "ABSENT"


#: The default of an attribute that may be missing; as a value given to `loaded` it leaves the attribute out.
ABSENT: Final[Any] = _Absent()

#: For each attribute, what reads it out of the raw object; ABSENT means that the raw object lacks it.
Readers: TypeAlias = Mapping[str, Callable[[Any], Any]]

if TYPE_CHECKING:

    class Given(Generic[In, Out]):
        """An attribute that is given as `In` and kept as `Out`: checkers take both off the accessors."""

        def __get__(self, instance: object, owner: type[object]) -> Out: ...
        def __set__(self, instance: object, value: In) -> None: ...

else:

    class Given:
        def __class_getitem__(cls, types):
            return Annotated[types[1], "given"]  # Annotated can be subscribed again where it holds a TypeVar


_new: Final[Any] = object.__new__
_values_of: Final[Any] = vars(BaseModel)["__dict__"].__get__
_set_values: Final[Any] = vars(BaseModel)["__dict__"].__set__
_private_of: Final[Any] = vars(BaseModel)["__pydantic_private__"].__get__
_set_private: Final[Any] = vars(BaseModel)["__pydantic_private__"].__set__


#: What attributes are if they are not given, for the models that have such attributes.
_DEFAULTS: Final[dict[object, Mapping[str, Any]]] = {}


def _read_all(instance: Any) -> dict[str, Any]:
    """Run the readers that nobody has needed yet; return the attributes."""
    try:
        private = _private_of(instance)
    except AttributeError:  # pydantic-core fills the dict first
        private = None
    values: dict[str, Any] = _values_of(instance)
    if private is not None and "readers" in private:
        raw = private["raw"]
        for name, reader in private["readers"].items():
            if name not in values and (value := reader(raw)) is not ABSENT:
                values.setdefault(name, value)
        private.pop("readers", None)
    return values


class Sparse(BaseModel, frozen=True, extra="forbid", defer_build=True):
    """The base of every model."""

    shorthand: ClassVar[str | None] = None
    """The attribute that a bare string stands for: a `Label` may be given as its name."""

    brought_by: ClassVar[Mapping[str, str]] = {}
    """Which `load=` brings which attribute; all others come with the object."""

    @classmethod
    def of(cls, value: str | Self) -> Self:
        """Return `value`, or what the string `value` stands for."""
        return value if isinstance(value, cls) else cls.model_validate(value)

    @classmethod
    def from_shorthand(cls, text: str) -> dict[str, Any]:
        """Return the attributes that a bare string stands for."""
        return {str(cls.shorthand): text}

    @classmethod
    def model_construct(cls, _fields_set: set[str] | None = None, **values: Any) -> Self:
        """Make one without validation. Pydantic's own would store ABSENT."""
        made = loaded(cls, None, **values)
        _set_private(made, None)
        return made

    @property
    def raw(self) -> Any:
        """The tracker's own JSON of this object."""
        private = self.__pydantic_private__
        if private is None:
            raise NotLoaded(f"this {type(self).__name__} was not read from a tracker", attribute="raw")
        return private["raw"]

    def __hash__(self) -> int:
        return hash((_origin(type(self)), getattr(self, "id", None)))

    def __copy__(self) -> Self:
        _read_all(self)
        return super().__copy__()

    def __deepcopy__(self, memo: dict[int, Any] | None = None) -> Self:
        _read_all(self)
        return super().__deepcopy__(memo)

    if not TYPE_CHECKING:  # or unknown attributes would be no error to the checkers
        __dict__ = property(_read_all, _set_values)
        # Pydantic's books of what was set and what is extra. `__dict__` knows, and not keeping them makes reading cheap.
        __pydantic_fields_set__ = property(lambda self: set(self.__dict__), lambda self, _: None)
        __pydantic_extra__ = property(lambda self: None, lambda self, _: None)

        def __getstate__(self):
            _read_all(self)
            return super().__getstate__()

        def __eq__(self, other):
            if not isinstance(other, Sparse):
                return NotImplemented
            return _origin(type(self)) is _origin(type(other)) and self.__dict__ == other.__dict__

        def __getattr__(self, name):
            kind = type(self)
            if name not in kind.__pydantic_fields__:
                return super().__getattr__(name)
            private = self.__pydantic_private__
            if private is not None and name in (readers := private.get("readers", ())):
                value = readers[name](private["raw"])
                if value is not ABSENT:
                    return _values_of(self).setdefault(name, value)
            elif name in (values := _values_of(self)):  # another thread has read everything meanwhile
                return values[name]
            raise _not_loaded(kind, name)

    @classmethod
    def __pydantic_init_subclass__(cls, **_: Any) -> None:
        fields = cls.__pydantic_fields__.items()
        if defaults := {name: f.default for name, f in fields if not f.is_required() and f.default is not ABSENT}:
            _DEFAULTS[cls] = defaults

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler, /) -> core_schema.CoreSchema:
        schema = handler(source)
        _make_sparse(schema, cls)
        return schema


def loaded(model: Callable[P, S], raw: object, /, *_: P.args, **values: P.kwargs) -> S:
    """
    Make a `model` of values that a provider has read, and of the JSON they came from. ABSENT leaves a value out.

    Checkers hold the values against the constructor. At run time nothing is checked again: the provider's readers
    did that, and the contract kit validates what a provider returns.
    """
    made: S = _new(model)
    given: dict[str, Any] = values
    for value in values.values():
        if value is ABSENT:
            given = {name: value for name, value in values.items() if value is not ABSENT}
            break
    if model in _DEFAULTS:
        for name, default in _DEFAULTS[model].items():
            given.setdefault(name, default)
    _set_values(made, given)
    _set_private(made, {"raw": raw})
    return made


def lazily(model: type[S], raw: object, readers: Readers, /, **values: Any) -> S:
    """
    Make a `model` whose attributes are read out of `raw` by `readers` when they are first asked for.

    `values` are there at once. A reader that meets a malformed value raises `Malformed` wherever it is run.
    """
    made: S = loaded(model, raw, **values)
    _private_of(made)["readers"] = readers
    return made


def _not_loaded(kind: type[Sparse], name: str) -> NotLoaded:
    load = kind.brought_by.get(name)
    advice = f"load=[{load!r}] brings it" if load else f"get the {kind.__name__} itself to have it"
    return NotLoaded(f"{name!r} of this {kind.__name__} was not loaded; {advice}", attribute=name, load=load)


def _origin(kind: type[Sparse]) -> type[BaseModel]:
    return kind.__pydantic_generic_metadata__["origin"] or kind


def _make_sparse(schema: Any, model: type[Sparse]) -> None:
    """Rewrite the schema of `model` in place, for others may share it; a second visit finds nothing to do."""
    while "schema" in schema:
        schema = schema["schema"]
    if schema["type"] != "model-fields":
        return
    keys = core_schema.typed_dict_schema(
        {name: _optional(field) for name, field in schema["fields"].items()}, extra_behavior="forbid"
    )
    made: core_schema.CoreSchema = core_schema.no_info_after_validator_function(_as_model_parts, keys)
    if model.shorthand is not None:
        made = core_schema.no_info_before_validator_function(_expanding(model), made)
    schema.clear()
    schema.update(made)


def _optional(field: Any) -> core_schema.TypedDictField:
    value = field["schema"]
    required = value["type"] != "default"
    if value.get("default") is ABSENT:
        value = value["schema"]
    return core_schema.typed_dict_field(value, required=required, metadata=field.get("metadata"))


def _as_model_parts(values: dict[str, Any]) -> tuple[dict[str, Any], None, None]:
    return values, None, None


def _expanding(model: type[Sparse]) -> Callable[[Any], Any]:
    return lambda value: model.from_shorthand(value) if isinstance(value, str) else value
