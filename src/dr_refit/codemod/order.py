"""Imports sorted again by ruff, where a project's own settings ask for it."""

from __future__ import annotations

from collections import defaultdict
from itertools import batched
from typing import TYPE_CHECKING

from dr_refit.codemod import pool
from dr_refit.codemod.cell_order import with_cells
from dr_refit.codemod.formats import read
from dr_refit.codemod.ruff import Ruff, check_extended, reach_of, settings_of
from dr_refit.codemod.verify.bindings import binding
from dr_refit.codemod.verify.refusal import FAILED, refusal
from dr_refit.codemod.verify.shape import compare_shape
from dr_refit.codes import Code
from dr_refit.errors import FileRefused, bug
from dr_refit.findings import Finding
from dr_refit.names import root
from dr_refit.patterns import regex
from dr_refit.process import ProgramError
from dr_refit.python.facts import Facts
from dr_refit.records import NamedTuple
from dr_refit.tree.model import digest
from dr_refit.tree.splices import rewrite_between

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from dr_refit.python.imports import ImportAlias
    from dr_refit.tree.model import Rewrite, Tree

_NOTEBOOK = ".ipynb"
#: A comment, or each of several that were joined to one.
_COMMENT = regex(rb"#[^#\r\n]*")
_MARK = regex(rb"[ \t]*# codemod: review\[")
#: So many files are sorted at once: their contents are in memory.
_AT_ONCE = 256


class Ordered(NamedTuple):
    """A rewrite whose imports are sorted, or why they are not."""

    path: str
    rewrite: Rewrite | None = None
    finding: Finding | None = None


def order(
    tree: Tree, rewrites: Sequence[Rewrite], jobs: int, *, after: str = ""
) -> list[Ordered]:
    """Sort the imports of the files in which they were sorted before.

    What is sorted is for the project to say, in its own settings of ruff: without
    these, or where they leave out I001, all is left as it is. `after`: a folder that
    has the modules and settings that the project will have, where these move.
    """
    settings = settings_of(tree, [one.path for one in rewrites])
    if not settings:
        return []
    try:
        with tree.laid_out() as folder:
            every = {*settings.values()}
            for path in every:
                check_extended(tree, path)
            reach = reach_of(tree, every)
            ruff = Ruff(folder, reach, jobs)
            sorting = {path for path in every if ruff.selects(path)}
            asked = [one for one in rewrites if settings.get(one.path) in sorting]
            later = Ruff(after, [""], jobs) if after else ruff
            return [
                one
                for some in batched(asked, _AT_ONCE)
                for one in _ordered(tree, ruff, later, some, jobs)
            ]
    except (OSError, ProgramError) as error:
        return [_unsorted(path, str(error)) for path in settings]


class _File(NamedTuple):
    """A file as it is, as it would be written, and that with its imports sorted."""

    path: str
    old: bytes
    new: bytes
    after: bytes


def _ordered(
    tree: Tree, before: Ruff, ruff: Ruff, rewrites: Sequence[Rewrite], jobs: int
) -> list[Ordered]:
    """Sort the imports of some files at once; those are left out that stay."""
    known = {one.path: _contents(tree, one) for one in rewrites}
    olds = {path: one[0] for path, one in known.items() if one}
    news = {path: one[1] for path, one in known.items() if one}
    failed: dict[str, Ordered] = {}
    afters = _sorted(ruff, news, failed)
    olds = {path: olds[path] for path, one in afters.items() if one != news[path]}
    was = before.sorted(olds)
    files = [
        _File(path, old, news[path], afters[path])
        for path, old in olds.items()
        if was[path] == old
    ]
    found = pool.map_unordered(
        _proved,
        files,
        jobs=jobs,
        size=lambda one: len(one.new),
        on_crash=lambda one: _unsorted(one.path, "the process died"),
        on_progress=lambda _: None,
    )
    every = failed | {one.path: one for _, one in found}
    return [every[path] for path in known if path in every]


def _contents(tree: Tree, rewrite: Rewrite) -> tuple[bytes, bytes] | None:
    """Return what a file holds before and after; None where that is not for ruff."""
    try:
        old = tree.read(rewrite.path)
        if digest(old) != rewrite.digest:
            # It changed meanwhile, and will not be written.
            return None
        new = rewrite.of(old)
        new.decode()
    except (OSError, UnicodeDecodeError):
        return None
    return old, new


def _proved(file: _File) -> Ordered:
    """Return a file with its imports sorted, or why they are not."""
    path, old, new, after = file
    try:
        after = with_cells(path, new, after) if path.endswith(_NOTEBOOK) else after
        _prove(path, new, after)
    except FileRefused as error:
        return _refused(path, error)
    except Exception as error:  # noqa: BLE001 - a bug stops one file, not the run
        return _unsorted(path, bug(error))
    return Ordered(path, rewrite_between(path, old, after))


def _sorted(
    ruff: Ruff, contents: Mapping[str, bytes], failed: dict[str, Ordered]
) -> dict[str, bytes]:
    """Sort the imports of files; a mark goes along with the import below it.

    To ruff, a comment above the first import belongs to none.
    """
    marked = {
        path: data
        for path, data in contents.items()
        if _MARK.search(data) and not path.endswith(_NOTEBOOK)
    }
    lifted = _each(_lifted, marked, failed)
    left = {path: one.data for path, one in lifted.items()}
    after = ruff.sorted({**contents, **left})
    placed = _each(
        lambda path, one: _placed(path, after[path], one.marks), lifted, failed
    )
    # With comments in them, groups of imports have other blank lines.
    after |= ruff.sorted(placed)
    return {path: data for path, data in after.items() if path not in failed}


class _Lifted(NamedTuple):
    """A content without its marks; each with its line, and what the one below binds."""

    data: bytes
    marks: Sequence[tuple[int, bytes, object]]


def _lifted(path: str, data: bytes) -> _Lifted:
    (facts, *_) = _facts(path, data)
    below = {one.statement.lineno: binding(one) for one in facts.imports[::-1]}
    lines = data.splitlines(keepends=True)
    marks: list[tuple[int, bytes, object]] = []
    for number in range(len(lines), 0, -1):
        if _MARK.match(lines[number - 1]) and number + 1 in below:
            below[number] = below[number + 1]
            marks.append((number, lines[number - 1], below[number]))
            lines[number - 1] = b""
    return _Lifted(b"".join(lines), marks)


def _placed(
    path: str, data: bytes, marks: Sequence[tuple[int, bytes, object]]
) -> bytes:
    """Return a content with marks above the imports that they belong to."""
    (facts, *_) = _facts(path, data)
    lines = data.splitlines(keepends=True)
    for number, mark, bound in marks:
        at = [one.statement.lineno for one in facts.imports if binding(one) == bound]
        nearest = min(at, key=lambda line: abs(line - number))
        lines[nearest - 1] = mark + lines[nearest - 1]
    return b"".join(lines)


def _each[Given, Found](
    function: Callable[[str, Given], Found],
    given: Mapping[str, Given],
    failed: dict[str, Ordered],
) -> dict[str, Found]:
    """Map paths to what a function returns; it is noted of which it failed, and why."""
    found = {}
    for path, one in given.items():
        try:
            found[path] = function(path, one)
        except FileRefused as error:
            failed[path] = _refused(path, error)
        except Exception as error:  # noqa: BLE001 - a bug stops one file, not the run
            failed[path] = _unsorted(path, bug(error))
    return found


def _refused(path: str, error: FileRefused) -> Ordered:
    why = error.message.removeprefix(FAILED)
    return _unsorted(path, f"imports stay in this order: else {why}")


def _unsorted(path: str, why: str) -> Ordered:
    return Ordered(path, finding=Finding(Code.IMPORTS_NOT_SORTED, why))


def _prove(path: str, old: bytes, new: bytes) -> None:
    """Refuse (FileRefused) a content in which more differs than the order of imports.

    Another order must not change what a name means, either.
    """
    if path.endswith(_NOTEBOOK) and _MARK.search(old):
        raise refusal("a comment that waits for a person would move")
    olds, news = _facts(path, old), _facts(path, new)
    for before, after in zip(olds, news, strict=True):
        changes = compare_shape(before, after, {})
        if changes.chains or changes.calls or changes.strings:
            raise refusal("more would change than imports")
        if any(_bound(one.old) != _bound(one.new) for one in changes.runs):
            raise refusal("a name would be bound to something else")
    if _comments(olds) != _comments(news):
        raise refusal("a comment would be lost")


def _facts(path: str, data: bytes) -> list[Facts]:
    return [
        Facts(source=fragment.source, namespace=fragment.namespace)
        for fragment in read(path, data).fragments
    ]


def _bound(run: Sequence[ImportAlias]) -> tuple[object, object]:
    """Return what imports in a row bind, and in which order where that matters."""
    found = [*map(binding, run)]
    names: dict[str, dict[object, None]] = defaultdict(dict)
    for index, one in enumerate(found):
        # import a.b  and  import a.c  bind one `a`
        means = root(one.means) if one.style == "plain" else one.means
        # What a star binds hides what stands above it, and is hidden by the rest.
        above = frozenset(found[:index]) if one.style == "star" else None
        names[one.local].setdefault((means, above))
    return {*found}, {local: [*means] for local, means in names.items()}


def _comments(every: Sequence[Facts]) -> set[bytes]:
    codes = (one.source.code for one in every)
    return {comment.strip() for code in codes for comment in _COMMENT.findall(code)}
