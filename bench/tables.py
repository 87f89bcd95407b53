"""A real table of moved names on its real clients, every import of them judged.

    python -m bench.tables [--sample 8]

`langchain.tsv` is the official table, `clients.txt` names the clients. A run writes
`bench/tables.md`. langchain-cli, which was made for this table, does a sample of the
affected files: it takes seconds for each. What other tables came to stays below.
"""

from __future__ import annotations

import argparse
import ast
import json
import shutil
import subprocess
import sys
import warnings
import zipfile
from collections import Counter, defaultdict
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING

from bench import peers, trees
from bench.trees import BENCH, HOME, say

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

# The clients' own faults: they are parsed here as they are.
warnings.simplefilter("ignore", SyntaxWarning)

TABLE = BENCH / "langchain.tsv"
CLIENTS = HOME / "clients"
CLI = HOME / "langchain-cli"
CLI_VERSION = "langchain-cli==0.0.25"
#: It does not run with those of today.
CLI_NEEDS = ("typer==0.9.4", "click==8.1.7")
WORK = HOME / "work" / "tables"
RUFF = Path(sys.executable).parent / "ruff"
#: The project's own rules, as one that sorts its imports has them.
RULES = 'lint.select = ["F821", "I"]\n'

#: Scope, local name, dotted name.
type Bound = Counter[tuple[str, str, str]]


@dataclass(kw_only=True)
class Verdict:
    """What became of the imports of listed names, and of all others."""

    files: int = 0
    affected: int = 0
    right: int = 0
    left: int = 0
    wrong: int = 0
    #: Imports of other names that came or went.
    others: int = 0
    unparsable: int = 0


@dataclass(frozen=True, kw_only=True)
class Row:
    """One tool over one choice of the files."""

    tool: str
    seconds: float
    verdict: Verdict
    before: Counter[str]
    after: Counter[str]

    @property
    def cells(self) -> list[str]:
        """The row of the table."""
        one = self.verdict
        counts = (one.files, one.affected, one.right, one.left, one.wrong, one.others)
        rules = [f"{self.before[r]} -> {self.after[r]}" for r in ("I001", "F821")]
        shown = [*map(str, counts), str(one.unparsable), *rules]
        return [self.tool, f"{self.seconds:.1f} s", *shown]


def moves() -> dict[str, str]:
    """Read the table: old dotted name -> new one."""
    found = {}
    for line in TABLE.read_text().splitlines():
        if not line.startswith("#"):
            old, new, names = line.split("\t")
            for name in names.split():
                leaf, _, renamed = name.partition("=")
                found[f"{old}.{leaf}"] = f"{new}.{renamed or leaf}"
    return found


def migration(table: Mapping[str, str]) -> str:
    """Write the table as a migration file."""
    groups = defaultdict(list)
    for old in table:
        new = last(table, old)
        if new != old:
            home, leaf = old.rsplit(".", 1)
            new_home, new_leaf = new.rsplit(".", 1)
            name = leaf if leaf == new_leaf else f"{leaf} = {new_leaf}"
            groups[home, new_home].append(name)
    text = 'title = "langchain to the packages it became"\n'
    for (home, new_home), names in sorted(groups.items()):
        text += f'\n[[move]]\nfrom = "{home}"\nto = "{new_home}"\n'
        text += f"names = {json.dumps(sorted(names))}\n"
    return text


def last(table: Mapping[str, str], name: str) -> str:
    """Return the last home of a name, which may have moved several times."""
    seen = {name}
    while (name := table.get(name, name)) not in seen:
        seen.add(name)
    return name


def bound(path: Path) -> Bound:
    """Count what the imports of a file bind, by scope. Raises SyntaxError."""
    return Counter(_bound(ast.parse(path.read_bytes()), ""))


def _bound(node: ast.AST, scope: str) -> Iterator[tuple[str, str, str]]:
    for child in ast.iter_child_nodes(node):
        inner = scope
        if isinstance(child, ast.ImportFrom) and not child.level:
            for a in child.names:
                yield scope, a.asname or a.name, f"{child.module}.{a.name}"
        elif isinstance(child, ast.Import):
            for a in child.names:
                yield scope, a.asname or a.name, a.name
        elif isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            inner = f"{scope}/{child.name}"
        yield from _bound(child, inner)


def judge(
    before: Path, after: Path, names: Sequence[str], table: Mapping[str, str]
) -> Verdict:
    """Compare the imports of files with what the table asks for."""
    found = Verdict(files=len(names))
    for name in names:
        old = bound(before / name)
        moved = {one: last(table, one[2]) for one in old if one[2] in table}
        moved = {one: new for one, new in moved.items() if new != one[2]}
        found.affected += sum(old[one] for one in moved)
        try:
            now = bound(after / name)
        except SyntaxError:
            found.unparsable += 1
            found.wrong += sum(old[one] for one in moved)
            continue
        wanted = {one: (*one[:2], new) for one, new in moved.items()}
        for one, want in wanted.items():
            # Two imports of one name may have become one.
            kind = "right" if now[want] else "left" if now[one] else "wrong"
            setattr(found, kind, getattr(found, kind) + old[one])
        listed = {*wanted, *wanted.values()}
        rest = {one for one in {*old, *now} - listed if old[one] != now[one]}
        found.others += len(rest)
    return found


def broken_rules(folder: Path, names: Sequence[str]) -> Counter[str]:
    """Count the files that break a rule, by rule."""
    done = subprocess.run(
        [str(RUFF), "check", "--no-cache", "--output-format", "json", *names],
        cwd=folder,
        capture_output=True,
        check=False,
    )
    found = {(one["code"], one["filename"]) for one in json.loads(done.stdout)}
    return Counter(code for code, _ in found)


def set_up() -> None:
    """Fetch the clients and langchain-cli, unless they are there already."""
    trees.set_up()
    listing = BENCH / "clients.txt"
    if trees.once(CLIENTS, listing):
        wheels = HOME / "wheels"
        # They are only read.
        options = ["--ignore-requires-python", "--no-deps", "--only-binary=:all:"]
        options += ["--dest", str(wheels)]
        trees.pip("download", *options, "-r", str(listing))
        for wheel in sorted(wheels.glob("*.whl")):
            with zipfile.ZipFile(wheel) as archive:
                archive.extractall(CLIENTS / wheel.name.partition("-")[0])
        shutil.rmtree(wheels)
        trees.done(CLIENTS, listing)
    if not CLI.exists():
        subprocess.run([sys.executable, "-m", "venv", str(CLI)], check=True)
        command = [str(CLI / "bin/python"), "-m", "pip", "-q", "install", CLI_VERSION]
        subprocess.run([*command, *CLI_NEEDS], check=True)


def run(
    tool: str,
    command: Sequence[str],
    names: Sequence[str],
    table: Mapping[str, str],
) -> Row:
    """Run a tool on a fresh copy of some files, and judge what it made of them."""
    say(f"  {tool}")
    shutil.rmtree(WORK, ignore_errors=True)
    for name in names:
        (WORK / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(CLIENTS / name, WORK / name)
    (WORK / "ruff.toml").write_text(RULES)
    subprocess.run(["git", "init", "-q", "."], cwd=WORK, check=True)
    before = broken_rules(WORK, names)
    start = perf_counter()
    done = subprocess.run(
        command,
        cwd=WORK,
        env=peers.environment(),
        capture_output=True,
        text=True,
        check=False,
    )
    seconds = perf_counter() - start
    if done.returncode not in {0, 1}:
        say(f"    exit {done.returncode}: {done.stderr[-2000:]}")
    verdict = judge(CLIENTS, WORK, names, table)
    after = broken_rules(WORK, names)
    return Row(tool=tool, seconds=seconds, verdict=verdict, before=before, after=after)


#: Where the part of the page begins that is kept by hand.
OTHERS = "\n## Other tables"
HOW = """\
# A real table on its real clients

langchain's own table of {moves:,} moved names, made a migration file by a script, over
{files} Python files of {clients}.
An import is right where the same scope binds the same name to the last home that the
table has for it. The last two columns are the files in which ruff finds I001 (order)
and F821 (undefined), before and after; they lie in a project whose ruff selects `I`.
langchain-cli is run twice, as it asks for.

"""
HEAD = (
    "tool", "time", "files", "affected imports", "right", "left", "wrong",
    "others changed", "files that no longer parse", "I001", "F821",
)  # fmt: skip


def main() -> None:
    """Measure and report."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--sample", type=int, default=8)
    options = parser.parse_args()
    set_up()
    table = moves()
    file = HOME / "langchain.toml"
    file.write_text(migration(table))
    paths = sorted(CLIENTS.rglob("*.py"))
    names = [str(path.relative_to(CLIENTS)) for path in paths]
    affected = [
        name for name in names if any(one[2] in table for one in bound(CLIENTS / name))
    ]
    sample = affected[:: max(len(affected) // options.sample, 1)][: options.sample]
    ours = [*peers.find_ours(None), "rewrite-imports", "--migration", str(file)]
    ours += ["--select", "langchain"]
    # It asks whether it may, and wants to be run twice.
    once = f"yes | {CLI / 'bin/langchain-cli'} migrate ."
    cli = ["sh", "-c", f"{once}; {once}"]
    rows = [
        run("dr-refit", [*ours, "."], names, table),
        run("dr-refit --no-sort", [*ours, "--no-sort", "."], names, table),
        run("dr-refit, the sample", [*ours, "."], sample, table),
        run(f"{CLI_VERSION}, the sample", cli, sample, table),
    ]
    clients = [
        line
        for line in (BENCH / "clients.txt").read_text().splitlines()
        if not line.startswith("#")
    ]
    text = HOW.format(moves=len(table), clients=", ".join(clients), files=len(names))
    text += f"| {' | '.join(HEAD)} |\n|---|{'---:|' * (len(HEAD) - 1)}\n"
    text += "".join(f"| {' | '.join(row.cells)} |\n" for row in rows)
    text += "\nruff has no rules for these names.\n"
    page = BENCH / "tables.md"
    _, others, tried = page.read_text().partition(OTHERS)
    page.write_text(text + others + tried)
    print(text)


if __name__ == "__main__":
    main()
