"""What the texts of a retired package's own repository call it: said once for all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dr_refit.codemod.formats import format_named
from dr_refit.codemod.mentions import lines_of_texts
from dr_refit.codemod.old_names import Names
from dr_refit.codemod.result import FileResult
from dr_refit.codes import Code
from dr_refit.findings import Finding, Position
from dr_refit.tree.model import content

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from dr_refit.codemod.result import Run


def with_own_texts(run: Run) -> Sequence[FileResult]:
    """Return the results of a run, with one note on all texts that name the owner.

    That is no mistake before it is retired.
    """
    project = run.project
    if project.renaming or not project.wants("docs"):
        return run.results
    found = {path: lines for path, lines in _lines(run) if lines}
    if not found:
        return run.results
    listed = "; ".join(
        f"{path}: {', '.join(map(str, lines))}" for path, lines in found.items()
    )
    path = next(iter(found))
    finding = Finding(
        code=Code.NAME_IN_TEXT,
        message=f"these lines name {project.owner}, which this is still ({listed})",
        position=Position(line=found[path][0], column=1),
        kind="docs",
    )
    results = {one.path: one for one in run.results}
    before = results.get(path, FileResult(path=path))
    findings = sorted((*before.findings, finding), key=Finding.order)
    results[path] = before._replace(findings=tuple(findings))
    return [*results.values()]


def _lines(run: Run) -> Iterator[tuple[str, list[int]]]:
    """Yield the texts, and the lines that name the owner once they are rewritten."""
    names = Names(run.seen)
    for file in run.files:
        form = format_named(file.path)
        is_module = file.path.endswith(".py")
        if not is_module and (form is None or form.kind != "docs"):
            continue
        if Code.NAME_IN_TEXT in run.project.ignored(file.path):
            continue
        data = content(run.project.tree, file.path)
        if file.path in run.rewrites:
            data = run.rewrites[file.path].of(data)
        if is_module:
            yield file.path, sorted({*lines_of_texts(data, names)})
            continue
        yield (
            file.path,
            [
                number
                for number, line in enumerate(data.splitlines(), 1)
                if any(
                    names.is_own(one[0].decode(errors="replace"))
                    for one in names.pattern.finditer(line)
                )
            ],
        )
