"""What a reference means: a dotted name that is imported, or a name of a scope."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from dr_refit.codemod.moving import moves_along
from dr_refit.codemod.verify.bindings import binding
from dr_refit.migration.resolution import Moved
from dr_refit.names import prefixes
from dr_refit.python.choices import is_asked
from dr_refit.records import NamedTuple

if TYPE_CHECKING:
    import ast
    from collections.abc import Collection, Iterator

    from dr_refit.codemod.verify.bindings import Binding
    from dr_refit.migration.table import MoveTable
    from dr_refit.python.facts import Facts
    from dr_refit.python.imports import ImportAlias
    from dr_refit.python.scopes import Scopes
    from dr_refit.python.symbols import Reference, Scope


class Meaning(NamedTuple):
    """One thing that a reference may mean."""

    dotted: str
    how: str

    def translated(self, table: MoveTable) -> Meaning:
        """Return what an imported name is called now."""
        outside = self.how in {"imported", "not loaded"}
        found = table.resolve(self.dotted) if outside else None
        if not isinstance(found, Moved):
            return self
        # Who is called otherwise in its module is loaded as far as it was.
        return Meaning(found.new, self.how if found.move.is_rename else "imported")

    def loaded(self) -> Meaning:
        """Return the same meaning where an import now loads what none did before."""
        return self._replace(how="imported") if self.how == "not loaded" else self


def any_of(meanings: set[Meaning]) -> str:
    """Return all meanings as a text."""
    return " or ".join(sorted(f"{m.dotted} ({m.how})" for m in meanings))


class Meanings:
    """The meanings of the references of one file.

    `roots`: of a chain on one of these it is looked up whether its module is loaded;
    `later`: the file is where it moves to.
    """

    def __init__(
        self,
        facts: Facts,
        scopes: Scopes,
        roots: Collection[str],
        table: MoveTable,
        *,
        later: bool = False,
    ) -> None:
        self._facts = facts
        self._scopes = scopes
        self._roots = roots
        self.table = table
        self._later = later
        #: What imports bind to a name in a scope, and all that they load.
        self._bound: dict[tuple[Scope, str], tuple[set[str], set[str]]] = {}

    def of(self, reference: Reference, *more: str) -> set[Meaning]:
        """Return everything that a reference, and attributes of it, may mean."""
        found: set[Meaning] = set()
        attrs = (*reference.attrs, *more)
        for home in self._scopes.homes(reference):
            seen = self._scopes.seen(reference, home) if home else "any"
            found.update(
                one
                for one in self._in(home, reference.name.id, attrs)
                if seen == "any"
                or (seen == "imports") == (one.how in {"imported", "not loaded"})
            )
        return found

    def is_asked(self, reference: Reference) -> bool:
        """Return whether of a module it is asked whether it is there, and no more."""
        parents = self._facts.parents
        return not reference.attrs and is_asked(reference.node, parents)

    def _in(
        self, home: Scope | None, name: str, attrs: tuple[str, ...]
    ) -> Iterator[Meaning]:
        """Yield what attributes of a name mean by one scope."""
        reached = self._facts.reached
        if home is None:
            found = self.table.resolve(f"{self._star}.{name}") if self._star else None
            # Where all of the module moved, its star goes along.
            apart = isinstance(found, Moved) and not found.move.module
            module = self._star if apart else "builtins"
            yield Meaning(reached(f"{module}.{name}", attrs), "imported")
            return
        if (home, name) not in self._bound:
            self._bound[home, name] = self._bound_in(home, name)
        named, loaded = self._bound[home, name]
        for means in named:
            yield Meaning(reached(means, attrs), "imported")
        if loaded:
            dotted = reached(name, attrs)
            sure = name not in self._roots or self._is_loaded(dotted, loaded)
            yield Meaning(dotted, "imported" if sure else "not loaded")
        if name in home.bound:
            # What is None has no attributes, under whatever name.
            inside = attrs if name in home.valued else ()
            yield Meaning(".".join((name, *inside)), home.kind)

    @cached_property
    def _star(self) -> str:
        """The one module of which all names are imported; empty: none, or several."""
        stars = {one.target for one in self._facts.imports if one.local == "*"}
        return stars.pop() if len(stars) == 1 else ""

    def _bound_in(self, home: Scope, name: str) -> tuple[set[str], set[str]]:
        bindings = [self._bindings[alias] for alias in home.imports.get(name, ())]
        named = {one.means for one in bindings if one.style != "plain"}
        plain = [one.means for one in bindings if one.style == "plain"]
        return named, {above for means in plain for above in prefixes(means)}

    @cached_property
    def _bindings(self) -> dict[ast.alias, Binding]:
        return {alias.alias: self._binding(alias) for alias in self._facts.imports}

    def _binding(self, alias: ImportAlias) -> Binding:
        one = binding(alias)
        if self._later and moves_along(alias, self._facts, self.table):
            # from .a import f    beside  from new.a import f
            new = self.table.new_name(one.means) or one.means
            return one._replace(means=new)
        return one

    def _is_loaded(self, dotted: str, loaded: set[str]) -> bool:
        """Return whether `import a.b` loads what a moved name is reached through."""
        names = {*prefixes(dotted)}
        modules = {
            move.loaded
            for move in self.table.moves
            if move.new in names or (move.is_rename and move.old in names)
        }
        return not modules or bool(modules & loaded)
