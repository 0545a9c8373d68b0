"""
Emoticons: what Jira draws for `:)` and `(!)`, with the short names that Atlassian's own emoji have.
"""

from __future__ import annotations

import re
from typing import Final

from anyticket.text.inline import Emoji

__all__ = ["EMOTICON", "emoji_of", "emoticon_of"]

_TABLE: Final = """
    :)         slight_smile       🙂
    :-)        slight_smile       🙂
    :(         disappointed       😞
    :-(        disappointed       😞
    :P         stuck_out_tongue   😛
    :p         stuck_out_tongue   😛
    :-P        stuck_out_tongue   😛
    :-p        stuck_out_tongue   😛
    :D         smiley             😃
    :-D        smiley             😃
    ;)         wink               😉
    ;-)        wink               😉
    (y)        thumbsup           👍
    (n)        thumbsdown         👎
    (i)        info               ℹ️
    (/)        check_mark         ✅
    (x)        cross_mark         ❌
    (!)        warning            ⚠️
    (+)        plus               ➕
    (-)        minus              ➖
    (?)        question           ❓
    (on)       light_bulb_on      💡
    (off)      light_bulb_off     🔌
    (*)        yellow_star        ⭐
    (*y)       yellow_star        ⭐
    (*r)       red_star           🌟
    (*g)       green_star         🌟
    (*b)       blue_star          🌟
    (flag)     flag_on            🚩
    (flagoff)  flag_off           🏳️
"""
_ROWS: Final = [line.split() for line in _TABLE.strip().splitlines()]
_EMOJI: Final = {written: Emoji(f":{name}:", shown) for written, name, shown in _ROWS}
_WRITTEN: Final = {name: written for written, name, _ in reversed(_ROWS)}

EMOTICON: Final = re.compile(r"\((?:[yni/x!+\-?]|on|off|\*[yrgb]?|flag(?:off)?)\)|(?<![^\W_])[:;]-?[)(PpD](?![^\W_])")


def emoji_of(written: str) -> Emoji | None:
    """Return the emoji that an emoticon draws."""
    return _EMOJI.get(written)


def emoticon_of(emoji: Emoji) -> str:
    """Return the emoticon that is read as this emoji again, or an empty string."""
    written = _WRITTEN.get(emoji.name.strip(":"), "")
    return written if written and _EMOJI[written] == emoji else ""
