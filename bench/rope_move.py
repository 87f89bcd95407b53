"""Move a top-level name to another module with rope: its way to do the job.

rope has no command line and renames only what is defined inside the project, so it
moves the definition along with every import of it.

    python rope_move.py PROJECT_FOLDER OLD_MODULE NAME NEW_MODULE
"""

import re
import sys
from typing import Any

from rope.base.project import Project
from rope.refactor.move import create_move


def module_file(folder: Any, dotted: str) -> Any:
    """Return the resource of a new module below `folder`; packages are created."""
    *packages, leaf = dotted.split(".")
    for package in packages:
        if not folder.has_child(package):
            folder.create_folder(package).create_file("__init__.py")
        folder = folder.get_child(package)
    return folder.create_file(f"{leaf}.py")


def main(root: str, old: str, name: str, new: str) -> None:
    """Move `old.name` to `new` in the project at `root`."""
    project = Project(root, ropefolder=None)
    source = project.get_resource(f"{old.replace('.', '/')}.py")
    found = re.search(rf"^(?:class|def) +({name})\b", source.read(), re.MULTILINE)
    if found is None:
        sys.exit(f"{old} does not define {name}")
    mover = create_move(project, source, found.start(1))
    project.do(mover.get_changes(module_file(project.root, new)))
    project.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
