"""Names of modules and objects in a pyproject.toml: renamed, or reported."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.support.folder import Folder

HEAD = '[project]\nname = "app"\ndependencies = ["dr-hf>=0.1.0,<0.1.2"]\n'
HOME = "from dr_hf import is_checkpoint_branch\n"
OLD = "hf_utils.branches.is_checkpoint_branch"
NEW = "dr_hf.branches.is_checkpoint_branch"
OBJECT = "hf_utils.branches:is_checkpoint_branch"
NEW_OBJECT = "dr_hf:is_checkpoint_branch"

RENAMED = [
    (
        f'[project.scripts]\na = "{OBJECT}"  # a\nb = "app:main"\n',
        f'[project.scripts]\na = "{NEW_OBJECT}"  # a\nb = "app:main"\n',
    ),
    (
        f"[project.entry-points.'my.plugins']\na = '{OBJECT} [x]'\n",
        f"[project.entry-points.'my.plugins']\na = '{NEW_OBJECT} [x]'\n",
    ),
    (
        f'[tool.poetry.plugins."x"]\na = "{OBJECT}"\n',
        f'[tool.poetry.plugins."x"]\na = "{NEW_OBJECT}"\n',
    ),
    (
        f'[tool.poetry.scripts]\na = {{ reference = "{OBJECT}", type = "console" }}\n',
        (
            f'[tool.poetry.scripts]\na = {{ reference = "{NEW_OBJECT}",'
            ' type = "console" }\n'
        ),
    ),
    (
        '[tool.isort]\nknown_third_party = ["attrs", "hf_utils"]\n',
        '[tool.isort]\nknown_third_party = ["attrs", "dr_hf"]\n',
    ),
    (
        '[tool.isort]\nknown_x = ["hf_utils", "a", "dr_hf", "hf_utils.branches"]\n',
        '[tool.isort]\nknown_x = ["a", "dr_hf"]\n',
    ),
    (
        '[[tool.mypy.overrides]]\nmodule = ["hf_utils.*", "torch", "hf_utils"]  # 2\n',
        '[[tool.mypy.overrides]]\nmodule = ["dr_hf.*", "torch", "dr_hf"]  # 2\n',
    ),
    (
        '[tool.importlinter]\nroot_packages = ["app", "hf_utils"]\n',
        '[tool.importlinter]\nroot_packages = ["app", "dr_hf"]\n',
    ),
    (
        '[tool.coverage.run]\nsource_pkgs = ["hf_utils"]\n',
        '[tool.coverage.run]\nsource_pkgs = ["dr_hf"]\n',
    ),
    (
        '[tool.ruff.lint.isort]\nknown-first-party = ["dr_hf", "hf_utils"]\n',
        '[tool.ruff.lint.isort]\nknown-first-party = ["dr_hf"]\n',
    ),
]


@pytest.mark.parametrize(("before", "after"), RENAMED)
def test_what_is_renamed(before: str, after: str, folder: Folder) -> None:
    folder.write({"pyproject.toml": f"{HEAD}\n{before}", "app.py": HOME})
    done = folder.rewrite(".")
    assert folder.read("pyproject.toml") == f"{HEAD}\n{after}"
    assert done.code == 0
    assert folder.rewrite(".").code == 0


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ('[project.scripts]\na = "hf_utils.cli:main"\n', 6),
        ('[tool.mypy]\nx = 1\n[[tool.mypy.overrides]]\nmodule = "hf_utils.*"\n', 8),
        ('[tool.coverage.run]\nomit = [\n  "hf_utils.*",\n]\n', 7),
        (f'[tool.other]\nload = "{OLD}"\n', 6),
        ('[tool.deptry.per_rule_ignores]\nDEP002 = ["hf-utils"]\n', 6),
    ],
)
def test_what_is_said(text: str, line: int, folder: Folder) -> None:
    folder.write({"pyproject.toml": f"{HEAD}\n{text}", "app.py": HOME})
    done = folder.rewrite(".")
    assert done.code == 1
    assert f"pyproject.toml:{line}: warning: " in done.err
    assert "[name-in-value]" in done.err
    assert folder.read("pyproject.toml") == f"{HEAD}\n{text}"


@pytest.mark.parametrize("kinds", ["manifests", "manifests,docs,notebooks"])
def test_what_code_goes_on_importing_stays(kinds: str, folder: Folder) -> None:
    text = '[project]\nname = "app"\ndependencies = ["hf-utils"]\n'
    code = "from hf_utils.branches import is_checkpoint_branch\n"
    folder.write({"pyproject.toml": text, "app.py": code})
    assert folder.rewrite("--only", kinds, ".").code == 0
    assert folder.read("pyproject.toml") == text


def test_a_table_of_requirements_has_its_line_said(folder: Folder) -> None:
    text = f'{HEAD}\n[tool.pixi.pypi-dependencies]\nhf-utils = "*"\n'
    folder.write({"pyproject.toml": text, "app.py": HOME})
    done = folder.rewrite(".")
    assert "pyproject.toml:6: warning: " in done.err
    assert 'write `dr-hf = ">=0.1.0,<0.1.2"` [requirement-left]' in done.err
    assert folder.read("pyproject.toml") == text


@pytest.mark.parametrize(
    "text",
    [
        # To forbid what is retired is right.
        '[tool.ruff.lint.flake8-tidy-imports.banned-api]\nhf_utils.msg = "retired"\n',
        (
            "[[tool.importlinter.contracts]]\nname = 'x'\ntype = 'forbidden'\n"
            "source_modules = ['app']\nforbidden_modules = ['hf_utils']\n"
        ),
        '[tool.other]\nfolder = "src/hf_utils/data"\nurl = "https://x.org/hf_utils"\n',
        '[tool.other]\nx = "my_hf_utils.a"\n',
        '[project.urls]\nold = "hf_utils.x"\n',
        '[tool.codemod]\nextend-exclude = ["hf_utils.x"]\n',
    ],
)
def test_what_is_left_in_peace(text: str, folder: Folder) -> None:
    folder.write({"pyproject.toml": f"{HEAD}\n{text}", "app.py": HOME})
    assert folder.rewrite(".").code == 0
    assert folder.read("pyproject.toml") == f"{HEAD}\n{text}"


def test_an_entry_point_follows_what_the_project_moves(folder: Folder) -> None:
    text = '[project]\nname = "app"\n\n[project.scripts]\nrun = "app.old:main"\n'
    folder.write({"pyproject.toml": text, "use.py": "from app.old import main\n"})
    folder.rewrite("--move-module", "app.old=app.deep.new", ".")
    assert folder.read("pyproject.toml") == text.replace("app.old", "app.deep.new")
    assert folder.read("use.py") == "from app.deep.new import main\n"


def test_a_list_keeps_what_is_still_imported(folder: Folder) -> None:
    text = f'{HEAD}\n[tool.isort]\nknown_third_party = ["hf_utils"]\n'
    text += '[[tool.mypy.overrides]]\nmodule = ["hf_utils.*"]\n'
    gone = "from hf_utils.huggingface import load_metadata\n"
    folder.write({"pyproject.toml": text, "app.py": HOME + gone})
    folder.rewrite(".")
    assert folder.read("pyproject.toml") == text


def test_the_owner_keeps_its_entry_points(folder: Folder) -> None:
    text = f'[project]\nname = "hf-utils"\n\n[project.scripts]\na = "{OBJECT}"\n'
    folder.write({"pyproject.toml": text, "src/hf_utils/branches.py": "", "a.py": HOME})
    folder.rewrite(".")
    assert folder.read("pyproject.toml") == text
