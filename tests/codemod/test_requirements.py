"""Which dependencies to add, and which to drop."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from packaging.requirements import Requirement

from dr_refit.manifests.requirements import satisfies

if TYPE_CHECKING:
    from tests.support.folder import Done, Folder

MOVED = "from hf_utils.branches import is_checkpoint_branch\n"
NEEDED = "dr-hf>=0.1.0,<0.1.2"


def listed(done: Done, what: str) -> list[str]:
    """What stands below `Dependencies to <what>:`."""
    found = re.search(rf"Dependencies to {what}:\n((?:  .+\n)+)", done.err)
    return found[1].split("\n  ")[0].split() if found else []


@pytest.mark.parametrize(
    "others",
    [
        {"other.py": MOVED},
        {"other.py": "import hf_utils\n"},
        {"deep/down/other.pyi": "import hf_utils.whatever as h\n"},
        {"other.py": "def f():\n    from hf_utils import none\n"},
        {"other.py": "import hf_utils  # codemod: ignore\n"},
        {"other.py": "import hf_utils\nx = (\n"},
        {"old/other.py": MOVED},
        {"pkg/__init__.py": "", "pkg/other.py": MOVED},
        {"a.ipynb": '{"cells": [{"source": ["import hf_utils"]}]}'},
    ],
)
@pytest.mark.parametrize("named", ["app.py", "sub"])
def test_what_another_file_imports_is_not_dropped(
    others: dict[str, str | bytes], named: str, folder: Folder
) -> None:
    folder.write(
        {
            "pyproject.toml": '[tool.codemod]\nextend-exclude = ["old"]\n',
            "app.py": MOVED,
            "sub/app.py": MOVED,
            **others,
        }
    )
    assert listed(folder.rewrite(named), "drop") == []


@pytest.mark.parametrize(
    "others",
    [
        {"other.py": "from dr_hf import x\n"},
        {"other.py": "hf_utils = 1\n# import hf_utils\nx = 'import hf_utils'\n"},
        {"local/other.py": "import hf_utils\n", "local/hf_utils.py": ""},
        {".venv/lib/other.py": MOVED},
        {"ignored/other.py": MOVED, ".gitignore": "ignored/\n", ".git/HEAD": ""},
        {"a.ipynb": '{"cells": [{"source": ["import my_hf_utils"]}]}'},
    ],
)
def test_what_nothing_imports_is_dropped_whatever_was_named(
    others: dict[str, str | bytes], folder: Folder
) -> None:
    folder.write({"app.py": MOVED, **others})
    assert listed(folder.rewrite("--check", "app.py"), "drop") == ["hf-utils"]
    assert listed(folder.rewrite("app.py"), "drop") == ["hf-utils"]


def test_only_the_project_of_what_moved_is_looked_at(folder: Folder) -> None:
    one, two = "one/pyproject.toml", "two/pyproject.toml"
    folder.write({one: "", two: "", "one/a.py": MOVED, "two/b.py": MOVED})
    assert listed(folder.rewrite("one/a.py"), "drop") == ["hf-utils"]
    folder.write({"one/a.py": MOVED, "one/c.py": "", "two/c.py": MOVED})
    assert listed(folder.rewrite("one/c.py", "two/b.py"), "drop") == []


def test_a_package_that_is_not_known_to_its_last_name_is_searched_for(
    folder: Folder,
) -> None:
    """Files that name nothing with a rule are not even parsed."""
    folder.write(
        {
            "m.toml": 'title = "x"\ndistribution = "old-tools"\n[[move]]\n'
            'from = "old"\nto = "new"\nnames = ["f"]\n',
            "a.py": "from old import f\n",
            "b.py": "from old import other\n",
        }
    )
    assert listed(folder.rewrite("--migration", "m.toml", "."), "drop") == []
    folder.write({"a.py": "from old import f\n", "b.py": ""})
    done = folder.rewrite("--migration", "m.toml", ".")
    assert listed(done, "drop") == ["old-tools"]


def test_what_is_left_by_hand_is_neither_added_nor_dropped(folder: Folder) -> None:
    folder.write({"a.py": "import hf_utils\nprint(hf_utils)\n"})
    done = folder.rewrite(".")
    assert (listed(done, "add"), listed(done, "drop")) == ([], [])


MANIFESTS = {
    "dependency": ("pyproject.toml", '[project]\ndependencies = ["dr-hf>=0.1,<0.2"]'),
    "other spelling": ("pyproject.toml", '[project]\ndependencies = ["Dr_HF"]'),
    "extra": (
        "pyproject.toml",
        '[project.optional-dependencies]\nall = ["dr.hf[weights]==0.1.1"]',
    ),
    "group": ("pyproject.toml", '[dependency-groups]\ndev = ["dr-hf~=0.1.0"]'),
    "requirements": ("requirements-dev.txt", "dr-hf\n"),
    "source": (
        "pyproject.toml",
        '[project]\ndependencies = ["dr-hf @ git+https://example.org/dr-hf"]',
    ),
}


@pytest.mark.parametrize("manifest", MANIFESTS.values(), ids=MANIFESTS)
def test_what_a_manifest_has_is_not_added(
    manifest: tuple[str, str], folder: Folder
) -> None:
    path, text = manifest
    folder.write({path: text, "a.py": MOVED})
    assert listed(folder.rewrite("a.py"), "add") == []


@pytest.mark.parametrize(
    "text",
    [
        '[project]\ndependencies = ["dr-hf>=0.2"]',
        '[project]\ndependencies = ["dr-hf==0.1.2"]',
        "[tool.codemod]",
    ],
)
def test_what_it_lacks_and_cannot_take_is(text: str, folder: Folder) -> None:
    folder.write({"pyproject.toml": text, "a.py": MOVED})
    assert listed(folder.rewrite("a.py"), "add") == [NEEDED]
    assert folder.read("pyproject.toml") == text


@pytest.mark.parametrize(
    ("declared", "wanted", "yes"),
    [
        ("a", "a", True),
        ("a>=1", "a<2,>=1.5", True),
        ("a>1", "a<2", True),
        ("a>1", "a<=1", False),
        ("a==1.*", "a>=1.5", True),
        ("a==1.*", "a>=2", False),
        ("a[x]", "a", True),
        ("a", "a[x]", False),
        ("a[X_y]", "a[x-Y]", True),
        ("a", "a @ https://e.org/a.zip", False),
        ("a @ https://e.org/a.zip", "a>=1", True),
    ],
)
def test_satisfies(declared: str, wanted: str, *, yes: bool) -> None:
    one = Requirement(declared)
    assert satisfies(one, wanted, [one]) is yes


def test_extras_may_be_asked_for_elsewhere() -> None:
    bare, extra = Requirement("a>=1"), Requirement("A[x]")
    assert satisfies(bare, "a[x]>=1", [bare, extra])
