"""What holds for all tests: how many examples hypothesis makes up. HYPOTHESIS_PROFILE=long makes up many more."""

from __future__ import annotations

import os

from hypothesis import HealthCheck, Phase, settings

#: Clients of others, one of which is called as a room of tests is: `make test-peers` runs them where they are installed.
collect_ignore = ["peers"]

#: All but the explanation of a failure, which takes minutes where examples are documents.
PHASES = tuple(phase for phase in Phase if phase is not Phase.explain)
settings.register_profile("quick", deadline=None, derandomize=True, max_examples=60, phases=PHASES)
settings.register_profile(
    "long",
    deadline=None,
    derandomize=True,
    max_examples=200,
    phases=PHASES,
    suppress_health_check=[HealthCheck.too_slow],
    print_blob=True,
)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "quick"))
