"""A template's files, written as Copier writes them, and no more often asked for.

A clone that is kept stands still, and most of its files go to the same paths in all
projects. Where it has no links, nothing that it makes leads anywhere else.
"""

from __future__ import annotations

import os
import stat
from contextlib import suppress
from functools import lru_cache
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

from dr_refit.fleet.copier_clones import once
from dr_refit.records import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    #: Where a file goes, and what it knows there beside the answers.
    type Place = tuple[str, Mapping[str, Any]]

#: How many sets of patterns are kept, and how many paths for each.
_PATTERNS = 64
_PATHS = 1 << 14


class _Source(NamedTuple):
    """A file of a template, or a folder."""

    #: Relative to the template, and to the part of it that is copied.
    name: str
    path: Path
    mode: int
    #: None: that depends on the answers.
    places: list[Place] | None


def match_once(worker: Any) -> None:
    """Remember which paths match, in the class of Copier's runs."""
    build = worker._path_matcher  # noqa: SLF001

    @lru_cache(maxsize=_PATTERNS)
    def built(patterns: tuple[str, ...]) -> Callable[[str], bool]:
        return lru_cache(maxsize=_PATHS)(build(None, patterns))

    def path_matcher(_self: Any, patterns: Iterable[str]) -> Callable[[Any], bool]:
        matches = built(tuple(patterns))
        return lambda path: matches(os.fspath(path))

    worker._path_matcher = path_matcher  # noqa: SLF001


def write_quickly(main: Any) -> None:
    """Write what is new in Copier's runs; all else they write themselves.

    `main` is its main module.
    """
    worker = main.Worker
    render_template = worker._render_template  # noqa: SLF001

    def render_template_(self: Any) -> None:
        clone, root = str(self.template.local_abspath), self.template_copy_root
        question = (root, str(self.answers_relpath))
        sources = once(clone, question, lambda: _sources(main, self))
        if sources is None:
            render_template(self)
            return
        folder = os.path.realpath(self.dst_path)
        for source in sources:
            for path, context in source.places or _places(self, source.path):
                to = os.path.normpath(os.path.join(folder, path))
                if to != folder and not to.startswith(os.path.join(folder, "")):
                    raise main.ForbiddenPathError(path=Path(path))
                if self.match_exclude(path):
                    continue
                if stat.S_ISDIR(source.mode):
                    self._render_folder(Path(path))
                elif not written(self, source, to, context):
                    self._render_file(Path(source.name), Path(path), context)

    def written(self: Any, source: _Source, to: str, more: Mapping[str, Any]) -> bool:
        """Write a file; False: something is there, or in its way, or wrong with it."""
        if os.path.lexists(to) or not os.path.isdir(os.path.dirname(to)):
            return False
        if source.name.endswith(self.template.templates_suffix):
            template = self.jinja_env.get_template(source.name)
            data = template.render(**self._render_context(), **more).encode()
            if main.get_yield_context(self.jinja_env).yield_name:
                return False
        else:
            data = (self.template.local_abspath / source.name).read_bytes()
        with open(to, "xb") as file:
            file.write(data)
            if os.fstat(file.fileno()).st_mode != source.mode:
                with suppress(PermissionError):
                    os.fchmod(file.fileno(), source.mode)
        return True

    worker._render_template = render_template_  # noqa: SLF001


def _sources(main: Any, worker: Any) -> list[_Source] | None:
    """List the files of a template; None: they are to be looked at one by one."""
    template, root = worker.template, worker.template_copy_root
    if not template.templates_suffix:
        return None
    environment = worker.jinja_env
    syntax = [
        environment.block_start_string,
        environment.variable_start_string,
        environment.comment_start_string,
        environment.line_statement_prefix or "\n",
        environment.line_comment_prefix or "\n",
        *"\r\n",
    ]
    found = []
    for entry in main.scantree(str(root), follow_symlinks=True):
        if entry.is_symlink():
            return None
        name = Path(entry.path).relative_to(template.local_abspath).as_posix()
        path = Path(entry.path).relative_to(root)
        depends = any(each in entry.path for each in syntax)
        places = None if depends else [*_places(worker, path)]
        if places != []:
            found.append(_Source(name, path, _mode(template, entry, name), places))
    return found


def _mode(template: Any, entry: os.DirEntry[str], name: str) -> int:
    """Return the mode: of who may run a file, that which git has counts."""
    mode = entry.stat().st_mode
    tracked = template.git_index_modes.get(PurePosixPath(name))
    return mode if tracked is None else (mode & ~0o111) | (tracked & 0o111)


def _places(worker: Any, path: Path) -> Iterator[Place]:
    """Yield where a file of a template goes with the answers at hand."""
    for to, context in worker._render_path(path):  # noqa: SLF001
        yield str(to), context or {}
