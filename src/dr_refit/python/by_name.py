"""Names that are taken of modules by strings that are made as code runs.

getattr(a, name), vars(a), a.__dict__, import_module("a"), exec("from a import *")
"""

from __future__ import annotations

import re

#: One of these words is there.
_WAYS = (
    *(b"attr(", b"vars(", b"__dict__", b"exec(", b"eval(", b"-c"),
    *(b"import_module(", b"__import__(", b"importorskip("),
)
_RUNS = re.compile(rb"(?<![\w.])(?:exec|eval)\(|[\"']-c[\"']")
_QUOTED = re.compile(rb"(?:import_module|__import__|importorskip)\(\s*[\"'](\w+)")
_POSES = re.compile(rb"^def __getattr__\b|globals\(\)(?:\.update|\[)", re.MULTILINE)
_TAKES = re.compile(
    rb"(?:[gs]etattr|hasattr)\(\s*(\w+)[\w.]*\s*,\s*(?![\"'\s])"
    rb"|vars\(\s*(\w+)[\w.]*\s*\)|(?<![\w.])(\w+)[\w.]*\.__dict__"
)


def seems_taken(code: bytes) -> bool:
    """Return whether names seem to be taken so: of whatever it may be."""
    return any(way in code for way in _WAYS)


def runs_code(code: bytes) -> bool:
    """Return whether code in strings seems to be run."""
    return _RUNS.search(code) is not None


def imported(code: bytes) -> set[str]:
    """Return the packages that seem to be imported by their names."""
    return {one.decode(errors="replace") for one in _QUOTED.findall(code)}


def holders(code: bytes) -> set[str]:
    """Return the names of that of which attributes seem to be taken so.

    What a module has for others by all names of another is asked of these others.
    """
    if _POSES.search(code):
        return set()
    found = {one for each in _TAKES.findall(code) for one in each if one}
    return {one.decode(errors="replace") for one in found}
