"""What one file's change means for the others."""

from __future__ import annotations

import os

import pytest

from dr_refit.codemod.pipeline import run
from dr_refit.codemod.prove import Options, Proved
from dr_refit.codemod.result import FileResult
from dr_refit.codemod.settle import settle
from dr_refit.codemod.takers import Taken, takers
from dr_refit.migration.table import MoveTable
from dr_refit.migration.toml import load_shipped
from dr_refit.tree.discover import discover
from dr_refit.tree.splices import rewrite_between
from tests.support.objects import commit_of

LIBRARY = {
    "src/p/__init__.py": "",
    "src/p/home.py": "import hf_utils\nfrom hf_utils import branches\n",
    "src/p/sub/__init__.py": "import hf_utils\n",
}
NAMES = {
    "p.home": frozenset({"hf_utils", "branches"}),
    "p.sub": frozenset({"hf_utils"}),
}


def taken(text: str, path: str = "src/p/other.py") -> list[tuple[int, str, str]]:
    files = {name: data.encode() for name, data in (LIBRARY | {path: text}).items()}
    tree = commit_of(files)
    found = [*takers(tree, discover(tree, [""]), NAMES)]
    assert {one.path for one in found} <= {path}
    return [(one.line, one.module, one.name) for one in found]


@pytest.mark.parametrize(
    "text",
    [
        "from p.home import hf_utils",
        "from p.home import x, hf_utils as h",
        "from p.home import (\n    x,  # why\n    hf_utils,\n)",
        "from p.home import x, \\\n    hf_utils",
        "from .home import hf_utils",
        "from . home import hf_utils",
        "def f():\n    from p.home import hf_utils",
        "from p import home\nhome.hf_utils.f()",
        "from p import home as h, home\nh.x()\nhome.hf_utils",
        "from . import home\nprint(home . hf_utils)",
        "import p.home\np.home.hf_utils.f()",
        "try:\n    from p.home import hf_utils\nexcept ImportError:\n    pass",
    ],
)
def test_a_name_that_is_taken(text: str) -> None:
    (found,) = taken(text)
    assert found[1:] == ("p.home", "hf_utils")
    assert "hf_utils" in "".join(text.splitlines()[found[0] - 1 :])


@pytest.mark.parametrize(
    "text",
    [
        "from p.home import other",
        "from p.home import other\nimport hf_utils",
        "from q.home import hf_utils",
        "import hf_utils",
        "home = 1\nhome.hf_utils",
        "# from p.home import hf_utils",
        "x = 'from p.home import hf_utils'",
        "from p import home\nhome.other.hf_utils",
        "from p.home import (",
        "",
    ],
)
def test_this_takes_nothing(text: str) -> None:
    assert taken(text) == []


def test_a_name_of_a_package() -> None:
    assert taken("from . import hf_utils", "src/p/sub/a.py") == [
        (1, "p.sub", "hf_utils")
    ]
    assert taken("from p.sub import hf_utils") == [(1, "p.sub", "hf_utils")]
    assert taken("from . import hf_utils", "src/p/a.py") == []


def test_every_place_is_named_once() -> None:
    text = "from p import home\nhome.hf_utils; home.hf_utils\nhome.branches\n"
    assert taken(text) == [(2, "p.home", "hf_utils"), (3, "p.home", "branches")]


def settled(new: str, **others: str) -> tuple[Taken, ...]:
    """Drop `hf_utils` and `branches` from p.home, whose new text is given."""
    files = {name: data.encode() for name, data in (LIBRARY | others).items()}
    tree = commit_of(files)
    path = "src/p/home.py"
    proved = Proved(
        result=FileResult(path=path, changed=True),
        rewrite=rewrite_between(path, files[path], new.encode()),
        dropped=NAMES["p.home"],
    )
    done = settle(tree, discover(tree, [""]), [proved])
    assert [one.path for one in done.change.rewrites] == [path]
    return done.taken


def test_what_is_dropped_and_taken_is_known_before_anything_is_written() -> None:
    others = {"src/p/a.py": "from p.home import hf_utils, branches\n"}
    found = settled("import dr_hf\n", **others)
    assert [(one.path, one.line, one.name) for one in found] == [
        ("src/p/a.py", 1, "branches"),
        ("src/p/a.py", 1, "hf_utils"),
    ]
    assert settled("import dr_hf\n") == ()


def test_what_is_defined_all_the_same_is_there() -> None:
    others = {"src/p/a.py": "from p.home import hf_utils, branches\n"}
    found = settled("import dr_hf\nbranches = dr_hf\n", **others)
    assert [one.name for one in found] == ["hf_utils"]


def test_a_script_takes_from_the_one_beside_it() -> None:
    tree = commit_of({"s/home.py": b"", "s/a.py": b"from home import x\n"})
    files = discover(tree, [""])
    (found,) = takers(tree, files, {"home": frozenset({"x"})})
    assert (os.path.basename(found.path), found.line) == ("a.py", 1)


def run_over(**files: str) -> tuple[Taken, ...]:
    """Run the shipped migrations over a package."""
    tree = commit_of(
        {f"src/p/{name}.py": text.encode() for name, text in files.items()}
    )
    table = MoveTable(load_shipped())
    report = run(tree, discover(tree, [""]), table, Options())
    assert report.changed
    assert not report.failed
    return report.taken


def test_a_run_knows_what_it_drops_from_under_others() -> None:
    home = "import hf_utils.branches\nhf_utils.branches.parse_branch_name('x')\n"
    (found,) = run_over(
        __init__="",
        home=home,
        a="from p.home import hf_utils\n",
        b="from p.other import hf_utils\n",
    )
    assert found == Taken(path="src/p/a.py", line=1, module="p.home", name="hf_utils")


def test_a_name_that_stays_is_not_dropped() -> None:
    home = "from hf_utils.branches import parse_branch_name as parse\n"
    assert run_over(__init__="", home=home, a="from p.home import parse\n") == ()
