"""Names that a module binds from now on, and hides in those that import all of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dr_refit.codemod.hints import seem_starred
from dr_refit.tree.model import content

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from dr_refit.codemod.hints import Modules
    from dr_refit.codemod.prove import Proved, Prover
    from dr_refit.tree.discover import File
    from dr_refit.tree.model import Tree

    #: Path -> the modules of which a file imports all.
    type Stars = Mapping[str, tuple[str, ...]]
    #: Local name -> what it means.
    type Names = Mapping[str, str]


def starring(
    tree: Tree, others: Mapping[str, File], proved: Mapping[str, Proved]
) -> Stars:
    """Return who imports all of what modules, as it seems."""
    stars = {path: one.stars for path, one in proved.items() if one.stars}
    if any(one.rewrite for one in proved.values()):
        for path, file in others.items():
            if found := seem_starred(content(tree, path), file.likely_package):
                stars[path] = tuple(found)
    return stars


def hidden_by_stars(
    prover: Prover, modules: Modules, stars: Stars, proved: Mapping[str, Proved]
) -> dict[str, frozenset[str]]:
    """Map files to those of their new names by which others mean something else.

    import new    # import old, before the change

    from lib import new
    from .low import *
    new.f
    """
    found: dict[str, frozenset[str]] = {}
    gained: dict[str, Names] = {}
    for path in stars:
        for source in _behind(path, stars, modules):
            if source not in proved or not proved[source].rewrite:
                continue
            if source not in gained:
                file = modules.files[source]
                gained[source] = _gained(prover, file, proved[source])
            if hidden := _hidden(prover, modules.files[path], gained[source]):
                found[source] = found.get(source, frozenset()) | hidden
    return found


def _behind(path: str, stars: Stars, modules: Modules) -> Iterator[str]:
    """Yield the files of which a file imports all, by way of others too."""
    seen = {path}
    todo = [path]
    while todo:
        here = todo.pop()
        for module in stars.get(here, ()):
            for source in modules.meant(module, here):
                if source not in seen:
                    seen.add(source)
                    todo.append(source)
                    yield source


def _gained(prover: Prover, file: File, proved: Proved) -> Names:
    """Return the names that a file imports after its change, and not before."""
    from dr_refit.codemod.starred import bound_by_imports  # rarely needed

    tree = prover.project.tree
    old = bound_by_imports(file, content(tree, file.path))
    new = bound_by_imports(file, prover.content(proved, file.path))
    return {
        name: means
        for name, meanings in new.items()
        if name not in old
        for means in meanings
    }


def _hidden(prover: Prover, file: File, names: Names) -> frozenset[str]:
    """Return the names by which a file means something else."""
    from dr_refit.codemod.starred import means_otherwise

    data = content(prover.project.tree, file.path)
    asked = {name: means for name, means in names.items() if name.encode() in data}
    return means_otherwise(file, data, asked) if asked else frozenset()
