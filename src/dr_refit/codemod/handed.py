"""The names that a module hands to others: what it imports, they may take from it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from dr_refit.names import leaf, parent, root
from dr_refit.python.words import word_pattern

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from dr_refit.migration.table import MoveTable
    from dr_refit.python.facts import Facts
    from dr_refit.python.imports import ImportAlias
    from dr_refit.tree.discover import File

_IMPORT = re.compile(rb"import(?<!\wimport)(?!\w)")
#: What follows the word: a list in brackets, or up to the end of the line.
_LIST = re.compile(rb"[\s\\]*(?:\(([^)]*)|((?:[^\r\n;\\]|\\\r?\n?)*))")
_COMMENT = re.compile(rb"#[^\r\n]*")
#: The name in front of an attribute, which is not looked for farther away.
_CHAIN = re.compile(rb"(?<!\w)((?:\w+[\s\\]*\.[\s\\]*)+)\Z")
_BETWEEN = re.compile(rb"[\s\\]+")
_NEAR = 100


class Handed(NamedTuple):
    """What a name of a module means to those who take it from there."""

    means: str
    #: It is imported under no condition, and never as something else.
    sure: bool


class Hint(NamedTuple):
    """What a file seems to take from others, by its bytes alone."""

    #: A module, a name, and what that is bound to here, if to anything.
    names: frozenset[tuple[str, str, str]] = frozenset()
    #: The modules of which it imports all.
    stars: frozenset[str] = frozenset()

    def of(self, local: str) -> set[tuple[str, str]]:
        """Return what a name may be here: a module, and a name there; `*`: any."""
        found = {
            (module, name)
            for module, name, bound in self.names
            if local in {bound, "*"}
        }
        return found | {(module, local) for module in self.stars}

    def also(self, other: Hint) -> Hint:
        """Return what both say."""
        return Hint(self.names | other.names, self.stars | other.stars)


def handed(
    imports: Iterable[ImportAlias], module: str, table: MoveTable
) -> dict[str, Handed]:
    """Map the names that a module imports to what they mean, where rules are inside.

    Its own submodules are called so anyway.
    """
    conditional = {a.local for a in imports if not a.block.unconditional}
    found = {}
    for local, meanings in _meanings(imports).items():
        own = {f"{module}.{local}"}
        for means in (meanings - own) & table.index.namespaces.keys():
            sure = len(meanings) == 1 and local not in conditional
            found[local] = Handed(means, sure)
    return found


def lost(old: Facts, new: Iterable[ImportAlias], table: MoveTable) -> frozenset[str]:
    """Return the names that imports of a module bound, and bind no more.

    A name that is imported from where its meaning moved is not lost. A package has the
    modules in it by their names as soon as it imports something of them.
    """
    package = old.module if old.is_package else ""
    now = _meanings(new, package)
    return frozenset(
        local
        for local, meanings in _meanings(old.imports, package).items()
        if any(
            now.get(local, set()).isdisjoint({one, table.new_name(one)})
            for one in meanings
        )
    )


def _meanings(imports: Iterable[ImportAlias], package: str = "") -> dict[str, set[str]]:
    """Map the names that imports bind in the module itself to all that they mean."""
    found: dict[str, set[str]] = {}
    for alias in imports:
        if alias.block.scope is None and alias.local != "*":
            means = alias.local if alias.is_plain_import else alias.target
            found.setdefault(alias.local, set()).add(means)
        if package and alias.block.scope is None:
            module, dot, inner = alias.target.partition(f"{package}.")
            if dot and not module and "." in inner:
                child = root(inner)
                found.setdefault(child, set()).add(f"{package}.{child}")
    return found


def may_hand(data: bytes, file: File, table: MoveTable) -> frozenset[str]:
    """Return the names that a file may import which `handed` would return.

    Read from the bytes alone: those of functions are among them.
    """
    namespaces, module = table.index.namespaces, file.module
    return frozenset(
        local
        for local, means in seem_bound(data, file.package)
        if means in namespaces and means != f"{module}.{local}"
    )


def seem_bound(data: bytes, package: str) -> Iterator[tuple[str, str]]:
    """Yield what imports seem to bind, and what that means, from the bytes alone.

    `from a import *` seems to bind `*` to `a.*`.
    """
    for found in _IMPORT.finditer(data):
        start = data.rfind(b"\n", 0, found.start()) + 1
        while data.endswith((b"\\\n", b"\\\r\n"), 0, start):
            # from a \
            #     import b
            start = data.rfind(b"\n", 0, start - 1) + 1
        # import a; from b import c
        start = max(start, data.rfind(b";", start, found.start()) + 1)
        before = data[start : found.start()].replace(b"\\", b"").split()
        listed = _LIST.match(data, found.end())
        if listed is None:
            continue
        names = _COMMENT.sub(b"", listed[1] or listed[2] or b"").replace(b"\\", b"")
        module = ""
        if len(before) > 1 and before[-2] == b"from":
            module = _absolute(before[-1].decode(errors="replace"), package)
        for each in names.decode(errors="replace").split(","):
            name, _, local = each.strip().partition(" as ")
            if not (local.strip() or name).replace(".", "").isidentifier():
                # A sentence has the word, too.
                if name == "*" and module:
                    yield name, f"{module}.*"
            elif module:
                yield local.strip() or name, f"{module}.{name}"
            elif name:
                root = name.partition(".")[0]
                yield local.strip() or root, name if local else root


def reached(data: bytes, file: File, leaves: Iterable[str]) -> Hint:
    """Return all that a file imports, and how it reaches some attributes by that."""
    names: set[tuple[str, str, str]] = set()
    stars: set[str] = set()
    #: Local name -> what it seems to mean.
    meanings: dict[str, str] = {}
    for local, means in seem_bound(data, file.likely_package):
        meanings[local] = means
        if local == "*":
            stars.add(parent(means))
        elif parent(means):
            names.add((parent(means), leaf(means), local))
    for word in leaves:
        for found in word_pattern(word).finditer(data):
            chain = chain_before(data, found.start())
            first, dot, rest = chain.partition(".")
            if first in meanings:
                parts = f"{meanings[first]}{dot}{rest}".split(".")
                for at in range(1, len(parts)):
                    names.add((".".join(parts[:at]), parts[at], ""))
    return Hint(frozenset(names), frozenset(stars))


def chain_before(data: bytes, attribute: int) -> str:
    """Return the dotted name whose attribute begins there; empty: it is no name's."""
    found = _CHAIN.search(data, max(attribute - _NEAR, 0), attribute)
    return _BETWEEN.sub(b"", found[1])[:-1].decode(errors="replace") if found else ""


def _absolute(module: str, package: str) -> str:
    rest = module.lstrip(".")
    level = len(module) - len(rest)
    if not level:
        return module
    parts = package.split(".")
    base = parts[: len(parts) - level + 1]
    return ".".join([*base, rest] if rest else base)
