"""`python tests/template/banned_api.py` writes what ruff bans in generated projects."""

from __future__ import annotations

import json
from pathlib import Path

from dr_refit.migration.toml import load_shipped

PARTIAL = Path(__file__).parents[2] / "templates/project/partials/banned-api.toml"
#: Retired, and no migration says so yet: what to tell.
PLANNED = {"ddpred": "Retired: renamed ft_pred."}


def banned_api() -> str:
    """Ban each retired package, and say where to go: the title of its migration."""
    advices = PLANNED | {
        package: f"Retired: {migration.title}. `codemod rewrite-imports` rewrites it."
        for migration in load_shipped()
        for package in migration.retired
    }
    lines = ["[tool.ruff.lint.flake8-tidy-imports.banned-api]"]
    for package, advice in sorted(advices.items()):
        lines.append(f"{package}.msg = {json.dumps(advice, ensure_ascii=False)}")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    PARTIAL.write_text(banned_api(), "utf-8")
