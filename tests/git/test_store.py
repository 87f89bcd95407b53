"""The store: commits as they are written, and as they are read."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from dr_refit.git.fetch import fetch_into
from dr_refit.git.objects import Signature
from dr_refit.git.run import IDENTITY, Git, GitError, git_folder
from dr_refit.git.store import Store

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """Return an empty store."""
    store = Store(str(tmp_path / "store.git"))
    store.create()
    yield store
    store.close()


def tree(store: Store, tmp_path: Path, files: dict[str, bytes]) -> str:
    entries = "".join(
        f"100644 {store.blob(data)}\t{path}\0" for path, data in files.items()
    )
    index = str(tmp_path / "index")
    Path(index).unlink(missing_ok=True)
    command = ("update-index", "-z", "--index-info")
    store.git(*command, stdin=entries.encode(), GIT_INDEX_FILE=index)
    return store.git("write-tree", GIT_INDEX_FILE=index).decode().strip()


@pytest.mark.parametrize("message", ["", "one line\n", "a title\n\nparent x\n\ntext\n"])
def test_a_commit_is_read_as_it_was_written(
    message: str, store: Store, tmp_path: Path
) -> None:
    files = tree(store, tmp_path, {"a": b"1\n"})
    parents = tuple(store.commit(files, message=name) for name in ("one", "two"))
    oid = store.commit(files, parents, message)
    found = store.find_commit(oid)
    assert found is not None
    assert (found.oid, found.tree, found.parents) == (oid, files, parents)
    assert (found.message, found.time) == (message, 0)


def test_what_is_written_is_what_git_writes(store: Store, tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    (folder / "a" / "deep").mkdir(parents=True)
    (folder / "empty" / "deep").mkdir(parents=True)
    # git sorts a folder as a/.
    for name in ("a.txt", "a/b", "a/deep/ä", "a-b", "a0"):
        (folder / name).write_bytes(f"{name}\n".encode() * 20)
    (folder / "a0").chmod(0o755)
    (folder / "link").symlink_to("a/nowhere")
    (folder / os.fsdecode(b"no utf-8 \xff")).write_bytes(b"\0")
    made = store.tree_of_folder(str(folder))
    assert made == store.added_tree(str(folder), str(tmp_path / "index"))
    who = Signature(*IDENTITY)
    by_git = store.commit_of(who, made, store.commit(made), "text\n", 0)
    assert by_git == store.commit(made, [store.commit(made)], "text\n")
    store.git("fsck", "--strict", made)
    (folder / "none").mkdir()
    assert store.tree_of_folder(str(folder / "none")) == store.added_tree(
        str(folder / "none"), str(tmp_path / "index")
    )
    assert store.blob(b"") == store.git.text("hash-object", "--stdin")
    # Nothing is left of what is made beside its place.
    assert not list(Path(store.folder).glob("objects/*/tmp_*"))


def test_what_a_listed_tree_has_is_not_written_again(
    store: Store, tmp_path: Path
) -> None:
    folder = tmp_path / "folder"
    (folder / "a").mkdir(parents=True)
    (folder / "a" / "same").write_bytes(b"1\n")
    (folder / "edited").write_bytes(b"2\n")
    old = store.tree_of_folder(str(folder))
    store.set_ref("refs/kept", store.commit(old))
    store.git("repack", "-adq")
    store.git("prune-packed")
    store.entries(old)
    (folder / "edited").write_bytes(b"3\n")
    made = store.tree_of_folder(str(folder))
    # The file and the tree at the top.
    assert len(list(Path(store.folder).glob("objects/??/*"))) == 2
    store.git("fsck", "--connectivity-only", "--strict", made)


def test_a_signed_commit_of_somebody_with_brackets_is_read(
    store: Store, tmp_path: Path
) -> None:
    files = tree(store, tmp_path, {"a": b"1\n"})
    data = (
        f"tree {files}\nauthor a > b <x@y> 1 +0000\ncommitter a > b <x@y> 12 -0330\n"
        "gpgsig -----BEGIN\n tree of lines\n committer <z> 99 +0000\n -----END\n\ntext"
    )
    command = ("hash-object", "-t", "commit", "-w", "--stdin", "--literally")
    oid = store.git.text(*command, stdin=data.encode())
    found = store.find_commit(oid)
    assert found is not None
    assert (found.tree, found.time, found.message) == (files, 12, "text")


def test_what_is_no_commit_is_none(store: Store, tmp_path: Path) -> None:
    files = tree(store, tmp_path, {"a": b"1\n"})
    assert store.find_commit(files) is None
    assert store.find_commit("refs/heads/none") is None


def test_lines_and_paths_are_counted(store: Store, tmp_path: Path) -> None:
    old = {"same": b"1\n", "text": b"1\n2\n", "gone": b"1\n", "bin": b"\0a"}
    new = {"same": b"1\n", "text": b"1\n3\n4\n", "bin": b"\0b", "tab\tü": b"1\n"}
    before, after = tree(store, tmp_path, old), tree(store, tmp_path, new)
    assert len(store.changed_paths(before, after)) == 4
    assert store.count_changed_lines(before, after) == {
        "text": (2, 1),
        "gone": (0, 1),
        "bin": None,
        "tab\tü": (1, 0),
    }
    assert store.count_changed_lines(before, after, status="a") == {
        "text": (2, 1),
        "gone": (0, 1),
        "bin": None,
    }


def test_many_contents_are_asked_for_at_once(store: Store) -> None:
    contents = [b"%d\n" % number * number for number in range(250)]
    oids = [store.blob(each) for each in contents]
    assert [*store.contents(oids)] == contents
    for data in store.contents(oids):
        assert data == contents[0]
        break
    assert store.content(oids[7]) == contents[7]


@pytest.mark.parametrize(
    ("version", "old"),
    [
        ("git version 2.37.9", "2.37.9"),
        ("git version 2.37-rc1", "2.37-rc1"),
        ("git version 1.99.windows.1", "1.99.windows.1"),
        ("git version 2.38.0", ""),
        ("git version 2.46-rc1", ""),
        ("git version 2.39.5 (Apple Git-154)", ""),
        ("git version 10.1.GIT", ""),
    ],
)
def test_a_git_that_is_too_old_is_named(
    version: str, old: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tools = tmp_path / "tools"
    tools.mkdir()
    git = tools / "git"
    real = shutil.which("git")
    git.write_text(
        f'#!/bin/sh\n[ "$1" = version ] && echo "{version}" && exit\nexec {real} "$@"\n'
    )
    git.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tools}:{os.environ['PATH']}")
    store = Store(str(tmp_path / "store.git"))
    if not old:
        store.create()
        return
    with pytest.raises(GitError) as error:
        store.create()
    assert error.value.full_message == (
        f"git version: {old} is too old: fleet needs 2.38: install a newer git"
    )


def test_a_folder_of_a_repository_is_no_repository(
    store: Store, tmp_path: Path
) -> None:
    assert git_folder(store.folder) == store.folder
    (tmp_path / "whole/.git").mkdir(parents=True)
    for name, hint in (("whole/a/b", f"a folder of {tmp_path}/whole: "), ("none", "")):
        (tmp_path / name).mkdir(parents=True)
        with pytest.raises(GitError, match="is no git repository") as raised:
            git_folder(str(tmp_path / name))
        assert hint in raised.value.hint
        assert bool(hint) == bool(raised.value.hint)


def test_what_git_says_of_a_name_that_is_taken_has_a_hint() -> None:
    said = "remote: error: 'refs/heads/a' exists; cannot create 'refs/heads/a/b'"
    assert GitError("push", said).hint == "rename or delete that branch"
    assert GitError("push", said, "own").hint == "own"


@pytest.mark.parametrize("damage", ["gone", "empty"])
def test_a_repository_that_lacks_files_is_to_be_cloned_anew(
    damage: str, store: Store, tmp_path: Path
) -> None:
    other = Store(str(tmp_path / "other.git"))
    other.create()
    oid = other.commit(tree(other, tmp_path, {"a": b"1\n"}), message="text")
    other.git("update-ref", "refs/heads/main", oid)
    blob = other.blob(b"1\n")
    other.close()
    file = Path(other.folder, "objects", blob[:2], blob[2:])
    file.unlink()
    if damage == "empty":
        file.write_bytes(b"")
    with pytest.raises(GitError) as caught:
        fetch_into(store, other.folder, ["+refs/heads/main:refs/heads/main"])
    said = f"git fetch: {other.folder} lacks files of its branch: clone it anew"
    assert caught.value.full_message == said


def repository(tmp_path: Path, name: str, *branches: str) -> tuple[Git, str]:
    """Make a repository with a commit on each branch; return its last one too."""
    git = Git(folder=str(tmp_path / name / ".git"))
    (tmp_path / name).mkdir()
    git("-C", str(tmp_path / name), "init", "--quiet")
    for branch in ("main", *branches):
        tree = git.text("mktree", stdin=b"")
        oid = git.text("commit-tree", tree, stdin=f"{name} {branch}".encode())
        git("update-ref", f"refs/heads/{branch}", oid)
    return git, git.text("rev-parse", "refs/heads/main")


def all_of(name: str) -> list[str]:
    """Return what is fetched of a repository."""
    ours = f"+refs/heads/ours/*:refs/fleet/{name}/ours/*"
    return [f"+HEAD:refs/fleet/{name}/head", ours]


def test_what_is_there_is_there_after_a_fetch(store: Store, tmp_path: Path) -> None:
    git, _ = repository(tmp_path, "a", "ours/1", "ours/2", "other")
    git("pack-refs", "--all")
    at = str(tmp_path / "a")
    fetch_into(store, at, all_of("a"))
    heads = git.text("for-each-ref", "--format=%(objectname)", "refs/heads")
    main, _, one, two = heads.split()
    assert store.refs("refs/fleet/a/") == {"head": main, "ours/1": one, "ours/2": two}
    # What goes there goes here; the same repository under another name is whole too.
    git("update-ref", "-d", "refs/heads/ours/1")
    fetch_into(store, at, all_of("a"))
    fetch_into(store, at, all_of("b"))
    assert store.refs("refs/fleet/a/") == {"head": main, "ours/2": two}
    assert store.refs("refs/fleet/b/") == {"head": main, "ours/2": two}
    # Another repository takes the place of the first.
    _, head = repository(tmp_path, "c")
    fetch_into(store, str(tmp_path / "c"), all_of("a"))
    assert store.refs("refs/fleet/a/") == {"head": head}
    store.git("fsck", "--strict")


def test_objects_may_be_elsewhere(store: Store, tmp_path: Path) -> None:
    git, head = repository(tmp_path, "a")
    git("clone", "--quiet", "--shared", str(tmp_path / "a"), str(tmp_path / "b"))
    git("worktree", "add", "--quiet", "--detach", str(tmp_path / "tree"))
    fetch_into(store, str(tmp_path / "b"), all_of("b"))
    fetch_into(store, str(tmp_path / "tree"), all_of("tree"))
    assert store.refs("refs/fleet/") == {"b/head": head, "tree/head": head}


def test_nothing_is_fetched_of_what_is_broken(store: Store, tmp_path: Path) -> None:
    git, head = repository(tmp_path, "a")
    top = git.text("commit-tree", "-p", head, f"{head}^{{tree}}", stdin=b"top")
    git("update-ref", "refs/heads/main", top)
    (tmp_path / "a" / ".git" / "objects" / head[:2] / head[2:]).unlink()
    with pytest.raises(GitError, match="lacks files of its branch"):
        fetch_into(store, str(tmp_path / "a"), all_of("a"))
    assert store.refs("refs/fleet/") == {}
