"""`python -m tools.generated` writes every file that repeats what is said elsewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tools import (
    behaviour_changes,
    findings,
    retired_packages,
    shared_template,
    source_tree,
    template_tree,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

#: A test compares each with what is there.
GENERATED: dict[Path, Callable[[], str]] = {
    behaviour_changes.PAGE: behaviour_changes.page,
    findings.PAGE: findings.page,
    retired_packages.PARTIAL: retired_packages.partial,
    retired_packages.QUESTIONS: retired_packages.questions,
    shared_template.QUESTIONS: shared_template.questions,
    **shared_template.PARTIALS,
    source_tree.PAGE: source_tree.page,
    template_tree.PICTURE: template_tree.svg,
}

if __name__ == "__main__":
    for path, content in GENERATED.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content(), "utf-8")
