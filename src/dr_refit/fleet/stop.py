"""What ends the work on one repository, and on no other."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dr_refit.fleet.model import Outcome


class Stop(Exception):
    """Nothing more is done for the repository: what became of it, why, what to do."""

    def __init__(self, outcome: Outcome, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.outcome: Outcome = outcome
        self.message = message
        self.hint = hint
