"""What one file's change means for the others: names are taken across files."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from dr_refit.codemod.pipeline import run
from dr_refit.codemod.prove import Options
from dr_refit.migration.moves import command_line
from dr_refit.migration.table import MoveTable
from dr_refit.project.survey import settings_of
from dr_refit.tree.discover import discover
from dr_refit.tree.disk import Disk
from tests.support.objects import commit_of

if TYPE_CHECKING:
    from pathlib import Path

    from dr_refit.codemod.result import Report

TABLE = MoveTable([command_line(["old.f=new.g"], [])])
KEPT = "import old as o\nimport new\nnew.g()\n"


def rewritten(
    files: dict[str, str], table: MoveTable = TABLE, *, jobs: int = 1
) -> tuple[dict[str, str], Report]:
    """Return what the changed files hold after a run, and the report."""
    tree = commit_of({path: text.encode() for path, text in files.items()})
    options = Options(jobs=jobs, settings=settings_of(tree, ""))
    report = run(tree, discover(tree, [""]), table, options)
    now = {path: tree.read(path).decode() for path in files}
    return {path: now[path] for path in files if now[path] != files[path]}, report


def said(report: Report) -> list[tuple[str, int, str]]:
    return [
        (one.path, finding.position.line, finding.code)
        for one in report.results
        for finding in one.findings
    ]


@pytest.mark.parametrize(
    "taker",
    [
        "from p.home import o\no.x\n",
        "from p.home import x, o as h\nh.x\n",
        "from p.home import (\n    x,  # why\n    o,\n)\n",
        "from p.home import x, \\\n    o\n",
        "from p.home \\\n    import o\n",
        "from .home import o\n",
        "from .home import *\no.x\n",
        "def f():\n    from p.home import o\n",
        "from p import home\nhome.o.x\n",
        "from . import home as h\nif h.o is None: h.o.x\n",
        "import p.home\np.home.o.x()\n",
        "import p.home as h\nx: 'h.o.x'\n",
        "try:\n    from p.home import o\nexcept ImportError:\n    pass\n",
    ],
)
def test_a_name_that_is_taken_stays(taker: str) -> None:
    home = "import old as o\no.f()\n"
    files = {"p/__init__.py": "", "p/home.py": home, "p/a.py": taker}
    now, report = rewritten(files)
    assert now == {"p/home.py": KEPT}
    assert said(report) == []
    assert rewritten(files | now)[0] == {}


@pytest.mark.parametrize(
    ("home", "now"),
    [
        (
            "if a:\n    import old\nelse:\n    import old.m\nold.m.f()\n",
            "if a:\n    import old\nelse:\n    import old.m\n    import new\nnew.g()\n",
        ),
        (
            "try:\n    import old\nexcept ValueError:\n    import old.m\nold.m.f()\n",
            (
                "try:\n    import old\nexcept ValueError:\n    import old.m\n"
                "    import new\nnew.g()\n"
            ),
        ),
        # Bound on every way all the same.
        (
            "import old\nif a:\n    import old.m\n    old.m.f()\n",
            "import old\nif a:\n    import new\n    new.g()\n",
        ),
    ],
)
def test_a_name_that_is_taken_stays_in_every_branch(home: str, now: str) -> None:
    files = {"home.py": home, "a.py": "from home import old\nold.x\n"}
    table = MoveTable([command_line(["old.m.f=new.g"], [])])
    assert rewritten(files, table)[0].get("home.py") == now


@pytest.mark.parametrize(
    "other",
    [
        "from p.home import other\n",
        "from q.home import o\n",
        "home = 1\nhome.o\n",
        "# from p.home import o\n",
        "from p import home\nhome.other.o\n",
        "from p.home import (\n",
        "",
    ],
)
def test_a_name_that_nobody_takes_goes(other: str) -> None:
    home = "import old as o\no.f()\n"
    files = {"p/__init__.py": "", "p/home.py": home, "p/a.py": other}
    assert rewritten(files)[0] == {"p/home.py": "import new as o\no.g()\n"}


HOME = {"p/__init__.py": "", "p/home.py": "import old as o\n"}


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("from p.home import o\no.f()\n", "import new\nnew.g()\n"),
        (
            "from p.home import o\no.f(o.x)\n",
            "from p.home import o\nimport new\nnew.g(o.x)\n",
        ),
        ("from .home import o as q\nq.f\n", "import new as q\nq.g\n"),
        ("import p.home as h\nh.o.f\n", "import new\nnew.g\n"),
        ("import p.home\np.home.o.f\n", "import new\nnew.g\n"),
        (
            "from . import home\nhome.o.f, home.x\n",
            "from . import home\nimport new\nnew.g, home.x\n",
        ),
    ],
)
def test_what_moved_is_followed_through_other_modules(before: str, after: str) -> None:
    now, report = rewritten(HOME | {"p/a.py": before})
    assert now == {"p/a.py": after}
    assert said(report) == []


def test_a_name_may_be_handed_on_several_times() -> None:
    files = HOME | {
        "p/__init__.py": "from .home import *\n",
        "p/b.py": "from p import o as q\n",
        "p/c.py": "from .b import q as r\n",
        "a.py": "from p.c import r\nr.f(r.x)\n",
        "b.py": "import p\np.o.f()\n",
    }
    now, report = rewritten(files)
    assert now == {
        "a.py": "from p.c import r\nimport new\nnew.g(r.x)\n",
        "b.py": "import new\nnew.g()\n",
    }
    assert said(report) == []


@pytest.mark.parametrize(
    "taken",
    [
        {"b.py": "from a import o\no.x()\n"},
        {"b.py": "from a import o as q\n", "c.py": "import b\nb.q.x\n"},
        {"b.py": "from a import  *\n", "c.py": "import b\nb.o.x\n"},
    ],
)
def test_what_is_followed_stays_where_it_is_taken_in_turn(
    taken: dict[str, str],
) -> None:
    now, report = rewritten(HOME | {"a.py": "from p.home import o\no.f()\n"} | taken)
    assert now == {"a.py": "from p.home import o\nimport new\nnew.g()\n"}
    assert said(report) == []


@pytest.mark.parametrize(
    "taker",
    [
        "from p.home import o as q\ng = q\ng.f()\n",
        "from p import home\nclass A:\n    y = home.o\n    y.f\nA.y.f()\n",
        "from p.home import o\ndef x(g=o): return g.f()\n",
        "from . import home as h\nprint(h.o.f, h.o)\n",
        "from p.home import o\nif (g := o) is not None: g.f()\n",
        "from p.home import o\nwith x as y, o as g: g.f()\n",
    ],
)
def test_a_module_from_elsewhere_that_is_passed_on_is_said(taker: str) -> None:
    _, report = rewritten(HOME | {"p/a.py": taker})
    assert {code for _, _, code in said(report)} == {"module-object-kept"}


@pytest.mark.parametrize(
    "files",
    [
        {"mid.py": "import p.home as h\n", "a.py": "import mid\nmid.h.o.f()\n"},
        {"p/mid.py": "from . import home\n", "a.py": "import p.mid\np.mid.home.o.f\n"},
        {"mid.py": "import p.home\n", "a.py": "from mid import p as q\nq.home.o.f()\n"},
        {
            "b.py": "import p.home as h\n",
            "mid.py": "import b as low\n",
            "a.py": "from mid import low\nlow.h.o.f()\n",
        },
    ],
)
def test_modules_are_followed_through_modules(files: dict[str, str]) -> None:
    now, report = rewritten(HOME | files)
    assert [*now] == ["a.py"]
    assert now["a.py"].startswith("import new\nnew.g")
    assert said(report) == []


@pytest.mark.parametrize(
    "files",
    [
        {
            "p/home.py": "import old as o\no = o or 1\n",
            "a.py": "import p.home as h\nh.o.f\n",
        },
        {
            "mid.py": "try:\n    import p.home as h\nexcept OSError:\n    h = None\n",
            "a.py": "import mid\nmid.h.o.f()\n",
        },
        {
            "mid.py": "if a:\n    from p.home import o\nelse:\n    o = None\n",
            "a.py": "import mid\nmid.o.f()\n",
        },
    ],
)
def test_what_may_be_something_else_is_said(files: dict[str, str]) -> None:
    now, report = rewritten(HOME | files)
    assert now == {}
    assert ("a.py", 2, "taken-elsewhere") in said(report)


def test_a_name_stays_that_is_taken_through_a_module_of_another() -> None:
    files = {
        "home.py": "import old as o\no.f()\n",
        "mid.py": "import home\n",
        "a.py": "import mid\nmid.home.o.x()\n",
    }
    assert rewritten(files)[0] == {"home.py": KEPT}


@pytest.mark.parametrize(
    "files",
    [
        HOME | {"a.py": "from p.home import *\no.f()\n"},
        {
            "home.py": "try:\n    import old as o\nexcept ImportError:\n    o = None\n",
            "a.py": "import home\nhome.o.f()\n",
        },
    ],
)
def test_what_cannot_be_followed_is_said(files: dict[str, str]) -> None:
    now, report = rewritten(files)
    assert now == {}
    assert said(report) == [("a.py", 2, "taken-elsewhere")]
    assert report.exit_code == 1


def test_a_name_whose_meaning_moved_stays_named_so() -> None:
    files = {
        "home.py": "from old import f\nimport old.m as m\n",
        "a.py": "from home import f\nimport home\nhome.m.x(f)\n",
    }
    table = MoveTable([command_line(["old.f=new.g"], ["old.m=new.n"])])
    assert rewritten(files, table)[0] == {
        "home.py": "from new import g as f\nimport new.n as m\n"
    }


def test_what_moved_elsewhere_than_all_around_it_is_followed() -> None:
    files = {
        "home.py": "import old.m as m\nm.f\n",
        "a.py": "from home import m\nm.f, m.x\n",
    }
    table = MoveTable([command_line(["old.m.f=lib.f"], ["old.m=new.n"])])
    assert rewritten(files, table)[0] == {
        "home.py": "import new.n as m\nimport lib\nlib.f\n",
        "a.py": "from home import m\nimport lib\nlib.f, m.x\n",
    }


def test_a_script_takes_from_the_one_beside_it() -> None:
    files = {
        "s/home.py": "import old as o\no.f()\n",
        "t/home.py": "import old as o\no.f()\n",
        "s/a.py": "from home import o\no.x\n",
    }
    assert rewritten(files)[0] == {
        "s/home.py": KEPT,
        "t/home.py": "import new as o\no.g()\n",
    }


def test_a_stub_keeps_what_its_module_keeps() -> None:
    files = HOME | {
        "p/home.py": "import old as o\no.f()\n",
        "p/home.pyi": "import old as o\nx: o.f\n",
        "a.py": "from p.home import o\n",
    }
    assert sorted(rewritten(files)[0]) == ["p/home.py", "p/home.pyi"]
    assert "import old as o\n" in rewritten(files)[0]["p/home.pyi"]


@pytest.mark.slow
def test_many_processes_settle_as_one_does() -> None:
    files = {"p/__init__.py": "from .m0 import o\n", "p/m0.py": "import old as o\n"}
    for at in range(1, 150):
        files[f"p/m{at}.py"] = f"from .m{at - 1} import o\no.f(o.x)\n" + "x = 1\n" * 50
    one, _ = rewritten(files)
    many, _ = rewritten(files, jobs=2)
    assert many == one
    assert len(one) == 149


def test_a_run_over_one_file_looks_at_all_of_the_project(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text("")
    (tmp_path / "home.py").write_text("import old as o\no.f()\n")
    (tmp_path / "a.py").write_text("from home import o\no.x\no.f\n")
    disk = Disk()
    for name in ("home.py", "a.py"):
        files = discover(disk, [str(tmp_path / name)])
        run(disk, files, TABLE, Options(beyond=str(tmp_path)))
    assert (tmp_path / "home.py").read_text() == KEPT
    assert (tmp_path / "a.py").read_text() == (
        "from home import o\nimport new\no.x\nnew.g\n"
    )


def test_stars_of_many_modules_of_one_package_end() -> None:
    files = {"p/__init__.py": "".join(f"from p.m{at} import *\n" for at in range(14))}
    for at in range(14):
        files[f"p/m{at}.py"] = "import old as o\nfrom p import things\nthings.x\n"
    files["a.py"] = "from p import m3, things\nm3.o.f()\nthings.x\n"
    assert rewritten(files)[0] == {
        "a.py": "from p import things\nimport new\nnew.g()\nthings.x\n"
    }


def test_stars_of_many_modules_that_are_no_files_end() -> None:
    # They are compiled, say, or made when the package is built.
    stars = "".join(f"from ._m{at} import *\n" for at in range(14))
    files = {
        "p/__init__.py": f"{stars}import old as o\n",
        "a.py": "import p\nfrom p import Thing\np.o.f()\n",
    }
    assert rewritten(files)[0] == {"a.py": "import new\nfrom p import Thing\nnew.g()\n"}


IN_APP = {"pyproject.toml": "", "app/__init__.py": ""}


@pytest.mark.parametrize(
    ("code", "codes"),
    [
        ("from .base import *\nif a:\n    import old\nold.f()\n", {"ambiguous-name"}),
        (
            "from .base import *\nif a:\n    from old import m\nm.f\n",
            {"ambiguous-name"},
        ),
        ("import old\nfrom .base import *\nold.f()\n", {"ambiguous-name"}),
        ("from .base import *\nimport old\nold.f()\n", set()),
        ("from .base import *\nfrom old import m as k\nk.f\n", set()),
        ("from .other import *\nif a:\n    import old\nold.f()\n", set()),
    ],
)
def test_a_star_of_the_project_may_bind_what_an_import_binds(
    code: str, codes: set[str]
) -> None:
    files = IN_APP | {
        "app/base.py": "old = m = 1\n",
        "app/other.py": "",
        "app/a.py": code,
    }
    table = MoveTable([command_line(["old.f=new.g", "old.m.f=new.h"], [])])
    now, report = rewritten(files, table)
    assert {code for _, _, code in said(report)} == codes
    assert bool(now) is not bool(codes)


def test_a_package_has_no_name_for_a_module_that_is_loading() -> None:
    files = IN_APP | {
        "app/home.py": "from app import sub\n",
        "app/sub.py": "import old\nold.f()\n",
    }
    table = MoveTable([command_line(["old.f=app.home.f"], [])])
    now, report = rewritten(files, table)
    assert now == {}
    assert said(report) == [("app/sub.py", 2, "circular-import")]


def test_a_fallback_is_one_whatever_else_the_file_imports() -> None:
    guard = (
        "try:\n    from old.mod import f as old, Cls as f\n"
        "except ImportError:\n    import old\n"
    )
    table = MoveTable([command_line(["old.mod.f=new.core"], ["old.other=new"])])
    now, _ = rewritten({"a.py": "from old.other import k as f\n" + guard}, table)
    assert now == {
        "a.py": "from new import k as f\n"
        + guard.replace(
            "from old.mod import f as old, Cls as f\n",
            "from old.mod import Cls as f\n    from new import core as old\n",
        )
    }
    assert rewritten(now, table)[0] == {}


NET = {
    "net/__init__.py": "from net.classes import *\n",
    "net/classes/__init__.py": "from net.classes import views\n",
    "net/classes/views.py": "V = W = 1\n",
}
VIEW = "net.classes.views.V=net.classes.views.W"
VIEWS = MoveTable([command_line([VIEW], [])])


@pytest.mark.parametrize(
    "files",
    [
        {},
        {"net/classes/__init__.py": "from . import views\n"},
        {"net/classes/__init__.py": "from .views import other\n"},
        {"net/classes/__init__.py": "import net.classes.views\n"},
        {
            "net/__init__.py": "from .mid import *\n",
            "net/mid.py": "from net.classes import *\n",
        },
        {"net/__init__.py": "from .classes import views\n"},
    ],
)
@pytest.mark.parametrize(
    ("taker", "follows"),
    [
        ("import net as nx\nnx.views.V\n", True),
        ("from net import views\nviews.V\n", True),
        ("from net import *\nviews.V\n", False),
    ],
)
def test_a_module_that_a_package_hands_on_is_followed_or_said(
    files: dict[str, str], taker: str, *, follows: bool
) -> None:
    now, report = rewritten(NET | files | {"a.py": taker}, VIEWS)
    # nx.classes.views.W    net.classes.views.W
    assert (".classes.views.W" in now.get("a.py", "")) is follows
    assert (("a.py", 2, "taken-elsewhere") in said(report)) is not follows


@pytest.mark.parametrize(
    "files",
    [
        # A module of its own.
        {"net/views.py": "V = 1\n", "a.py": "import net.views\nnet.views.V\n"},
        {"net/views.py": "V = 1\n", "a.py": "from net.views import V\n"},
        {"net/views.py": "V = 1\n", "a.py": "from net import views\nviews.other\n"},
        {"a.py": "import net as nx\nnx.views.other\n"},
        {
            "net/other.py": "views = 1\n",
            "a.py": "from net.other import views\nviews.V\n",
        },
        # It is bound to something else below the star.
        {
            "net/__init__.py": "from net.classes import *\nclass views:\n    V = 1\n",
            "a.py": "import net as nx\nnx.views.V\n",
        },
        # A star does not bind it.
        {
            "net/classes/__init__.py": "from . import views\n__all__ = ['x']\nx = 1\n",
            "a.py": "import net as nx\nnx.views.V\n",
        },
    ],
)
@pytest.mark.parametrize("others", [0, 20])
def test_what_only_looks_like_a_module_handed_on_is_left(
    files: dict[str, str], others: int
) -> None:
    # Of many names other files are searched for.
    moves = [f"net.classes.views.n{n}=net.classes.views.m{n}" for n in range(others)]
    table = MoveTable([command_line([VIEW, *moves], [])])
    now, report = rewritten(NET | files, table)
    assert now == {}
    assert [one for one in said(report) if one[0] == "a.py"] == []


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (
            "import net.classes.views\nnet.classes.views.V\n",
            "import net.classes.views\nnet.classes.views.W\n",
        ),
        (
            "import net.classes as c\nc.views.V\n",
            "import net.classes as c\nc.views.W\n",
        ),
    ],
)
def test_a_module_by_its_own_name_is_no_other(before: str, after: str) -> None:
    now, _ = rewritten(NET | {"a.py": before}, VIEWS)
    assert now == {"a.py": after}


@pytest.mark.parametrize(
    ("init", "low", "follows"),
    [
        ("from .low import *\n", "import old\n", True),
        ("from .low import *\nfrom .other import *\n", "import old\n", True),
        ("from .low import *\n", "import old\n__all__ = ['old']\n", True),
        ("from .low import *\n", "import old\n__all__ = ['x'] + y\n", True),
        ("import old\nfrom .low import *\n", "import old\n", True),
        ("import old\nfrom .low import *\n", "x = 1\n", True),
        # The last one is meant, or one of them.
        ("from .low import *\nold = 1\n", "import old\n", None),
        ("from .low import *\ndef old(): ...\n", "import old\n", None),
        ("from .low import *\nfrom .other import x as old\n", "import old\n", None),
        ("import old\nfrom .low import *\n", "class old: ...\n", False),
        ("import old\nfrom .low import *\n", "from .deep import *\n", False),
        ("from .low import *\nfrom .deep import *\n", "import old\n", False),
        ("from .low import *\nif x: old = 1\n", "import old\n", False),
        ("from .low import *\n", "import old\n__all__ = ('x',)\nx = 1\n", None),
    ],
)
def test_what_a_star_binds_is_told_from_what_the_module_does(
    init: str, low: str, *, follows: bool | None
) -> None:
    now, report = rewritten(
        {
            "p/__init__.py": init,
            "p/low.py": low,
            "p/deep.py": "class old: ...\n",
            "p/other.py": "x = 1\n",
            "a.py": "import p\np.old.f\n",
        }
    )
    assert ("a.py" in now) is (follows is True)
    assert (("a.py", 2, "taken-elsewhere") in said(report)) is (follows is False)


@pytest.mark.parametrize(
    ("files", "now"),
    [
        ({"b.py": "from lib import new\nfrom low import *\nnew.own\n"}, "new as new_"),
        ({"b.py": "from lib import *\nfrom low import *\nnew.own\n"}, "new as new_"),
        (
            {
                "b.py": "from lib import new\nfrom c import *\ndef g(): new.own\n",
                "c.py": "from low import *\n",
            },
            "new as new_",
        ),
        ({"b.py": "from low import *\nfrom lib import new\nnew.own\n"}, "new"),
        ({"b.py": "import new\nfrom low import *\nnew.own\n"}, "new"),
        ({"b.py": "import new\nfrom low import *\nnew = 1\n"}, "new"),
        (
            {"b.py": "from lib import *\nfrom low import *\nnew.a\nnew = 1\n"},
            "new as new_",
        ),
        ({"b.py": "from low import *\nx.new\n"}, "new"),
        ({"b.py": "import low\nnew = 1\n"}, "new"),
    ],
)
def test_a_new_import_hides_no_name_of_those_who_import_all(
    files: dict[str, str], now: str
) -> None:
    files = {"low.py": "import old\nold.f()\n"} | files
    bound = now.rpartition(" ")[2]
    assert rewritten(files)[0] == {"low.py": f"import {now}\n{bound}.g()\n"}


@pytest.mark.parametrize(
    ("code", "lines"),
    [
        ("from low import *\nold.f()\nold = 1\n", [2]),
        ("from low import *\nold = 1\nold.f()\n", []),
        ("from low import *\ndef g(): old.f()\ng()\nimport x as old\n", [2]),
    ],
)
def test_a_name_is_a_star_s_until_the_file_binds_it(
    code: str, lines: list[int]
) -> None:
    now, report = rewritten({"low.py": "import old\n", "b.py": code})
    assert now == {}
    taken = [one[1] for one in said(report) if one[2] == "taken-elsewhere"]
    assert taken == lines


@pytest.mark.parametrize("name", ["a.py", "z.py"])
def test_a_module_under_another_name_is_followed_through_several(name: str) -> None:
    files = {
        "p/__init__.py": "",
        "p/low.py": "import old\n",
        "p/mid.py": "from .low import old as m\n",
        "p/sub.py": "from .mid import m as k\n",
        name: "from p.sub import k as g\ng.f()\n",
    }
    assert rewritten(files)[0] == {name: "import new as g\ng.g()\n"}


def test_a_package_is_a_name_of_its_own_where_it_imports_a_module_of_it() -> None:
    files = {
        "p/__init__.py": "import p.sub\nimport old as o\no.f()\n",
        "p/sub.py": "",
        "a.py": "from p import p as q\nq.o.x()\n",
    }
    assert rewritten(files)[0] == {"p/__init__.py": "import p.sub\n" + KEPT}


@pytest.mark.parametrize(
    ("taker", "package", "stays"),
    [
        # A module is there whatever its package binds.
        ("from p import b\nb.g\n", "from .b import f\n", False),
        ("from . import b\nb.g\n", "from .b import f\n", False),
        ("patch('p.b.g')\n", "from .b import f\n", False),
        ("import p\np.b.g\n", "from .b import f\n", True),
        ("from p import b\nb.g\n", "from .b import f as b\n", True),
    ],
)
def test_a_module_of_a_package_is_there_without_it(
    taker: str, package: str, *, stays: bool
) -> None:
    files = {
        "p/__init__.py": package,
        "p/b.py": "def g(): ...\n",
        "p/c.py": "def f(): ...\n",
        "p/a.py": taker,
    }
    table = MoveTable([command_line(["p.b.f=p.c.f"], [])])
    now, report = rewritten(files, table)
    assert "p/__init__.py" in now or stays
    assert ("p/__init__.py" not in now) == stays, (now, said(report))


@pytest.mark.parametrize(
    ("passed", "stays"), [("'p'", False), ("'''p'''", False), ("p", True)]
)
def test_a_text_passes_on_no_package(passed: str, *, stays: bool) -> None:
    files = {
        "p/__init__.py": "from .b import F\n",
        "p/b.py": "F = 1\n",
        "a.py": f"import p\nprint({passed})\nthat.b\n",
    }
    table = MoveTable([command_line([], ["p.b=p.c.b"])])
    now = {} if stays else {"p/__init__.py": "from .c.b import F\n"}
    assert rewritten(files, table)[0] == now


@pytest.mark.parametrize(
    ("files", "now"),
    [
        (
            {
                "p/__init__.py": "import p.sub\nimport old as o\n",
                "p/sub.py": "",
                "a.py": "import p as q\nq.p.p.p.o.f()\n",
            },
            "import new\nnew.g()\n",
        ),
        (
            {
                "p/__init__.py": "",
                "p/low.py": "import old as o\nfrom . import low as me\n",
                "a.py": "from p.low import me\nme.me.me.o.f()\n",
            },
            "import new\nnew.g()\n",
        ),
        # This one would never end.
        (
            {
                "p/__init__.py": "from .p import p\nimport old as o\n",
                "p/p.py": "from . import p\n",
                "a.py": "from p import p, o\np.p.o.f\no.f()\n",
            },
            "from p import p\nimport new\np.p.o.f\nnew.g()\n",
        ),
    ],
)
def test_a_package_that_has_its_own_name_is_followed_again_and_again(
    files: dict[str, str], now: str
) -> None:
    assert rewritten(files)[0] == {"a.py": now}


@pytest.mark.parametrize(
    "passes",
    [
        "import old\nuse(old)\n",
        "import old as o\nD = {'a': o}\n",
        "import old\ndef get():\n    return old\n",
        "import old as o\nclass A:\n    lib = o\n",
    ],
)
@pytest.mark.parametrize(
    "uses",
    [
        "def use(lib):\n    lib.f()\n",
        "def use(made):\n    made().f()\n",
        "def use(things):\n    things['a'].f\n",
        "from a import xp\nxp.f()\n",
    ],
)
def test_a_module_that_is_passed_on_is_said_where_its_names_are_used_so(
    passes: str, uses: str
) -> None:
    now, report = rewritten({"a.py": passes, "b.py": uses})
    assert now == {}
    assert ("a.py", "module-object-kept") in {(one[0], one[2]) for one in said(report)}


@pytest.mark.parametrize(
    "other",
    [
        "",
        "def use(lib):\n    lib.g()\n",
        "class A:\n    def f(self): ...\n    def g(self):\n        self.f()\n",
        "import other\nother.f()\n",
        "x = 'lib.f'\n",
    ],
)
def test_a_module_that_is_passed_on_is_fine_where_nobody_uses_what_moved(
    other: str,
) -> None:
    now, report = rewritten({"a.py": "import old\nuse(old)\n", "b.py": other})
    assert (now, said(report)) == ({}, [])


def test_a_module_that_a_relative_import_names_may_be_passed_on() -> None:
    table = MoveTable([command_line(["p.old.f=p.new.f"], [])])
    files = {
        "p/a.py": "from . import old\nuse(old)\n",
        "b.py": "def use(lib):\n    lib.f()\n",
    }
    assert said(rewritten(files, table)[1]) == [("p/a.py", 2, "module-object-kept")]


def test_of_many_names_as_of_few_a_module_that_is_passed_on_is_said() -> None:
    moves = [f"old.{name}=new.{name}" for name in ("f", *(f"n{n}" for n in range(20)))]
    table = MoveTable([command_line(moves, [])])
    files = {
        "a.py": "import old\nuse(old)\n",
        "b.py": "def use(lib):\n    lib.f()\n",
    }
    assert said(rewritten(files, table)[1]) == [("a.py", 2, "module-object-kept")]
    files["b.py"] = "def use(lib):\n    lib.other()\n"
    assert said(rewritten(files, table)[1]) == []


@pytest.mark.parametrize(
    "passes",
    [
        "from low import o\nuse(o)\n",
        "import low\nuse(low.o)\n",
        "from low import *\nuse(o)\n",
    ],
)
def test_a_module_that_another_file_has_is_said_where_it_is_passed_on(
    passes: str,
) -> None:
    files = {
        "low.py": "import old as o\n",
        "a.py": passes,
        "b.py": "def use(lib):\n    lib.f()\n",
    }
    now, report = rewritten(files)
    assert now == {}
    assert {one[0] for one in said(report)} == {"a.py"}


_POSES = [
    "import old\ndef __getattr__(name):\n    return getattr(old, name)\n",
    "def __getattr__(name):\n    import old as o\n    return getattr(o, name)\n",
    "import old\n__getattr__ = old.__getattr__\n",
    "import old\nglobals().update(vars(old))\n",
    "import old\nglobals().update(old.__dict__)\n",
    "import old\nfor n in dir(old):\n    globals()[n] = getattr(old, n)\n",
    "import sys\nimport old\nsys.modules[__name__] = old\n",
    "import sys\nimport old\nsys.modules['p.compat'] = old\n",
]


@pytest.mark.parametrize("poses", _POSES)
@pytest.mark.parametrize(
    "takes",
    [
        "from p import compat\ncompat.f()\n",
        "from p.compat import f\n",
        "import p.mid\np.mid.c.f\n",
        "import p.compat as c\nc.sub.f\nmock.patch('p.compat.f')\n",
    ],
)
def test_a_module_that_poses_as_another_is_said_where_names_of_it_are_taken(
    poses: str, takes: str
) -> None:
    files = {
        "p/__init__.py": "",
        "p/compat.py": poses,
        "p/mid.py": "from . import compat as c\n",
        "b.py": takes,
    }
    many = MoveTable([command_line([f"old.{n}=new.{n}" for n in "fghijklmnopqr"], [])])
    for table in TABLE, many:
        now, report = rewritten(files, table)
        assert now == {}
        assert {(one[0], one[2]) for one in said(report)} == {
            ("p/compat.py", "module-object-kept")
        }


@pytest.mark.parametrize(
    ("poses", "takes"),
    [(poses, "from compat import other\nother.g\n") for poses in _POSES]
    + [
        # It has the name itself; or the name is of something else; or nothing poses.
        (_POSES[0] + "def f(): ...\n", "from compat import f\n"),
        (_POSES[3] + "f = 1\n", "import compat\ncompat.f()\n"),
        (_POSES[0], "from elsewhere import f\n"),
        (_POSES[0], "from compat import *\nother()\n"),
        ("import old\nuse(old)\n", "import compat\ncompat.f()\n"),
        (
            "import old\ndef __getattr__(n):\n    return old.g\n",
            "from compat import f\n",
        ),
    ],
)
def test_a_module_that_poses_as_another_is_fine_where_nobody_takes_what_moved(
    poses: str, takes: str
) -> None:
    now, report = rewritten({"compat.py": poses, "b.py": takes})
    assert (now, said(report)) == ({}, [])


def test_a_module_in_a_package_is_passed_on_by_its_dotted_name() -> None:
    table = MoveTable([command_line(["a.old.f=new.f"], [])])
    files = {
        "a.py": "import a.old\nuse(a.old)\n",
        "b.py": "import a.old\na.old.g(a.other)\n",
        "c.py": "def use(lib):\n    lib.f()\n",
    }
    assert said(rewritten(files, table)[1]) == [("a.py", 2, "module-object-kept")]


def test_a_package_that_moves_into_itself_stays_what_others_take() -> None:
    files = {
        "low.py": "import old\n",
        "a.py": "from low import old as o\no.f()\n",
    }
    table = MoveTable([command_line([], ["old=old.core"])])
    assert rewritten(files, table)[0] == {"low.py": "import old.core as old\n"}
