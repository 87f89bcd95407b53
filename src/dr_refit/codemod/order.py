"""Imports sorted again by ruff, where a project's own settings ask for it."""

from __future__ import annotations

import os
import re
from collections import defaultdict
from functools import partial
from typing import TYPE_CHECKING

from dr_refit.codemod import pool
from dr_refit.codemod.cell_order import with_cells
from dr_refit.codemod.formats import read
from dr_refit.codemod.verify.bindings import binding
from dr_refit.codemod.verify.refusal import FAILED, refusal
from dr_refit.codemod.verify.shape import compare_shape
from dr_refit.codes import Code
from dr_refit.errors import FileRefused, bug
from dr_refit.findings import Finding
from dr_refit.names import root
from dr_refit.patterns import regex
from dr_refit.process import ProgramError, run
from dr_refit.python.facts import Facts
from dr_refit.records import NamedTuple
from dr_refit.tree.model import ancestors, digest
from dr_refit.tree.splices import rewrite_between

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from dr_refit.python.imports import ImportAlias
    from dr_refit.tree.model import Rewrite, Tree

#: What ruff reads, in each folder the first of them that has settings for it.
_SETTINGS = (".ruff.toml", "ruff.toml", "pyproject.toml")
_NOTEBOOK = ".ipynb"
_PYTHON = (".py", ".pyi", _NOTEBOOK)
#: A comment, or each of several that were joined to one.
_COMMENT = regex(rb"#[^#\r\n]*")
#: `extend` is a key of [tool.ruff], or of a ruff.toml.
_EXTEND = regex(rb"^\s*extend\s*=\s*[\"']([^\"'\r\n]+)", re.MULTILINE)
_MARK = regex(rb"[ \t]*# codemod: review\[")


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
    settings = _settings(tree, rewrites)
    if not settings:
        return []
    try:
        with tree.laid_out() as folder:
            ruff = _Ruff(folder)
            for path in {*settings.values()}:
                _check_extended(tree, path)
            sorting = {path for path in {*settings.values()} if ruff.selects(path)}
            found = pool.map_unordered(
                partial(_ordered, tree, ruff, _Ruff(after) if after else ruff),
                [one for one in rewrites if settings.get(one.path) in sorting],
                jobs=jobs,
                size=lambda one: tree.size(one.path),
                on_crash=lambda one: _unsorted(one.path, "the process died"),
                on_progress=lambda _: None,
            )
            return [one for _, one in sorted(found, key=lambda pair: pair[0])]
    except (OSError, ProgramError) as error:
        return [_unsorted(path, str(error)) for path in settings]


def _settings(tree: Tree, rewrites: Sequence[Rewrite]) -> Mapping[str, str]:
    """Map files to the settings of ruff that are theirs, if there are any."""
    nearest: dict[str, str] = {}
    found = {}
    for rewrite in rewrites:
        if not rewrite.path.endswith(_PYTHON):
            continue
        passed = []
        setting = ""
        for folder in ancestors(tree, os.path.dirname(rewrite.path)):
            if folder in nearest:
                setting = nearest[folder]
                break
            passed.append(folder)
            setting = _setting(tree, folder)
            if setting or tree.kind(os.path.join(folder, ".git")):
                break
        nearest |= dict.fromkeys(passed, setting)
        if setting:
            found[rewrite.path] = setting
    return found


def _setting(tree: Tree, folder: str) -> str:
    for name in _SETTINGS:
        path = os.path.join(folder, name)
        if tree.kind(path) == "file" and (
            name != "pyproject.toml" or b"ruff" in tree.read(path)
        ):
            return path
    return ""


def _check_extended(tree: Tree, path: str) -> None:
    """Refuse (ProgramError) settings that ruff would not come to the end of."""
    seen: set[str] = set()
    while path not in seen and (found := _EXTEND.search(tree.read(path))):
        seen.add(path)
        extended = os.path.join(os.path.dirname(path), os.fsdecode(found[1]))
        if (kind := tree.kind(extended)) is None:
            # That is for ruff to say.
            return
        if kind != "file":
            raise ProgramError("ruff", f"{path} extends {extended}, which is no file")
        path = extended


class _Ruff:
    """ruff, as it comes with this program, at work in a folder."""

    def __init__(self, folder: str) -> None:
        try:
            from ruff import find_ruff_bin

            self._program = find_ruff_bin()
        except (ImportError, OSError) as error:
            raise ProgramError("ruff", "it is not installed") from error
        self._folder = folder

    def selects(self, path: str) -> bool:
        """Return whether the settings in a file select the order of imports."""
        shown = self._run("--show-settings", path)
        if b"\nSettings path: " not in shown:
            # A pyproject.toml that only names ruff.
            return False
        _, _, enabled = shown.partition(b"linter.rules.enabled = [")
        return b" (I001)," in enabled.partition(b"\n]")[0]

    def sorted(self, path: str, data: bytes) -> bytes:
        """Return the content of a file with its imports sorted."""
        options = ("--select", "I001", "--fix", "--exit-zero", "--force-exclude")
        done = self._run(*options, f"--stdin-filename={path}", "-", stdin=data)
        return with_cells(path, data, done) if path.endswith(_NOTEBOOK) else done

    def _run(self, *arguments: str, stdin: bytes = b"") -> bytes:
        # The settings of whoever runs this are not the project's.
        environment = {"XDG_CONFIG_HOME": os.devnull}
        done = run(
            [self._program, "check", "--no-cache", "--quiet", *arguments],
            environment=environment,
            folder=self._folder,
            stdin=stdin,
        )
        if done.code:
            raise ProgramError("ruff", " ".join(done.err.split()))
        return done.out


def _ordered(
    tree: Tree, before: _Ruff, ruff: _Ruff, rewrite: Rewrite
) -> Ordered | None:
    """Sort the imports of one file; None where that is not called for."""
    path = rewrite.path
    try:
        old = tree.read(path)
    except OSError:
        return None
    if digest(old) != rewrite.digest:
        # It changed meanwhile, and will not be written.
        return None
    new = rewrite.of(old)
    try:
        new.decode()
        after = _sorted(ruff, path, new)
        if after == new or before.sorted(path, old) != old:
            return None
        _prove(path, new, after)
    except UnicodeDecodeError:
        # Not for ruff to read.
        return None
    except FileRefused as error:
        why = error.message.removeprefix(FAILED)
        return _unsorted(path, f"imports stay in this order: else {why}")
    except ProgramError as error:
        return _unsorted(path, str(error))
    except Exception as error:  # noqa: BLE001 - a bug stops one file, not the run
        return _unsorted(path, bug(error))
    return Ordered(path, rewrite_between(path, old, after))


def _sorted(ruff: _Ruff, path: str, data: bytes) -> bytes:
    """Sort the imports of a content; a mark goes along with the import below it.

    To ruff, a comment above the first import belongs to none.
    """
    after = ruff.sorted(path, data)
    if after == data or not _MARK.search(data):
        return after
    if path.endswith(_NOTEBOOK):
        raise refusal("a comment that waits for a person would move")
    (facts, *_) = _facts(path, data)
    below = {one.statement.lineno: binding(one) for one in facts.imports[::-1]}
    lines = data.splitlines(keepends=True)
    marks: list[tuple[int, bytes]] = []
    for number in range(len(lines), 0, -1):
        if _MARK.match(lines[number - 1]) and number + 1 in below:
            below[number] = below[number + 1]
            marks.append((number, lines[number - 1]))
            lines[number - 1] = b""
    after = ruff.sorted(path, b"".join(lines))
    (facts, *_) = _facts(path, after)
    lines = after.splitlines(keepends=True)
    for number, mark in marks:
        at = [
            one.statement.lineno
            for one in facts.imports
            if binding(one) == below[number]
        ]
        nearest = min(at, key=lambda line: abs(line - number))
        lines[nearest - 1] = mark + lines[nearest - 1]
    # With comments in them, groups of imports have other blank lines.
    return ruff.sorted(path, b"".join(lines))


def _unsorted(path: str, why: str) -> Ordered:
    return Ordered(path, finding=Finding(Code.IMPORTS_NOT_SORTED, why))


def _prove(path: str, old: bytes, new: bytes) -> None:
    """Refuse (FileRefused) a content in which more differs than the order of imports.

    Another order must not change what a name means, either.
    """
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
