"""From what a file means to what is written instead."""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from dr_refit.codemod.rules.imports import dedupe as repeats
from dr_refit.codemod.rules.imports.layout import parse
from dr_refit.codemod.rules.imports.render import AliasChange, render
from dr_refit.codemod.rules.imports.retarget import retarget, single_target
from dr_refit.findings import Code, Finding, Position
from dr_refit.migration.resolution import Moved, MovesHere, Partial, Removed, Unknown
from dr_refit.names import is_under, parent, prefixes
from dr_refit.python import chains
from dr_refit.python.imports import Import

if TYPE_CHECKING:
    from dr_refit.codemod.rules.imports.classify import Analysis, Group
    from dr_refit.migration.model import Note
    from dr_refit.migration.resolution import Resolution
    from dr_refit.migration.table import MoveTable
    from dr_refit.python.edits import Edit
    from dr_refit.python.facts import Facts
    from dr_refit.python.imports import ImportAlias
    from dr_refit.python.scopes import Scopes
    from dr_refit.python.source import Source
    from dr_refit.python.symbols import Reference


@dataclass(kw_only=True, slots=True)
class Plan:
    """The edits of one file, what a person must know, and what was moved or left."""

    edits: list[Edit] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    moved: list[Moved] = field(default_factory=list)
    left: list[Resolution] = field(default_factory=list)


@dataclass(kw_only=True, slots=True)
class _Fate:
    """A use, and what the migrations make of it."""

    use: Reference
    dotted: str
    hit: Resolution | None
    spans: chains.Spans | None

    @property
    def moves(self) -> bool:
        if not isinstance(self.hit, Moved) or not self.spans:
            return False
        return not self.assigned

    @property
    def assigned(self) -> bool:
        """Whether it is assigned to, and would be a plain name: a variable."""
        stores = not isinstance(getattr(self.use.node, "ctx", None), ast.Load)
        hit = self.hit
        if not stores or not isinstance(hit, Moved):
            return False
        whole = hit.move.module and hit.new == hit.move.new
        return whole or "." not in hit.new or hit.new.startswith("builtins.")

    @property
    def new(self) -> str:
        return self.hit.new if isinstance(self.hit, Moved) else ""


def plan(facts: Facts, analysis: Analysis, lookup: MoveTable) -> Plan:
    """Decide what is written where, for one file."""
    return _Planner(facts, analysis, lookup).run()


class _Planner:
    def __init__(self, facts: Facts, analysis: Analysis, lookup: MoveTable) -> None:
        self.facts = facts
        self.source = facts.source
        self.analysis = analysis
        self.lookup = lookup
        self.plan = Plan()
        self.told: list[Note] = []
        #: Packages used as a whole, and guarded imports, of which was told already.
        self.noted: set[str] = set()
        self.guarded: set[ast.stmt] = set()
        #: What the sites of a group load, with where they start.
        self.loading: dict[Group, dict[str, list[tuple[int, ImportAlias]]]] = {}
        #: Whether a new root can be imported under its own name.
        self.free: dict[tuple[Group, str], bool] = {}
        self.changes: dict[ast.stmt, dict[int, AliasChange]] = defaultdict(dict)

    def run(self) -> Plan:
        self.plan.left += self.analysis.suppressed
        told = set()
        for site, where in self.analysis.foreign:
            root = site.target.partition(".")[0]
            if root not in told:
                told.add(root)
                message = f"{root} is {where} here, not the retired package"
                self.find(Code.LOCAL_MODULE, message, site.alias)
        self._ambiguous(self.analysis.twice, "is bound twice")
        for site, hit in self.analysis.mistaken:
            message = f"{hit.old} is imported as a module here, and moved as a name"
            self.find(Code.AMBIGUOUS_NAME, message, site.alias)
            self.plan.left.append(hit)
        for site, hit in self.analysis.sites:
            self._tell_of_site(site, hit)
        for site, hit in self.analysis.simple:
            self._simple(site, hit)
        for group in self.analysis.groups:
            self._group(group)
        repeats.drop(self.facts, self.changes)
        for site in self.facts.imports:
            statement = site.statement
            changes = self.changes.get(statement)
            if changes and site.index == 0:
                only = self._empties(statement, site.block.body)
                self.plan.edits += _edits(self.source, statement, changes, only=only)
        self.plan.edits.sort(key=lambda edit: edit.start)
        return self.plan

    def _empties(self, statement: ast.stmt, block: list[ast.stmt]) -> bool:
        """Whether a statement is the first of a block of which nothing is left."""
        return statement is block[0] and all(map(self._vanishes, block))

    def _vanishes(self, statement: ast.stmt) -> bool:
        if not isinstance(statement, ast.Import | ast.ImportFrom):
            return False
        changes = self.changes.get(statement, {}).values()
        return len(statement.names) == sum(
            c == AliasChange(keep=False) for c in changes
        )

    def find(self, code: Code, message: str, node: ast.expr | ast.alias) -> None:
        """Report something at a node."""
        if self.source.ignores(node, code):
            return
        line, column = self.source.place(self.source.start(node))
        position = Position(line=line, column=column)
        self.plan.findings.append(
            Finding(code=code, message=message, position=position)
        )

    # Findings

    def _tell_of_site(self, site: ImportAlias, hit: Resolution) -> None:
        if site.is_plain_import and self.lookup.resolve(site.target) is None:
            return
        if site.local == "*" and self._star_splits(site, hit):
            message = f"the names of {site.target} moved: import those you use by name"
            self.find(Code.STAR_IMPORT, message, site.alias)
        self._tell(hit, site.target, site.alias)
        if isinstance(hit, Moved) and site.block.guarded:
            if site.statement in self.guarded:
                # What is missing with one name is missing with all.
                return
            self.guarded.add(site.statement)
            self.find(
                Code.GUARDED_IMPORT,
                f"the fallback of this `try` would hide that {hit.new} is missing",
                site.alias,
            )

    def _tell(self, hit: Resolution, dotted: str, node: ast.expr | ast.alias) -> None:
        """Report what is gone, unknown, or behaves otherwise."""
        if isinstance(hit, MovesHere):
            message = f"{dotted} is {hit.new} now, which is this file: define it here"
            self.find(Code.OWN_MODULE, message, node)
        elif isinstance(hit, Removed):
            self.find(Code.REMOVED_NAME, f"{dotted} is gone: {hit.advice}", node)
        elif isinstance(hit, Unknown):
            package = dotted.partition(".")[0]
            message = f"{package} has no {dotted} at its last version"
            hint = f"; {hit.advice}" if hit.advice else ""
            self.find(Code.UNKNOWN_NAME, message + hint, node)
        if hit.note is not None and hit.note not in self.told:
            # Once a file and name: whoever looks at one call looks at all.
            self.told.append(hit.note)
            code = (
                Code.BEHAVIOUR_CHANGED_SILENTLY
                if hit.note.silent
                else Code.BEHAVIOUR_CHANGED
            )
            self.find(code, f"{dotted}: {hit.note.text}", node)
        if isinstance(hit, Moved):
            self.plan.moved.append(hit)
        else:
            self.plan.left.append(hit)

    # Imports that one new import replaces

    def _star_moves(self, site: ImportAlias, hit: Resolution) -> bool:
        return isinstance(hit, Moved) and self.lookup.owns_target(site.target)

    def _star_splits(self, site: ImportAlias, hit: Resolution) -> bool:
        """Whether a star brings names that moved, or a module of which some did."""
        if not isinstance(hit, Partial) or self.lookup.has_direct_rules(site.target):
            return isinstance(hit, Moved | Partial) and not self._star_moves(site, hit)
        inside = self.lookup.submodules(site.target)
        words = {*re.findall(rb"\w+", self.source.code)}
        return any(name.encode() in words for name in inside)

    def _simple(self, site: ImportAlias, hit: Resolution) -> None:
        if site.local == "*":
            if isinstance(hit, Moved) and self._star_moves(site, hit):
                self._change(site, Import(hit.new, "*"))
        elif isinstance(hit, Moved):
            self._change(site, _rebound(site, hit.new))

    def _change(self, site: ImportAlias, *new: Import, keep: bool = False) -> None:
        loaded = {i.module for i in new if not i.name and not i.local}
        needed = [
            item
            for item in dict.fromkeys(new)
            # import a.b  does what  import a  does
            if item != Import(item.module)
            or not any(other.startswith(f"{item.module}.") for other in loaded)
        ]
        change = AliasChange(keep=keep, new=tuple(needed))
        self.changes[site.statement][site.index] = change

    # Names of which the uses decide

    def _group(self, group: Group) -> None:
        if (
            group.mixed
            and len({(s.target, s.is_plain_import) for s in group.sites}) > 1
        ):
            for site in group.sites:
                fates = self._fates(
                    group, group.local if site.is_plain_import else site.target
                )
                self._rebind_or_leave(group, [site], fates)
        elif group.sites[0].is_plain_import:
            fates = self._fates(group, group.local)
            self._dotted(group, fates)
        else:
            fates = self._fates(group, group.sites[0].target)
            self._object(group, fates)

    def _fates(self, group: Group, base: str) -> list[_Fate]:
        fates = []
        for use in group.uses:
            dotted = ".".join((base, *use.attrs))
            hit = self.lookup.resolve(dotted)
            if self.source.ignores(use.name, Code.RETIRED_IMPORT):
                hit = None
            spans = chains.locate(self.source, use) if hit else None
            fates.append(_Fate(use=use, dotted=dotted, hit=hit, spans=spans))
            if hit is not None:
                self._tell_of_use(fates[-1], hit)
            elif use.attrs and use.attrs[-1].startswith("__"):
                # a.b.__dict__["f"]
                self._tell_of_object(fates[-1], parent(dotted))
        if group.exported and fates and not group.sites[0].is_plain_import:
            hit = self.lookup.resolve(base)
            if isinstance(hit, Partial):
                self._keep_object(base, group.sites[0].alias)
        return fates

    def _tell_of_use(self, fate: _Fate, hit: Resolution) -> None:
        use = fate.use
        node = use.annotation_literal.literal if use.annotation_literal else use.name
        if use.attrs and not isinstance(hit, Partial):
            self._tell(hit, fate.dotted, node)
        if isinstance(hit, Moved) and fate.spans is None:
            message = f"write {hit.new} for {fate.dotted} in this string by hand"
            self.find(Code.NAME_IN_STRING, message, node)
        if fate.assigned:
            message = f"{fate.dotted} is {fate.new} now; assign to it by hand"
            self.find(Code.AMBIGUOUS_NAME, message, node)
        self._tell_of_object(fate, fate.dotted)

    def _tell_of_object(self, fate: _Fate, module: str) -> None:
        """Report a module that is used as a whole, though names of it moved."""
        use = fate.use
        node = use.annotation_literal.literal if use.annotation_literal else use.name
        if module not in self.lookup.index.namespaces or self.lookup.moves_as_unit(
            module
        ):
            return
        if use.attribute_literal:
            self._dynamic(module, use.attribute_literal, node)
        else:
            self._keep_object(module, node)

    def _dynamic(self, module: str, attribute: str, node: ast.expr) -> None:
        hit = self.lookup.resolve(f"{module}.{attribute}")
        if isinstance(hit, Moved):
            message = (
                f"{module}.{attribute} is {hit.new} now; it is taken by its name here"
            )
            self.find(Code.DYNAMIC_ACCESS, message, node)

    def _keep_object(self, module: str, node: ast.expr | ast.alias) -> None:
        if self.lookup.has_direct_rules(module):
            message = f"{module} is used as a whole, but names of it moved elsewhere"
            self.find(Code.MODULE_OBJECT_KEPT, message, node)
        elif module not in self.noted:
            # Of what moved deeper inside, one word is enough.
            self.noted.add(module)
            message = f"{module} is used as a whole, and names inside it moved"
            self.find(Code.PACKAGE_OBJECT_KEPT, message, node)

    def _dotted(self, group: Group, fates: list[_Fate]) -> None:
        """Plan `import a.b` and its siblings, which share the name `a`."""
        moved = [fate for fate in fates if fate.moves]
        stays = [fate.dotted for fate in fates if not fate.moves]
        gone = {site: self._new_module(site.target) for site in group.sites}
        if not moved and not any(gone.values()):
            return
        if group.mixed or group.exported:
            self._rebind_or_leave(group, group.sites, fates)
            return
        loaders = [self._loaders(group, fate) for fate in moved]
        if not all(loaders):
            self._ambiguous(
                group.sites, "is loaded under a condition, and used outside"
            )
            return
        kept = {
            site
            for site in group.sites
            if any(_needs(site.target, dotted, bool(gone[site])) for dotted in stays)
        }
        needs: dict[ImportAlias, list[Import]] = {site: [] for site in group.sites}
        for site, new in gone.items():
            if new and site not in kept:
                needs[site].append(self._import(group, new, moved))
        for fate, sites in zip(moved, loaders, strict=True):
            wanted = self._write(group, fate, sites[0].target, moved)
            for site in sites if wanted else ():
                assert wanted is not None
                needs[site].append(wanted)
        loading = {site for sites in loaders for site in sites}
        always = all(site.block.unconditional for site in loading)
        kept |= {
            site
            for site in group.sites
            if not needs[site]
            and site not in loading
            # import a; import a.b; a.b.f()  needs neither, once a.b.f moved.
            and not (always and any(is_under(f.dotted, site.target) for f in moved))
        }
        changed = [site for site in group.sites if site not in kept or needs[site]]
        root = [Import(group.local)] if stays and not kept else []
        for site in changed:
            self._change(site, *root, *needs[site], keep=site in kept)
            root = []

    def _loaders(self, group: Group, fate: _Fate) -> list[ImportAlias]:
        """Find the sites that load what a use reaches for; empty: not surely any."""
        use = fate.use
        at = self.source.start(use.name) if use.annotation_literal is None else 0
        in_order = use.annotation_literal is None and use.scope is group.scope
        best = self._closest(group, fate.dotted, at if in_order else None)
        always = any(site.block.unconditional for site in group.sites)
        if (
            use.annotation_literal
            or not always
            or any(site.block.unconditional for site in best)
        ):
            return best
        # if a: import u.win  does not load what is used elsewhere.
        blocks = [site.block.body for site in best]
        ranges = [(self.source.start(b[0]), self.source.end(b[-1])) for b in blocks]
        return best if any(start <= at < end for start, end in ranges) else []

    def _closest(self, group: Group, dotted: str, at: int | None) -> list[ImportAlias]:
        """Find the sites that load most of a dotted name; if possible before `at`."""
        if group not in self.loading:
            self.loading[group] = defaultdict(list)
            for site in group.sites:
                start = self.source.start(site.statement)
                for prefix in prefixes(site.target):
                    self.loading[group][prefix].append((start, site))
        loading = self.loading[group]
        for before in (at, None):
            for prefix in prefixes(dotted):
                found = [
                    site
                    for start, site in loading.get(prefix, ())
                    if before is None or start < before
                ]
                if found:
                    return found
        raise AssertionError(dotted)

    def _object(self, group: Group, fates: list[_Fate]) -> None:
        """Plan a module, or a class, that was imported under a name of its own."""
        target = group.sites[0].target
        moved = [fate for fate in fates if fate.moves]
        stays = any(not fate.moves for fate in fates) or (
            bool(moved) and self.facts.elsewhere(self._scopes, group.local, group.scope)
        )
        base: str | None = self._new_module(target) if not stays else target
        if not stays and base is None and group.exported:
            base = target
        if not stays and base is None:
            base = self._common_base(moved)
        if not moved and base is None:
            return
        others = [f for f in moved if f.new != ".".join((base or "", *f.use.attrs))]
        if parent(self.lookup.new_name(target)) == "builtins":
            self._builtin(group, fates)
            return
        if others and group.mixed:
            self._ambiguous(group.sites, "is bound in several ways")
            return
        needs: list[Import] = []
        for fate in others:
            wanted = self._write(group, fate, target, others)
            needs += [wanted] if wanted else []
        for site in group.sites:
            if base is None:
                self._change(site, *needs)
            elif base != target:
                self._change(site, _rebound(site, base), *needs)
            elif needs:
                self._change(site, *needs, keep=True)

    def _common_base(self, moved: list[_Fate]) -> str | None:
        """Find the one module in which everything used is found under its old name."""
        bases = set()
        for fate in moved:
            assert isinstance(fate.hit, Moved)
            if fate.hit.move.module:
                # import n  does not load n.b, where a.b moved to.
                return None
            old, new, first = fate.hit.old, fate.hit.new, fate.use.attrs[:1]
            direct = old == ".".join((parent(old), *first))
            rest = "." + ".".join(fate.use.attrs)
            bases.add(new.removesuffix(rest) if direct and new.endswith(rest) else None)
        return bases.pop() if len(bases) == 1 else None

    def _builtin(self, group: Group, fates: list[_Fate]) -> None:
        """Plan `from typing import List` where it is `list` now."""
        scopes = self._scopes
        leaf = group.local if not fates else fates[0].new.split(".")[1]
        used = all(f.moves and scopes.resolve(leaf, f.use.scope) is None for f in fates)
        if group.mixed or group.exported or not fates or not used:
            for site in group.sites:
                self._change(site, _rebound(site, self.lookup.new_name(site.target)))
            return
        for fate in fates:
            assert fate.spans is not None
            new = fate.new.removeprefix("builtins.")
            self.plan.edits += chains.rename(self.source, fate.spans, new)
        for site in group.sites:
            self._change(site)

    def _rebind_or_leave(
        self, group: Group, sites: list[ImportAlias], fates: list[_Fate]
    ) -> None:
        """Keep the local name, or change nothing at all."""
        site = sites[0]
        base = self._new_module(site.local if site.is_plain_import else site.target)
        whole = base and all(
            fate.moves and fate.new == ".".join((base, *fate.use.attrs))
            for fate in fates
        )
        if not whole or base is None:
            gone = any(self._new_module(each.target) for each in sites)
            if gone or base or any(fate.moves for fate in fates):
                self._ambiguous(sites, "is bound, or handed on, in several ways")
            return
        for one in sites:
            if not one.is_plain_import:
                self._change(one, _rebound(one, base))
                continue
            # import a.b  ->  import x.b; import x as a
            news = [Import(base, local=one.local)]
            loaded = self._new_module(one.target)
            if loaded and loaded != base:
                news.insert(0, self._import(group, loaded, []))
            self._change(one, *news)

    def _ambiguous(self, sites: list[ImportAlias], why: str) -> None:
        for site in sites:
            message = f"`{site.local}` {why}: rewrite this import by hand"
            self.find(Code.AMBIGUOUS_NAME, message, site.alias)

    # New names

    @property
    def _scopes(self) -> Scopes:
        assert self.analysis.scopes is not None
        return self.analysis.scopes

    def _new_module(self, dotted: str) -> str | None:
        return self.lookup.new_name(dotted) or None

    def _write(
        self, group: Group, fate: _Fate, loaded: str, together: list[_Fate]
    ) -> Import | None:
        """Write the new dotted name over a use; give the import that it needs."""
        hit = fate.hit
        assert isinstance(hit, Moved)
        assert fate.spans is not None
        if hit.move.module:
            module = hit.move.new
            if is_under(loaded, hit.old) and is_under(fate.dotted, loaded):
                module += loaded[len(hit.old) :]
        else:
            module = parent(hit.move.new) or hit.move.new
        if module == "builtins":
            leaf = hit.new.split(".")[1]
            if self._scopes.resolve(leaf, fate.use.scope) is None:
                new = hit.new.removeprefix("builtins.")
                self.plan.edits += chains.rename(self.source, fate.spans, new)
                return None
        wanted = self._import(group, module, together)
        local = wanted.local or module
        new = local + hit.new[len(module) :]
        self.plan.edits += chains.rename(self.source, fate.spans, new)
        return wanted

    def _import(self, group: Group, module: str, fates: list[_Fate]) -> Import:
        """Import a module under its own name, or another where that is taken."""
        root = module.partition(".")[0]
        key = group, root
        if key not in self.free:
            own = root == group.local and group.sites[0].is_plain_import
            users = [f.use.scope for f in fates if f.new.partition(".")[0] == root]
            self.free[key] = own or self._scopes.free(root, group.scope, users)
        if self.free[key]:
            return Import(module)
        alias = module.replace(".", "_").lstrip("_")
        while self.facts.mentions(alias):
            alias += "_"
        return Import(module, local=alias)


def _edits(
    source: Source,
    statement: ast.Import | ast.ImportFrom,
    changes: dict[int, AliasChange],
    *,
    only: bool,
) -> list[Edit]:
    if isinstance(statement, ast.ImportFrom):
        module = single_target(statement, changes)
        if module is not None:
            return retarget(source, statement, changes, module)
    return [render(parse(source, statement), changes, only=only)]


def _rebound(site: ImportAlias, new: str) -> Import:
    """Import a new name so that the local name stays as it is."""
    module, _, leaf = new.rpartition(".")
    explicit = site.alias.asname or ""
    if not module or isinstance(site.statement, ast.Import):
        return Import(new, local=explicit or ("" if new == site.local else site.local))
    return Import(module, leaf, explicit or ("" if leaf == site.local else site.local))


def _needs(target: str, dotted: str, moved: bool) -> bool:
    """Whether a use that stays needs the import of `target`."""
    return is_under(dotted, target) or (not moved and is_under(target, dotted))
