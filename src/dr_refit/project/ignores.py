"""Codes that the settings of a project silence in some of its files."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from dr_refit.tree.ignored import bad_pattern

if TYPE_CHECKING:
    from collections.abc import Callable

    from dr_refit.settings import Settings
    from dr_refit.tree.model import Tree


def per_file_ignores(tree: Tree, settings: Settings) -> Callable[[str], frozenset[str]]:
    """Return the function from a path to the codes that are not reported there."""
    patterns = settings.per_file_ignores
    if not patterns:
        return lambda _: frozenset()
    import pathspec

    specs = []
    for pattern, codes in patterns.items():
        try:
            specs.append((pathspec.GitIgnoreSpec.from_lines([pattern]), codes))
        except ValueError as error:
            raise bad_pattern(pattern) from error
    resolve = tree.resolve

    def codes_for(path: str) -> frozenset[str]:
        relative = os.path.relpath(resolve(path), resolve(settings.root) or ".")
        return frozenset(
            code for spec, codes in specs if spec.match_file(relative) for code in codes
        )

    return codes_for
