"""A string that is a dotted name, or may be one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dr_refit.records import NamedTuple

if TYPE_CHECKING:
    import ast

    from dr_refit.python.string_calls import Takes
    from dr_refit.python.string_pieces import Made


class Quoted(NamedTuple):
    """A string that is a dotted name, or may be one."""

    takes: Takes
    literal: ast.Constant
    #: The dotted names that are reached; of a module that is taken whole its own.
    names: tuple[str, ...]
    #: The module that they are taken of.
    module: str = ""
    #: The attribute that is taken of the module, where a string says it.
    attribute: ast.Constant | None = None
    #: The package of a relative module, where a string says it.
    package: ast.Constant | None = None
    #: A dotted name would stand for its package: __import__("a")
    top: bool = False
    #: The module itself goes on to where nobody sees what is taken of it.
    whole: bool = False
    #: The names that are used where it decides whether the module is loaded; of what
    #: may be a name, the texts that stand beside it.
    beside: frozenset[str] = frozenset()
    #: It is looked up in `sys.modules` by a file that always imports the module.
    loaded: bool = False
    #: The texts that it is the beginning of, and what takes each; by `names`.
    made: tuple[tuple[Takes, Made], ...] = ()

    @property
    def literals(self) -> tuple[ast.Constant, ...]:
        """All literals that say it."""
        pieces = (s.literal for _, one in self.made for s in one.stretches)
        every = (self.literal, self.attribute, self.package, *pieces)
        return tuple(one for one in every if one is not None)
