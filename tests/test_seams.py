"""docs/architecture.md is true: what it says is enough to add something, is enough.

Each test adds something to a copy of the repository, only in the files that the page
names for it, and runs it.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.support.folder import Folder
from tests.support.machine import ROOT

if TYPE_CHECKING:
    from tests.support.family import Family

pytestmark = pytest.mark.slow
PAGE = (ROOT / "docs/architecture.md").read_text("utf-8")


class Copy:
    """A copy of the repository, to which one thing is added."""

    def __init__(self, root: Path, what: str, name: str) -> None:
        """`what`: the heading of the page; `name`: what stands for NAME there."""
        section = PAGE.split(f"\n### {what}\n")[1].partition("\n#")[0]
        named = re.findall(r"^\d\. `([^`]+)`", section, re.MULTILINE)
        #: A folder stands for what is in it.
        self.named = {path.replace("NAME", name) for path in named}
        self.touched: set[str] = set()
        self.root = root
        shutil.copytree(ROOT, root, symlinks=True, ignore=_not_tracked)

    @property
    def source(self) -> str:
        """Where Python imports the copy from, once all is added that the page names."""
        assert self.touched == self.named
        return str(self.root / "src")

    def add(self, path: str, text: str) -> None:
        """Write a new file."""
        assert not (self.root / path).exists()
        (self.root / path).parent.mkdir(parents=True, exist_ok=True)
        (self.root / path).write_text(text)
        self._touch(path)

    def _touch(self, path: str) -> None:
        allowed = {n for n in self.named if path == n or path.startswith(f"{n}/")}
        assert allowed, f"docs/architecture.md does not name {path}"
        self.touched |= allowed

    def insert(self, path: str, *pairs: tuple[str, str]) -> None:
        """Put text into a file, each before the line that starts with something."""
        for line, text in pairs:
            old = (self.root / path).read_text()
            before, found, after = old.partition(f"\n{line}")
            assert found, f"{path} has no line {line!r}"
            (self.root / path).write_text(f"{before}\n{text}{found[1:]}{after}")
        self._touch(path)

    def run(self, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
        """Run Python in the copy, with the copy's modules."""
        path = f"{self.source}:{self.root}"
        return subprocess.run(
            [sys.executable, *arguments],
            cwd=self.root,
            env=Folder(self.root).environment(PYTHONPATH=path),
            capture_output=True,
            text=True,
            check=False,
        )

    def keeps_its_layers(self) -> None:
        """Ask import-linter."""
        done = self.run(Path(sys.executable).with_name("lint-imports"))
        assert done.returncode == 0, done.stdout


def _not_tracked(folder: str, names: list[str]) -> list[str]:
    """Leave out the virtual environment, caches, and what tools have made."""
    hidden = [name for name in names if name.startswith(".")]
    return ["__pycache__", *(hidden if Path(folder) == ROOT else ())]


MIGRATION = """\
title = "tables to dr_frames"
distribution = "old-tables"
retired = ["old_tables"]

[requirements]
dr_frames = "dr-frames>=0.1.0,<0.1.1"

[[move]]
from = "old_tables"
to = "dr_frames"
names = ["show = format_table"]
"""
REPORT = """\
1 file looked at: 1 rewritten.
Dependencies to add:
  dr-frames>=0.1.0,<0.1.1
Dependencies to drop:
  old-tables
"""
#: Tests that derive what they ask from the migrations that are there.
DERIVED = (
    "test_cases.py",
    "migration/test_shipped.py",
    "fleet/test_manifest.py",
    "template/test_rules.py::test_what_is_generated_is_not_stale",
    "template/test_rules.py::test_caps_are_those_of_the_codemods",
    "template/test_rules.py::test_agents_are_told_what_is_retired",
)


def test_a_migration(tmp_path: Path, folder: Folder) -> None:
    copy = Copy(tmp_path / "copy", "A migration", "old_tables")
    copy.add("codemods/old_tables.toml", MIGRATION)
    case = "tests/cases/old_tables"
    copy.add(f"{case}/before/a.py", "from old_tables import show\n")
    copy.add(f"{case}/after/a.py", "from dr_frames import format_table as show\n")
    copy.add(f"{case}/report.txt", REPORT)

    stale = copy.run(
        "-m", "pytest", "-q", "tests/template/test_rules.py", "-k", "generated"
    )
    assert (stale.returncode, "make generated" in stale.stdout) == (1, True)
    assert copy.run("-m", "tools.generated").returncode == 0
    derived = (f"tests/{name}" for name in DERIVED)
    # The cases of the others are run elsewhere.
    chosen = "old_tables or not test_case"
    done = copy.run("-m", "pytest", "-q", *derived, "-k", chosen)
    assert done.returncode == 0, done.stdout

    folder.write({"a.py": "from old_tables import show\n"})
    assert folder.rewrite("--check", ".", PYTHONPATH=copy.source).code == 1


NOTE = '''\
"""A Zeppelin note: the code of its paragraphs is one module."""

from __future__ import annotations

import json
import re
from functools import partial

from dr_refit.codemod.document import Document, Fragment, Segment
from dr_refit.codemod.formats.model import Format
from dr_refit.python.edits import Edit, apply
from dr_refit.python.namespaces import MODULE
from dr_refit.python.source import Source

LINES = re.compile(rb'"source": \\[((?:\\s*"(?:[^"\\\\]|\\\\.)*",?)*\\s*)\\]')


def write(code, size, edits):
    lines = apply(code, edits).decode().splitlines(keepends=True)
    text = ", ".join(json.dumps(line, ensure_ascii=False) for line in lines)
    return [Edit(start=0, end=size, text=text.encode())]


class ZeppelinFormat(Format):
    kind = "notebooks"
    suffixes = (".zpln",)

    def plain(self, data):
        return data.replace(rb"\\n", b"\\n")

    def read(self, path, data):
        code, segments = b"", []
        for cell, lines in enumerate(LINES.finditer(data), 1):
            text = "".join(json.loads(b"[" + lines[1] + b"]")).encode()
            here = range(len(code), len(code) + len(text))
            there = range(*lines.span(1))
            write_here = partial(write, text, len(there))
            segments.append(Segment(here, there, write_here, cell))
            code += text + b"\\n"
        source = Source.of_code(path, code)
        one = Fragment(source=source, segments=tuple(segments), namespace=MODULE)
        return Document(path=path, data=data, fragments=(one,))
'''
CELLS = """\
{"cells": [{"source": ["x = 1"]},
 {"source": ["# two\\n", "import hf_utils"]}, {"source": ["y = 2\\n",
  "hf_utils.nonsense\\n", "hf_utils.branches.parse_branch_name('é')"]}], "x": 1}
"""


def test_a_format_of_files(tmp_path: Path, folder: Folder) -> None:
    copy = Copy(tmp_path / "copy", "A format of files", "zeppelin")
    copy.add("src/dr_refit/codemod/formats/zeppelin.py", NOTE)
    formats = "dr_refit.codemod.formats"
    copy.insert(
        "src/dr_refit/codemod/formats/__init__.py",
        (
            f"from {formats}.python",
            f"from {formats}.zeppelin import ZeppelinFormat\n",
        ),
        ("    PythonFormat(),", "    ZeppelinFormat(),\n"),
    )
    copy.keeps_its_layers()

    folder.write({"a.zpln": CELLS, "b.zpln": CELLS.replace("hf_utils", "hf_util")})
    done = folder.rewrite(".", PYTHONPATH=copy.source)
    assert done.code == 1
    assert "a.zpln:cell 3:2:1: warning: hf_utils has no hf_utils.nonsense" in done.err
    assert "2 files looked at: 1 rewritten" in done.err
    rewritten = CELLS.replace('hf_utils"]', 'hf_utils\\n", "import dr_hf"]')
    rewritten = rewritten.replace("hf_utils.branches.", "dr_hf.")
    tree = folder.tree()
    assert json.loads(tree["a.zpln"]) == json.loads(rewritten)
    assert tree["b.zpln"] == CELLS.replace("hf_utils", "hf_util").encode()


KEYWORDS = '''\
"""Keywords of a function that have other names now."""

from __future__ import annotations

import ast

from dr_refit.codemod.rules.model import Proposal
from dr_refit.python.edits import Edit

NAME = "hf_utils.branches.parse_branch_name"


class KeywordRule:
    """`branch` is `name` now."""

    kind = "calls"

    def names(self, imports, table):
        return {one.local: None for one in imports if one.target == NAME}

    def propose(self, view, project, table):
        calls = [one.call for one in view.scopes.references if one.call]
        keywords = [each for call in calls for each in call.keywords]
        starts = [
            view.facts.source.offset(each.lineno, each.col_offset)
            for each in keywords
            if each.arg == "branch"
        ]
        edits = [Edit(start=at, end=at + 6, text=b"name") for at in starts]
        return Proposal(edits=tuple(edits))

    def allows(self, old, new, meaning, project, table):
        renamed = ast.unparse(old).replace("branch=", "name=")
        return meaning == NAME and renamed == ast.unparse(new)

    def meant(self, view, project, table):
        return {}
'''


def test_a_kind_of_rule(tmp_path: Path, folder: Folder) -> None:
    copy = Copy(tmp_path / "copy", "A kind of rule", "keywords")
    copy.add("src/dr_refit/codemod/rules/keywords.py", KEYWORDS)
    rules = "dr_refit.codemod.rules"
    copy.insert(
        "src/dr_refit/codemod/rules/__init__.py",
        ("if TYPE_CHECKING:", f"from {rules}.keywords import KeywordRule\n\n"),
        ("    ImportsRule(),", "    KeywordRule(),\n"),
    )
    copy.keeps_its_layers()

    code = "from hf_utils.branches import parse_branch_name as p\np(branch=1)\n"
    folder.write({"a.py": code})
    done = folder.rewrite(".", "--no-marks", PYTHONPATH=copy.source)
    assert done.code == 0, done.err
    code = "from dr_hf import parse_branch_name as p\np(name=1)\n"
    assert folder.tree()["a.py"] == code.encode()


GITLAB = '''\
"""A report as GitLab's code quality artifact."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from dr_refit.report.diagnostics import diagnostics

if TYPE_CHECKING:
    from dr_refit.report.diagnostics import Result


def render(result: Result) -> str:
    """Return a list of what was found."""
    return json.dumps([f"{each.path} {each.code}" for each in diagnostics(result)])
'''


def test_a_report_format(tmp_path: Path, folder: Folder, family: Family) -> None:
    copy = Copy(tmp_path / "copy", "A report format", "gitlab")
    copy.add("src/dr_refit/report/gitlab.py", GITLAB)
    copy.insert(
        "src/dr_refit/report/formats.py",
        ("from dr_refit.report import", "from dr_refit.report import gitlab\n"),
        ('    "text":', '    "gitlab": gitlab.render,\n'),
    )
    copy.keeps_its_layers()

    folder.write({"a.py": "from hf_utils import nonsense\n"})
    form = ("--output-format", "gitlab")
    done = folder.rewrite(".", *form, PYTHONPATH=copy.source)
    assert (done.code, done.out) == (1, '["a.py unknown-name"]')

    family.make_template({})
    family.project("project", {"a.py": "from hf_utils import nonsense\n"})
    done = family.fleet("status", *form, PYTHONPATH=copy.source)
    assert '"a.py unknown-name"' in done.out, done.err
    done = family.fleet("update", *form, PYTHONPATH=copy.source)
    assert (done.code, done.out) == (0, "[]"), done.err


COUNT = '''\
"""How many files a repository has."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dr_refit.fleet.job import Job, Operation
from dr_refit.fleet.model import RepoResult
from dr_refit.fleet.repository import fetch
from dr_refit.fleet.stopped import stopped

if TYPE_CHECKING:
    from dr_refit.fleet.session import Session


def count(job: Job[None], session: Session, scratch: str) -> RepoResult:
    """Count the files of its last commit."""
    head = fetch(job, session.store, "count")
    message = f"{len(head.entries)} files"
    return RepoResult(repo=job.repo.name, outcome="up-to-date", message=message)


COUNT = Operation(name="count", run=count, stopped=stopped, needs_template=False)
'''
COMMAND = '''\
@main.command()
@choices.fleet_file
@choices.run_update
@options.output
def count(file: str, run: RunOptions, output: Output) -> None:
    """Count the files of every repository."""
    from dr_refit.fleet.operations.count import COUNT

    raise SystemExit(_report(COUNT, None, file, run, output).exit_code)


'''


def test_a_fleet_operation(tmp_path: Path, family: Family) -> None:
    copy = Copy(tmp_path / "copy", "A fleet operation", "count")
    copy.add("src/dr_refit/fleet/operations/count.py", COUNT)
    copy.insert(
        "src/dr_refit/fleet/operations/__init__.py",
        (
            "from dr_refit.fleet.operations.diff",
            "from dr_refit.fleet.operations.count import COUNT\n",
        ),
        ("        UPDATE,", "        COUNT,\n"),
    )
    copy.insert("src/dr_refit/cli/fleet.py", ("def _report[", COMMAND))
    copy.keeps_its_layers()

    family.make_template({})
    family.project("one", {"a.txt": "", "b.txt": ""})
    family.add("gone")
    found = family.report("count", PYTHONPATH=copy.source)
    files = len(Folder(family.root / "one").git("ls-files").split())
    assert (found["one"]["outcome"], found["one"]["message"]) == (
        "up-to-date",
        f"{files} files",
    )
    assert found["gone"]["outcome"] == "failed"
