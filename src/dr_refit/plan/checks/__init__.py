"""The kinds of checks; one module and one line here adds a kind."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from dr_refit.plan.checks.audit import AUDIT
from dr_refit.plan.checks.dataset import DATASET
from dr_refit.plan.checks.depends import DEPENDS
from dr_refit.plan.checks.free_of import FREE_OF
from dr_refit.plan.checks.no_import import NO_IMPORT
from dr_refit.plan.checks.published import PUBLISHED
from dr_refit.plan.checks.repository import REPOSITORY
from dr_refit.plan.checks.retired import RETIRED
from dr_refit.plan.checks.verified import VERIFIED

if TYPE_CHECKING:
    from dr_refit.plan.kind import Kind

#: In the order in which a row says what is true.
KINDS: Final[tuple[Kind, ...]] = (
    REPOSITORY,
    PUBLISHED,
    DEPENDS,
    NO_IMPORT,
    FREE_OF,
    DATASET,
    VERIFIED,
    AUDIT,
    RETIRED,
)
