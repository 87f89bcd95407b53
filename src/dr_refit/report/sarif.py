"""A report as SARIF 2.1.0, which code scanners read."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from dr_refit import __version__
from dr_refit.findings import Code

if TYPE_CHECKING:
    from dr_refit.codemod.result import Report
    from dr_refit.findings import Finding


def _result(path: str, code: Code, message: str) -> dict[str, Any]:
    uri = quote(path.encode("utf-8", "surrogateescape"))
    location: dict[str, Any] = {"artifactLocation": {"uri": uri}}
    return {
        "ruleId": code,
        "level": code.level,
        "message": {"text": message},
        "locations": [{"physicalLocation": location}],
    }


def _from_finding(path: str, finding: Finding) -> dict[str, Any]:
    result = _result(path, finding.code, finding.message)
    if finding.position.line:
        region = {
            "startLine": finding.position.line,
            "startColumn": max(finding.position.column, 1),
        }
        result["locations"][0]["physicalLocation"]["region"] = region
    return result


def render(report: Report) -> str:
    """Write one SARIF run, with a rule a code."""
    results = []
    for file in report.results:
        if file.changed and report.dry:
            message = "imports of retired packages"
            results.append(_result(file.path, Code.RETIRED_IMPORT, message))
        results += [_from_finding(file.path, finding) for finding in file.findings]
    rules = [
        {
            "id": code,
            "shortDescription": {"text": code.summary},
            "help": {"text": code.advice},
            "defaultConfiguration": {"level": code.level},
        }
        for code in Code
    ]
    driver = {
        "name": "dr-refit",
        "version": __version__,
        "informationUri": "https://github.com/drothermel/dr-refit",
        "rules": rules,
    }
    log = {
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [
            {
                "tool": {"driver": driver},
                # Columns count characters, not UTF-16 units.
                "columnKind": "unicodeCodePoints",
                "results": results,
            }
        ],
    }
    return json.dumps(log, indent=2) + "\n"
