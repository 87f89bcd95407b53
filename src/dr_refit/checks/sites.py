"""Where the files of a repository stand: in what is installed, or beside it."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Final

from dr_refit.checks.nodes import Where
from dr_refit.codemod.manifests.sections import is_of_tests
from dr_refit.names import parent
from dr_refit.python.surface import module_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dr_refit.checks.model import Site
    from dr_refit.tree.discover import File
    from dr_refit.tree.model import Tree

#: Folders whose files are run, or read, where they lie.
_BESIDE: Final = frozenset(
    ["bench", "benchmarks", "docs", "examples", "notebooks", "scripts", "tools"]
)
#: Folders in which others' code is kept.
_VENDORED: Final = frozenset(
    ["_vendor", "_vendored", "vendor", "vendored", "third_party", "_extern", "extern"]
)
#: Folders of what tests read, unless they are packages.
_DATA: Final = frozenset(
    [
        *("cases", "corpus", "data", "fixtures", "golden", "resources", "samples"),
        *("snapshots", "test-data", "test_data", "testdata"),
    ]
)


def where(tree: Tree, file: File, *, is_notebook: bool = False) -> Where:
    """Return where a file is; under src/ every folder may be a package (PEP 420)."""
    folders = file.path.split("/")[:-1]
    site: Site = "script"
    module, package = _named(file, folders)
    if is_foreign(tree, file.path):
        site = "foreign"
    elif is_notebook or "notebooks" in folders:
        site = "notebook"
    elif is_of_tests(file.path):
        site = "test"
    elif module and ("src" in folders or not _BESIDE & {*folders}):
        site = "package" if "src" in folders or not _has_src(tree, folders) else site
    return Where(file.path, site, module, package)


def is_foreign(tree: Tree, path: str) -> bool:
    """Return whether a file is kept, and not the project's own code."""
    *folders, name = path.split("/")
    if _VENDORED & {*folders}:
        return True
    if name == "conftest.py" or not (is_of_tests(path) and _DATA & {*folders}):
        return False
    return tree.kind(os.path.join(*folders, "__init__.py")) is None


def _named(file: File, folders: Sequence[str]) -> tuple[str, str]:
    """Return the dotted names of a file's module, and of its package."""
    at = max((n for n, one in enumerate(folders) if one in _VENDORED), default=-1)
    if at >= 0:
        # _vendor/other/a.py: other.a, as those import it that put _vendor on the path.
        dotted = module_of("/".join(file.path.split("/")[at + 1 :]))
        return dotted, parent(dotted)
    if "src" not in folders or file.module.startswith("src."):
        return file.module, file.package
    parts = file.path.split("/")[folders.index("src") + 1 :]
    dotted = module_of("/".join(parts))
    is_module = "." in dotted and all(part.isidentifier() for part in dotted.split("."))
    # src/ns/mine/a.py: ns.mine.a, although only mine has an __init__.py
    if not is_module or (file.module and not dotted.endswith(f".{file.module}")):
        return file.module, file.package
    is_init = parts[-1].startswith("__init__.")
    return dotted, dotted if is_init else parent(dotted)


def _has_src(tree: Tree, folders: list[str]) -> bool:
    above = ["", *("/".join(folders[:end]) for end in range(1, len(folders)))]
    return any(tree.kind(os.path.join(folder, "src")) == "folder" for folder in above)
