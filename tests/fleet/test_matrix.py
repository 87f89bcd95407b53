"""Everything that can meet in an update: each ends in the result, or in a conflict.

The cases in which `copier update` loses a local edit without a word are marked so.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pytest

from tests.support.family import (
    ANSWERS,
    Changes,
    Family,
    branches,
    change,
    commit,
    files,
    show,
)

if TYPE_CHECKING:
    from tests.support.folder import Folder

pytestmark = pytest.mark.slow

BRANCH = "template/v1.1.0"
PNG = b"\x89PNG\r\n\x00\x01" + bytes(range(256))


def text(name: str, *, ours: str = "", theirs: str = "") -> str:
    """Return the lines of a file, all different; edits are of the third and ninth."""
    numbers = {3: ours or "line 3", 9: theirs or "line 9"}
    return "".join(f"{name}: {numbers.get(n, f'line {n}')}\n" for n in range(1, 13))


def mine(name: str) -> str:
    """Edit a file as the project does."""
    return text(name, ours="ours")


def new(name: str) -> str:
    """Edit a file as the template does."""
    return text(name, theirs="theirs")


def both(name: str) -> str:
    """Edit a file as both do."""
    return text(name, ours="ours", theirs="theirs")


@dataclass(frozen=True, kw_only=True)
class Case:
    """What the template and the project did to a file, and what must become of it."""

    #: The project's change.
    ours: Changes
    #: Path -> content in the result; None: not there.
    result: dict[str, bytes | None] = field(default_factory=dict)
    #: Path -> kind; empty: none.
    conflicts: dict[str, str] = field(default_factory=dict)
    notes: tuple[str, ...] = ()


#: All that the template has in its first version, and does in its second.
FIRST: Changes = {
    "copier.yml": (
        "name: {type: str, default: x}\n_subdirectory: files\n"
        "_preserve_symlinks: true\n_skip_if_exists: ['skip/*']\n"
    ),
    "files/edit.txt": text("edit"),
    "files/gone.txt": text("gone"),
    "files/from.txt": text("from"),
    "files/logo.png": PNG,
    "files/still.png": PNG,
    "files/crlf.txt": text("crlf").replace("\n", "\r\n"),
    "files/latin.txt": text("latin").encode() + b"caf\xe9\n",
    "files/with space.txt": text("space"),
    "files/gr\u00fc\u00dfe/\u540d.txt": text("unicode"),
    "files/open-end.txt": text("end").rstrip("\n"),
    "files/run.sh": text("run"),
    "files/kind": "a file\n" * 9,
    "files/skip/table.csv": "a,b\n1,2\n",
    "files/ignore-me.txt.jinja": "excluded from v1.1.0 on\n",
}
SECOND: Changes = {
    "copier.yml": (
        "name: {type: str, default: x}\n_subdirectory: files\n"
        "_preserve_symlinks: true\n_skip_if_exists: ['skip/*', 'made/*']\n"
        "_exclude: ['ignore-me.txt']\n"
    ),
    "files/edit.txt": new("edit"),
    "files/gone.txt": None,
    "files/from.txt": None,
    "files/to.txt": new("from"),
    "files/logo.png": PNG[::-1],
    "files/crlf.txt": new("crlf").replace("\n", "\r\n"),
    "files/latin.txt": new("latin").encode() + b"caf\xe9\n",
    "files/with space.txt": new("space"),
    "files/gr\u00fc\u00dfe/\u540d.txt": new("unicode"),
    "files/open-end.txt": new("end").rstrip("\n"),
    "files/kind": None,
    "files/kind/inside.txt": "a folder now\n",
    "files/skip/table.csv": "a,b\n1,3\n",
    "files/skip/more.csv": "new\n",
    "files/made/once.txt": "theirs\n",
    "files/new.txt": "theirs\n",
    "files/build/new.log": "theirs\n",
}
CASES = {
    # copier update: lost.
    "deleted-by-template": Case(
        ours={"gone.txt": mine("gone")},
        conflicts={"gone.txt": "UD"},
    ),
    # copier update: lost.
    "renamed-by-template": Case(
        ours={"from.txt": mine("from")},
        result={"to.txt": both("from").encode(), "from.txt": None},
    ),
    # copier update: the template's change is dropped.
    "renamed-by-project": Case(
        ours={"edit.txt": None, "mine.txt": mine("edit")},
        result={"mine.txt": both("edit").encode(), "edit.txt": None},
    ),
    # copier update: reverted.
    "binary-of-ours": Case(
        ours={"still.png": PNG * 2},
        result={"still.png": PNG * 2},
    ),
    # copier update: lost.
    "binary-of-both": Case(
        ours={"logo.png": PNG * 2},
        conflicts={"logo.png": "UU"},
    ),
    "edit-far": Case(
        ours={"edit.txt": mine("edit")}, result={"edit.txt": both("edit").encode()}
    ),
    "edit-same-line": Case(
        ours={"edit.txt": text("edit", theirs="ours")}, conflicts={"edit.txt": "UU"}
    ),
    "edit-alike": Case(
        ours={"edit.txt": new("edit")}, result={"edit.txt": new("edit").encode()}
    ),
    "deleted-by-project": Case(
        ours={"edit.txt": None},
        result={"edit.txt": None},
        notes=("stays deleted: edit.txt",),
    ),
    "both-added": Case(ours={"new.txt": "ours\n"}, conflicts={"new.txt": "AA"}),
    "ignored-by-project": Case(
        ours={".gitignore": "build/\n"},
        result={"build/new.log": None},
        notes=("not added, since the project ignores it: build/new.log",),
    ),
    "crlf": Case(
        ours={"crlf.txt": mine("crlf").replace("\n", "\r\n")},
        result={"crlf.txt": both("crlf").replace("\n", "\r\n").encode()},
    ),
    "latin-1": Case(
        ours={"latin.txt": mine("latin").encode() + b"caf\xe9\n"},
        result={"latin.txt": both("latin").encode() + b"caf\xe9\n"},
    ),
    "space": Case(
        ours={"with space.txt": mine("space")},
        result={"with space.txt": both("space").encode()},
    ),
    "unicode": Case(
        ours={"gr\u00fc\u00dfe/\u540d.txt": mine("unicode")},
        result={"gr\u00fc\u00dfe/\u540d.txt": both("unicode").encode()},
    ),
    "open-end": Case(
        ours={"open-end.txt": mine("end").rstrip("\n")},
        result={"open-end.txt": both("end").rstrip("\n").encode()},
    ),
    "skip-changed": Case(
        ours={"skip/table.csv": "mine\n"},
        result={"skip/table.csv": b"mine\n", "skip/more.csv": b"new\n"},
    ),
    "skip-untouched": Case(ours={}, result={"skip/table.csv": b"a,b\n1,2\n"}),
    "skip-deleted": Case(
        ours={"skip/table.csv": None}, result={"skip/table.csv": None}
    ),
    "skip-there-already": Case(
        ours={"made/once.txt": "mine\n"}, result={"made/once.txt": b"mine\n"}
    ),
    "newly-excluded": Case(
        ours={"ignore-me.txt": "mine\n"}, result={"ignore-me.txt": b"mine\n"}
    ),
    "newly-excluded-untouched": Case(
        ours={}, result={"ignore-me.txt": b"excluded from v1.1.0 on\n"}
    ),
    "file-to-folder": Case(
        ours={"kind": "ours\n" + "a file\n" * 9}, conflicts={"kind": "UD"}
    ),
}


def test_nothing_is_lost(family: Family, subtests: pytest.Subtests) -> None:
    """One fleet with a repository a case: that is much faster than a fleet a case."""
    family.make_template(FIRST, SECOND)
    folders = {name: family.project(name, case.ours) for name, case in CASES.items()}
    folders |= _modes_and_links(family)
    report = family.report("update")
    for name, case in CASES.items():
        with subtests.test(name):
            _check(case, folders[name], report[name])
    with subtests.test("modes are kept"):
        assert report["mode"]["outcome"] == "created"
        listed = folders["mode"].git("ls-tree", BRANCH, "run.sh", "edit.txt")
        modes = {line.split()[3]: line.split()[0] for line in listed.splitlines()}
        assert modes == {"run.sh": "100755", "edit.txt": "100644"}
    with subtests.test("a link in place of a file is a conflict"):
        assert report["link-of-ours"]["outcome"] == "conflict"
    with subtests.test("conflicts count their hunks"):
        hunks = {
            name: [conflict["hunks"] for conflict in report[name]["conflicts"]]
            for name in ("edit-same-line", "binary-of-both", "deleted-by-template")
        }
        assert hunks == {
            "edit-same-line": [1],
            "binary-of-both": [0],
            "deleted-by-template": [0],
        }
    with subtests.test("checkouts are not touched"):
        for folder in folders.values():
            assert folder.git("status", "--porcelain") == ""
    with subtests.test("a second run changes nothing"):
        for name, result in family.report("update").items():
            assert result["commit"] == report[name]["commit"]
            assert result["outcome"] in {"unchanged", "conflict"}


def _modes_and_links(family: Family) -> dict[str, Folder]:
    """Make projects whose changes are of modes and links."""
    mode = family.project("mode")
    (mode.path / "run.sh").chmod(0o755)
    change(mode, {"edit.txt": mine("edit")})
    link = family.project("link-of-ours")
    os.unlink(link.path / "edit.txt")
    os.symlink("run.sh", link.path / "edit.txt")
    for folder in (mode, link):
        commit(folder)
    return {"mode": mode, "link-of-ours": link}


def _check(case: Case, folder: Folder, result: dict[str, Any]) -> None:
    found = {c["path"].partition("~")[0]: c["kind"] for c in result["conflicts"]}
    assert found == case.conflicts
    assert result["outcome"] == ("conflict" if case.conflicts else "created")
    if case.conflicts:
        assert branches(folder).keys() == {"main"}
        return
    there = files(folder, BRANCH)
    for path, content in case.result.items():
        if content is None:
            assert path not in there
        else:
            assert show(folder, BRANCH, path) == content
    assert set(case.notes) <= {*result["notes"]}
    assert "_commit: v1.1.0" in show(folder, BRANCH, ANSWERS).decode()
