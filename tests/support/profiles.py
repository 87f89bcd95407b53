"""How long Hypothesis looks.

Runs are the same every time (derandomized). To look for more than a run of CI does:

    .venv/bin/pytest --hypothesis-profile=long tests/test_statements.py
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import HealthCheck, settings

if TYPE_CHECKING:
    from collections.abc import Callable

_SLOW = (HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large)


def load() -> None:
    """Let runs be quick, unless `--hypothesis-profile` says otherwise."""
    quick = settings(
        deadline=None, derandomize=True, database=None, suppress_health_check=_SLOW
    )
    long = settings(deadline=None, database=None, suppress_health_check=_SLOW)
    settings.register_profile("quick", quick)
    settings.register_profile("long", long)
    settings.load_profile("quick")


def is_long() -> bool:
    """Whether this run may take hours."""
    return settings.get_current_profile_name() == "long"


def examples[F: Callable[..., object]](count: int) -> Callable[[F], F]:
    """Set how many examples a property is tried on; `--hypothesis-profile` scales."""

    def decorate(function: F) -> F:
        more = 100 if is_long() else 1
        decorated: F = settings(max_examples=count * more)(function)
        return decorated

    return decorate
