"""Templates of reports: pages and pictures.

Names, paths, messages and versions come from repositories that nobody vouches for.
Every one of them passes through `_finalize` and Jinja's escaping.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from dr_refit.patterns import regex
from dr_refit.plural import counted, noun
from dr_refit.report.printable import printable

_SECRET = regex(r"(?<=://)[^/\s]*@")


def rendered(template: str, **values: Any) -> str:
    """Return a template of this package, filled in."""
    return _environment().get_template(template).render(values)


@cache
def _environment() -> Environment:
    environment = Environment(
        autoescape=True,
        finalize=_finalize,
        keep_trailing_newline=True,
        loader=PackageLoader("dr_refit.report", ""),
        lstrip_blocks=True,
        trim_blocks=True,
        undefined=StrictUndefined,
    )
    environment.filters |= {
        "clipped": _clipped,
        "counted": counted,
        "noun": noun,
        "without_secret": _without_secret,
    }
    return environment


def style(*names: str) -> str:
    """Return style sheets of this package, one after the other."""
    folder = files("dr_refit.report")
    return "".join(folder.joinpath(name).read_text("utf-8") for name in names)


def _finalize(value: Any) -> Any:
    """Return text with invisible and direction-changing characters shown."""
    if isinstance(value, str) and not hasattr(value, "__html__"):
        return printable(value)
    return value


def _without_secret(text: str) -> str:
    """Return a text without user and password in URLs: a report is passed on."""
    return _SECRET.sub("", text)


def _clipped(text: str, cells: int) -> str:
    """Return a name shortened in the middle; wide characters take two cells."""
    from unicodedata import east_asian_width

    def fit(text: str, room: int) -> str:
        for end, character in enumerate(text):
            room -= 1 + (east_asian_width(character) in "WF")
            if room < 0:
                return text[:end]
        return text

    text = printable(text)
    if fit(text, cells) == text:
        return text
    tail = fit(text[::-1], cells // 3)[::-1]
    return f"{fit(text, cells - cells // 3 - 1)}…{tail}"
