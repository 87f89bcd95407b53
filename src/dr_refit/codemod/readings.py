"""A file rewritten by the dotted names that it may have.

`__init__.py` files tell the name of a module but where packages have none (PEP 420), or
a file stands outside of all packages. There the names that the migrations know decide.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from dr_refit.codemod.rewrite import Rewritten, rewrite
from dr_refit.codes import Code
from dr_refit.findings import Finding
from dr_refit.names import prefixes, root
from dr_refit.records import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dr_refit.migration.table import MoveTable
    from dr_refit.project.survey import Project
    from dr_refit.tree.discover import File


class _Reading(NamedTuple):
    """Dotted names that a file may have."""

    package: str
    module: str


def rewrite_file(
    data: bytes, file: File, project: Project, table: MoveTable
) -> Rewritten:
    """Rewrite a file under the one meaning that its names can have."""

    def under(reading: _Reading) -> Rewritten:
        package, module = reading
        return rewrite(
            data,
            table,
            path=file.path,
            package=package,
            module=module,
            project=project,
        )

    readings = [*_readings(file, project, table)]
    results = {reading: under(reading) for reading in readings}
    first = results[readings[0]]
    if all(result == first for result in results.values()):
        return first
    plain = under(_Reading(file.package, file.module))
    hits = [reading for reading in readings if results[reading] != plain]
    if all(results[reading] == results[hits[0]] for reading in hits):
        return results[hits[0]]
    names = " or ".join(reading.module for reading in hits)
    message = f"this file may be {names}: rewrite its relative imports by hand"
    found = Finding(code=Code.AMBIGUOUS_NAME, message=message)
    return plain._replace(findings=(found, *plain.findings))


def _readings(file: File, project: Project, table: MoveTable) -> Iterator[_Reading]:
    """Yield the names that migrations know; if none is, the one that is certain."""
    found = False
    for package in project.packages(file):
        module = file._replace(package=package).module or file.stem
        if root(package) in table.roots or not table.homes.isdisjoint(prefixes(module)):
            found = True
            yield _Reading(package, module)
            if package and package == file.package:
                return
    if not found:
        yield _Reading(file.package, file.module)
