"""What Copier says of an error, in one line, and where in the template it is."""

from __future__ import annotations

import os
import re
import traceback
from typing import TYPE_CHECKING, Any

from dr_refit.fleet.copier_clones import CLONE
from dr_refit.patterns import regex

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_CLONED = regex(rf"/{CLONE}[^/]*/(.+)")
_CLONE = regex(rf"PosixPath\('[^']*/{CLONE}[^/]*/([^']*)'\)")
#: Errors whose names say nothing.
_PLAIN = {
    *("ValueError", "UserMessageError", "ValidationError", "ProcessExecutionError"),
    "UnsupportedVersionError",
}
#: What Copier calls a string of its settings as it renders it.
_STRINGS = ("string", "value")


def one_line(error: Any) -> str:
    """Return what an error says, and where."""
    kind = type(error).__name__
    said = str(getattr(error, "message", "") or error)
    if kind == "ValidationError":
        said = "; ".join(each["msg"] for each in error.errors())
    elif kind == "ProcessExecutionError":
        lines = error.stderr.split("\n")
        fatal = [line for line in lines if line.startswith(("fatal:", "error:"))]
        said = "; ".join(fatal) or said
        if "submodule" in error.argv:
            said += ": of submodules, only those on this machine can be rendered"
    elif kind == "UnsupportedVersionError":
        how = "upgrade that, or stay at an earlier version, as --to names one"
        said = f"{said.rstrip('.')}; Copier comes with dr-refit: {how}"
    said = _CLONE.sub(r"\1", said)
    # Of settings that are no YAML, Copier says in which file they are, and no more.
    said = " ".join((getattr(error.__cause__, "problem", None) or said).split())
    # That a question has no answer, or none that is valid, is about the answer.
    if kind != "ValueError" and (place := _place(error)):
        said = f"{place}: {said}"
    return said if kind in _PLAIN else f"{kind}: {said}"


def _place(error: Any) -> str:
    """Return file and line of the template that an error is about; empty: unknown."""
    if mark := getattr(error.__cause__, "problem_mark", None):
        # What is included, Copier reads without its name.
        known = os.path.isabs(mark.name)
        file = os.path.basename(mark.name) if known else "a file that it includes"
        return f"{file}:{mark.line + 1}"
    line = getattr(error, "lineno", None) or 0
    if line and error.name:
        return f"{error.name}:{line}"
    # Jinja gives what it runs the name of the file, somewhere in a clone.
    places = [
        f"{found[1]}:{number}"
        for frame, number in traceback.walk_tb(error.__traceback__)
        if (found := _CLONED.search(frame.f_code.co_filename))
    ]
    return places[-1] if places else _in_settings(error, line)


def _in_settings(error: Any, line: int) -> str:
    """Return where the question, or the string, of the settings is that failed."""
    frames = [frame.f_locals for frame, _ in traceback.walk_tb(error.__traceback__)]
    asked = [each["var_name"] for each in frames if "var_name" in each]
    strings = [each.get(name) for each in frames for name in _STRINGS]
    for name, text in _settings(frames):
        question = re.search(rf"(?m)^{asked[-1]}\s*:", text) if asked else None
        start = question.start() if question else 0
        found = [
            at
            for string in strings
            if isinstance(string, str) and string.strip()
            if (at := text.find(string.strip().split("\n")[0].strip(), start)) >= 0
        ]
        if found or question:
            number = text.count("\n", 0, found[-1] if found else start)
            return f"{name}:{number + max(line, 1)}"
    return ""


def _settings(frames: Iterable[dict[str, Any]]) -> Iterator[tuple[str, str]]:
    """Yield the names and the texts of the settings of the template at work."""
    for each in frames:
        template = getattr(each.get("self"), "template", None)
        # Without a clone, nothing of it was read.
        if clone := getattr(template, "__dict__", {}).get("local_abspath"):
            for path in sorted(clone.glob("copier.y*ml")):
                yield path.name, path.read_text("utf-8", errors="replace")
            return
