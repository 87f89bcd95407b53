"""The migration that records a change, for all that import from the repository."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from dr_refit.names import root

if TYPE_CHECKING:
    from collections.abc import Iterable

    from dr_refit.tree.model import Tree

#: Where records are: no build backend takes the folder for a package.
FOLDER = ".codemods"


def path_of(tree: Tree, name: str) -> str:
    """Return where the record of what leaves a package is to be.

    One of an earlier change of the same name stays.
    """
    found = os.path.join(FOLDER, f"{name}.toml")
    number = 2
    while tree.kind(found):
        found = os.path.join(FOLDER, f"{name}-{number}.toml")
        number += 1
    return found


def record(
    title: str,
    moves: Iterable[tuple[str, str, tuple[str, ...]]],
    *,
    distribution: str = "",
) -> bytes:
    """Write the migration: what moves from where to where, and its names.

    No names: a module moves, with all in it. `old = new` is one that is called
    otherwise.
    """
    moves = tuple(moves)
    homes = sorted({root(new) for _, new, _ in moves})
    lines = [f'title = "{title}"']
    if distribution:
        lines.append(f'distribution = "{distribution}"')
    quoted = ", ".join(f'"{home}"' for home in homes)
    lines += [
        "# Importers wait until this is published. Then delete the next line, and say",
        "# under [requirements] what brings it.",
        f"planned = [{quoted}]",
    ]
    for old, new, names in moves:
        lines += [
            "",
            "[[move]]",
            f'{"from" if names else "module"} = "{old}"',
            f'to = "{new}"',
        ]
        if names:
            lines.append(f"names = [{', '.join(f'"{name}"' for name in names)}]")
    return ("\n".join(lines) + "\n").encode()
