"""Jinja and plumbum patched, so that one render after another repeats less.

Half of a render is Jinja compiling the same sources anew, and most of the rest git
being asked again what is known. The files come out the same: a test compares them.
"""

from __future__ import annotations

import os
import random
import re
import shutil
import tempfile
import time
from contextlib import suppress
from functools import cache, partial
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

#: The version of Copier that these patches were checked against. Before another one is
#: written here, read what that does with Jinja and with git.
CHECKED_AGAINST: Final = "9.19.1"


#: What makes a source come out otherwise every time.
_CHANCE: Final = re.compile("random|shuffle|strftime")
#: What chance begins with, in the render at work; and whose chance it is.
_seed = ""
_generator = random.Random()  # noqa: S311 - the seed is secret, and large

#: Instead of the path of a file: what time it is, in seconds since 1970.
NOW: Final = ""
#: Files of the project of the render at work; and what it would read beside them.
_given: Mapping[str, str | None] = {}
_missing: set[str] = set()


class _Clock:
    """What time it is in the render at work; `time`, as far as filters take it."""

    strftime = staticmethod(time.strftime)

    @staticmethod
    def localtime(second: float | None = None) -> time.struct_time:
        """Return a moment; without one, now."""
        if second is not None:
            return time.localtime(second)
        if NOW not in _given:
            _missing.add(NOW)
        return time.localtime(float(_given.get(NOW) or time.time()))


#: How the folders begin in which versions of templates are kept.
CLONE: Final = "kept-clone-"
#: How many versions of templates are kept, cloned and checked out.
_KEPT = 4


#: Jinja's own extensions: they let templates say more, and run nothing.
_EXTENSIONS: Final = {f"jinja2.ext.{name}" for name in ("do", "i18n", "loopcontrols")}


def trust_none(workers: Any) -> None:
    """Refuse templates that are no data; `workers` is the class of Copier's runs."""

    def check(self: Any, _operation: str) -> None:
        template = self.template
        instead = "use copier update in its projects"
        if code := sorted({*template.jinja_extensions} - _EXTENSIONS):
            what = f"the template runs {', '.join(code)} (_jinja_extensions)"
            raise ValueError(f"{what}: fleet trusts none; {instead}")

    workers._check_unsafe = check  # noqa: SLF001


def read_what_is_given(main: Any) -> None:
    """Let templates read of a project (`_external_data`) what was given, and no more.

    `main` is Copier's main module.
    """
    import yaml

    def load(self: Any, path: str) -> Any:
        with main.Phase.use(main.Phase.UNDEFINED):
            path = os.path.normpath(self._render_string(path))
        if os.path.isabs(path) or path.startswith(".."):
            what = f"the template reads {path}, which is in no project"
            raise ValueError(f"{what} (_external_data)")
        if path not in _given:
            _missing.add(path)
        return yaml.safe_load(_given.get(path) or "") or {}

    def external_data(self: Any) -> Any:
        named = self.template.external_data
        lazy = {name: partial(load, self, path) for name, path in named.items()}
        return main.LazyDict(lazy)

    main.Worker._external_data = external_data  # noqa: SLF001


def missing() -> list[str]:
    """Return what the last render would have read of its project, and was not given."""
    return sorted(_missing)


def apply(templates: Any) -> None:
    """Apply all; where Copier works by other means, nothing happens.

    `templates` is its module of templates.
    """
    with suppress(ImportError, AttributeError):
        _compile_once()
    with suppress(ImportError, AttributeError):
        _ask_git_less()
    with suppress(ImportError, AttributeError, KeyError):
        _clone_once(templates)


def _clone_once(templates: Any) -> None:
    """Keep the clones of versions, and what git says of them: no render changes one."""
    clone, kind = templates.clone, templates.Template
    #: URL and version -> where it is; those used last come last.
    clones: dict[tuple[str, str], str] = {}
    said: dict[tuple[str, str], Any] = {}

    def clone_(url: str, ref: str = "HEAD", location: str | None = None) -> str:
        if ref == "HEAD":
            return str(clone(url, ref, location))
        key = (url, ref)
        if key not in clones:
            folder = os.path.realpath(tempfile.mkdtemp(prefix=CLONE))
            clones[key] = clone(url, ref, folder)
            _join_submodules(folder)
        clones[key] = clones.pop(key)
        if len(clones) > _KEPT:
            shutil.rmtree(clones.pop(next(iter(clones))), ignore_errors=True)
        return clones[key]

    def remembered(name: str) -> Any:
        ask = kind.__dict__[name].func

        def answer(self: Any) -> Any:
            key = (name, str(self.local_abspath))
            if key[1] not in clones.values():
                return ask(self)
            if key not in said:
                said[key] = ask(self)
            return said[key]

        return property(answer)

    for name in ("commit", "commit_hash", "git_index_modes"):
        setattr(kind, name, remembered(name))
    templates.clone = clone_


def _join_submodules(folder: str) -> None:
    """Make the submodules of a clone plain folders of it."""
    for here, _, names in os.walk(folder):
        # That of the clone itself is a folder.
        if ".git" in names and here != folder:
            os.unlink(os.path.join(here, ".git"))


@cache
def write_down_what_is_given(answers: Any) -> None:
    """Let data answer hidden questions as others, in a class: that is written down."""
    hide = answers.hide

    def hide_(self: Any, key: str) -> None:
        if key not in self.init:
            hide(self, key)

    answers.hide = hide_


def begin(seed: str, given: Mapping[str, str | None]) -> None:
    """Begin a render: chance and time are a project's, the same in all of its versions.

    Else each default that is random would look like a change of the template; and what
    Jinja computes as it compiles, all projects would share. `given` are files of the
    project, and NOW; None: it has none of that name.
    """
    global _seed, _given
    _seed, _given = seed, given
    _missing.clear()


def _take_chance(source: str) -> None:
    for each in (_generator, random):
        each.seed(f"{_seed}\0{source}")


def _compile_once() -> None:
    """Keep compiled templates from one render to the next."""
    import jinja2
    from jinja2_ansible_filters import core_filters

    filters: Any = core_filters
    filters.SystemRandom = lambda: _generator
    filters.time = _Clock

    environment: Any = jinja2.Environment
    compile_one = environment.compile
    compiled: dict[Any, Any] = {}

    def compile_(self: Any, source: Any, name: Any = None, *rest: Any) -> Any:
        # Of the rest, the file's name is only for tracebacks.
        if not isinstance(source, str) or rest[1:]:
            return compile_one(self, source, name, *rest)
        if _CHANCE.search(source):
            _take_chance(source)
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
