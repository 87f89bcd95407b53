"""Manifests after a rewrite: what is written, and what is left byte for byte."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.support.folder import Folder

MOVED = "from hf_utils.branches import is_checkpoint_branch\n"
GONE = "from hf_utils.huggingface import load_metadata\n"
NEW = "dr-hf>=0.1.0,<0.1.2"


def project(lists: str) -> str:
    return f'[project]\nname = "app"\nrequires-python = ">=3.12"\n{lists}'


CHANGES = {
    "comments": (
        (
            'dependencies = [\n    "a",  # one\n'
            "    'hf_utils',  # two\n"
            '    "b"  # three\n]\n'
        ),
        (
            f"dependencies = [\n    \"a\",  # one\n    '{NEW}',  # two\n"
            '    "b"  # three\n]\n'
        ),
    ),
    "already there": (
        'dependencies = [\n  "dr_hf >= 0.1.0",\n  "hf-utils"\n]\n',
        'dependencies = [\n  "dr_hf >= 0.1.0,<0.1.2"\n]\n',
    ),
    "tighter": (
        'dependencies = ["dr-hf==0.1.1", "hf-utils>=1"]\n',
        'dependencies = ["dr-hf==0.1.1"]\n',
    ),
    "marker": (
        """dependencies = ['hf-utils; sys_platform == "linux"']\n""",
        f"""dependencies = ['{NEW}; sys_platform == "linux"']\n""",
    ),
    "source of uv": (
        (
            'dependencies = ["HF.Utils"]\n\n[tool.uv.sources]\n'
            'hf-utils = { workspace = true }\nother = { path = "../o" }\n'
        ),
        f'dependencies = ["{NEW}"]\n\n[tool.uv.sources]\nother = {{ path = "../o" }}\n',
    ),
    "extra": (
        'dependencies = []\noptional-dependencies.plots = ["x", "hf-utils", "y"]\n',
        f'dependencies = []\noptional-dependencies.plots = ["x", "{NEW}", "y"]\n',
    ),
    "of pdm": (
        (
            'dependencies = ["hf-utils"]\n\n[tool.pdm.dev-dependencies]\n'
            'dev = ["x", "-e file:///${PROJECT_ROOT}/../o#egg=hf_utils"]\n'
        ),
        f'dependencies = ["{NEW}"]\n\n[tool.pdm.dev-dependencies]\ndev = ["x"]\n',
    ),
    "group of tests, and code": (
        'dependencies = ["hf-utils"]\n\n[dependency-groups]\ndev = ["hf-utils"]\n',
        f'dependencies = ["{NEW}"]\n\n[dependency-groups]\ndev = []\n',
    ),
    "undeclared, in order": (
        'dependencies = [\n  "attrs",\n  "rich",\n]\n',
        f'dependencies = [\n  "attrs",\n  "{NEW}",\n  "rich",\n]\n',
    ),
    "nothing declared": ("", f'dependencies = ["{NEW}"]\n'),
    "poetry": (
        '\n[tool.poetry.dependencies]\npython = "^3.12"\nhf-utils = "^0.1"  # old\n',
        f'dependencies = ["{NEW}"]\n\n[tool.poetry.dependencies]\npython = "^3.12"\n',
    ),
}


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize(("before", "after"), CHANGES.values(), ids=CHANGES)
def test_a_pyproject(before: str, after: str, newline: str, folder: Folder) -> None:
    if "poetry" in before:
        # Without [project], it is Poetry that says what is required.
        before = before.lstrip()
        after = after.partition("\n\n")[2].replace(
            'python = "^3.12"\n', f'python = "^3.12"\ndr-hf = "{NEW[5:]}"  # old\n'
        )
    else:
        before, after = project(before), project(after)
    text = before.replace("\n", newline)
    folder.write({"pyproject.toml": text, "app.py": MOVED})
    assert folder.rewrite(".").code == 0
    assert folder.read("pyproject.toml") == after.replace("\n", newline)
    assert folder.rewrite(".").code == 0
    assert folder.read("pyproject.toml") == after.replace("\n", newline)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("-r a.txt\nhf-utils ; python_version < '4'  # x\n",
         f"-r a.txt\n{NEW} ; python_version < '4'  # x\n"),
        ("a\n-e ../hf_utils\nb\n", f"a\n{NEW}\nb\n"),
        ("git+https://example.org/x/hf_utils.git@main#egg=hf_utils\n", f"{NEW}\n"),
        ("dr-hf\nHF_Utils", f"dr-hf{NEW[5:]}\n"),
        ("a\r\nhf-utils\r\nb", f"a\r\n{NEW}\r\nb"),
    ],
)  # fmt: skip
def test_a_requirements_file(before: str, after: str, folder: Folder) -> None:
    folder.write({"requirements.txt": before, "app.py": MOVED})
    assert folder.rewrite(".").code == 0
    assert folder.read("requirements.txt") == after


@pytest.mark.parametrize(
    ("text", "after"),
    [
        ("hf-utils\nx\n", f"{NEW}\nx\n"),
        ("-e .[dev]\nhf-utils\nx\n", "-e .[dev]\nx\n"),
        ("-r deps/more.txt\nhf-utils\n", "-r deps/more.txt\n"),
        ("-c deps/more.txt\nhf-utils\n", f"-c deps/more.txt\n{NEW}\n"),
    ],
)
def test_a_requirements_file_beside_a_pyproject_is_whole(
    text: str, after: str, folder: Folder
) -> None:
    folder.write(
        {
            "pyproject.toml": project('dependencies = ["hf-utils"]\n'),
            "requirements.txt": text,
            "deps/more.txt": ".. # the project\n",
            "app.py": MOVED,
        }
    )
    assert folder.rewrite(".").code == 0
    assert folder.read("pyproject.toml") == project(f'dependencies = ["{NEW}"]\n')
    assert folder.read("requirements.txt") == after


def test_a_file_that_is_rewritten_and_requires_is_shown_once(folder: Folder) -> None:
    folder.write(
        {
            "pyproject.toml": project('dependencies = ["hf-utils"]\n'),
            "noxfile.py": 'session.install("hf-utils")\n' + MOVED,
            "setup.py": 'setup(name="app", install_requires=["hf-utils"])\n',
        }
    )
    done = folder.rewrite("--diff", ".")
    assert done.out.count("--- a/noxfile.py") == 1
    assert f'+session.install("{NEW}")' in done.out
    assert "noxfile.py:1:" not in done.err
    assert f'write `setup(name="app", install_requires=["{NEW}"])`' in done.err
    assert "name-in-text" not in done.err


@pytest.mark.parametrize(
    "text",
    [
        "hf-utils==1 --hash=sha256:ab\nx==1 --hash=sha256:cd\n",
        "# This file is autogenerated by pip-compile\nhf-utils==1\n",
        "hf-utils==1\n    # via -r requirements.in\n",
    ],
)
def test_a_locked_requirements_file_is_reported(text: str, folder: Folder) -> None:
    folder.write({"requirements.txt": text, "app.py": MOVED})
    done = folder.rewrite(".")
    assert done.code == 1
    assert "[requirement-left]" in done.err
    assert folder.read("requirements.txt") == text


@pytest.mark.parametrize(
    "text",
    [
        project('dependencies = ["hf-utils"]\n'),
        project('dependencies = ["hf-utils"\n'),
    ],
    ids=["still imported", "no TOML"],
)
def test_what_is_needed_or_broken_stays(text: str, folder: Folder) -> None:
    folder.write({"pyproject.toml": text, "app.py": "x = 1\n", "old.py": GONE})
    folder.rewrite(".")
    assert folder.read("pyproject.toml") == text


def test_a_manifest_that_is_no_toml_is_said_and_the_code_is_rewritten(
    folder: Folder,
) -> None:
    text = "[project]\nname = 'app'\ndependencies = [\n  'hf-utils'\nx = 1\n"
    folder.write({"pyproject.toml": text, "app.py": MOVED})
    done = folder.rewrite(".")
    assert done.code == 1
    assert "pyproject.toml:5: warning: left alone: " in done.err
    assert "[manifest-not-parsed]" in done.err
    assert folder.read("pyproject.toml") == text
    assert "hf_utils" not in folder.read("app.py")


def test_a_byte_order_mark_stays(folder: Folder) -> None:
    text = "\ufeff" + project('dependencies = ["hf-utils"]\n')
    folder.write({"pyproject.toml": text, "app.py": MOVED})
    assert folder.rewrite(".").code == 0
    assert folder.read("pyproject.toml") == text.replace("hf-utils", NEW)


def test_each_member_of_a_workspace_has_its_own(folder: Folder) -> None:
    text = project('dependencies = ["hf-utils"]\n')
    folder.write({f"{name}/pyproject.toml": text for name in ("one", "two")})
    folder.write({"pyproject.toml": '[tool.uv.workspace]\nmembers = ["*"]\n'})
    folder.write({"one/app.py": MOVED, "two/app.py": GONE})
    folder.rewrite(".")
    assert folder.read("one/pyproject.toml") == text.replace("hf-utils", NEW)
    assert folder.read("two/pyproject.toml") == text


def test_a_script_has_its_own_requirements(folder: Folder) -> None:
    head = '# /// script\n# requires-python = "{}"\n# dependencies = ["{}"]\n# ///\n'
    outer = project('dependencies = ["hf-utils"]\n')
    folder.write({"pyproject.toml": outer, "app.py": GONE})
    folder.write({"run.py": head.format(">=3.10", "hf-utils") + MOVED})
    folder.rewrite(".")
    assert folder.read("run.py").startswith(head.format(">=3.12", NEW))
    assert folder.read("pyproject.toml") == outer


def test_a_raised_python_names_what_lags(folder: Folder) -> None:
    text = project(
        'dependencies = ["hf-utils"]\n'
        'classifiers = ["Programming Language :: Python :: 3.11"]\n\n'
        '[tool.ruff]\ntarget-version = "py310"\n'
    ).replace(">=3.12", ">=3.10,<4")
    folder.write({"pyproject.toml": text, "app.py": MOVED})
    done = folder.rewrite(".")
    assert 'requires-python = ">=3.12,<4"' in folder.read("pyproject.toml")
    assert done.err.count("[python-raised]") == 1
    assert "Python :: 3.11 (line 5), py310 (line 8)" in done.err
    assert done.code == 0


def test_a_dry_run_shows_the_manifest_and_writes_none(folder: Folder) -> None:
    text = project('dependencies = ["hf-utils"]\n')
    folder.write({"pyproject.toml": text, "app.py": MOVED})
    done = folder.rewrite("--diff", ".")
    assert f'+dependencies = ["{NEW}"]' in done.out
    assert folder.read("pyproject.toml") == text


def test_what_is_not_chosen_is_said(folder: Folder) -> None:
    text = project('dependencies = ["hf-utils"]\n')
    folder.write({"pyproject.toml": text, "app.py": MOVED})
    done = folder.rewrite("--only", "imports", ".")
    assert f"Dependencies to add:\n  {NEW}\n" in done.err
    assert folder.read("pyproject.toml") == text


def test_what_a_file_that_cannot_be_written_needs_stays(folder: Folder) -> None:
    folder.write(
        {
            "app/a.py": MOVED,
            "app/b.py": MOVED,
            "pyproject.toml": project('dependencies = ["hf-utils"]\n'),
        }
    )
    (folder.path / "app/b.py").chmod(0o444)
    assert folder.rewrite(".").code == 2
    assert folder.read("app/b.py") == MOVED
    declared = project(f'dependencies = ["hf-utils", "{NEW}"]\n')
    assert folder.read("pyproject.toml") == declared
    (folder.path / "app/b.py").chmod(0o644)
    assert folder.rewrite(".").code == 0
    assert folder.read("pyproject.toml") == project(f'dependencies = ["{NEW}"]\n')


HOME = "from dr_hf import is_checkpoint_branch\n"
OLD = 'dependencies = ["a", "hf-utils"]\n'


@pytest.mark.parametrize(
    ("code", "before", "after"),
    [
        (HOME, OLD, f'dependencies = ["a", "{NEW}"]\n'),
        ("import dr_hf\n", OLD, f'dependencies = ["a", "{NEW}"]\n'),
        ("import dr_hf.other\n", OLD, f'dependencies = ["a", "{NEW}"]\n'),
        ("x = 1\n", OLD, 'dependencies = ["a"]\n'),
        (
            HOME,
            'dependencies = ["dr_hf>=0.1", "HF.utils"]\n',
            'dependencies = ["dr_hf>=0.1,<0.1.2"]\n',
        ),
        (HOME + GONE, OLD, f'dependencies = ["a", "{NEW}", "hf-utils"]\n'),
        # Nothing that is retired is declared: whatever is imported is the project's.
        (HOME, 'dependencies = ["a"]\n', 'dependencies = ["a"]\n'),
        (HOME, 'dependencies = ["hf-utils-x"]\n', 'dependencies = ["hf-utils-x"]\n'),
        (GONE, OLD, OLD),
        ("# dr_hf\nimport dr_hfx\n" + GONE, OLD, OLD),
    ],
)
def test_what_was_left_by_an_earlier_run_is_completed(
    code: str, before: str, after: str, folder: Folder
) -> None:
    folder.write({"pyproject.toml": project(before), "app.py": code})
    folder.rewrite(".")
    assert folder.read("pyproject.toml") == project(after)
    assert folder.read("app.py").endswith(code[-20:])
    folder.rewrite(".")
    assert folder.read("pyproject.toml") == project(after)


def test_what_the_project_has_itself_is_not_required(folder: Folder) -> None:
    folder.write({"src/dr_hf/__init__.py": "", "src/app/a.py": HOME})
    folder.write({"pyproject.toml": project(OLD)})
    folder.rewrite(".")
    assert folder.read("pyproject.toml") == project('dependencies = ["a"]\n')


def test_a_requirements_file_of_no_file_stays_while_something_imports(
    folder: Folder,
) -> None:
    text = "hf-utils\n"
    folder.write({"docker/requirements.txt": text, "app.py": GONE, "b.py": HOME})
    folder.rewrite(".")
    assert folder.read("docker/requirements.txt") == text


@pytest.mark.parametrize("declared", ["hf-utils", "a"])
def test_a_run_that_was_killed_is_completed(declared: str, folder: Folder) -> None:
    before = project(f'dependencies = ["{declared}"]\n')
    folder.write({"a.py": MOVED, "b.py": MOVED, "pyproject.toml": before})
    kill = (
        "import os\nfrom dr_refit.tree import write as w\nold = w.write\n"
        "def write(path, *rest, **named):\n"
        "    if path.endswith({!r}): os._exit(9)\n"
        "    old(path, *rest, **named)\n"
        "w.write = write\n"
    )
    last = "pyproject.toml" if declared == "hf-utils" else "b.py"
    assert folder.rewrite(".", prelude=kill.format(last)).code == 9
    assert "dr_hf" in folder.read("a.py")
    assert folder.rewrite(".").code == 0
    rest = "" if declared == "hf-utils" else '"a", '
    assert folder.read("pyproject.toml") == project(f'dependencies = [{rest}"{NEW}"]\n')
    assert "hf_utils" not in folder.read("a.py") + folder.read("b.py")


def test_what_is_only_tried_out_says_nothing_of_what_was_left(folder: Folder) -> None:
    text = project(OLD)
    folder.write({"pyproject.toml": text, "app.py": HOME})
    assert folder.rewrite("--check", ".").code == 1
    done = folder.rewrite("--only", "imports", ".")
    assert (done.code, "Dependencies" in done.err) == (0, False)
    assert folder.read("pyproject.toml") == text


ELSEWHERE = {
    ".github/workflows/ci.yml": (
        "name: hf-utils\njobs:\n  - run: pip install hf_utils\n"
        "  - run: python -m hf_utils.branches\n"
    ),
    "Dockerfile": "FROM a\nRUN pip install hf-utils==2 b\nCOPY hf_utils /app\n",
    "environment.yml": "name: x\ndependencies:\n  - pip:\n    - hf-utils\n",
    "setup.cfg": "[options]\ninstall_requires =\n  a\n  hf-utils\n",
    "uv.lock": 'name = "hf-utils"\n',
}


@pytest.mark.parametrize("code", [MOVED, HOME])
def test_the_lines_to_write_elsewhere_are_said_on_every_run(
    code: str, folder: Folder
) -> None:
    folder.write({**ELSEWHERE, "pyproject.toml": project(OLD), "app.py": code})
    done = folder.rewrite(".")
    assert done.code == 1
    write = "warning: hf-utils is retired: write `"
    said = [
        f'.github/workflows/ci.yml:3: {write}- run: pip install "{NEW}"`',
        ".github/workflows/ci.yml:4: warning: hf_utils.branches is ",
        f'Dockerfile:2: {write}RUN pip install "{NEW}" b` [requirement-left]',
        f"environment.yml:4: {write}- {NEW}`",
        f"setup.cfg:4: {write}{NEW}`",
        "Commands to run:\n  uv lock\n",
    ]
    assert [one for one in said if one not in done.err] == []
    assert done.err.count("warning:") == 5
    again = folder.rewrite(".")
    assert (again.code, again.err.count("warning:")) == (1, 5)
    for name, text in ELSEWHERE.items():
        assert folder.read(name) == text


def test_what_is_still_imported_stays_elsewhere_too(folder: Folder) -> None:
    text = "RUN pip install hf-utils\n"
    folder.write({"Dockerfile": text, "app.py": GONE})
    assert "Dockerfile" not in folder.rewrite(".").err
    folder.write({"b.py": MOVED})
    assert f"hf-utils stays, and this is needed: {NEW}" in folder.rewrite(".").err
    folder.write({"Dockerfile": f"RUN pip install hf-utils '{NEW}'\n"})
    assert "Dockerfile" not in folder.rewrite(".").err


def test_what_lags_behind_beside_and_poetrys_python(folder: Folder) -> None:
    text = (
        "[tool.poetry]\nname = 'app'\n\n[tool.poetry.dependencies]\n"
        'python = "^3.9"  # CI\nhf-utils = "*"\n\n'
        '[tool.black]\ntarget-version = ["py39", "py312"]\n'
    )
    folder.write({"pyproject.toml": text, "app.py": MOVED, ".python-version": "3.11\n"})
    done = folder.rewrite(".")
    assert 'python = ">=3.12,<4"  # CI\n' in folder.read("pyproject.toml")
    assert "behind it are py39 (line 9), .python-version (3.11)" in done.err
    assert done.code == 0


def test_hatchling_is_told_of_a_source_in_the_project(folder: Folder) -> None:
    text = project('dependencies = ["dr-ingest"]\n')
    build = '\n[build-system]\nbuild-backend = "hatchling.build"\n'
    folder.write({"pyproject.toml": text + build})
    folder.write({"app.py": "from dr_ingest.cli.datadec_ingest import app\n"})
    folder.rewrite(".")
    after = folder.read("pyproject.toml")
    assert '"datadec @ git+https://' in after
    assert after.endswith("[tool.hatch.metadata]\nallow-direct-references = true\n")


def test_what_a_requirements_file_includes_is_one(folder: Folder) -> None:
    folder.write({"requirements.txt": "-r deps/base.txt\n-c deps/limits\nx\n"})
    folder.write({"deps/base.txt": "a\nHF-utils  # b\n", "deps/limits": "a<2\n"})
    folder.write({"pyproject.toml": "", "app.py": MOVED})
    folder.rewrite(".")
    assert folder.read("deps/base.txt") == f"a\n{NEW}  # b\n"
    assert folder.read("requirements.txt") == "-r deps/base.txt\n-c deps/limits\nx\n"
    assert folder.read("deps/limits") == "a<2\n"


def test_a_source_that_is_there_decides(folder: Folder) -> None:
    source = '\n[tool.uv.sources]\ndatadec = { path = "../datadec" }\n'
    folder.write({"pyproject.toml": project('dependencies = ["dr-ingest"]\n') + source})
    folder.write({"app.py": "from dr_ingest.cli.datadec_ingest import app\n"})
    folder.rewrite(".")
    after = folder.read("pyproject.toml")
    assert after == project('dependencies = ["datadec"]\n') + source
