"""What a template is given of its surroundings: files of a project, chance and time."""

from __future__ import annotations

import os
import random
import time
from functools import cache, partial
from typing import TYPE_CHECKING, Any, Final

from dr_refit.patterns import regex

if TYPE_CHECKING:
    from collections.abc import Mapping

#: What makes a source come out otherwise every time.
CHANCE: Final = regex("random|shuffle|strftime")
#: What chance begins with, in the render at work; and whose chance it is.
_seed = ""
generator = random.Random()  # noqa: S311 - the seed is secret, and large

#: Instead of the path of a file: what time it is, in seconds since 1970.
NOW: Final = ""
#: Files of the project of the render at work; and what it would read beside them.
_given: Mapping[str, str | None] = {}
_missing: set[str] = set()


class Clock:
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


def take_chance(source: str) -> None:
    """Let chance in a source be that of the project."""
    for each in (generator, random):
        each.seed(f"{_seed}\0{source}")
