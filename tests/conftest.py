"""Knows how the property tests draw their examples; must not know any test.

`ci` draws the same examples each time, so that red is red for everybody; HYPOTHESIS_PROFILE=wild goes hunting.
"""

from __future__ import annotations

import os

from hypothesis import HealthCheck, settings

settings.register_profile("ci", derandomize=True, deadline=None, max_examples=100, database=None)
settings.register_profile(
    "wild", deadline=None, max_examples=3000, database=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci"))
