"""A report for programs."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from dr_refit.codemod.result import Report
    from dr_refit.findings import Finding


def fields(finding: Finding) -> dict[str, Any]:
    """Return what a finding is in JSON; `cell` only in a notebook."""
    position = {k: v for k, v in asdict(finding.position).items() if v or k != "cell"}
    return {
        "code": finding.code,
        "message": finding.message,
        **position,
        "level": finding.level,
    }


def render(report: Report) -> str:
    """Write the report as one JSON object."""
    files = [
        {
            "path": result.path,
            "changed": result.changed,
            "findings": [*map(fields, result.findings)],
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
