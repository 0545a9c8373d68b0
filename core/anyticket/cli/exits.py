"""Exit codes, and the one line that says what went wrong and what to do."""

from __future__ import annotations

from enum import IntEnum
from typing import Final

from pydantic import ValidationError

from ..errors import (
    Ambiguous,
    ConfigError,
    Conflict,
    Error,
    Forbidden,
    Gone,
    Invalid,
    NotApplied,
    NotFound,
    PluginError,
    ProviderError,
    TooLarge,
    Unauthenticated,
    Unsupported,
)


class ExitCode(IntEnum):
    """What a script can tell apart."""

    OK = 0
    FAILED = 1
    USAGE = 2
    NOT_FOUND = 3
    NO_ACCESS = 4
    REFUSED = 5
    UNSUPPORTED = 6
    TRY_LATER = 7
    BUG = 70
    INTERRUPTED = 130


#: The first kind that an error is decides.
_CODES: Final[tuple[tuple[type[Exception], ExitCode], ...]] = (
    *((kind, ExitCode.USAGE) for kind in (ConfigError, PluginError, ValueError, OSError)),
    *((kind, ExitCode.NOT_FOUND) for kind in (NotFound, Gone)),
    *((kind, ExitCode.NO_ACCESS) for kind in (Unauthenticated, Forbidden)),
    *((kind, ExitCode.REFUSED) for kind in (Ambiguous, Conflict, Invalid, NotApplied, TooLarge)),
    (Unsupported, ExitCode.UNSUPPORTED),
)


def exit_code(exc: Exception) -> ExitCode:
    """Return the exit code that an error means."""
    for kind, code in _CODES:
        if isinstance(exc, kind):
            return code
    if isinstance(exc, ProviderError) and exc.temporary:
        return ExitCode.TRY_LATER
    return ExitCode.FAILED if isinstance(exc, Error) else ExitCode.BUG


def sentence(exc: Exception) -> str:
    """Say in one line what went wrong."""
    match exc:
        case ValidationError():
            return _invalid(exc)
        case Ambiguous(choices=choices) if choices:
            return f"{exc} (choose among {', '.join(choices)})"
        case Invalid(fields=fields) if fields:
            return f"{exc} ({'; '.join(f'{name}: {what}' for name, what in fields.items())})"
        case ProviderError(may_have_happened=True):
            return f"{exc} (it may have happened all the same: look before you repeat it)"
        case Error() | OSError() | ValueError():
            return str(exc)
        case _:
            return f"a bug, please report it: {type(exc).__name__}: {exc} (--debug shows where)"


def _invalid(exc: ValidationError) -> str:
    found = exc.errors(include_url=False, include_context=False)
    parts = (f"{'.'.join(map(str, error['loc']))}: {error['msg'].removeprefix('Value error, ')}" for error in found)
    return "; ".join(parts)
