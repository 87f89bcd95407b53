"""What the manifests of a repository require, list by list."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dr_refit.checks.model import Requirement, is_in
from dr_refit.checks.nodes import ignored
from dr_refit.codemod.manifests.sections import sections
from dr_refit.findings import WHOLE_FILE, Position
from dr_refit.manifests import requirements_txt
from dr_refit.manifests.names import distribution
from dr_refit.project.survey import survey
from dr_refit.python.comments import ignored_lines

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from dr_refit.manifests.listings import Listing
    from dr_refit.tree.model import Tree


def lists(tree: Tree, path: str, text: str) -> Iterator[tuple[str, Listing]]:
    """Yield the lists of a manifest that ask for something, each with what it is for.

    Raises ValueError, or RecursionError.
    """
    here = tree.resolve("")
    for section in sections(survey(tree, "", {}), path, text):
        if not section.listing.only_limits:
            yield section.scope.removeprefix(here).strip("/"), section.listing


def requirements(
    listing: Listing, scope: str, path: str, text: str, projects: Collection[str]
) -> Iterator[Requirement]:
    """Yield what a list requires; `projects` have a pyproject.toml."""
    comments = ignored_lines(text.encode())
    is_beside = any(is_in(scope, each) for each in projects)
    for index, written in enumerate(listing.texts(text)):
        if name := distribution(written):
            line = listing.line(text, index)
            yield Requirement(
                path=path,
                position=Position(line=line, column=1),
                text=written,
                distribution=name,
                scope=scope,
                listing=listing.label,
                dev=listing.dev,
                extra=not listing.label
                and (is_beside or requirements_txt.is_compiled(text)),
                ignored=ignored(comments, line),
            )
    if "hatch-test" in listing.label.split("."):
        # What Hatch has in its environment for tests, whatever is listed.
        yield Requirement(
            path=path,
            position=WHOLE_FILE,
            text="pytest",
            distribution="pytest",
            scope=scope,
            listing=listing.label,
            dev=True,
        )
