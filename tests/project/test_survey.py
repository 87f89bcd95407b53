"""What is known of a project: its name, modules, names and requirements."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from dr_refit.manifests.requirements_txt import is_one, requirements_in
from dr_refit.project.survey import Project, survey
from dr_refit.tree.disk import Disk
from tests.support.objects import commit_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.support.folder import Folder

FILES = {
    "pyproject.toml": """
[project]
name = "Ft_Scaling"
dependencies = ["dr-frames>=0.1,<0.2", "not one!"]
[project.optional-dependencies]
plots = ["dr-render"]
[dependency-groups]
dev = [{ include-group = "test" }, "pytest"]
""",
    "requirements.txt": "numpy==2\n-r other.txt\n",
    "dev-requirements.txt": "# none\n",
    "notes.txt": "pandas\n",
    "src/ft_scaling/__init__.py": "from .tables import load\n",
    "src/ft_scaling/tables.py": "def load(): ...\n",
    "src/ft_scaling/tables.pyi": "def stub(): ...\n",
    "scripts/run.py": "x = 1\n",
}


def on_disk(folder: Folder) -> Project:
    folder.write(FILES)  # type: ignore[arg-type]
    return survey(Disk(str(folder.path)), "", {})


def in_commit(_: Folder) -> Project:
    files = {path: text.encode() for path, text in FILES.items()}
    return survey(commit_of(files), "", {})


@pytest.fixture(params=[on_disk, in_commit])
def project(request: pytest.FixtureRequest, folder: Folder) -> Project:
    make: Callable[[Folder], Project] = request.param
    return make(folder)


def test_owner(project: Project) -> None:
    assert project.owner == "ft-scaling"


def test_requirements(project: Project) -> None:
    found = {str(each.requirement): each.path for each in project.requirements}
    assert found == {
        "dr-frames<0.2,>=0.1": "pyproject.toml",
        "dr-render": "pyproject.toml",
        "pytest": "pyproject.toml",
        "numpy==2": "requirements.txt",
    }


def test_modules(project: Project) -> None:
    assert project.modules == {
        "ft_scaling": "src/ft_scaling/__init__.py",
        "ft_scaling.tables": "src/ft_scaling/tables.py",
    }


@pytest.mark.parametrize(
    ("name", "there"),
    [
        ("ft_scaling", True),
        ("ft_scaling.load", True),
        ("ft_scaling.tables.load", True),
        ("ft_scaling.tables.stub", False),
        ("ft_scaling.other", False),
        ("dr_frames.load", False),
        ("run.x", False),
    ],
)
def test_what_it_provides(name: str, there: bool, project: Project) -> None:
    assert project.provides(name) == there


@pytest.mark.parametrize(
    ("line", "requirement"),
    [
        ("numpy", "numpy"),
        ("numpy >= 2 # why", "numpy >= 2"),
        ("numpy>=2 \\\n  --hash=sha256:ab", "numpy>=2"),
        ("x[a,b] ; python_version < '4'", "x[a,b] ; python_version < '4'"),
        ("x @ https://example.org/x#egg=x", "x @ https://example.org/x#egg=x"),
        ("\ufeffnumpy\r", "numpy"),
        ("# numpy", None),
        ("-r other.txt", None),
        ("-e .", None),
        ("--index-url https://example.org", None),
        ("./wheels/x.whl", None),
        ("https://example.org/x.whl", None),
        ("git+https://example.org/x", None),
        ("", None),
    ],
)
def test_a_line_of_a_requirements_file(line: str, requirement: str | None) -> None:
    expected = [] if requirement is None else [requirement]
    assert list(requirements_in(f"{line}\n".encode())) == expected


@pytest.mark.parametrize(
    ("name", "one"),
    [
        ("requirements.txt", True),
        ("requirements-dev.txt", True),
        ("dev-requirements.txt", True),
        ("requirements_test.txt", True),
        ("requirements.in", True),
        ("myrequirements.txt", False),
        ("requirements.txt.bak", False),
    ],
)
def test_the_name_of_a_requirements_file(name: str, one: bool) -> None:
    assert is_one(name) == one
