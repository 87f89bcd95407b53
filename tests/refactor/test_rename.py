"""`codemod rename-package`: what it refuses, and what git and importers see of it."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from tests.support.family import commit, committed

if TYPE_CHECKING:
    from tests.support.folder import Folder

PACKAGE: dict[str, str | bytes] = {
    "pyproject.toml": '[project]\nname = "old"\ndependencies = ["taken"]\n',
    "src/old/__init__.py": "from old.core import f\n",
    "src/old/core.py": "def f(): ...\n",
    "src/there/__init__.py": "",
}


@pytest.fixture
def repository(folder: Folder) -> Folder:
    return committed(folder, PACKAGE)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("olt", "new"), "olt is no package here\nhint: did you mean old?"),
        (("old", "there"), "src/there is there already"),
        (("old", "json"), "json is a module of Python's own"),
        (("old", "taken"), "taken is taken: the project requires a distribution"),
        (("old", "old.deep"), "old.deep and old lie in each other"),
        (("old", "old"), "old moves to itself"),
        (("old", "new-one"), "'new-one' in 'new-one' is no identifier"),
        (("old", "class"), "'class' in 'class' is a keyword"),
        (("old", "new", "--dist", "other", "new"), "the project is no other"),
        (("old", "new", "--dist", "old", "n w"), "'n w' is no name of a distribution"),
    ],
)
def test_what_cannot_be_is_said(
    repository: Folder, arguments: tuple[str, ...], said: str
) -> None:
    before = repository.tree()
    done = repository.codemod("rename-package", *arguments, ".")
    assert (done.code, done.out) == (2, "")
    assert said in done.err
    assert "Traceback" not in done.err
    assert repository.tree() == before


@pytest.mark.parametrize("inside", ["src", "src/old"])
def test_a_folder_in_a_repository_is_none(repository: Folder, inside: str) -> None:
    done = repository.codemod("rename-package", "old", "new", inside)
    assert done.code == 2
    assert f"error: {inside} is no repository, and in one\nhint: name ." in done.err


def test_which_of_two_packages_is_meant_is_asked(folder: Folder) -> None:
    folder.write({"a/src/old/__init__.py": "", "b/old/__init__.py": ""})
    done = folder.codemod("rename-package", "old", "new", ".")
    assert (done.code, done.out) == (2, "")
    assert "old is there twice: b/old and a/src/old\nhint: name the folder" in done.err
    assert folder.codemod("rename-package", "old", "new", "a").code == 0
    assert sorted(folder.tree()) == [
        "a/.codemods/old.toml",
        "a/src/new/__init__.py",
        "b/old/__init__.py",
    ]


def test_uncommitted_changes_are_named(repository: Folder) -> None:
    repository.write({"src/old/core.py": "def g(): ...\n"})
    done = repository.codemod("rename-package", "old", "new", ".")
    assert (done.code, done.out) == (2, "")
    assert "uncommitted changes in src/old/core.py\nhint: commit" in done.err
    repository.git("add", "--all")
    done = repository.codemod("rename-package", "old", "new", ".")
    assert "uncommitted changes in src/old/core.py\nhint: commit" in done.err


def test_git_follows_the_files(repository: Folder) -> None:
    assert repository.codemod("rename-package", "old", "new", ".").code == 0
    assert repository.git("status", "--porcelain").splitlines() == [
        "RM src/old/__init__.py -> src/new/__init__.py",
        "R  src/old/core.py -> src/new/core.py",
        "?? .codemods/",
    ]


def test_a_name_may_differ_in_case_alone(repository: Folder) -> None:
    assert repository.codemod("rename-package", "old", "Old", ".").code == 0
    assert sorted(os.listdir(repository.path / "src")) == ["Old", "there"]
    assert repository.read("src/Old/__init__.py") == "from Old.core import f\n"


def test_what_git_ignores_goes_along(repository: Folder) -> None:
    repository.write({".gitignore": "*.bin\n"})
    commit(repository)
    repository.write({"src/old/weights.bin": b"\0old\0"})
    assert repository.codemod("rename-package", "old", "new", ".").code == 0
    assert (repository.path / "src/new/weights.bin").exists()
    assert not (repository.path / "src/old").exists()


def test_a_repository_is_not_needed(folder: Folder) -> None:
    folder.write(PACKAGE)
    assert folder.codemod("rename-package", "old", "new", ".").code == 0
    assert folder.read("src/new/__init__.py") == "from new.core import f\n"


def test_a_path_leads_to_the_repository(repository: Folder) -> None:
    here = repository.path.name
    done = repository.python(
        "import os\nos.chdir('..')\n"
        "from dr_refit.cli.codemod import main\nmain(prog_name='codemod')\n",
        *("rename-package", "old", "new", here),
    )
    assert done.code == 0
    assert repository.read("src/new/__init__.py") == "from new.core import f\n"


DDPRED: dict[str, str | bytes] = {
    "src/ddpred/__init__.py": "",
    "src/ddpred/data.py": "class DataParamConfig: ...\ndef create_datasets(): ...\n",
    "src/ddpred/features/__init__.py": "from ddpred.features.lrs import FEATURES\n",
    "src/ddpred/features/lrs.py": "FEATURES = ['lr']\n",
    "src/ddpred/trainers/trainer.py": "from ddpred.data import create_datasets\n\n\n"
    "class Trainer:\n    make = staticmethod(create_datasets)\n",
}
GUARD = """\
# These imports require ddpred package to be installed separately
try:
{}
except ImportError as e:
    print("Error: ddpred package required but not found.")
    print("Please install ddpred package: pip install -e /path/to/ddpred")
    raise

{}
"""
#: Nine imports, as the first importer has them.
IMPORTERS: dict[str, tuple[tuple[str, ...], str]] = {
    "scripts/shapes.py": (
        (
            "import ddpred.data as dd_data",
            "import ddpred.features as dd_feats",
            "from ddpred.trainers.trainer import Trainer",
        ),
        "print(dd_data.create_datasets(), dd_feats.FEATURES, Trainer.make())",
    ),
    "scripts/windows.py": (
        ("import ddpred.data as dd_data", "import ddpred.features as dd_feats"),
        "print(dd_data.DataParamConfig(), dd_feats.lrs.FEATURES)",
    ),
    "notebooks/simple.py": (
        (
            "from ddpred.data import DataParamConfig",
            "import ddpred.data as dd_data",
            "import ddpred.features.lrs as dd_lrs",
        ),
        "print(DataParamConfig is dd_data.DataParamConfig, dd_lrs.FEATURES)",
    ),
    "notebooks/parsing.py": (
        ("from ddpred.data import create_datasets",),
        "print(create_datasets())",
    ),
}


def test_importers_follow_the_record(folder: Folder) -> None:
    folder.write(DDPRED)
    before = {
        path: GUARD.format("\n".join(f"    {line}" for line in lines), use)
        for path, (lines, use) in IMPORTERS.items()
    }
    folder.write({f"../other/{path}": text for path, text in before.items()})
    folder.write({"../other/pyproject.toml": '[project]\nname = "other"\n'})
    assert folder.codemod("rename-package", "ddpred", "ft_pred", ".").code == 0
    follow = ("--migration", ".codemods/ddpred.toml", "--select", "ddpred")
    waiting = folder.rewrite(*follow, "../other")
    assert waiting.code == 1
    assert waiting.err.count("[home-missing]") == 9
    assert {path: folder.read(f"../other/{path}") for path in before} == before
    # What they say to people is listed.
    done = folder.rewrite(*follow, "--home", "ft_pred", "../other")
    assert done.code == 0, done.err
    for path, (lines, use) in IMPORTERS.items():
        after = (line.replace("ddpred", "ft_pred") for line in lines)
        text = GUARD.format("\n".join(f"    {line}" for line in after), use)
        assert folder.read(f"../other/{path}") == text
    run = "import runpy, sys\nsys.path.insert(0, 'src')\n" + "".join(
        f"runpy.run_path('../other/{path}')\n" for path in IMPORTERS
    )
    ran = folder.python(run)
    assert ran.code == 0, ran.err


def test_another_project_that_imports_it_is_not_forgotten(folder: Folder) -> None:
    files: dict[str, str | bytes] = {
        "packages/old/pyproject.toml": '[project]\nname = "old"\nversion = "1"\n',
        "packages/old/src/old/__init__.py": "x = 1\n",
        "packages/other/app.py": "import old\n",
    }
    committed(folder, files)
    done = folder.codemod("rename-package", "old", "new", "packages/old")
    assert (done.code, folder.read("packages/other/app.py")) == (2, "import old\n")
    assert (folder.path / "packages/old/src/old").is_dir()
    assert "packages/other/app.py imports old" in done.err
