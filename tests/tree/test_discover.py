"""Which files are looked at, what they are called, and which modules are their own."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dr_refit.codemod.pipeline import project_of
from dr_refit.codemod.prove import Options
from dr_refit.errors import RefitError
from dr_refit.git import index
from dr_refit.migration.moves import command_line
from dr_refit.migration.table import MoveTable
from dr_refit.migration.toml import load_shipped
from dr_refit.tree.discover import Exclusions, File, discover, package_of
from dr_refit.tree.disk import Disk
from dr_refit.tree.ignored import EXCLUDED
from tests.support.folder import Folder
from tests.support.profiles import examples

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path


@pytest.fixture
def here(folder: Folder, monkeypatch: pytest.MonkeyPatch) -> Folder:
    """Return a folder that is the working directory."""
    monkeypatch.chdir(folder.path)
    return folder


@pytest.fixture
def repository(here: Folder) -> Folder:
    """Return a git repository that is the working directory."""
    here.git("init", "-q")
    return here


def empty(*names: str) -> dict[str, str | bytes]:
    return dict.fromkeys(names, "")


DISK = Disk()


def found(
    *paths: str,
    exclude: Sequence[str] | None = None,
    extend_exclude: Sequence[str] = (),
) -> list[str]:
    exclusions = Exclusions(
        exclude=None if exclude is None else tuple((".", each) for each in exclude),
        extend=tuple((".", each) for each in extend_exclude),
    )
    files = discover(DISK, paths or ["."], exclusions)
    return [os.path.normpath(file.path) for file in files]


def seen_by_git(folder: Folder) -> list[str]:
    """Ask git itself which Python files it would not ignore."""
    names = folder.git("ls-files", "--others", "--exclude-standard", "-z").split("\0")
    return sorted(name for name in names if name.endswith((".py", ".pyi")))


# Files


def test_python_files_in_order(here: Folder) -> None:
    here.write(
        empty(
            "b.py",
            "a/z.py",
            "a/b/c.pyi",
            "a.txt",
            "apy",
            "c.pyc",
            "d.PY",
            "e.ipynb",
            "Makefile",
            ".hidden.py",
            "a-b.py",
            "f.py/g.py",
            "with space/h.py",
        )
    )
    assert found() == [
        ".hidden.py",
        "a-b.py",
        "a/b/c.pyi",
        "a/z.py",
        "b.py",
        "f.py/g.py",
        "with space/h.py",
    ]


def test_no_files(here: Folder) -> None:
    assert found() == []


def test_a_path_that_is_not_there(here: Folder) -> None:
    here.write(empty("a.py"))
    with pytest.raises(RefitError, match=r"b\.py: no such file or folder"):
        discover(DISK, ["a.py", "b.py"])


def test_several_paths_are_looked_at_once(here: Folder) -> None:
    here.write(empty("a/b/c.py", "a/d.py", "e.py"))
    everything = ["a/b/c.py", "a/d.py", "e.py"]
    assert found("a", "e.py") == everything
    for paths in (
        (".", "a", "a/b", "a/b/c.py", "./e.py"),
        ("a/", "a//b", "a/../a/d.py", "e.py"),
    ):
        assert sorted(found(*paths)) == everything
    assert found("a/b", "a") == everything[:2]
    assert found("e.py", "a/d.py") == ["a/d.py", "e.py"]


def test_an_absolute_and_a_relative_path_are_the_same_file(here: Folder) -> None:
    here.write(empty("a/b.py", "c.py"))
    files = discover(DISK, [".", str(here.path), str(here.path / "a"), "c.py"])
    assert len(files) == 2
    assert {os.path.abspath(file.path) for file in files} == {
        str(here.path / "a/b.py"),
        str(here.path / "c.py"),
    }


def test_a_named_file_is_taken_whatever_excludes_it(repository: Folder) -> None:
    repository.write(
        empty("build/a.py", "ignored.py", ".venv/lib/b.py", "script", "c.txt")
    )
    repository.write({".gitignore": "ignored.py\n"})
    assert found() == []
    named = ["build/a.py", "ignored.py", ".venv/lib/b.py", "script", "c.txt"]
    assert found(*named) == sorted(named)
    assert found("ignored.py", exclude=["ignored.py"]) == ["ignored.py"]
    assert found("ignored.py", extend_exclude=["*.py"]) == ["ignored.py"]


def test_a_named_folder_is_walked_whatever_excludes_it(repository: Folder) -> None:
    repository.write(empty("build/a.py", "ignored/b.py", "ignored/build/c.py"))
    repository.write({".gitignore": "ignored/\n"})
    assert found() == []
    assert found("build") == ["build/a.py"]
    assert found("ignored") == ["ignored/b.py"]


def test_links_in_folders_are_not_followed(here: Folder, tmp_path: Path) -> None:
    here.write(empty("a/b.py"))
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside/c.py").touch()
    for name, target in {
        "a/link.py": "b.py",
        "loop": ".",
        "a/up": "..",
        "out": tmp_path / "outside",
        "self.py": "self.py",
        "broken.py": "nowhere",
    }.items():
        (here.path / name).symlink_to(str(target))
    assert found() == ["a/b.py"]


# What git ignores


@pytest.mark.parametrize(
    "patterns",
    [
        "a.py",
        "/a.py",
        "sub/",
        "sub",
        "/sub/*",
        "sub/a.py",
        "**/a.py",
        "sub/**",
        "**/deep/**",
        "*.py\n!a.py",
        "*.py\n!sub/\n!sub/a.py",
        "*\n!*/\n!a.py",
        "/*\n!/sub",
        "sub/*\n!sub/deep",
        "sub/\n!sub/a.py",
        "a.p[yi]",
        "a.p[!x]",
        "?.py",
        "# a comment\n\n   \na.py   ",
        "\\#a.py",
        "\\!a.py",
        "a.py\\ ",
        "a.py\r",
        "!a.py",
        "A.PY",
        "sub/deep/../a.py",
        "./a.py",
        "sub//a.py",
        "*",
        "**",
        "/",
        "//",
        "[",
        "[]a.py",
        "a**.py",
    ],
)
def test_gitignore_means_what_git_makes_of_it(
    patterns: str, repository: Folder
) -> None:
    repository.write(
        empty(
            *("a.py", "b.py", "sub/a.py", "sub/b.py", "sub/deep/a.py", "sub/deep/b.py"),
            *("other/sub/a.py", "#a.py", "!a.py", "a.py ", "deep/a.pyi"),
        )
    )
    repository.write({".gitignore": f"{patterns}\n"})
    expected = seen_by_git(repository)
    assert found() == expected


@pytest.mark.parametrize("pattern", ["!", "\\", "\\ ", "[z-a].py", "a\\"])
def test_a_pattern_that_means_nothing_stops_nothing(
    pattern: str, repository: Folder
) -> None:
    """Git takes any line, and so do the folders of strangers."""
    repository.write(empty("a.py", "b.py"))
    repository.write({".gitignore": f"{pattern}\nb.py\n"})
    assert seen_by_git(repository) == ["a.py"]
    assert found() == ["a.py"]


def test_a_gitignore_with_a_byte_order_mark(repository: Folder) -> None:
    repository.write(empty("a.py", "b.py"))
    repository.write({".gitignore": b"\xef\xbb\xbfa.py\n"})
    assert found() == seen_by_git(repository) == ["b.py"]


def test_a_gitignore_that_is_not_utf_8(repository: Folder) -> None:
    repository.write(empty("a.py", "b.py"))
    repository.write({".gitignore": b"# caf\xe9\nb.py\n"})
    assert found() == seen_by_git(repository) == ["a.py"]


def test_nested_gitignores(repository: Folder) -> None:
    """The innermost that speaks of a file decides; patterns start at their folder."""
    repository.write(
        empty(
            *("a.py", "b.py", "sub/a.py", "sub/b.py", "sub/c.py", "sub/in/a.py"),
            *("sub/in/b.py", "in/a.py", "closed/a.py"),
        )
    )
    repository.write(
        {
            ".gitignore": "a.py\n!/in/a.py\nclosed/\n",
            "sub/.gitignore": "!a.py\n/b.py\n/in/a.py\n",
            "sub/in/.gitignore": "b.py\n!a.py\n",
            # Git does not look into a folder that is ignored.
            "closed/.gitignore": "!a.py\n",
        }
    )
    expected = ["b.py", "in/a.py", "sub/a.py", "sub/c.py", "sub/in/a.py"]
    assert found() == seen_by_git(repository) == expected


def test_gitignore_above_the_root(repository: Folder) -> None:
    repository.write(
        empty("one/two/a.py", "one/two/b.py", "one/two/c.py", "one/two/d/e.py")
    )
    repository.write(
        {
            ".gitignore": "a.py\n/one/two/b.py\n",
            "one/.gitignore": "two/c.py\n!/two/a.py\n",
        }
    )
    assert seen_by_git(repository) == ["one/two/a.py", "one/two/d/e.py"]
    for root in ("one/two", "one", "."):
        assert found(root) == ["one/two/a.py", "one/two/d/e.py"]
    os.chdir("one/two")
    assert found() == ["a.py", "d/e.py"]
    assert found("d") == ["d/e.py"]


def test_a_negation_below_an_ignored_name(repository: Folder) -> None:
    repository.write(empty("data/a.py", "data/keep/b.py", "data/keep/c.py"))
    repository.write({".gitignore": "data/*\n!data/keep/\n/data/keep/c.py\n"})
    assert found() == seen_by_git(repository) == ["data/keep/b.py"]
    assert found("data") == ["data/keep/b.py"]
    assert found("data/keep") == ["data/keep/b.py"]


def test_info_exclude(repository: Folder) -> None:
    repository.write(empty("a.py", "b.py", "sub/a.py", "sub/c.py"))
    repository.write({".git/info/exclude": "a.py\n/sub/c.py\n", ".gitignore": "!/a.py"})
    assert found() == seen_by_git(repository) == ["a.py", "b.py"]
    assert found("sub") == []


def test_without_a_repository_only_files_below_the_root_count(here: Folder) -> None:
    here.write(empty("sub/a.py", "sub/b.py"))
    here.write({".gitignore": "a.py\n", "sub/.gitignore": "b.py\n"})
    assert found("sub") == ["sub/a.py"]
    assert found() == []


def test_a_gitignore_above_the_repository_does_not_count(here: Folder) -> None:
    here.write(empty("repository/a.py"))
    here.write({".gitignore": "*\n"})
    (here.path / "repository/.git").mkdir()
    assert found("repository") == ["repository/a.py"]


def test_a_work_tree_has_a_file_for_its_repository(here: Folder) -> None:
    here.write(empty("tree/sub/a.py", "tree/sub/b.py"))
    here.write(
        {"tree/.git": "gitdir: ../elsewhere\n", "tree/.gitignore": "/sub/a.py\n"}
    )
    assert found("tree/sub") == ["tree/sub/b.py"]


def test_what_is_tracked_is_not_ignored(repository: Folder) -> None:
    """As git has it: an ignore file speaks of what is not tracked yet."""
    names = ("gen.py", "gen/a.py", "gen/in/b.py", "sub/gen.py", "sub/gen/c.pyi")
    repository.write(empty(*names, "gen/t.txt"))
    repository.git("add", "--all")
    repository.write(empty("new/gen.py", "gen/new.py", "gen/new/d.py", "a.py"))
    repository.write({".gitignore": "gen.py\ngen/\n", "gen/.gitignore": "!new.py\n"})
    assert seen_by_git(repository) == ["a.py"]
    everything = ["a.py", *names]
    assert found() == sorted(everything)
    assert found("sub") == ["sub/gen.py", "sub/gen/c.pyi"]
    assert found(extend_exclude=["gen/"]) == ["a.py", "gen.py", "sub/gen.py"]
    (repository.path / "gen/a.py").unlink()
    assert "gen/a.py" not in found()
    os.chdir("sub")
    assert found() == ["gen.py", "gen/c.pyi"]
    assert found("..") == [f"../{name}" for name in sorted(set(everything))[:1]] + [
        "../gen.py", "../gen/in/b.py", "../sub/gen.py", "../sub/gen/c.pyi"
    ]  # fmt: skip


def test_a_repository_in_a_repository_tracks_its_own(repository: Folder) -> None:
    repository.write({".gitignore": "a.py\n", "inner/.gitignore": "b.py\n"})
    repository.write(empty("inner/a.py", "inner/b.py"))
    inner = Folder(repository.path / "inner")
    inner.git("init", "-q")
    assert found() == []
    inner.git("add", "--force", "a.py", "b.py")
    assert found() == ["inner/a.py", "inner/b.py"]


def test_git_is_asked_once_and_only_where_something_is_ignored(
    repository: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    real = index.tracked

    def tracked(folder: str, patterns: Iterable[str]) -> frozenset[str]:
        asked.append(folder)
        return real(folder, patterns)

    monkeypatch.setattr(index, "tracked", tracked)
    repository.write(empty("a.py", "__pycache__/b.py", "sub/c.py"))
    repository.write({".gitignore": "__pycache__/\n*.txt\n"})
    assert found() == ["a.py", "sub/c.py"]
    assert asked == []
    repository.write({".gitignore": "a.py\nc.py\n"})
    assert found() == []
    assert len(asked) == 1


def test_without_git_what_is_ignored_is_ignored(
    repository: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    repository.write({**empty("a.py", "b.py"), ".gitignore": "a.py\n"})
    repository.git("add", "--force", "--all")
    monkeypatch.setenv("PATH", "/nowhere")
    assert found() == ["b.py"]


# Excluded folders and patterns


@pytest.mark.parametrize("name", sorted(EXCLUDED))
def test_excluded_folders(name: str, here: Folder) -> None:
    here.write(empty("a.py", f"{name}/b.py", f"sub/{name}/deep/c.py", f"x{name}/d.py"))
    assert found() == sorted(["a.py", f"x{name}/d.py"])


@pytest.mark.parametrize("name", ["build", "dist", "venv", "_build"])
def test_a_package_is_no_excluded_folder(name: str, here: Folder) -> None:
    here.write(empty(f"src/{name}/__init__.py", f"src/{name}/a.py", f"{name}/b.py"))
    assert found() == [f"src/{name}/__init__.py", f"src/{name}/a.py"]


def test_exclude_replaces_the_excluded_folders(here: Folder) -> None:
    here.write(empty("a.py", "build/b.py", "old/c.py", "sub/old/d.py", "d_pb2.py"))
    assert found(exclude=["old/"]) == ["a.py", "build/b.py", "d_pb2.py"]
    assert found(exclude=["/old", "*_pb2.py"]) == [
        "a.py",
        "build/b.py",
        "sub/old/d.py",
    ]
    assert found(exclude=[]) == [
        "a.py",
        "build/b.py",
        "d_pb2.py",
        "old/c.py",
        "sub/old/d.py",
    ]


def test_extend_exclude_adds_to_them(here: Folder) -> None:
    here.write(empty("a.py", "build/b.py", "old/c.py", "old/keep/d.py", "e_pb2.py"))
    assert found(extend_exclude=["old/"]) == ["a.py", "e_pb2.py"]
    assert found(extend_exclude=["*_pb2.py", "old/*", "!old/keep"]) == [
        "a.py",
        "old/keep/d.py",
    ]
    assert found(exclude=["a.py"], extend_exclude=["old"]) == ["build/b.py", "e_pb2.py"]


def test_a_gitignore_takes_nothing_back(repository: Folder) -> None:
    """What the command line excludes stays so, whatever a .gitignore lets in again."""
    repository.write(empty("a.py", "b.py", "vendor/c.py"))
    repository.write({".gitignore": "*.py\n!a.py\n!b.py\n!vendor/\n!vendor/*.py\n"})
    assert found() == ["a.py", "b.py", "vendor/c.py"]
    assert found(extend_exclude=["b.py", "vendor/"]) == ["a.py"]
    assert found(exclude=["b.py", "vendor/"]) == ["a.py"]


# Names of packages and modules


def packages(*paths: str) -> dict[str, tuple[str, str]]:
    return {
        os.path.normpath(file.path): (file.package, file.module)
        for file in discover(DISK, paths or ["."])
    }


def test_modules_are_named_by_their_packages(here: Folder) -> None:
    here.write(
        empty(
            *("setup.py", "src/pkg/__init__.py", "src/pkg/a.py"),
            *("src/pkg/sub/__init__.py", "src/pkg/sub/b.py", "src/pkg/sub/c.pyi"),
            *("src/pkg/stubs/__init__.pyi", "src/pkg/stubs/d.pyi"),
            *(
                "src/pkg/data/e.py",
                "src/pkg/data/in/__init__.py",
                "src/pkg/data/in/f.py",
            ),
            *("src/pkg/not-a-name/__init__.py", "src/pkg/not-a-name/g.py"),
        )
    )
    everything = packages()
    expected = {
        "setup.py": ("", ""),
        "src/pkg/__init__.py": ("pkg", "pkg"),
        "src/pkg/a.py": ("pkg", "pkg.a"),
        "src/pkg/sub/__init__.py": ("pkg.sub", "pkg.sub"),
        "src/pkg/sub/b.py": ("pkg.sub", "pkg.sub.b"),
        "src/pkg/sub/c.pyi": ("pkg.sub", "pkg.sub.c"),
        "src/pkg/stubs/__init__.pyi": ("pkg.stubs", "pkg.stubs"),
        "src/pkg/stubs/d.pyi": ("pkg.stubs", "pkg.stubs.d"),
    }
    assert {name: everything[name] for name in expected} == expected


@pytest.mark.parametrize(
    "root", [".", "src", "src/pkg", "src/pkg/sub", "src/pkg/sub/b.py"]
)
def test_a_name_is_the_same_from_every_root(root: str, here: Folder) -> None:
    here.write(
        empty("src/pkg/__init__.py", "src/pkg/sub/__init__.py", "src/pkg/sub/b.py")
    )
    assert packages(root)["src/pkg/sub/b.py"] == ("pkg.sub", "pkg.sub.b")
    absolute = str(here.path / root)
    (name,) = [n for n in packages(absolute) if n.endswith("b.py")]
    assert packages(absolute)[name] == ("pkg.sub", "pkg.sub.b")


def test_a_namespace_folder_names_no_package_of_its_own(here: Folder) -> None:
    """A folder without __init__ may be one, or just a folder."""
    here.write(empty("space/pkg/__init__.py", "space/pkg/a.py", "space/b.py"))
    assert packages() == {
        "space/b.py": ("", ""),
        "space/pkg/__init__.py": ("pkg", "pkg"),
        "space/pkg/a.py": ("pkg", "pkg.a"),
    }


def test_package_of(here: Folder) -> None:
    here.write(
        empty("a/__init__.py", "a/b/__init__.pyi", "a/c/d.py", "a/e-f/__init__.py")
    )
    assert package_of(DISK, "a") == "a"
    assert package_of(DISK, "a/b") == "a.b"
    assert package_of(DISK, "a/c") == ""
    assert package_of(DISK, ".") == ""
    assert package_of(DISK, "a/e-f") == ""
    assert package_of(DISK, str(here.path / "a/b")) == "a.b"


def test_module_of_a_file() -> None:
    assert File("x/a.py", "p.q").module == "p.q.a"
    assert File("x/__init__.py", "p.q").module == "p.q"
    assert File("x/__init__.pyi", "p.q").module == "p.q"
    assert File("a.py").module == ""


@examples(100)
@given(
    tree=st.lists(
        st.lists(st.sampled_from(["a", "b", "c"]), min_size=1, max_size=3).map(
            "/".join
        ),
        max_size=6,
        unique=True,
    )
)
def test_one_walk_finds_what_every_folder_alone_finds(
    tree: list[str], tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = Folder(tmp_path_factory.mktemp("tree"))
    folder.write({f"{name}/__init__.py": "" for name in tree[::2]})
    folder.write({f"{name}/m.py": "" for name in tree})
    whole = {file.path: file.package for file in discover(DISK, [str(folder.path)])}
    assert set(whole) == {str(folder.path / name) for name in folder.tree()}
    for path, package in whole.items():
        assert package == package_of(DISK, os.path.dirname(path))
        assert discover(DISK, [path]) == [File(path, package)]


# Local modules that are called like a retired package

LOOKUP = MoveTable(load_shipped())


def near(path: str, table: MoveTable = LOOKUP) -> Mapping[str, str]:
    project = project_of(DISK, table, Options())
    return project.local_modules(path)


@pytest.mark.parametrize(
    ("where", "module"),
    [
        ("app/hf_utils.py", "app/hf_utils.py"),
        ("hf_utils.py", "hf_utils.py"),
        ("src/hf_utils.py", "src/hf_utils.py"),
        ("hf_utils/__init__.py", "hf_utils"),
        ("app/hf_utils/__init__.py", "app/hf_utils"),
        ("src/hf_utils/__init__.py", "src/hf_utils"),
    ],
)
def test_a_local_module_hides_the_package(
    where: str, module: str, here: Folder
) -> None:
    here.write(empty("pyproject.toml", "app/a.py", where))
    assert near("app/a.py") == {"hf_utils": module}
    assert near(str(here.path / "app/a.py")) == {"hf_utils": module}


@pytest.mark.parametrize(
    "where",
    [
        "other/hf_utils.py",
        "app/sub/hf_utils.py",
        "lib/hf_utils.py",
        "hf_utils/data.py",
        "hf_utils/README.md",
        "src/app/hf_utils.py",
        "hf_utils.pyx",
        "my_hf_utils.py",
    ],
)
def test_a_module_elsewhere_hides_nothing(where: str, here: Folder) -> None:
    """A folder without __init__ loses against an installed package."""
    here.write(empty("pyproject.toml", "app/a.py", where))
    assert near("app/a.py") == {}


def test_the_package_itself_is_known_by_its_submodules(here: Folder) -> None:
    """In its own repository its imports are to be rewritten."""
    names = [
        *("__init__", "branches", "checkpoints", "configs", "datadecide"),
        *("huggingface", "metadata", "weights", "wandb", "utils"),
    ]
    here.write(empty("pyproject.toml", *(f"src/hf_utils/{name}.py" for name in names)))
    assert near("src/hf_utils/branches.py") == {}
    assert near("tests/test_a.py") == {}


@pytest.mark.parametrize(
    ("project", "found"),
    [
        ('[project]\nname = "Dr_Ingest"\n', {}),
        ('[project]\nname = "other"\n', {"dr_ingest": "src/dr_ingest"}),
        ("[project\n", {"dr_ingest": "src/dr_ingest"}),
        ("project = 1\n", {"dr_ingest": "src/dr_ingest"}),
    ],
    ids=["its own", "another", "broken", "no table"],
)
def test_an_early_state_is_known_by_its_project(
    project: str, found: dict[str, str], here: Folder
) -> None:
    """When few of the last version's submodules were there, or half under old names."""
    here.write(empty(*(f"src/dr_ingest/{n}.py" for n in ("__init__", "df_ops", "qa"))))
    here.write({"pyproject.toml": project})
    assert near("src/dr_ingest/qa.py") == found


def test_a_project_of_the_same_name_with_other_modules(here: Folder) -> None:
    here.write(empty(*(f"src/hf_utils/{name}.py" for name in ("__init__", "auth"))))
    here.write({"pyproject.toml": '[project]\nname = "hf-utils"\n'})
    assert near("app.py") == {"hf_utils": "src/hf_utils"}


def test_several_names_and_the_nearest_wins(here: Folder) -> None:
    here.write(
        empty(
            *("pyproject.toml", "app/a.py", "app/hf_utils.py", "hf_utils.py"),
            *("dr_ingest.py", "src/dr_showntell/__init__.py"),
        )
    )
    assert near("app/a.py") == {
        "hf_utils": "app/hf_utils.py",
        "dr_ingest": "dr_ingest.py",
        "dr_showntell": "src/dr_showntell",
    }
    assert near("b.py")["hf_utils"] == "hf_utils.py"


@pytest.mark.parametrize(
    "mark", ["pyproject.toml", "setup.py", "setup.cfg", ".git/HEAD"]
)
def test_the_project_ends_where_the_next_begins(mark: str, here: Folder) -> None:
    here.write(empty("setup.py", "hf_utils.py", f"inner/{mark}", "inner/app/a.py"))
    assert near("inner/app/a.py") == {}
    assert near("app/a.py") == {"hf_utils": "hf_utils.py"}


def test_what_is_named_by_move_is_meant(here: Folder) -> None:
    here.write(empty("pyproject.toml", "hf_utils.py"))
    lookup = MoveTable([command_line(["hf_utils.f=x.f"], [])])
    assert near("a.py", lookup) == {}


def test_an_import_of_a_local_module_is_left_with_a_reason(here: Folder) -> None:
    text = "from hf_utils import load\nimport dr_showntell.fancy_table\n"
    here.write({"pyproject.toml": "", "src/hf_utils.py": "", "app/a.py": text})
    done = here.rewrite(".")
    assert done.code == 0
    assert here.read("app/a.py") == text.replace(
        "dr_showntell.fancy_table", "dr_render"
    )
    assert done.err.splitlines()[0] == (
        "app/a.py:1:22: note: hf_utils is src/hf_utils.py here,"
        " not the retired package [local-module]"
    )
    assert "hf-utils" not in done.err
