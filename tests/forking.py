"""Work done in a forked child."""

from __future__ import annotations

import os
import signal
import warnings
from collections.abc import Callable


def holds_in_child(claim: Callable[[], bool]) -> bool:
    """Tell whether something is true in a forked child; a child that hangs or raises says no."""
    with warnings.catch_warnings():
        # From 3.12 on a fork beside threads warns, since locks stay locked: which is what is tested.
        warnings.simplefilter("ignore", DeprecationWarning)
        pid = os.fork()
    if not pid:
        signal.alarm(5)
        try:
            os._exit(7 if claim() else 1)
        finally:
            os._exit(2)
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 7
