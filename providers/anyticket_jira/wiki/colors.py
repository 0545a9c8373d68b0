"""
Colours: their names in markup, and the kinds of panel that Jira Cloud makes of them.
"""

from __future__ import annotations

import re
from typing import Final

from anyticket.text.document import PanelKind

__all__ = ["COLOR_OF_PANEL", "color", "panel_of_color"]

COLOR_OF_PANEL: Final[dict[PanelKind, str]] = {
    "info": "#deebff",
    "note": "#eae6ff",
    "success": "#e3fcef",
    "warning": "#fffae6",
    "error": "#ffebe6",
}
"""The backgrounds that Jira Cloud's own converter writes."""

_NAMED: Final[dict[str, str]] = {
    entry.partition("=")[0]: entry.partition("=")[2]
    for entry in (
        "aqua=#00ffff black=#000000 blue=#0000ff brown=#a52a2a cyan=#00ffff darkblue=#00008b darkgray=#a9a9a9 "
        "darkgreen=#006400 darkgrey=#a9a9a9 darkorange=#ff8c00 darkred=#8b0000 fuchsia=#ff00ff gold=#ffd700 "
        "gray=#808080 green=#008000 grey=#808080 indigo=#4b0082 lightblue=#add8e6 lightgray=#d3d3d3 "
        "lightgreen=#90ee90 lightgrey=#d3d3d3 lime=#00ff00 magenta=#ff00ff maroon=#800000 navy=#000080 "
        "olive=#808000 orange=#ffa500 orangered=#ff4500 pink=#ffc0cb purple=#800080 red=#ff0000 royalblue=#4169e1 "
        "salmon=#fa8072 silver=#c0c0c0 skyblue=#87ceeb teal=#008080 tomato=#ff6347 turquoise=#40e0d0 "
        "violet=#ee82ee white=#ffffff yellow=#ffff00"
    ).split()
}
_SHORT: Final = re.compile(r"#([0-9a-f])([0-9a-f])([0-9a-f])")
_RGB: Final = re.compile(r"rgba?\(\s*(\d{1,3})\s*,\s*(\d{1,3})\s*,\s*(\d{1,3})\s*(?:,[^)]*)?\)")


def color(written: str) -> str:
    """Return `#rrggbb`, or the name as it was written where that is no colour known here."""
    value = written.strip().lower()
    if value in _NAMED:
        return _NAMED[value]
    if short := _SHORT.fullmatch(value):
        return "#" + "".join(digit * 2 for digit in short.groups())
    if rgb := _RGB.fullmatch(value):
        return "#" + "".join(f"{min(int(part), 255):02x}" for part in rgb.groups())
    return value if re.fullmatch(r"#[0-9a-f]{6}", value) else written.strip()


def panel_of_color(written: str) -> PanelKind:
    """Return the kind of panel whose background is nearest to a colour, as Jira Cloud chooses it."""
    channels = _channels(color(written))
    if channels is None:
        return "info"
    return min(
        _CHANNELS_OF_PANEL,
        key=lambda kind: sum((a - b) ** 2 for a, b in zip(_CHANNELS_OF_PANEL[kind], channels, strict=True)),
    )


def _channels(value: str) -> tuple[int, int, int] | None:
    if not re.fullmatch(r"#[0-9a-f]{6}", value):
        return None
    return int(value[1:3], 16), int(value[3:5], 16), int(value[5:7], 16)


_CHANNELS_OF_PANEL: Final[dict[PanelKind, tuple[int, int, int]]] = {
    kind: channels for kind, value in COLOR_OF_PANEL.items() if (channels := _channels(value)) is not None
}
