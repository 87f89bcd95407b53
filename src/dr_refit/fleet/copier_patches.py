"""Jinja, plumbum and pathlib patched, so that one render after another repeats less.

Half of a render is Jinja compiling the same sources anew, and most of the rest git
being asked again what is known. The files come out the same: a test compares them.
"""

from __future__ import annotations

import os
from contextlib import suppress
from functools import lru_cache
from pathlib import PurePath
from typing import Any, Final

from dr_refit.fleet import copier_clones, copier_walk
from dr_refit.fleet.copier_given import CHANCE, Clock, generator, take_chance

#: The version of Copier that these patches were checked against. Before another one is
#: written here, read what that does with Jinja and with git.
CHECKED_AGAINST: Final = "9.19.1"


def apply(main: Any, templates: Any) -> None:
    """Apply all; where Copier works by other means, nothing happens.

    These are its main module, and that of templates.
    """
    with suppress(ImportError, AttributeError):
        _compile_once()
    with suppress(ImportError, AttributeError):
        _ask_git_less()
    with suppress(ImportError, AttributeError, KeyError):
        copier_clones.keep(templates, main.CopierTemplateLoader)
    with suppress(AttributeError):
        copier_walk.match_once(main.Worker)
        copier_walk.write_quickly(main)
        _compute_once(main.Worker)
    _compare_parts(PurePath)


def _compare_parts(path: Any) -> None:
    """Compare the parts of paths: pathlib makes a path of each folder above."""
    relative_to = path.relative_to

    def relative_to_(self: Any, other: Any, *rest: Any, **options: Any) -> Any:
        above = self.with_segments(other, *rest).parts
        if above and self.parts[: len(above)] == above:
            return self.with_segments(*self.parts[len(above) :])
        return relative_to(self, other, *rest, **options)

    path.relative_to = relative_to_


def _compute_once(worker: Any) -> None:
    """Keep what templates are told: while files are written, all is answered."""
    render, context = worker._render_template, worker._render_context  # noqa: SLF001
    answers_file = worker.answers_relpath.fget
    kept: dict[str, Any] = {}

    def render_template(self: Any) -> None:
        # To find the one out changes the other.
        path = answers_file(self)
        kept.update(path=path, context=context(self))
        try:
            render(self)
        finally:
            kept.clear()

    def relpath(self: Any) -> Any:
        if not kept:
            return answers_file(self)
        # As where it is rendered: extensions forget what they know of the path before.
        self.jinja_env.preprocess("")
        return kept["path"]

    def render_context(self: Any) -> Any:
        return dict(kept["context"]) if kept else context(self)

    worker._render_template = render_template  # noqa: SLF001
    worker._render_context = render_context  # noqa: SLF001
    worker.answers_relpath = property(relpath)


def _compile_once() -> None:
    """Keep compiled templates from one render to the next."""
    import jinja2
    from jinja2_ansible_filters import core_filters

    filters: Any = core_filters
    filters.SystemRandom = lambda: generator
    filters.time = Clock

    environment: Any = jinja2.Environment
    compile_one = environment.compile
    compiled: dict[Any, Any] = {}

    def compile_(self: Any, source: Any, name: Any = None, *rest: Any) -> Any:
        # Of the rest, the file's name is only for tracebacks.
        if not isinstance(source, str) or rest[1:]:
            return compile_one(self, source, name, *rest)
        if CHANCE.search(source):
            take_chance(source)
            return compile_one(self, source, name, *rest)
        # Extensions may read a source, and change it, before anything else.
        key = (self.preprocess(source, name, *rest), name, _syntax(self))
        if key not in compiled:
            compiled[key] = compile_one(self, source, name, *rest)
        return compiled[key]

    environment.compile = compile_


def _ask_git_less() -> None:
    """Return what git would answer Copier, where that is known."""
    from plumbum import ProcessExecutionError
    from plumbum.commands.base import BaseCommand

    command: Any = BaseCommand
    call = command.__call__

    def call_(self: Any, *arguments: Any, **options: Any) -> Any:
        match arguments:
            case ("config", "--type=bool", "--get", "core.fileMode"):
                # Once for each written file; but what is rendered is no repository.
                raise ProcessExecutionError(["git", *arguments], 1, "", "")
            case ("submodule", *_) if not os.path.exists(_path(".gitmodules")):
                return ""
            case ("remote", "update", "--prune"):
                # It was cloned by this very process, from a mirror that stands still.
                return ""
        return call(self, *arguments, **options)

    command.__call__ = call_


def _path(name: str) -> str:
    """Return a path in the folder in which Copier's next program would start."""
    from plumbum import local

    return os.path.join(str(local.cwd), name)


@lru_cache(maxsize=1)
def _syntax(environment: Any) -> tuple[Any, ...]:
    """Return all that decides what an environment compiles a source to."""
    names = (
        "block_start_string",
        "block_end_string",
        "variable_start_string",
        "variable_end_string",
        "comment_start_string",
        "comment_end_string",
        "line_statement_prefix",
        "line_comment_prefix",
        "trim_blocks",
        "lstrip_blocks",
        "newline_sequence",
        "keep_trailing_newline",
        "optimized",
        "autoescape",
    )
    values = tuple(getattr(environment, name) for name in names)
    return (*values, *sorted(environment.extensions))
