"""The answers file of a project, read as untrusted data."""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from dr_refit.fleet.stopped import JobStopped
from dr_refit.patterns import regex

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence
    from typing import Protocol

    from dr_refit.fleet.model import Repo
    from dr_refit.git.objects import Entry
    from dr_refit.git.store import Store

    class Tree(Protocol):
        """What a project, or a render, consists of."""

        @property
        def tree(self) -> str:
            """Its tree in the store."""

        @property
        def entries(self) -> Mapping[str, Entry]:
            """Its files."""


DEFAULT = ".copier-answers.yml"
_ANY = regex(r"\.copier-answers[\w.-]*\.ya?ml")
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
    store: Store, head: Tree, repo: Repo, is_ours: Callable[[str], bool]
) -> Answers | None:
    """Find the answers file of a template among the files of a project.

    It is the one that the fleet.toml names, else the one that names the template; of
    several, the one with the answers that are wanted. Where none does, one at the root
    that names another. Raises JobStopped where it cannot be read, or where several, or
    one in a folder, might be meant.
    """
    if path := repo.answers_file:
        return _read_entry(store, head, path) if path in head.entries else None
    at_root = sorted(
        (each for each in head.entries if _ANY.fullmatch(each)),
        key=lambda each: (each != DEFAULT, each),
    )
    there = [_read_entry(store, head, each) for each in at_root]
    ours_at_root = [answers for answers in there if is_ours(answers.source)]
    if ours_at_root:
        return _one_of(ours_at_root, repo.answers)
    ours = [
        each
        for each in store.paths_with(head.tree, "_src_path", ("*.yml", "*.yaml"))
        if each not in at_root and _names(store, head, each, is_ours)
    ]
    if not ours:
        return there[0] if there else None
    if len(ours) > 1:
        raise _several(ours)
    if _ANY.fullmatch(ours[0].rpartition("/")[2]):
        what = f"{ours[0]} is not at the root: a project in a folder is not supported"
        raise JobStopped("blocked", what)
    return _read_entry(store, head, ours[0])


def _one_of(found: Sequence[Answers], wanted: Mapping[str, Any]) -> Answers:
    """Return the only one, or the only one with the answers that are wanted."""
    if len(found) > 1:
        found = [
            each
            for each in found
            if all(str(each.values.get(name)) == str(wanted[name]) for name in wanted)
        ] or found
    if len(found) > 1:
        raise _several([each.path for each in found])
    return found[0]


def _several(paths: Sequence[str]) -> JobStopped:
    what = f"several answers files are of this template: {', '.join(paths)}"
    how = 'say which by answers_file = "…" in fleet.toml'
    return JobStopped("blocked", what, how)


def _read_entry(store: Store, head: Tree, path: str) -> Answers:
    if not head.entries[path].mode.startswith("100"):
        what = f"{path} is a link: put the file itself in its place"
        raise JobStopped("blocked", what)
    return read(path, store.content(head.entries[path].oid))


def _names(store: Store, head: Tree, path: str, is_ours: Callable[[str], bool]) -> bool:
    """Return whether a path is an answers file of a template."""
    try:
        return is_ours(_read_entry(store, head, path).source)
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
        from dr_refit.git.merge import MARKER

        if marked := MARKER.search(data):
            line = data.count(b"\n", 0, marked.start()) + 1
            what = f"{path}:{line}: conflict markers of a merge that is not finished"
            raise JobStopped("failed", what) from None
        where = getattr(error, "problem_mark", None)
        location = f"{path}:{where.line + 1}" if where else path
        problem = getattr(error, "problem", None) or "no YAML"
        raise JobStopped("failed", f"{location}: {problem}") from None
    if not isinstance(values, dict):
        raise JobStopped("failed", f"{path} is not a mapping of questions to answers")
    named = {str(key): value for key, value in values.items()}
    if not isinstance(named.get("_commit", ""), str):
        # 1.10 is a number to YAML, and 1.1 after that.
        named["_commit"] = yaml.load(data, yaml.BaseLoader)["_commit"]  # noqa: S506
    return Answers(path=path, data=data, values=named)


def lost(
    before: Answers,
    after: Answers,
    invalid: Collection[str],
    defaults: Mapping[str, Any],
) -> list[str]:
    """List the answers that a newer version does not accept: Copier took the default.

    What `defaults`, of the fleet, says instead is meant; null answers nothing.
    """
    return [
        f"{name}: {before.values[name]!r} is no longer valid"
        for name in after.values
        if name in invalid
        and before.values.get(name) is not None
        and str(before.values[name]) != str(after.values[name])
        and not (name in defaults and str(defaults[name]) == str(after.values[name]))
    ]


def changed(answers: Answers, given: Mapping[str, Any]) -> Answers:
    """Return an answers file with other answers in it."""
    import yaml

    if all(str(answers.values.get(name)) == str(given[name]) for name in given):
        return answers
    values = {**answers.values, **given}
    data = yaml.safe_dump(values, allow_unicode=True).encode()
    return replace(answers, data=data, values=values)


def differences(
    answers: Answers, defaults: Mapping[str, Any], given: Mapping[str, Any]
) -> list[str]:
    """List the answers of a project that are not the defaults of its fleet."""
    return [
        f"{name}: answered {answers.values[name]!r}, and {defaults[name]!r} by default"
        for name in defaults
        if name in answers.values
        and name not in given
        and str(answers.values[name]) != str(defaults[name])
    ]
