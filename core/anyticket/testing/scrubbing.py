"""
Scrubbing: what of an exchange may be written down.

Headers are kept by an allow-list. Known secrets, members that are named like one, and whatever is shaped like a token
are struck out; and before a cassette is written, what is left is searched once more.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator, Mapping
from typing import Any, Final
from urllib.parse import quote, urlsplit

STRUCK: Final = "(struck out)"

REQUEST_HEADERS: Final = frozenset({"content-type", "if-match", "range"})
RESPONSE_HEADERS: Final = frozenset(
    {"content-type", "content-disposition", "content-range", "etag", "link", "location", "retry-after", "accept-ranges"}
)
_RESPONSE_PREFIXES: Final = ("x-ratelimit-", "ratelimit")

_NAMED: Final = re.compile(
    r"(access|refresh|id|auth|api|session|csrf|xsrf)?[-_]?(token|secret|password|passwd|apikey|api[-_]key|cookie|jwt)"
    r"|authorization|client[-_]?secret|private[-_]?key",
    re.IGNORECASE,
)
_SHAPED: Final = re.compile(
    r"""
      eyJ[\w-]{8,}\.eyJ[\w-]{8,}(\.[\w-]*)?                  # a JSON web token
    | (ATATT|ATCTT|ATSTT|ATOA|ATBB)[\w=+/-]{8,}              # Atlassian
    | (gh[opsur]_|github_pat_|glpat-|xox[a-z]-|lin_api_|sk-|AKIA)[\w-]{12,}
    | (Bearer|Basic)\s+(?!auth|realm)[\w+/=.-]{12,}
    | -----BEGIN\ [A-Z ]*PRIVATE\ KEY-----
    """,
    re.VERBOSE,
)
_PARAMETER: Final = re.compile(
    r"(?P<name>[?&](?:[\w.-]*(?:token|secret|password|signature|jwt|api_?key))=)(?P<value>[^&\s\"]+)", re.I
)


class Scrubber:
    """Strikes out one tracker's secrets, and puts a name that leads nowhere in place of its address."""

    def __init__(self, url: str, placeholder: str, secrets: Mapping[str, str]) -> None:
        self._replaced = list(_replaced(url, placeholder))
        values = [value for value in secrets.values() if value]
        pairs = [f"{one}:{other}" for one in values for other in values]
        guises = {*values, *map(_encoded, [*values, *pairs]), *map(quote, values), *(quote(v, safe="") for v in values)}
        self._replaced += [(guise, STRUCK) for guise in sorted(guises, key=len, reverse=True)]

    def text(self, text: str) -> str:
        """Return a text without what must not be written."""
        for value, instead in self._replaced:
            text = text.replace(value, instead)
        return _PARAMETER.sub(rf"\g<name>{quote(STRUCK)}", _SHAPED.sub(STRUCK, text))

    def json(self, payload: Any) -> Any:
        """Return JSON without what must not be written."""
        match payload:
            case str():
                return self.text(payload)
            case list():
                return [self.json(one) for one in payload]  # pyright: ignore[reportUnknownVariableType]
            case dict():
                return {
                    self.text(name): STRUCK if _is_secret(name, value) else self.json(value)  # pyright: ignore[reportUnknownArgumentType]
                    for name, value in payload.items()  # pyright: ignore[reportUnknownVariableType]
                }
            case _:
                return payload


def response_headers(headers: Mapping[str, list[str]]) -> dict[str, list[str]]:
    """Return the headers of an answer that may be kept."""
    kept = {name.lower(): values for name, values in headers.items()}
    return {
        name: values for name, values in kept.items() if name in RESPONSE_HEADERS or name.startswith(_RESPONSE_PREFIXES)
    }


def tokens_in(text: str) -> list[str]:
    """Return the beginnings of whatever in a text is shaped like a token."""
    found = [match.group() for match in _SHAPED.finditer(text)]
    found += [match.group() for match in _PARAMETER.finditer(text) if match["value"] != quote(STRUCK)]
    return [f"{one[:12]}…" for one in found]


def named_secrets(payload: Any) -> Iterator[str]:
    """Yield the names of members that are named like a secret and are not struck out."""
    if isinstance(payload, list):
        for one in payload:  # pyright: ignore[reportUnknownVariableType]
            yield from named_secrets(one)
    elif isinstance(payload, dict):
        for name, value in payload.items():  # pyright: ignore[reportUnknownVariableType]
            if _is_secret(str(name), value) and value != STRUCK:  # pyright: ignore[reportUnknownArgumentType]
                yield str(name)  # pyright: ignore[reportUnknownArgumentType]
            yield from named_secrets(value)


def _is_secret(name: str, value: object) -> bool:
    """Tell whether a member holds a secret by its name. A next page's token is none: it leads nowhere without another."""
    paging = "page" in name.lower()
    return isinstance(value, str) and value != "" and not paging and _NAMED.fullmatch(name) is not None


def _replaced(url: str, placeholder: str) -> Iterator[tuple[str, str]]:
    parts = urlsplit(url)
    origin = f"{parts.scheme}://{parts.netloc}"
    yield url.rstrip("/"), placeholder
    yield origin, placeholder
    yield quote(origin, safe=""), quote(placeholder, safe="")
    if parts.netloc:
        yield parts.netloc, urlsplit(placeholder).netloc


def _encoded(value: str) -> str:
    return base64.b64encode(value.encode()).decode()
