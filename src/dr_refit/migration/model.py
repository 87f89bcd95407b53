"""What moved where, as values."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from dr_refit.migration.calls import Calls
from dr_refit.names import is_under, leaf, parent, prefixes, root
from dr_refit.records import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from dr_refit.migration.codemods import Codemod

#: published: a requirement brings it, by version or from git. planned: it is not there
#: yet. promised: whoever runs this says that it is, or will be.
type Home = Literal["published", "planned", "promised"]


class Move(NamedTuple):
    """One dotted name and the dotted name it has now."""

    old: str
    new: str
    #: A module or package: everything under it moves along.
    module: bool = False
    #: The public names a whole module had; any other is unknown. None: not listed.
    names: frozenset[str] | None = None
    #: PEP 508 requirement that brings `new`, version cap and extra included.
    requirement: str | None = None
    #: The versions of Python that this needs (PEP 440).
    python: str | None = None
    home: Home = "published"
    #: The object of the new module that has the new name, a class say: a.b.Cls.
    inside: str = ""

    @property
    def holder(self) -> str:
        """What to import for the new name: a module, or an object that has it."""
        if self.module:
            return self.new
        # builtins.str.maketrans
        is_builtin = root(self.new) == "builtins"
        return self.inside or ("builtins" if is_builtin else parent(self.new))

    @property
    def loaded(self) -> str:
        """The module that has the new name, or the object with it."""
        return parent(self.inside) or self.holder

    @property
    def bare(self) -> str:
        """The name that the new one may be written with: a builtin, or a class."""
        if self.inside:
            return leaf(self.inside)
        top, _, name = self.new.partition(".")
        return root(name) if top == "builtins" else ""

    @property
    def is_rename(self) -> bool:
        """Whether a name stays in its module, and is called otherwise there."""
        return not self.module and parent(self.old) == parent(self.new)

    @property
    def is_inward(self) -> bool:
        """Whether it goes to a part of itself: `a` to `a.b`."""
        return is_under(self.new, self.old)

    @property
    def becomes_module(self) -> bool:
        """Whether a name goes to a module that is called like it: `a.f` to `a.f.f`."""
        return not self.module and self.new == f"{self.old}.{leaf(self.old)}"

    @property
    def is_outward(self) -> bool:
        """Whether a module goes to a package that it is in: `a.b` to `a`."""
        return self.module and is_under(self.old, self.new)

    def has_arrived(self, name: str) -> bool:
        """Return whether a name under the old one is one of the new home."""
        within = self.becomes_module and name != self.old
        return within or (self.is_inward and is_under(name, self.new))

    def lacks(self, rest: str) -> bool:
        """Return whether `rest` names something that a whole module never had."""
        name = root(rest[1:])
        if self.names is None or not name or name.startswith("__"):
            return False
        return name not in self.names

    def moves_like(self, other: Move) -> bool:
        """Return whether it moves the same to the same place."""
        return self[:3] == other[:3]

    def merged(self, later: Move) -> Move:
        """Return it with what a later record of the same move says."""
        names = self.names
        if names is not None:
            names = None if later.names is None else names | later.names
        return self._replace(
            names=names,
            requirement=later.requirement or self.requirement,
            python=later.python or self.python,
            home=self.home if later.home == "planned" else later.home,
        )


def in_classes(moves: Collection[Move]) -> list[Move]:
    """Return the moves to names of classes, with these, as far as the moves tell.

    A class moves as well, or is right below a module that does.
    """
    classes = {m.new for m in moves if not m.module and _is_class(leaf(m.new))}
    modules = {m.new for m in moves if m.module}
    found = []
    for move in moves if classes or modules else ():
        if move.module or move.inside:
            continue
        above = [*prefixes(parent(move.new))]
        inside = [one for one in above if one in classes]
        home = next((one for one in above if one in modules), "")
        # a.Cls.f  ->  b.Cls.Inner.f  where  a  is  b
        rest = parent(move.new)[len(home) + 1 :].split(".")
        if home and all(map(_is_class, (leaf(parent(move.old)), *rest))):
            inside.append(f"{home}.{rest[0]}")
        if inside:
            found.append(move._replace(inside=inside[-1]))
    return found


def _is_class(name: str) -> bool:
    return name.lstrip("_")[:1].isupper()


class Note(NamedTuple):
    """What changed in a name's behaviour; `silent`: wrong results, no exception."""

    text: str
    silent: bool = False


class Migration(NamedTuple):
    """What moved where: one `codemods/*.toml`, or the `--move`s of one run."""

    id: str
    title: str = ""
    moves: tuple[Move, ...] = ()
    #: Names that stay where they are, whatever moves around them.
    kept: frozenset[str] = frozenset()
    #: Dotted name -> one line of advice.
    removed: Mapping[str, str] = {}
    #: Dotted old name -> what changed.
    notes: Mapping[str, Note] = {}
    #: Dotted old package -> what changes for a project that imports it.
    project: Mapping[str, tuple[str, ...]] = {}
    #: What changed at the calls of names.
    calls: Calls = Calls()
    #: Dotted old name -> the LibCST codemod for it.
    codemods: Mapping[str, Codemod] = {}
    #: Top-level packages known to their last name: what is not listed never existed.
    retired: frozenset[str] = frozenset()
    #: New module -> the PEP 508 requirement that brings it, without extras.
    requirements: Mapping[str, str] = {}
    #: Commands of the old distribution, and what they are called now.
    commands: Mapping[str, str] = {}
    #: Literal -> what it is now, and whether this run renames it.
    values: Mapping[str, str] = {}
    renames_values: bool = False
    #: The distribution to drop once nothing imports it; none, if it is `upgraded`.
    distribution: str | None = None

    @property
    def fate(self) -> str:
        """What became of its distribution once nothing imports it, as said of that."""
        return "is retired" if self.retired else "is imported no more"

    @property
    def roots(self) -> frozenset[str]:
        """The top-level packages it speaks of."""
        names = {*(move.old for move in self.moves), *self.kept, *self.removed}
        return self.retired | {root(name) for name in names}

    def without(self, packages: frozenset[str]) -> Migration:
        """Return it without what moves out of some top-level packages."""
        return self._replace(
            moves=tuple(one for one in self.moves if root(one.old) not in packages),
            kept=frozenset(one for one in self.kept if root(one) not in packages),
            removed={k: v for k, v in self.removed.items() if root(k) not in packages},
            retired=self.retired - packages,
        )

    @property
    def upgraded(self) -> str | None:
        """The one package from a version of which to another it leads, if any."""
        packages = self.roots | {root(move.new) for move in self.moves}
        required = {*map(root, self.requirements)}
        return min(packages) if len(packages) == 1 and packages <= required else None
