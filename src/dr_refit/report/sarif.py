"""A report as SARIF 2.1.0, which code scanners read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dr_refit import __version__
from dr_refit.codes import Code
from dr_refit.report.diagnostics import diagnostics

if TYPE_CHECKING:
    from dr_refit.report.diagnostics import Diagnostic, Result

_LEVELS = {code.value: code.level for code in Code}


def render(result: Result) -> str:
    """Return one SARIF run, with a rule for each code."""
    import json  # start-up time

    found = diagnostics(result)
    # behind, conflict, ...: states of a repository, which need no explanation.
    states = dict.fromkeys(each.code for each in found if each.code not in _LEVELS)
    driver = {
        "name": "dr-refit",
        "version": __version__,
        "informationUri": "https://github.com/drothermel/dr-refit",
        "rules": [*map(_rule, Code), *({"id": state} for state in states)],
    }
    log = {
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [
            {
                "tool": {"driver": driver},
                # Columns count characters, not UTF-16 units.
                "columnKind": "unicodeCodePoints",
                "results": [*map(_result, found)],
            }
        ],
    }
    return json.dumps(log, indent=2) + "\n"


def _rule(code: Code) -> dict[str, Any]:
    return {
        "id": code,
        "shortDescription": {"text": code.summary},
        "help": {"text": code.advice},
        "defaultConfiguration": {"level": code.level},
    }


def _result(diagnostic: Diagnostic) -> dict[str, Any]:
    return {
        "ruleId": diagnostic.code,
        # A file that would change fails a check; as an alert it is but a warning.
        "level": _LEVELS.get(diagnostic.code, diagnostic.level),
        "message": {"text": diagnostic.message},
        "locations": [_location(diagnostic)],
        **({"properties": {"diff": diagnostic.diff}} if diagnostic.diff else {}),
    }


def _location(diagnostic: Diagnostic) -> dict[str, Any]:
    from urllib.parse import quote

    location: dict[str, Any] = {}
    if diagnostic.repo:
        location["logicalLocations"] = [{"name": diagnostic.repo}]
    if diagnostic.path:
        uri = quote(diagnostic.path.encode("utf-8", "surrogateescape"))
        artifact = {"uri": uri}
        if diagnostic.repo:
            artifact["uriBaseId"] = diagnostic.repo
        location["physicalLocation"] = {"artifactLocation": artifact}
        position = diagnostic.position
        if position.line:
            region = {
                "startLine": position.line,
                "startColumn": max(position.column, 1),
            }
            location["physicalLocation"]["region"] = region
    return location
