"""What is decided of the imports of a file, as values."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dr_refit.codes import Code
from dr_refit.python.imports import Import
from dr_refit.records import NamedTuple

if TYPE_CHECKING:
    import ast
    from collections.abc import Hashable, Iterable, Mapping

    from dr_refit.python.edits import Edit
    from dr_refit.python.imports import ImportAlias


class AliasChange(NamedTuple):
    """What becomes of one alias: kept or not, and the imports that come with it."""

    keep: bool
    new: tuple[Import, ...] = ()
    #: The name of what is assigned to the local name, where type checkers look for it.
    public: str = ""

    @classmethod
    def to(cls, *new: Import, keep: bool = False) -> AliasChange:
        """Return the change to some imports, each of which is needed once."""
        loaded = {one.module for one in new if not one.name and not one.local}
        needed = (
            one
            for one in dict.fromkeys(new)
            # import a.b  does what  import a  does
            if one != Import(one.module)
            or not any(other.startswith(f"{one.module}.") for other in loaded)
        )
        return cls(keep=keep, new=tuple(needed))


class Remark(NamedTuple):
    """What there is to report at a node."""

    code: Code
    message: str
    node: ast.expr | ast.alias
    #: What is reported at its first place in a file only.
    once: Hashable = None
    #: It holds for the whole project.
    everywhere: bool = False


def ambiguous(aliases: Iterable[ImportAlias], why: str) -> tuple[Remark, ...]:
    """Report imports that a person has to rewrite."""
    return tuple(
        Remark(
            code=Code.AMBIGUOUS_NAME,
            message=f"`{alias.local}` {why}: rewrite this import by hand",
            node=alias.alias,
        )
        for alias in aliases
    )


class Decision(NamedTuple):
    """What is written for one binding of a name, and what a person must do instead."""

    changes: Mapping[ImportAlias, AliasChange] = {}
    #: The edits of its references.
    edits: tuple[Edit, ...] = ()
    remarks: tuple[Remark, ...] = ()
