"""How long Hypothesis looks.

Runs are the same every time (derandomized), on a fifth of the examples in `make quick`.
To look for more than a run of CI does:

    .venv/bin/pytest --hypothesis-profile=long tests/test_properties.py
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import HealthCheck, settings

if TYPE_CHECKING:
    from collections.abc import Callable

_SLOW = (HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large)
#: Profile -> the share of the examples that a property asks for.
_SHARES = {"quick": 0.2, "usual": 1, "long": 100}


def load() -> None:
    """Make the profiles; `--hypothesis-profile` chooses another than the usual one."""
    for name in _SHARES:
        settings.register_profile(
            name,
            deadline=None,
            derandomize=name != "long",
            database=None,
            suppress_health_check=_SLOW,
        )
    settings.load_profile("usual")


def is_long() -> bool:
    """Whether this run may take hours."""
    return settings.get_current_profile_name() == "long"


def examples[F: Callable[..., object]](count: int) -> Callable[[F], F]:
    """Set how many examples a property is tried on, in a usual run."""

    def decorate(function: F) -> F:
        share = _SHARES[settings.get_current_profile_name()]
        decorated: F = settings(max_examples=int(count * share))(function)
        return decorated

    return decorate
