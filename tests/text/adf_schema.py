"""A validator of the ADF schema: each (schema, value) pair is judged once, as its many alternatives else take ages."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

TYPES: dict[str, tuple[type, ...]] = {
    "object": (dict,),
    "array": (list,),
    "string": (str,),
    "number": (int, float),
    "boolean": (bool,),
}
KEYWORDS = {
    "$ref", "additionalProperties", "allOf", "anyOf", "enum", "items", "maxItems", "maximum", "minItems", "minLength",
    "minimum", "pattern", "properties", "required", "type", "definitions", "$schema", "description",
}  # fmt: skip


class AdfSchema:
    """Knows the keywords that this schema uses, and refuses others."""

    def __init__(self, schema: Mapping[str, Any]) -> None:
        self._schema = schema
        self._judged: dict[tuple[int, int], bool] = {}

    def is_valid(self, document: object) -> bool:
        self._judged.clear()
        return self._fits(self._schema, document)

    def _fits(self, schema: Mapping[str, Any], value: Any) -> bool:
        key = id(schema), id(value)
        if key not in self._judged:
            assert set(schema) <= KEYWORDS, set(schema) - KEYWORDS
            self._judged[key] = all(
                (
                    self._combined(schema, value),
                    self._leaf(schema, value),
                    self._object(schema, value),
                    self._array(schema, value),
                )
            )
        return self._judged[key]

    def _combined(self, schema: Mapping[str, Any], value: Any) -> bool:
        reference = schema.get("$ref")
        if reference is not None and not self._fits(self._schema["definitions"][reference.rpartition("/")[2]], value):
            return False
        alternatives = schema.get("anyOf")
        if alternatives is not None and not any(self._fits(other, value) for other in alternatives):
            return False
        return all(self._fits(other, value) for other in schema.get("allOf", ()))

    def _leaf(self, schema: Mapping[str, Any], value: Any) -> bool:
        kind = schema.get("type")
        if kind is not None and (not isinstance(value, TYPES[kind]) or (kind == "number" and isinstance(value, bool))):
            return False
        if "enum" in schema and value not in schema["enum"]:
            return False
        if isinstance(value, str):
            return len(value) >= schema.get("minLength", 0) and re.search(schema.get("pattern", ""), value) is not None
        if isinstance(value, int | float):
            return bool(schema.get("minimum", value) <= value <= schema.get("maximum", value))
        return True

    def _object(self, schema: Mapping[str, Any], value: Any) -> bool:
        if not isinstance(value, dict):
            return True
        known = schema.get("properties", {})
        return (
            all(name in value for name in schema.get("required", ()))
            and (schema.get("additionalProperties", True) is not False or set(value) <= set(known))
            and all(self._fits(known[name], item) for name, item in value.items() if name in known)
        )

    def _array(self, schema: Mapping[str, Any], value: Any) -> bool:
        if not isinstance(value, list):
            return True
        if not schema.get("minItems", 0) <= len(value) <= schema.get("maxItems", len(value)):
            return False
        items = schema.get("items")
        if isinstance(items, list):
            return all(self._fits(shape, item) for shape, item in zip(items, value, strict=False))
        return items is None or all(self._fits(items, item) for item in value)
