"""Whether requirements resolve together, as uv says; nothing of a stranger is built."""

from __future__ import annotations

import os
import re
import sys
import tempfile
from typing import TYPE_CHECKING

from dr_refit import process
from dr_refit.errors import RefitError
from dr_refit.manifests import requirements
from dr_refit.manifests.names import distribution, spelled
from dr_refit.patterns import regex
from dr_refit.process import ProgramError
from dr_refit.records import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_NO_SOLUTION = regex(r"No solution found")
_WHY = regex(r"Because[\s\S]*?(?:unsatisfiable|cannot be used)\.|Because[\s\S]*")
#: What is not known of a package is no clash.
_UNKNOWN = regex(r"not found|no usable wheels|building|no wheels")


class Resolved(NamedTuple):
    """What uv says of a list of requirements."""

    #: Those that do not resolve together; empty: all do.
    clashing: tuple[str, ...] = ()
    #: Why, in uv's words.
    why: str = ""
    #: Those that uv was not asked about: they name a source.
    unchecked: tuple[str, ...] = ()


def resolve(
    wanted: Sequence[str],
    *,
    limits: Iterable[str] = (),
    local: Iterable[str] = (),
    python: str = "",
    options: Sequence[str] = (),
) -> Resolved:
    """Ask uv for versions of all requirements. Raises RefitError: it has no answer.

    `limits`: which versions are meant, where something asks for them; `local`: the
    distributions that come from elsewhere; `python`: the lowest version, if any.
    """
    known = {*local}
    checked, unchecked = [], []
    for one in wanted:
        parsed = requirements.parsed(one)
        if parsed is None or parsed.url or distribution(one) in known:
            unchecked.append(one)
        else:
            checked.append(one)
    if not checked:
        return Resolved(unchecked=tuple(unchecked))
    with tempfile.TemporaryDirectory() as folder:
        limiting = os.path.join(folder, "limits.txt")
        with open(limiting, "w", encoding="utf-8") as file:
            file.writelines(f"{one}\n" for one in limits)
        command = [uv(), "pip", "compile", "-", "--no-build", "--no-header", "--quiet"]
        command += ["--universal", "--constraint", limiting, *options]
        command += ["--python-version", python] if python else []
        listed = "".join(f"{one}\n" for one in checked).encode()
        try:
            done = process.run(
                command, environment=os.environ, folder=folder, stdin=listed
            )
        except ProgramError as error:
            raise RefitError(error.message, "install uv") from None
    if not done.code:
        return Resolved(unchecked=tuple(unchecked))
    said = _WHY.search(done.err)
    why = " ".join(re.sub(r"[╰─▶│]", " ", said[0] if said else "").split())
    if not _NO_SOLUTION.search(done.err) or _UNKNOWN.search(why):
        why = why or (done.err.strip().splitlines() or ["uv failed"])[-1]
        raise RefitError(f"uv: {why}", "check the network, or leave out --resolve")
    named = [
        one
        for one in checked
        if re.search(rf"(?i)(?<![\w.-]){spelled(distribution(one))}(?![\w-])", why)
    ]
    return Resolved(tuple(named or checked), why, tuple(unchecked))


def uv() -> str:
    """Return uv as it is installed beside this program, else that of PATH."""
    beside = os.path.join(os.path.dirname(sys.executable), "uv")
    return beside if os.path.exists(beside) else "uv"
