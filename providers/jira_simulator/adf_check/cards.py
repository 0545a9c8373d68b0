"""Cards: the forms of attributes of links that are shown as more than links."""

from __future__ import annotations

from typing import Final

from .values import LAYOUT, Attributes, anything, flag, given, list_of, number, text

__all__ = ["APPLICATION", "BLOCK", "EMBED", "INLINE"]

_VIEW: Final = given("type", type=text, properties=anything)
_DATASOURCE: Final = given("id parameters views", id=text, parameters=anything, views=list_of(_VIEW.fit, least=1))
_URL: Final = given("url", url=text, localId=text)
_DATA: Final = given("data", data=anything, localId=text)

INLINE: Final[tuple[Attributes, ...]] = (_URL, _DATA)
BLOCK: Final[tuple[Attributes, ...]] = (
    given("datasource", localId=text, url=text, datasource=_DATASOURCE.fit, width=number(), layout=LAYOUT),
    *INLINE,
)
EMBED: Final[tuple[Attributes, ...]] = (
    given(
        "url layout",
        url=text,
        layout=LAYOUT,
        width=number(0, 100),
        originalHeight=number(),
        originalWidth=number(),
        localId=text,
    ),
)

_PLACE: Final = given("url", url=text).fit
_ICON: Final = given("url label", url=text, label=text).fit
_USER: Final = given("icon", id=text, icon=_ICON).fit
_BADGE: Final = given("value", value=number(), max=number(), theme=text, appearance=text).fit
_LOZENGE: Final = given("text", text=text, bold=flag, appearance=text).fit
_DETAIL: Final = given(title=text, text=text, icon=_ICON, badge=_BADGE, lozenge=_LOZENGE, users=list_of(_USER)).fit

APPLICATION: Final[tuple[Attributes, ...]] = (
    given(
        "text title",
        text=text,
        textUrl=text,
        link=_PLACE,
        background=_PLACE,
        preview=_PLACE,
        collapsible=flag,
        title=given("text", text=text, user=_USER).fit,
        description=given("text", text=text).fit,
        details=list_of(_DETAIL),
        context=given("text", text=text, icon=_ICON).fit,
    ),
)
