"""Custom fields: made from the type that their plugin declares, trashed, brought back; and the options they offer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Final, cast

from ..refusal import Refused
from ..site import Site
from ..store.fields import FieldContext, FieldOption, FieldRecord

__all__ = [
    "PLAIN",
    "SHAPES",
    "create_field",
    "create_options",
    "erase_field",
    "in_order",
    "move_options",
    "remove_option",
    "show_everywhere",
    "trash_field",
    "update_options",
]

PLAIN: Final = "com.atlassian.jira.plugin.system.customfieldtypes:"
_WITH_OPTIONS: Final = frozenset({"option", "options", "cascade"})
_MOST_OPTIONS: Final = 1000

# kind, type, items, custom type, what JQL calls the type
SHAPES: Final[tuple[tuple[str, str, str, str, str], ...]] = (
    ("option", "option", "", "select", "Dropdown"),
    ("text", "string", "", "textfield", "Short text"),
    ("number", "number", "", "float", "Number"),
    ("day", "date", "", "datepicker", "Date"),
    ("person", "user", "", "userpicker", "User Picker (single user)"),
    ("options", "array", "option", "multiselect", "Select List (multiple choices)"),
    ("richtext", "string", "", "textarea", "Paragraph"),
    ("instant", "datetime", "", "datetime", "Time stamp"),
    ("url", "string", "", "url", "URL"),
    ("labels", "array", "string", "labels", "Labels"),
    ("option", "option", "", "radiobuttons", "Radio Buttons"),
    ("options", "array", "option", "multicheckboxes", "Checkboxes"),
    ("cascade", "option-with-child", "", "cascadingselect", "Dependent"),
    ("people", "array", "user", "multiuserpicker", "User Picker (multiple users)"),
    ("group", "group", "", "grouppicker", "Group Picker (single group)"),
    ("groups", "array", "group", "multigrouppicker", "Group Picker (multiple groups)"),
    ("version", "version", "", "version", "Version Picker (single version)"),
    ("versions", "array", "version", "multiversion", "Version Picker (multiple versions)"),
    ("project", "project", "", "project", "Project Picker (single project)"),
    ("text", "string", "", "readonlyfield", "Text Field (read only)"),
)  # fmt: skip


def create_field(site: Site, body: Mapping[str, Any]) -> FieldRecord:
    """
    Create what a POST of a field asks for, with a context for all projects; it is on no screen yet.

    Raises:
        Refused: With everything that is wrong, by field.
    """
    type, name = str(body.get("type") or ""), str(body.get("name") or "").strip()
    shape = next((row for row in SHAPES if PLAIN + row[3] == type), None)
    errors: dict[str, str] = {} if name else {"name": "The name of the custom field is required."}
    if shape is None:
        errors["type"] = f"Custom field type '{type}' not found."
    if errors or shape is None:
        raise Refused(400, errors=errors)
    kind, value_type, items, _, called = shape
    numbers = (field.key.rpartition("_")[2] for field in site.store.fields if field.custom)
    number = max((int(text) for text in numbers), default=9_999) + 1
    key = f"customfield_{number}"
    schema: Mapping[str, object] = {"type": value_type} | ({"items": items} if items else {})
    made = site.store.fields.add(
        FieldRecord(
            key=key,
            name=name,
            kind=kind,
            schema={**schema, "custom": type, "customId": number},
            custom=True,
            description=str(body.get("description") or ""),
            clause_names=(f"cf[{number}]", name, *((f"{name}[{called}]",) if site.cloud else ())),
        )
    )
    site.store.contexts.add(FieldContext(field_key=key, name=f"Default Configuration Scheme for {name}"))
    site.index.rebuild()
    return made


def show_everywhere(site: Site, field: FieldRecord) -> None:
    """Put a field on the screens of all projects."""
    for layout in site.store.layouts.all():
        if field.key not in layout.edit:
            site.store.layouts.save(replace(layout, create=(*layout.create, field.key), edit=(*layout.edit, field.key)))


def trash_field(site: Site, field: FieldRecord) -> None:
    """Take a field off all screens and out of search; its values stay."""
    for layout in site.store.layouts.all():
        if field.key in layout.edit:
            site.store.layouts.save(
                replace(
                    layout,
                    create=tuple(key for key in layout.create if key != field.key),
                    edit=tuple(key for key in layout.edit if key != field.key),
                    required=tuple(key for key in layout.required if key != field.key),
                )
            )
    site.store.fields.save(replace(field, trashed=True))
    site.index.rebuild()


def erase_field(site: Site, field: FieldRecord) -> None:
    """Delete a field with its values."""
    trash_field(site, field)
    for issue in site.store.issues.all():
        if field.key in issue.values:
            kept = {key: value for key, value in issue.values.items() if key != field.key}
            site.store.issues.save(replace(issue, values=kept))
    site.store.contexts.remove_where(field_key=field.key)
    site.store.options.remove_where(field_key=field.key)
    site.store.fields.remove(field.id)
    site.index.rebuild()


def in_order(site: Site, context: FieldContext) -> list[FieldOption]:
    """Return the options of a context, those below another one right behind it."""
    if (field := site.field(context.field_key)) is None or field.kind not in _WITH_OPTIONS:
        raise Refused(400, "The custom field doesn't support options.")
    options = [option for option in site.options(context.field_key) if option.context_id == context.id]
    roots = [option for option in options if option.parent_id is None]
    return [found for root in roots for found in (root, *(item for item in options if item.parent_id == root.id))]


def create_options(site: Site, context: FieldContext, rows: Sequence[Mapping[str, Any]]) -> list[FieldOption]:
    """Add options behind those that there are."""
    held = in_order(site, context)
    if len(rows) > _MOST_OPTIONS:
        raise Refused(400, f"At most {_MOST_OPTIONS} options can be created at once.")
    made: list[FieldOption] = []
    for row in rows:
        parent = int(row["optionId"]) if row.get("optionId") else None
        if parent is not None and parent not in {option.id for option in held}:
            raise Refused(404, f"The option with id '{parent}' was not found.")
        value = _free_value(row, parent, [*held, *made], None)
        made.append(
            site.store.options.add(
                FieldOption(
                    field_key=context.field_key,
                    context_id=context.id,
                    value=value,
                    parent_id=parent,
                    disabled=row.get("disabled") is True,
                    position=max((option.position for option in [*held, *made]), default=-1) + 1,
                )
            )
        )
    return made


def _free_value(row: Mapping[str, Any], parent: int | None, others: Sequence[FieldOption], own: int | None) -> str:
    value = str(row.get("value") or "").strip()
    if not value:
        raise Refused(400, "The value of an option must not be empty.")
    for other in others:
        if other.id != own and other.parent_id == parent and other.value.lower() == value.lower():
            raise Refused(400, f"The option '{value}' is used already.")
    return value


def update_options(site: Site, context: FieldContext, rows: Sequence[Mapping[str, Any]]) -> list[FieldOption]:
    """Rename, disable and enable options."""
    saved: list[FieldOption] = []
    for row in rows:
        held = in_order(site, context)
        found = _option(held, row.get("id"))
        value = _free_value(row, found.parent_id, held, found.id) if "value" in row else found.value
        disabled = row.get("disabled", found.disabled) is True
        saved.append(site.store.options.save(replace(found, value=value, disabled=disabled)))
    site.index.rebuild()
    return saved


def _option(held: Sequence[FieldOption], id: object) -> FieldOption:
    for option in held:
        if str(option.id) == str(id):
            return option
    raise Refused(404, f"The option with id '{id}' was not found.")


def move_options(
    site: Site, context: FieldContext, ids: Sequence[str], *, after: str | None, position: str | None
) -> None:
    """Put options behind another one, or `First` or `Last`."""
    held = in_order(site, context)
    moved = [_option(held, id) for id in ids]
    others = [option for option in held if option not in moved]
    place = {"First": 0, "Last": len(others)}.get(position or "", 0)
    if after is not None:
        place = others.index(_option(others, after)) + 1
    for number, option in enumerate([*others[:place], *moved, *others[place:]]):
        site.store.options.save(replace(option, position=number))


def remove_option(site: Site, context: FieldContext, id: str) -> None:
    """Delete an option that no issue has."""
    held = in_order(site, context)
    gone = {found.id for found in held if str(found.id) == id or str(found.parent_id) == id}
    _option(held, id)
    for issue in site.store.issues.all():
        value = issue.values.get(context.field_key)
        held_ids = cast("list[object]", value) if isinstance(value, list) else [value]
        if gone.intersection(held_ids):
            raise Refused(400, f"The option with id '{id}' is used in issues and can not be deleted.")
    for option_id in gone:
        site.store.options.remove(option_id)
