"""What a shell text installs, and what is wanted instead."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from dr_refit.codemod.shell.uses import distribution_of, folder_of, uses
from dr_refit.codemod.shell.words import commands
from dr_refit.manifests.names import canonical, spelled
from dr_refit.names import root
from dr_refit.patterns import regex
from dr_refit.records import NamedTuple

if TYPE_CHECKING:
    from dr_refit.codemod.shell.uses import Use
    from dr_refit.migration.table import MoveTable

#: A text with one of these may install something.
_ASKS = regex(
    r"\b(?:install|add|pip[\d.]*|pipx|uvx?|conda|mamba|micromamba|poetry|pdm|rye|pixi)\b"
)
_DOTTED = regex(r"[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)+")


class Wanted(NamedTuple):
    """What takes the place of a retired distribution."""

    #: PEP 508, merged.
    requirements: tuple[str, ...] = ()
    #: New packages that nothing brings.
    unpublished: tuple[str, ...] = ()
    #: The old one is needed as well.
    still: bool = False


def retired(table: MoveTable) -> dict[str, str]:
    """Map retired distributions to migrations, but for one that is still here."""
    owner = table.project.owner if table.project else ""
    every = table.index.distributions.items()
    return {name: migration for name, migration in every if name != owner}


def installed(code: bytes, table: MoveTable) -> frozenset[str]:
    """Return the migrations whose distribution a text installs, or may install."""
    found = set()
    for line in commands(code):
        for use in uses(line):
            if use.role in {"add", "with"}:
                found.add(distribution_of(use.word.value))
            elif use.role == "other" and use.program:
                found.add(may_install(use, table))
    known = retired(table)
    return frozenset(known[name] for name in found if name in known)


def may_install(use: Use, table: MoveTable) -> str:
    """Return the retired distribution that a word of an installer may name."""
    text = use.word.value
    _, is_option, value = text.partition("=")
    asked = value if text.startswith("-") and is_option else text
    known = retired(table)
    for name in (distribution_of(asked), folder_of(asked)):
        if name in known:
            return name
    # sh -c 'pip install a'    but not  run("Tell me of 'all that a does'")
    every = "|".join(map(spelled, known)) or "(?!)"
    found = re.search(rf"(?<![\w./-])(?:{every})(?![\w/-])", text)
    is_command = " " in text and _ASKS.search(text) is not None
    return canonical(found[0]) if found and is_command else ""


def named_in_code(use: Use, table: MoveTable) -> str:
    """Return the distribution, or the package, that code in a word names, if it does.

    python -c "import a"
    """
    if found := may_install(use, table):
        return found
    every = "|".join(map(re.escape, sorted(table.roots))) or "(?!)"
    taken = re.search(rf"\b(?:import|from)\s+({every})(?!\w)", use.word.value)
    return taken[1] if taken else ""


def module_now(name: str, table: MoveTable) -> str:
    """Return what a module that is an argument is called now; empty: it is none.

    xgettext -o a.pot: that is no module of a package that is here.
    """
    new = table.new_name(name) if _DOTTED.fullmatch(name) else ""
    project = table.project
    if project is None or not new:
        return new
    if project.renaming:
        # All texts of the project are renamed, these with them.
        return ""
    here = [one for one in (name, new) if project.has_package(root(one))]
    return new if all(map(project.provides, here)) else ""
