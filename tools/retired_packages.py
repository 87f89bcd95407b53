"""What the template says of retired packages, as the migrations have it."""

from __future__ import annotations

import json
import re
from pathlib import Path

from dr_refit.migration.toml import load_shipped

_TEMPLATE = Path(__file__).parents[1] / "templates/project"
#: Its questions cannot include anything: other templates have a copy of them.
QUESTIONS = _TEMPLATE / "copier.yml"
PARTIAL = _TEMPLATE / "partials/retired.jinja"


def partial() -> str:
    """Return the partial: package -> where to go, which is its migration's title."""
    advices = json.dumps(_advices(), indent=2, ensure_ascii=False)
    return (
        "{#- Written by `make generated`, from codemods/*.toml. -#}\n"
        f"{{%- set retired = {advices} -%}}\n"
    )


def questions() -> str:
    """Return the questions, with the names that no project may have."""
    names = {package.replace("_", "-") for package in _advices()} | {
        migration.distribution for migration in load_shipped() if migration.distribution
    }
    text, number = re.subn(
        r'(?<={% set retired = ").*(?=" %})',
        " ".join(sorted(names)),
        QUESTIONS.read_text("utf-8"),
    )
    assert number == 1
    return text


def _advices() -> dict[str, str]:
    advices = {
        package: f"Retired: {migration.title}. `codemod rewrite-imports` rewrites it."
        for migration in load_shipped()
        for package in migration.retired
    }
    return dict(sorted(advices.items()))
