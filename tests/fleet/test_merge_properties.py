"""Random edits on both sides: the merge is cherry-pick's, and no local line is lost."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from dataclasses import dataclass, field, replace
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from dr_refit.git.merge import KINDS, Trees, merge
from dr_refit.git.run import neutral
from dr_refit.git.store import Store
from tests.support.profiles import examples

EDITS = (
    *("change", "change", "insert", "delete", "remove"),
    *("rename", "chmod", "link", "crlf", "add"),
)
NAMES = ("a.txt", "b c.txt", "d/\u00fc.txt", "d/e/f.txt", "run.sh", "g.bin")


@dataclass
class File:
    """A file of one side."""

    lines: list[str]
    mode: str = "100644"
    newline: str = "\n"
    ends: bool = True
    binary: bool = False
    link: str = ""
    #: Its name in the base; of a new file its own.
    origin: str = ""

    @property
    def data(self) -> bytes:
        """The content, as git stores it."""
        if self.link:
            return self.link.encode()
        text = self.newline.join(self.lines) + (self.newline if self.ends else "")
        return (b"\0" if self.binary else b"") + text.encode()


@dataclass
class Side:
    """A tree that one side has made of the base."""

    files: dict[str, File] = field(default_factory=dict)

    def copy(self) -> Side:
        """Start from the same files."""
        return Side(
            {
                name: replace(file, lines=list(file.lines))
                for name, file in self.files.items()
            }
        )


@st.composite
def bases(draw: st.DrawFn) -> Side:
    """Make a tree; every line of it is unique."""
    names = draw(st.lists(st.sampled_from(NAMES), min_size=1, max_size=4, unique=True))
    side = Side()
    for name in names:
        count = draw(st.integers(1, 12))
        side.files[name] = File(
            [f"{name} line {number}" for number in range(count)],
            newline=draw(st.sampled_from(["\n", "\n", "\r\n"])),
            ends=draw(st.booleans()),
            binary=name.endswith(".bin"),
            origin=name,
        )
    return side


def edit(draw: st.DrawFn, side: Side, mark: str) -> None:
    """Do one thing to one file; what is new in it carries a mark."""
    if not side.files:
        side.files[f"{mark}.txt"] = File([f"{mark} only"], origin=f"{mark}.txt")
        return
    name = draw(st.sampled_from(sorted(side.files)))
    file = side.files[name]
    at = draw(st.integers(0, max(0, len(file.lines) - 1)))
    what = draw(st.sampled_from(EDITS))
    if what == "change" and file.lines:
        file.lines[at] = f"{mark} changed {name} {at}"
    elif what == "insert":
        file.lines.insert(at, f"{mark} inserted {name} {at}")
    elif what == "delete" and file.lines:
        del file.lines[at]
    elif what == "remove":
        del side.files[name]
    elif what == "rename":
        side.files[f"{mark}/{name}"] = side.files.pop(name)
    elif what == "chmod":
        file.mode = "100755" if file.mode == "100644" else "100644"
    elif what == "link":
        link = f"{mark}-target"
        side.files[name] = File([], mode="120000", link=link, origin=file.origin)
    elif what == "crlf":
        file.newline = "\r\n" if file.newline == "\n" else "\n"
    elif what == "add":
        new = draw(st.sampled_from([*NAMES, "new.txt", "d"]))
        taken = [n for n in side.files if n.startswith(f"{new}/") or f"{n}/" in new]
        if new not in side.files and not taken:
            side.files[new] = File([f"{mark} added {new}"], origin=new)


@st.composite
def merges(draw: st.DrawFn) -> tuple[Side, Side, Side]:
    """Make a base and what two sides made of it."""
    base = draw(bases())
    ours, theirs = base.copy(), base.copy()
    for side, mark in ((ours, "ours"), (theirs, "theirs")):
        for _ in range(draw(st.integers(0, 4))):
            edit(draw, side, mark)
    return base, ours, theirs


class Bench:
    """A store with three commits in it, and git's own cherry-pick beside."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.store = Store(str(root / "store.git"))
        self.store.create()

    def git(self, *arguments: str, stdin: bytes = b"") -> bytes:
        """Run git as it is run by fleet, but not through fleet."""
        done = subprocess.run(
            ["git", *arguments],
            cwd=self.root,
            env=neutral() | {"GIT_DIR": self.store.folder},
            input=stdin,
            capture_output=True,
        )
        assert done.returncode in {0, 1}, done.stderr.decode()
        return done.stdout

    def load(self, *sides: Side) -> list[str]:
        """Commit each side; the first is the parent of the others."""
        stream = [b"feature done\n"]
        for number, side in enumerate(sides, 1):
            stream.append(b"commit refs/heads/side%d\nmark :%d\n" % (number, number))
            stream.append(b"committer a <a@a> 1 +0000\ndata 0\n")
            stream.append(b"from :1\n" if number > 1 else b"")
            stream.append(b"deleteall\n")
            for name, file in side.files.items():
                header = f'M {file.mode} inline "{name}"\n'.encode()
                stream.append(
                    header + b"data %d\n" % len(file.data) + file.data + b"\n"
                )
        stream.append(b"done\n")
        self.git("fast-import", "--quiet", "--force", stdin=b"".join(stream))
        refs = (f"refs/heads/side{number}" for number in range(1, len(sides) + 1))
        return [self.git("rev-parse", ref).decode().strip() for ref in refs]

    def pick(self, ours: str, theirs: str) -> tuple[str, dict[str, str]]:
        """Cherry-pick for real; the tree where it went well, and the conflicts."""
        tree = self.root / "tree"
        self.git("worktree", "add", "--force", "--detach", "--quiet", str(tree), ours)

        def inside(*command: str) -> str:
            done = subprocess.run(
                ["git", *command], cwd=tree, env=neutral(), capture_output=True
            )
            return done.stdout.decode()

        inside("cherry-pick", "--no-commit", theirs)
        listed, written = inside("ls-files", "-u", "-z"), inside("write-tree")
        self.git("worktree", "remove", "--force", "--force", str(tree))
        stages: dict[str, str] = {}
        for line in listed.split("\0")[:-1]:
            about, _, path = line.partition("\t")
            stages[path] = stages.get(path, "") + about[-1]
        kinds = {path: KINDS[found] for path, found in stages.items()}
        return written.strip(), kinds


def plain(path: str) -> str:
    """Take off what git adds to a path that is a file and a folder at once."""
    return path.partition("~")[0]


@examples(40)
@given(merges())
def test_no_local_line_is_lost(sides: tuple[Side, Side, Side]) -> None:
    base, ours, theirs = sides
    root = Path(tempfile.mkdtemp())
    try:
        _check(Bench(root), base, ours, theirs)
    finally:
        shutil.rmtree(root)


def _check(bench: Bench, base: Side, ours: Side, theirs: Side) -> None:
    store = bench.store
    commits = bench.load(base, ours, theirs)
    trees = [store.git.text("rev-parse", f"{each}^{{tree}}") for each in commits]
    os.makedirs(scratch := bench.root / "scratch")
    merged = merge(
        store, Trees(base=trees[0], ours=trees[1], theirs=trees[2]), str(scratch)
    )
    tree, kinds = bench.pick(commits[1], commits[2])

    found = {plain(c.path): c.kind for c in merged.conflicts}
    found |= {plain(path): "DU" for path in merged.stay_deleted}
    assert found == {plain(path): kind for path, kind in kinds.items()}
    if not kinds:
        assert merged.tree == tree

    result = _content(store, merged.tree)
    in_conflict = {plain(conflict.path) for conflict in merged.conflicts}
    files = [f for each in (base, ours, theirs) for f in each.files.items()]
    called: dict[str, set[str]] = {}
    for name, file in files:
        called.setdefault(file.origin, set()).add(name)
    names = {line: called[file.origin] for _, file in files for line in _lines(file)}
    local, before, template = map(_all_lines, (ours, base, theirs))
    for line in local - before:
        assert line in result or names[line] & in_conflict
    # What was deleted here, and left alone there, does not come back; that a file was
    # renamed, git tells only where enough of it is alike.
    for line in (before & template) - local:
        if len(names[line]) == 1:
            assert line not in result or names[line] & in_conflict
    store.close()


def _all_lines(side: Side) -> set[bytes]:
    return {line for file in side.files.values() for line in _lines(file)}


def _lines(file: File) -> set[bytes]:
    lines = (line.strip(b"\r\0") for line in file.data.split(b"\n"))
    return {line for line in lines if line}


def _content(store: Store, tree: str) -> set[bytes]:
    found: set[bytes] = set()
    for entry in store.entries(tree).values():
        blob = store.find(entry.oid)
        assert blob is not None
        found |= {line.strip(b"\r\0") for line in blob.data.split(b"\n")}
    return found
