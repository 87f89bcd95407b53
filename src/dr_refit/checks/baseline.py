"""What is accepted of what an audit finds, and why."""

from __future__ import annotations

from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, Final

from dr_refit import toml
from dr_refit.codes import Code
from dr_refit.records import NamedTuple
from dr_refit.toml import fields, list_of, one_of, string

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from dr_refit.checks.model import Found
    from dr_refit.toml import Document, Table

#: The file's name, beside a fleet.toml or a pyproject.toml.
NAME: Final = "audit-baseline.toml"


class Accepted(NamedTuple):
    """Findings that are accepted: those that agree in all that is said."""

    code: str
    reason: str
    #: Empty: any. A path may be a pattern (`*`).
    repository: str = ""
    path: str = ""
    message: str = ""
    #: Where it is written.
    line: str = ""

    def takes(self, found: Found) -> bool:
        """Return whether a finding is accepted; what failed never is."""
        return (
            self.code == found.finding.code
            and found.finding.level != "error"
            and self.repository in {"", found.repository}
            and (not self.path or fnmatchcase(found.path, self.path))
            and self.message in {"", found.finding.message}
        )


def _shape() -> Table:
    accepted = {
        "code": (one_of(sorted(Code)), "The code of the findings."),
        "reason": (string("reason"), 'Say why it is accepted: reason = "…".'),
        "repository": (string(), "The repository in the fleet (default: any)."),
        "path": (string(), "The file, or a pattern of files (default: any)."),
        "message": (string(), "The message, as it is printed (default: any)."),
    }
    table = fields(accepted, "code", "reason")
    return fields({"accept": (list_of(table, "tables"), "Write [[accept]].")})


def parse(data: bytes, path: str) -> tuple[Accepted, ...]:
    """Read a baseline. Raises RefitError on the first thing wrong in it."""
    return toml.parse(path, data, _shape(), lambda file: _read(file, path))


def _read(file: Document, path: str) -> tuple[Accepted, ...]:
    return tuple(
        Accepted(**table, line=f"{path}:{file.line('accept', number)}")
        for number, table in enumerate(file.data.get("accept", ()))
    )


def with_found(old: str, found: Iterable[Found], reason: str) -> str:
    """Return a baseline that accepts what was found, too; its text stays."""
    import tomlkit  # only where a file is written

    tables: list[str] = []
    seen: set[Sequence[str]] = set()
    for one in found:
        values = (one.repository, one.finding.code, one.path, one.finding.message)
        if one.finding.level == "error" or values in seen:
            continue
        seen.add(values)
        keys = ("repository", "code", "path", "message")
        said = {key: str(value) for key, value in zip(keys, values, strict=True)}
        table = {key: value for key, value in said.items() if value}
        tables.append(f"[[accept]]\n{tomlkit.dumps(table | {'reason': reason})}")
    parts = [old.rstrip("\n") + "\n"] if old.strip() else []
    return "\n".join([*parts, *tables])
