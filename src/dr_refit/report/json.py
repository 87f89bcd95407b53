"""A report for programs."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dr_refit.codemod.result import Report


def render(report: Report) -> str:
    """Write the report as one JSON object."""
    files = [
        {
            "path": result.path,
            "changed": result.changed,
            "findings": [asdict(finding) for finding in result.findings],
        }
        for result in report.results
    ]
    data = {
        "exit_code": report.exit_code,
        "looked_at": report.looked_at,
        "changed": report.changed,
        "needs_person": report.needs_person,
        "failed": report.failed,
        "written": not report.dry,
        "dependencies": {"add": report.add, "drop": report.drop},
        "files": files,
    }
    return json.dumps(data, indent=2) + "\n"
