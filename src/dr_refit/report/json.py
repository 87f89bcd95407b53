"""A report as one JSON object."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from dr_refit.codemod.result import Checked, Report
from dr_refit.codemod.summary import by_kind

if TYPE_CHECKING:
    from dr_refit.checks.model import Audit
    from dr_refit.codemod.result import FileResult
    from dr_refit.findings import Finding
    from dr_refit.fleet.model import FleetReport, FleetStatus, RepoResult, RepoStatus
    from dr_refit.plan.model import Progress, RowProgress
    from dr_refit.plan.verdict import Left
    from dr_refit.report.diagnostics import Result


def render(result: Result) -> str:
    """Return the result as one JSON object."""
    import json  # start-up time

    data = {"exit_code": result.exit_code, **_fields(result)}
    return json.dumps(data, indent=2) + "\n"


def _fields(result: Result) -> dict[str, Any]:
    if isinstance(result, Report):
        return _report(result)
    if isinstance(result, Checked):
        return {"files": [*map(_file, result.results)], "said": result.said}
    from dr_refit.checks.model import Audit  # start-up time
    from dr_refit.fleet.model import FleetReport
    from dr_refit.plan.model import Order, Progress

    if isinstance(result, Audit):
        return _audit(result)
    if isinstance(result, FleetReport):
        return _fleet_report(result)
    if isinstance(result, Progress):
        return _progress(result)
    return asdict(result) if isinstance(result, Order) else _status(result)


def _finding(finding: Finding) -> dict[str, Any]:
    position = {k: v for k, v in finding.position._asdict().items() if v or k != "cell"}
    return {
        "code": finding.code,
        "message": finding.message,
        **position,
        "level": finding.level,
        "kind": finding.kind,
    }


def _report(report: Report) -> dict[str, Any]:
    return {
        "looked_at": report.looked_at,
        "changed": report.changed,
        "needs_person": report.needs_person,
        "failed": report.failed,
        "written": not report.dry,
        "values_left_by": report.unasked,
        "kinds": {
            one.kind: {
                "changed": len(one.changed),
                "left": one.left,
                "notes": one.notes,
            }
            for one in by_kind(report.results)
        },
        "dependencies": {"add": report.add, "drop": report.drop},
        "commands": report.commands,
        "files": [*map(_file, report.results)],
    }


def _audit(audit: Audit) -> dict[str, Any]:
    return {
        "accepted": audit.accepted,
        "said": audit.said,
        "findings": [
            {"repository": one.repository, "path": one.path, **_finding(one.finding)}
            for one in audit.found
        ],
    }


def _file(file: FileResult) -> dict[str, Any]:
    return {
        "path": file.path,
        "changed": file.changed,
        "kinds": sorted(file.kinds),
        **({"diff": file.diff} if file.diff else {}),
        "findings": [*map(_finding, file.findings)],
    }


def _fleet_report(report: FleetReport) -> dict[str, Any]:
    return {
        "operation": report.operation,
        "version": report.version,
        "published": not report.dry,
        "repositories": [*map(_repo_result, report.results)],
    }


def _repo_result(result: RepoResult) -> dict[str, Any]:
    return {
        **asdict(result),
        "findings": [
            {"path": located.path, "finding": _finding(located.finding)}
            for located in result.findings
        ],
        "exit_code": result.exit_code,
    }


def _status(status: FleetStatus) -> dict[str, Any]:
    return {
        "template": {"url": status.fleet.template.url, "newest": status.newest},
        "repositories": [*map(_repo_status, status.statuses)],
    }


def _repo_status(one: RepoStatus) -> dict[str, Any]:
    return {
        "repo": one.repo.name,
        "location": one.repo.location,
        "layer": one.repo.layer,
        "template": one.repo.template,
        "hold": one.repo.hold,
        "state": one.state,
        "version": one.version,
        "newest": one.newest,
        "updated": one.updated,
        "error": one.error,
        "notes": list(one.notes),
        "drift": [asdict(drift) for drift in one.drift],
        "imports": [
            {
                "package": edge.imported,
                "violation": edge.violation,
                "places": [{"path": path, "line": line} for path, line in edge.places],
                "required": [
                    {"path": path, "line": line} for path, line in edge.required
                ],
            }
            for edge in one.edges
        ],
        "findings": [
            {"path": located.path, **_finding(located.finding)}
            for located in one.findings
        ],
        "uncapped": list(one.uncapped),
    }


def _progress(progress: Progress) -> dict[str, Any]:
    return {
        "plan": progress.plan.title,
        "since": progress.since,
        "questions": [asdict(switch) for switch in progress.plan.switches],
        "phases": [
            {
                "title": phase.title,
                "done": phase.done,
                "rows": [*map(_row, phase.rows)],
            }
            for phase in progress.phases
        ],
    }


def _row(progress: RowProgress) -> dict[str, Any]:
    row = progress.row
    return {
        "name": row.name,
        "from": row.source,
        "to": row.destination,
        "content": row.content,
        "state": progress.state,
        "before": progress.before and progress.before._asdict(),
        "true": list(progress.said),
        "left": [*map(_left, progress.left)],
    }


def _left(left: Left) -> dict[str, Any]:
    return {
        "why": left.why,
        "measured": left.measured,
        "repo": left.repository,
        "places": [place._asdict() for place in left.places],
        "command": left.command,
    }
