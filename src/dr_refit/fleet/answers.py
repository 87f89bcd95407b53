"""The answers file of a project, read as untrusted data."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from dr_refit.fleet.stopped import JobStopped

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from dr_refit.git.store import Entry, Store

DEFAULT = ".copier-answers.yml"
_ANY = re.compile(r"\.copier-answers[\w.-]*\.ya?ml")
#: More is no answers file.
_LARGEST = 1 << 16


@dataclass(frozen=True, kw_only=True, slots=True)
class Answers:
    """An answers file."""

    path: str = DEFAULT
    data: bytes = b""
    #: Question -> answer; and what Copier keeps under names that begin with `_`.
    values: Mapping[str, Any] = field(default_factory=dict)

    @property
    def source(self) -> str:
        """The template's URL, as written; empty where it is not."""
        return str(self.values.get("_src_path") or "")

    @property
    def version(self) -> str:
        """The template's version, as written; empty where it is not."""
        return str(self.values.get("_commit") or "")

    @property
    def canonical(self) -> str:
        """The answers alone, in one spelling."""
        answers = {k: v for k, v in self.values.items() if not k.startswith("_")}
        return json.dumps(answers, sort_keys=True, default=str)


def find(
    store: Store, entries: Mapping[str, Entry], source: str = ""
) -> Answers | None:
    """Find a project's answers file among its files.

    Raises JobStopped where it cannot be read, or is in a folder: one of the template
    `source`, none at the root.
    """
    paths = sorted(path for path in entries if _ANY.fullmatch(path))
    if DEFAULT in paths:
        paths = [DEFAULT]
    for path in paths:
        entry = entries[path]
        found = store.find(entry.oid) if entry.mode.startswith("100") else None
        if found is not None:
            return read(path, found.data)
    for path in entries if source else ():
        if _is_of(store, path, entries[path], source):
            what = f"{path} is not at the root: a project in a folder is not supported"
            raise JobStopped("blocked", what)
    return None


def _is_of(store: Store, path: str, entry: Entry, source: str) -> bool:
    """Return whether a path is an answers file of a template."""
    name = path.rpartition("/")[2]
    if not (_ANY.fullmatch(name) and entry.mode.startswith("100")):
        return False
    found = store.find(entry.oid)
    try:
        return found is not None and read(path, found.data).source == source
    except JobStopped:
        return False


def read(path: str, data: bytes) -> Answers:
    """Read an answers file; JobStopped where it is no mapping of names."""
    import yaml

    loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    if len(data) > _LARGEST:
        raise JobStopped("failed", f"{path} is larger than {_LARGEST:,} bytes")
    try:
        events = yaml.parse(data, loader)
        if any(isinstance(event, yaml.AliasEvent) for event in events):
            # A few of them can mean gigabytes.
            raise JobStopped("failed", f"{path} has YAML aliases: write the values out")
        values = yaml.load(data, loader)  # noqa: S506 - a safe loader
    except RecursionError:
        raise JobStopped("failed", f"{path} is nested too deeply") from None
    except (yaml.YAMLError, UnicodeDecodeError, ValueError) as error:
        where = getattr(error, "problem_mark", None)
        location = f"{path}:{where.line + 1}" if where else path
        problem = getattr(error, "problem", None) or "no YAML"
        raise JobStopped("failed", f"{location}: {problem}") from None
    if not isinstance(values, dict):
        raise JobStopped("failed", f"{path} is not a mapping of questions to answers")
    named = {str(key): value for key, value in values.items()}
    return Answers(path=path, data=data, values=named)


def lost(
    before: Answers,
    after: Answers,
    questions: Iterable[str],
    defaults: Mapping[str, Any],
) -> list[str]:
    """List the answers that a newer version does not accept: Copier took the default.

    What `defaults`, of the fleet, says instead is meant.
    """
    return [
        f"{name}: {before.values[name]!r} is no longer valid"
        for name in questions
        if name in before.values
        and name in after.values
        and str(before.values[name]) != str(after.values[name])
        and not (name in defaults and str(defaults[name]) == str(after.values[name]))
    ]


def new(before: Answers, after: Answers, questions: Iterable[str]) -> list[str]:
    """List the questions that are new, and the answers they got."""
    return [
        f"new question {name}: answered {after.values[name]!r}"
        for name in questions
        if name not in before.values and name in after.values
    ]
