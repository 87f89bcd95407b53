"""What there is to report of the imports of a file, and of their uses."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dr_refit.codemod.rules.imports import whole
from dr_refit.codemod.rules.imports.classify import Disposition
from dr_refit.codemod.rules.imports.decision import Remark, ambiguous
from dr_refit.codemod.rules.imports.direct import is_split_star
from dr_refit.codemod.rules.imports.uses import StayingUse
from dr_refit.codes import Code
from dr_refit.findings import Finding
from dr_refit.migration.resolution import (
    AlreadyMoved,
    Barred,
    HomeMissing,
    Moved,
    MovesHere,
    Partial,
    Removed,
    Unknown,
)
from dr_refit.names import is_under, parent, prefixes, root
from dr_refit.python.choices import is_for_python_2
from dr_refit.python.string_calls import HOLDING

if TYPE_CHECKING:
    import ast
    from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence

    from dr_refit.codemod.rules.imports.bindings import ImportBinding
    from dr_refit.codemod.rules.imports.classify import Classified
    from dr_refit.codemod.rules.imports.decision import AliasChange
    from dr_refit.codemod.rules.imports.uses import ResolvedUse
    from dr_refit.migration.resolution import Resolution
    from dr_refit.migration.table import MoveTable
    from dr_refit.python.choices import Choice
    from dr_refit.python.facts import Facts
    from dr_refit.python.imports import ImportAlias
    from dr_refit.python.source import Source


def findings(remarks: Iterable[Remark], source: Source) -> Iterator[Finding]:
    """Turn remarks into findings, but for those that a comment suppresses."""
    reported: set[Hashable] = set()
    for remark in remarks:
        if remark.once is not None:
            if remark.once in reported:
                continue
            reported.add(remark.once)
        if not source.ignores(remark.node, remark.code):
            position = source.position(source.start(remark.node))
            code, text, everywhere = remark.code, remark.message, remark.everywhere
            yield Finding(code, text, position, everywhere=everywhere)


def of_import(
    item: Classified,
    facts: Facts,
    local_modules: Mapping[str, str],
    table: MoveTable,
) -> Iterator[Remark]:
    """Report what a person must know of one import."""
    alias, resolution = item.alias, item.resolution
    match item.disposition:
        case Disposition.SUPPRESSED | Disposition.UNNEEDED:
            return
        case Disposition.FALLBACK:
            choices = alias.block.choices
            yield _fallback(alias.target, choices, alias.alias, once=alias.statement)
        case Disposition.SHADOWED:
            name = root(alias.target)
            message = f"{name} is {local_modules[name]} here, not the retired package"
            yield _remark(Code.LOCAL_MODULE, message, alias.alias, once=("local", name))
        case Disposition.REEXPORTED:
            message = (
                f"{alias.target} moved, and is handed on here: delete it, and import it"
                " from its new home where it is used"
            )
            yield _remark(Code.RE_EXPORT_KEPT, message, alias.alias)
        case Disposition.DUPLICATE:
            yield from ambiguous([alias], "is bound twice")
        case Disposition.MANGLED:
            yield from ambiguous([alias], "has a new name that is private to classes")
        case Disposition.MISTAKEN:
            name = resolution.old
            message = f"{name} is imported as a module here, but moved as a name"
            yield _remark(Code.AMBIGUOUS_NAME, message, alias.alias)
        case _ if not is_told_by_uses(item, table):
            if is_split_star(item, facts, table):
                message = (
                    f"the names of {alias.target} moved: import by name those that are"
                    " used here, or taken from here"
                )
                yield _remark(Code.STAR_IMPORT, message, alias.alias)
            if isinstance(resolution, HomeMissing):
                # What is missing for one name is missing for all.
                once = "home", alias.statement
                yield _of_missing(resolution, alias.target, alias.alias, once, table)
            yield from of_resolution(resolution, alias.target, alias.alias)
            if isinstance(resolution, Moved | Partial):
                yield from _of_project(alias, table)


def _of_project(alias: ImportAlias, table: MoveTable) -> Iterator[Remark]:
    """Report what changes for a project that has requirements; an owner knows."""
    texts = [
        text
        for name in prefixes(alias.target)
        for text in table.index.project.get(name, ())
    ]
    # Few have any, and requirements are read from files.
    is_told = texts and table.project and table.project.requirements
    if not is_told or table.owns(root(alias.target)):
        return
    for text in texts:
        yield Remark(
            code=Code.PROJECT_CHANGED,
            message=text,
            node=alias.alias,
            once=("project", text),
            everywhere=True,
        )


def of_change(alias: ImportAlias, change: AliasChange) -> Iterator[Remark]:
    """Report a new import that nobody would see fail."""
    for new in change.new if alias.block.guarded else ():
        dotted = f"{new.module}.{new.name}" if new.name else new.module
        if not is_under(alias.target, dotted):
            message = f"this guard would hide that {dotted} is missing"
            # What is missing with one name is missing with all.
            yield _remark(
                Code.GUARDED_IMPORT, message, alias.alias, once=alias.statement
            )


def is_told_by_uses(item: Classified, table: MoveTable) -> bool:
    """Return whether `import a.b` matters only for what else is reached through `a`."""
    alias = item.alias
    return alias.is_plain_import and table.resolve(alias.target) is None


def of_binding(
    binding: ImportBinding,
    base: str,
    uses: Sequence[ResolvedUse],
    table: MoveTable,
) -> Iterator[Remark]:
    """Report what a person must know of the uses of a name that means `base`."""
    imported = [table.resolve(alias.target) for alias in binding.aliases]
    told = {one.old for one in imported if isinstance(one, HomeMissing)}
    for use in uses:
        missing = use.resolution
        if not isinstance(missing, HomeMissing):
            yield from _of_use(use, table)
        elif missing.old not in told:
            once = "home", missing.old
            yield _of_missing(missing, use.dotted, use.reference.shown, once, table)
    # class A:
    #     import a
    is_attribute = binding.scope.kind == "class" and not table.closed_world(base)
    passed_on = binding.exported and (is_attribute or not binding.is_plain_import)
    if passed_on and isinstance(table.resolve(base), Partial):
        yield whole.of_kept(base, binding.aliases[0].alias, table)


def _of_use(use: ResolvedUse, table: MoveTable) -> Iterator[Remark]:
    resolution, attrs = use.resolution, use.reference.attrs
    if resolution is None:
        if attrs and attrs[-1] in HOLDING:
            # a.b.__dict__["f"]
            yield from whole.of_module(use, parent(use.dotted), table)
        return
    if isinstance(use, StayingUse) and use.fallback:
        yield _fallback(use.dotted, use.reference.choices, use.reference.shown)
        return
    # from a import gone; gone()
    if isinstance(resolution, Removed) or (
        attrs and not isinstance(resolution, Partial)
    ):
        yield from of_resolution(resolution, use.dotted, use.reference.shown)
    if isinstance(use, StayingUse) and isinstance(resolution, Moved):
        old, new = use.dotted, resolution.new
        if use.hidden:
            message = f"write {new} for {old} in this string by hand"
            yield _remark(Code.NAME_IN_STRING, message, use.reference.shown)
        if use.mangled:
            message = f"{old} is {new} now, which means something else in a class"
            yield _remark(Code.AMBIGUOUS_NAME, message, use.reference.shown)
        if use.assigned:
            message = f"{old} is {new} now; assign to it by hand"
            yield _remark(Code.AMBIGUOUS_NAME, message, use.reference.shown)
    if not (isinstance(use, StayingUse) and use.asked):
        yield from whole.of_module(use, use.dotted, table)


def of_resolution(
    resolution: Resolution, dotted: str, node: ast.expr | ast.alias
) -> Iterator[Remark]:
    """Report what is gone, unknown, or behaves otherwise."""
    match resolution:
        case AlreadyMoved(old=old):
            message = f"{dotted} is in the new home of {old}: taken to have moved"
            yield _remark(Code.ALREADY_MOVED, message, node, once=("already", old))
        case Barred(new=new, by=by) if by:
            message = f"{dotted} is {new} now, which {by} hides here: rename that file"
            yield _remark(Code.HOME_HIDDEN, message, node)
        case Barred(new=new):
            message = (
                f"{dotted} is {new} now, which cannot be imported here: a module that"
                " has it imports this one first"
            )
            yield _remark(Code.CIRCULAR_IMPORT, message, node)
        case MovesHere(new=new):
            message = (
                f"{dotted} moved to {new}, which is this module:"
                " it cannot import it from itself"
            )
            yield _remark(Code.OWN_MODULE, message, node)
        case Removed(advice=advice):
            yield _remark(Code.REMOVED_NAME, f"{dotted} is gone: {advice}", node)
        case Unknown(advice=advice):
            message = f"{root(dotted)} has no {dotted} at its last version"
            hint = f"; {advice}" if advice else ""
            yield _remark(Code.UNKNOWN_NAME, message + hint, node)
    note = resolution.note
    if note is not None:
        code = (
            Code.BEHAVIOUR_CHANGED_SILENTLY if note.silent else Code.BEHAVIOUR_CHANGED
        )
        # Once per file: whoever looks at one call looks at all.
        yield _remark(code, f"{dotted}: {note.text}", node, once=note)


def _of_missing(
    missing: HomeMissing,
    dotted: str,
    node: ast.expr | ast.alias,
    once: Hashable,
    table: MoveTable,
) -> Remark:
    """Report that a new home is not there; an owner needs no list of its own names."""
    owned = table.owns(root(dotted))
    what = f"what moves from {root(dotted)} stays" if owned else f"{dotted} stays"
    return Remark(
        code=Code.HOME_MISSING,
        message=f"{what}: {missing.advice}",
        node=node,
        once=("home", missing.advice) if owned else once,
        everywhere=owned,
    )


def _fallback(
    old: str,
    choices: Iterable[Choice],
    node: ast.expr | ast.alias,
    *,
    once: Hashable = None,
) -> Remark:
    message = f"the new home is taken beside this: {old} is for where that is missing"
    if is_for_python_2(choices):
        message = f"Python 2 alone runs this: {old} is left to it"
    return _remark(Code.COMPATIBILITY_GUARD, message, node, once=once)


def _remark(
    code: Code, message: str, node: ast.expr | ast.alias, *, once: Hashable = None
) -> Remark:
    return Remark(code=code, message=message, node=node, once=once)
