"""The outcome of the shell texts of a file, as a value."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from dr_refit.codemod.document import Fragment
    from dr_refit.findings import Finding
    from dr_refit.python.edits import Edit


class Shells(NamedTuple):
    """What becomes of the shell texts of a file."""

    edits: Mapping[Fragment, tuple[Edit, ...]] = {}
    #: By the fragment to whose code their positions belong.
    findings: Sequence[tuple[Fragment, Finding]] = ()
    #: The migrations whose distributions they install.
    installed: frozenset[str] = frozenset()
