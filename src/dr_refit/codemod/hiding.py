"""Names that a module binds from now on, and hides in those that import all of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dr_refit.python.likely import seem_starred
from dr_refit.tree.model import content

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from dr_refit.codemod.modules import Modules
    from dr_refit.codemod.prove import Prover
    from dr_refit.codemod.result import Proved
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
    stars = {path: one.seen.stars for path, one in proved.items() if one.seen.stars}
    if any(one.gained for one in proved.values()):
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
    gained = {
        path: dict(sorted(one.gained)) for path, one in proved.items() if one.gained
    }
    for path in stars if gained else ():
        for source in _behind(path, stars, modules):
            if source in gained:
                hidden = _hidden(prover, modules.files[path], gained[source])
                found[source] = found.get(source, frozenset()) | hidden
    return {source: names for source, names in found.items() if names}


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


def _hidden(prover: Prover, file: File, names: Names) -> frozenset[str]:
    """Return the names by which a file means something else."""
    from dr_refit.codemod.starred import means_otherwise

    data = content(prover.project.tree, file.path)
    asked = {name: means for name, means in names.items() if name.encode() in data}
    return means_otherwise(file, data, asked) if asked else frozenset()
