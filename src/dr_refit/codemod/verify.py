"""The proof that a rewritten file says what it said, under the new names.

Nothing here trusts the plan: both trees are compared, and what every name means is
worked out anew on both sides and held against the migrations.
"""

from __future__ import annotations

import ast
from collections import defaultdict
from itertools import zip_longest
from typing import TYPE_CHECKING, Literal, NamedTuple

from dr_refit.errors import FileRefused
from dr_refit.findings import Code
from dr_refit.names import is_under, parent, prefixes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dr_refit.migration.model import Move
    from dr_refit.migration.table import MoveTable
    from dr_refit.python.facts import Facts
    from dr_refit.python.imports import ImportAlias
    from dr_refit.python.scopes import Scopes
    from dr_refit.python.symbols import Reference, Scope

type _Imports = list[ast.Import | ast.ImportFrom]


class _Binding(NamedTuple):
    """What one alias of an import statement binds."""

    local: str
    #: The dotted name it means; of a plain `import a.b` all that it loads.
    means: str
    style: Literal["plain", "as", "from", "star"]


class _Meaning(NamedTuple):
    """What a use means: a dotted name that is imported, or one of a scope."""

    dotted: str
    how: str

    def pushed(self, lookup: MoveTable) -> _Meaning:
        """Push an imported name through the migrations."""
        outside = self.how in {"imported", "not loaded"}
        new = lookup.new_name(self.dotted) if outside else ""
        return _Meaning(new, "imported") if new else self

    def loaded(self) -> _Meaning:
        """Give the same meaning where an import now loads what none did before."""
        return self._replace(how="imported") if self.how == "not loaded" else self


def verify(
    old: Facts, body: list[ast.stmt], new: Facts, lookup: MoveTable, *, deep: bool
) -> None:
    """Refuse (FileRefused) what is not `body` with its names moved.

    `body`: statements of `old`, in whose place `new` is to stand.
    `deep`: it is all of them; uses were rewritten too, so every one is resolved on
    both sides.
    """
    try:
        tree = new.source.tree
    except FileRefused as error:
        message = f"the result would not parse: {error.message}"
        raise FileRefused(Code.NOT_VERIFIED, message, error.position.line) from error
    check = _Verifier(old, new, lookup, deep=deep)
    check.blocks(body, tree.body)
    if deep:
        check.uses()
    elif check.strings or check.chains:
        check.refuse("a name changed in an expression", check.suspects[0])


class _Verifier:
    def __init__(
        self, old: Facts, new: Facts, lookup: MoveTable, *, deep: bool
    ) -> None:
        self.deep = deep
        self.old = old
        self.new = new
        self.before = old.source
        self.after = new.source
        self.lookup = lookup
        #: What each alias of both sides' imports binds.
        self.bindings: dict[ast.alias, _Binding] = {
            one.alias: _binding(one) for one in (*old.imports, *new.imports)
        }
        #: Roots of attribute chains that differ, in either tree.
        self.chains: set[str] = set()
        #: What imports bind to a name in a scope, and all that they load.
        self.bound: dict[tuple[Scope, str], tuple[set[str], set[str]]] = {}
        #: New name -> the moves to it.
        self.targets: dict[str, list[Move]] = defaultdict(list)
        for move in lookup.moves:
            self.targets[move.new].append(move)
        #: String literals that differ.
        self.strings: list[ast.Constant] = []
        self.suspects: list[ast.expr] = []

    def refuse(self, message: str, node: ast.AST | None = None) -> None:
        """Stop: the file is left alone."""
        line = getattr(node, "lineno", 0)
        raise FileRefused(
            Code.NOT_VERIFIED, f"a wrong rewrite was stopped: {message}", line
        )

    # The shape

    def blocks(self, old: list[ast.stmt], new: list[ast.stmt]) -> None:
        """Compare two blocks: the imports run by run, all else one by one."""
        if all(isinstance(s, ast.Import | ast.ImportFrom) for s in old) and (
            len(new) == 1 and isinstance(new[0], ast.Pass)
        ):
            new = []
        runs = zip_longest(_runs(old), _runs(new))
        for old_run, new_run in runs:
            if old_run is None or new_run is None:
                self.refuse("a statement came or went", (old or new)[0])
            else:
                self.imports(old_run[0], new_run[0])
                self.statements(old_run[1], new_run[1])

    def statements(self, old: ast.stmt | None, new: ast.stmt | None) -> None:
        """Compare two statements; the same bytes are the same statement."""
        if old is None or new is None:
            if old is not new:
                self.refuse("a statement came or went", old or new)
            return
        start, end = self.before.first(old), self.before.end(old)
        new_start, new_end = self.after.first(new), self.after.end(new)
        same = self.before.code[start:end] == self.after.code[new_start:new_end]
        if not same or type(old) is not type(new):
            self.nodes(old, new)

    def nodes(self, old: object, new: object) -> None:
        """Compare anything in a tree."""
        if isinstance(old, list) and isinstance(new, list):
            if old and isinstance(old[0], ast.stmt):
                self.blocks(old, new)
                return
            if len(old) != len(new):
                self.refuse("the code's shape changed")
            for one, other in zip(old, new, strict=True):
                self.nodes(one, other)
        elif isinstance(old, ast.Attribute | ast.Name):
            self.chain(old, new)
        elif isinstance(old, ast.AST):
            if type(old) is not type(new):
                self.refuse("the code's shape changed", old)
            if isinstance(old, ast.Constant) and isinstance(old.value, str):
                self.string(old, new)
                return
            for field in old._fields:
                self.nodes(getattr(old, field), getattr(new, field))
        elif old != new or type(old) is not type(new):
            self.refuse(f"{old!r} became {new!r}")

    def chain(self, old: ast.Attribute | ast.Name, new: object) -> None:
        """Compare a.b.c with what it became."""
        if isinstance(old, ast.Attribute) and isinstance(new, ast.Attribute):
            base, new_base = _base(old), _base(new)
            if not (isinstance(base, ast.Name) and isinstance(new_base, ast.Name)):
                if old.attr != new.attr:
                    self.refuse(f".{old.attr} became .{new.attr}", old)
                self.nodes(old.value, new.value)
                return
        if not isinstance(new, ast.Attribute | ast.Name):
            self.refuse("a name became something else", old)
            return
        base, new_base = _base(old), _base(new)
        if not (isinstance(base, ast.Name) and isinstance(new_base, ast.Name)):
            self.refuse("a name became something else", old)
            return
        if type(old.ctx) is not type(new.ctx) and not isinstance(
            new.ctx, type(old.ctx)
        ):
            self.refuse("an assignment came or went", old)
        if ast.unparse(old) != ast.unparse(new):
            self.chains |= {base.id, new_base.id}
            self.suspects.append(old)

    def string(self, old: ast.Constant, new: object) -> None:
        """Compare two strings: only an annotation may change."""
        assert isinstance(new, ast.Constant)
        if old.value != new.value:
            self.strings.append(old)
            self.suspects.append(old)

    # The imports

    def imports(self, old: _Imports, new: _Imports) -> None:
        """Hold what a run of imports binds against what it bound."""
        bound, now = (
            [self.bindings[alias] for one in run for alias in one.names]
            for run in (old, new)
        )
        if bound == now:
            return
        node = [*old, *new][0]
        pushed: dict[str, list[_Binding]] = defaultdict(list)
        for one in bound:
            for new_name in self.new_names(one):
                pushed[new_name].append(one)
        before, after, heirs = set(bound), set(now), set()
        for other in now:
            ones = [one for one in pushed[other.means] if self.is_heir(other, one)]
            heirs.update(ones)
            if other in before or ones:
                continue
            if not any(self.may_come(other, one) for one in bound):
                self.refuse(f"`{other.local}` would mean {other.means}", node)
        for one in bound:
            if one not in after and one not in heirs and not self.uses_decide(one):
                self.refuse(f"`{one.local}` no longer means {one.means}, moved", node)
        last, last_now = ({one.local: one for one in run} for run in (bound, now))
        for local in last.keys() & last_now.keys():
            one, other = last[local], last_now[local]
            # import a.b, a.c  bind the same name to the same thing.
            same = one.style == other.style == "plain"
            if not same and not self.may_come(other, one):
                self.refuse(f"`{local}` would mean {other.means}", node)

    def new_names(self, old: _Binding) -> Iterator[str]:
        """List the new names of what a binding means, and of the root it binds."""
        for means in {old.means, old.local} if old.style == "plain" else {old.means}:
            if new := self.lookup.new_name(means):
                yield new

    def is_heir(self, new: _Binding, old: _Binding) -> bool:
        """Whether a binding is an old one under its new name."""
        if new.means not in self.new_names(old):
            return False
        to_symbol = any(not move.module for move in self.targets.get(new.means, ()))
        if to_symbol and new.style in {"plain", "as"} and "." in new.means:
            # import a.b.f  is no way to import a function
            return False
        return new.local == old.local or "plain" in {new.style, old.style}

    def uses_decide(self, old: _Binding) -> bool:
        """Whether a name may go, if every use of it, checked one by one, went."""
        if not self.deep or old.means.partition(".")[0] not in self.lookup.roots:
            return False
        if old.style == "plain" or self.lookup.has_nested_rules(old.means):
            return True
        return parent(self.lookup.new_name(old.means)) == "builtins"

    def may_come(self, new: _Binding, old: _Binding) -> bool:
        """Whether a binding has its reason in an old one."""
        if new == old or self.is_heir(new, old):
            return True
        if new.style == old.style == "plain" and old.means.startswith(f"{new.means}."):
            # import a  where only  import a.b  loaded it before
            return True
        if not self.uses_decide(old):
            return False
        root = old.local if old.style == "plain" else old.means
        return any(
            is_under(new.means, home) if move.module else new.means == home
            for move in self.lookup.moves
            if is_under(move.old, root) or is_under(root, move.old)
            for home in [move.new if move.module else parent(move.new)]
        )

    # The uses

    def uses(self) -> None:
        """Resolve every use of an imported name on both sides, and compare."""
        names = self.chains | {b.local for b in self.bindings.values()} - {"*"}
        words = dict.fromkeys(names)
        old, new = self.old.scopes(words), self.new.scopes(words)
        texts = {
            one.annotation_literal.literal
            for one in old.references
            if one.annotation_literal
        }
        for literal in self.strings:
            if literal not in texts:
                self.refuse(f"the string {literal.value!r} changed", literal)
        if len(old.references) != len(new.references):
            self.refuse("a use came or went")
        for one, other in zip(old.references, new.references, strict=True):
            was = self.means(one, old)
            got = self.means(other, new)
            want = {meaning.pushed(self.lookup) for meaning in was}
            if got not in (was, want, {meaning.loaded() for meaning in want}):
                text = f"{ast.unparse(one.node)} would mean {_any(got)}"
                self.refuse(f"{text}, not {_any(want)}", one.name)

    def means(self, use: Reference, scopes: Scopes) -> set[_Meaning]:
        """Give everything that a use may mean."""
        found: set[_Meaning] = set()
        for home in scopes.homes(use):
            found.update(self.means_in(home, use))
        return found

    def means_in(self, home: Scope | None, use: Reference) -> Iterator[_Meaning]:
        """List what a use means by one scope."""
        name = use.name.id
        rest = "".join(f".{attr}" for attr in use.attrs)
        if home is None:
            yield _Meaning(f"builtins.{name}{rest}", "imported")
            return
        key = home, name
        if key not in self.bound:
            bindings = [self.bindings[alias] for alias in home.imports.get(name, [])]
            named = {b.means for b in bindings if b.style != "plain"}
            plain = [b.means for b in bindings if b.style == "plain"]
            self.bound[key] = named, {p for means in plain for p in prefixes(means)}
        named, loaded = self.bound[key]
        for means in named:
            yield _Meaning(means + rest, "imported")
        if loaded:
            dotted = name + rest
            sure = name not in self.chains or self.is_loaded(dotted, loaded)
            yield _Meaning(dotted, "imported" if sure else "not loaded")
        if name in home.bound:
            yield _Meaning(name + rest, home.kind)

    def is_loaded(self, dotted: str, loaded: set[str]) -> bool:
        """Whether `import a.b` loads what a moved name is reached through."""
        homes = self.homes_of(dotted)
        return not homes or bool(homes & loaded)

    def homes_of(self, dotted: str) -> set[str]:
        """Name the modules that a moved name may be in."""
        return {
            move.new if move.module else parent(move.new)
            for prefix in prefixes(dotted)
            for move in self.targets.get(prefix, ())
        }


def _any(meanings: set[_Meaning]) -> str:
    return " or ".join(sorted(f"{m.dotted} ({m.how})" for m in meanings))


def _base(node: ast.expr) -> ast.expr:
    while isinstance(node, ast.Attribute):
        node = node.value
    return node


def _binding(one: ImportAlias) -> _Binding:
    style: Literal["plain", "as", "from", "star"] = "from"
    if one.local == "*":
        style = "star"
    elif isinstance(one.statement, ast.Import):
        style = "as" if one.alias.asname else "plain"
    return _Binding(one.local, one.target, style)


def _runs(block: list[ast.stmt]) -> list[tuple[_Imports, ast.stmt | None]]:
    """Group a block: each statement with the imports that stand before it."""
    runs: list[tuple[_Imports, ast.stmt | None]] = []
    imports: _Imports = []
    for statement in block:
        if isinstance(statement, ast.Import | ast.ImportFrom):
            imports.append(statement)
        else:
            runs.append((imports, statement))
            imports = []
    return [*runs, (imports, None)]
