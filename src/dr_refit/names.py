"""Dotted names, `a.b.c`, and the names of imports."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import ast
    from collections.abc import Collection, Iterable, Iterator, Sequence

#: What a pattern has for a name, and for one that may have dots.
NAME = r"[^\W\d]\w*"
DOTTED = rf"{NAME}(?:\.{NAME})*"


def root(dotted: str) -> str:
    """Return the first part: the top-level package."""
    return dotted.partition(".")[0]


def leaf(dotted: str) -> str:
    """Return the last part."""
    return dotted.rpartition(".")[2]


def parent(dotted: str) -> str:
    """Return everything before the last dot; empty for a top-level name."""
    return dotted.rpartition(".")[0]


def prefixes(dotted: str) -> Iterator[str]:
    """Yield the name itself, then its parents, longest first."""
    while dotted:
        yield dotted
        dotted = parent(dotted)


def ends(dotted: str) -> Iterator[str]:
    """Yield the name itself, then what is left of it without its first parts."""
    while dotted:
        yield dotted
        dotted = dotted.partition(".")[2]


def is_under(dotted: str, module: str) -> bool:
    """Return whether a name is a module, or in it."""
    return dotted == module or dotted.startswith(f"{module}.")


def in_namespaces(module: str, folders: Sequence[str]) -> tuple[str, ...]:
    """Return a module's name, and those that the folders above its package give."""
    names = [module]
    for folder in reversed(folders):
        if not folder.isidentifier():
            break
        names.append(f"{folder}.{names[-1]}")
    return tuple(names)


def covering(dotted: str) -> str:
    """Return what the name of a package means that covers a module called so.

    from .b import b    in  a/__init__.py: what is reached as  a.b  is no module, while
    `import a.b`, `from a.b import c` go on naming the module.
    """
    return f"{dotted}:"


def reached(base: str, attributes: Iterable[str], covered: Collection[str]) -> str:
    """Return the dotted name of what is reached by attributes of another one.

    `covered`: modules that their packages cover by other names.
    """
    for attribute in attributes:
        base = f"{base}.{attribute}"
        base = covering(base) if base in covered else base
    return base


def steps(dotted: str) -> Iterator[tuple[str, str]]:
    """Yield each module that a dotted name may lead through, and what is taken there.

    `a.b.c` may be `b.c` of `a`, and `c` of `a.b`.
    """
    parts = dotted.split(".")
    for at in range(1, len(parts)):
        yield ".".join(parts[:at]), parts[at]


def absolute(module: str, package: str) -> str:
    """Return the module that a from-import of a package names, `..a` say.

    Empty where that cannot be known.
    """
    rest = module.lstrip(".")
    level = len(module) - len(rest)
    if not level:
        return module
    parts = package.split(".") if package else []
    if len(parts) < level:
        return ""
    base = parts[: len(parts) - level + 1]
    return ".".join([*base, rest] if rest else base)


def import_name(distribution: str) -> str:
    """Return the import name that a distribution, or a repository, usually has."""
    return distribution.replace("-", "_")


def bound_name(alias: ast.alias) -> str:
    """Return the name that an import binds: `a` of `import a.b`; or `*`."""
    return alias.asname or root(alias.name)
