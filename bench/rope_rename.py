"""Rename a package with rope: its way to do the job.

python rope_rename.py PROJECT_FOLDER PATH NAME
"""

import sys

from rope.base.project import Project
from rope.refactor.rename import Rename


def main(root: str, path: str, name: str) -> None:
    """Rename the module or package at `path`, in code, comments and texts."""
    project = Project(root, ropefolder=None)
    renamer = Rename(project, project.get_resource(path))
    project.do(renamer.get_changes(name, docs=True))
    project.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
