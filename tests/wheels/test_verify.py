"""`codemod verify`: what a migration says, against wheels that are made for it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner, Result

from dr_refit.cli.codemod import main
from dr_refit.migration.toml import parse_with_lines, shipped_dir
from dr_refit.wheels.check import check
from dr_refit.wheels.stock import Registry
from tests.support.wheels import make_wheel

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

HEAD = """\
title = "it"
distribution = "old"
[requirements]
new = "new>=1,<4"
"""
MOVE = """\
[[move]]
from = "old"
to = "new"
names = ["f"]
"""


def verify(folder: Path, text: str, *options: str) -> Result:
    (folder / "m.toml").write_text(text)
    arguments = [str(folder / "m.toml"), "--wheels", str(folder / "wheels")]
    return CliRunner().invoke(main, ["verify", *arguments, *options])


def findings(folder: Path, text: str) -> list[tuple[int, str, str]]:
    """The line, code and message of all that is found; the exit code agrees."""
    result = verify(folder, text, "--output-format", "json")
    files = json.loads(result.stdout)["files"]
    found = [
        (one["line"], one["code"], one["message"])
        for file in files
        for one in file["findings"]
    ]
    assert result.exit_code == bool(found)
    return found


@pytest.fixture
def wheels(tmp_path: Path) -> Path:
    """A folder with the old distribution."""
    make_wheel(tmp_path / "wheels", "old", "1.0", old="def f(a, b=1): ...\n")
    return tmp_path / "wheels"


@pytest.mark.parametrize(
    "modules",
    [
        {"new": "def f(a, b=1): ..."},
        {"new": "def f(*args, **kwargs): ..."},
        {"new": "from .x import f", "new__x": "def f(a, b=2, c=3): ..."},
        {"new": "from .x import *", "new__x": "f = 1"},
        {"new": "try:\n    from fast import f\nexcept E:\n    f = None"},
        {"new": "from elsewhere import *"},
        {"new": "import lazy\n__getattr__ = lazy.attach(__name__, {'f'})"},
        {"new": "def f(a, b=1): ...", "new__broken": "("},
        {"new": "from .odd import f", "new__odd": "def f(a, b='\\d'): ..."},
    ],
)
def test_a_home_that_is_there(
    modules: dict[str, str], wheels: Path, tmp_path: Path
) -> None:
    make_wheel(wheels, "new", "2.0", extras=(), needs=(), **modules)
    assert findings(tmp_path, HEAD + MOVE) == []
    said = verify(tmp_path, HEAD + MOVE).stdout
    assert "m.toml: new>=1,<4: 1 name looked up in 2.0\n" in said


@pytest.mark.parametrize(
    ("texts", "message"),
    [
        (["", "f = 1", "f = 1"], "new.f comes with new 2.0: require new>=2.0"),
        (["f = 1", "f = 1", ""], "new.f is gone from new 3.0: require new<3.0"),
        (["f = 1", "", ""], "new.f is gone from new 2.0: require new<2.0"),
        (["", "", "g = 1"], "new.f is not in new 1.0 to 3.0"),
    ],
)
def test_a_home_that_some_versions_lack(
    texts: list[str], message: str, wheels: Path, tmp_path: Path
) -> None:
    for number, text in enumerate(texts, 1):
        make_wheel(wheels, "new", f"{number}.0", new=text)
    assert findings(tmp_path, HEAD + MOVE) == [(8, "home-absent", message)]


def test_the_home_that_was_meant(wheels: Path, tmp_path: Path) -> None:
    make_wheel(wheels, "new", "1", new="", new___x="f = 1", new__y__z="f = 1")
    ((_, _, message),) = findings(tmp_path, HEAD + MOVE)
    assert message == "new.f is not in new 1: did you mean new.y.z.f?"


def test_a_home_in_a_class(wheels: Path, tmp_path: Path) -> None:
    make_wheel(wheels, "new", "1", new="from .x import C", new__x="class C:\n    f = 1")
    move = MOVE.replace('to = "new"', 'to = "new.C"')
    what = "new.C is a class, from which nothing is imported"
    message = f"{what}: list the name under [removed]"
    assert findings(tmp_path, HEAD + move) == [(8, "home-absent", message)]


def test_a_version_beyond_the_cap_that_lacks_a_name(
    wheels: Path, tmp_path: Path
) -> None:
    for version, text in [("3", "f = 1"), ("4", "f = 1"), ("5", ""), ("6", "")]:
        make_wheel(wheels, "new", version, new=text)
    assert findings(tmp_path, HEAD + MOVE) == []
    assert "looked up in 3; 5 lacks new.f\n" in verify(tmp_path, HEAD + MOVE).stdout


@pytest.mark.parametrize(
    ("after", "why"),
    [
        ("def f(a): ...", "no `b=` any more"),
        ("def f(a, *, b=1): ...", "`b` by keyword only"),
        ("def f(b, a): ...", "`a` in another place; `b` in another place"),
        ("def f(a, b=1, *, c): ...", "`c` is required"),
        ("def f(a, b): ...", "`b` has no default any more"),
    ],
)
def test_a_home_that_is_called_otherwise(
    after: str, why: str, wheels: Path, tmp_path: Path
) -> None:
    make_wheel(wheels, "new", "1", new=after)
    ((line, code, message),) = findings(tmp_path, HEAD + MOVE)
    assert (line, code) == (8, "signature-differs")
    assert message.startswith(f"new.f is called otherwise than old.f: {why}")
    note = '[notes]\n"old.f" = "pass b by keyword"\n'
    assert findings(tmp_path, HEAD + MOVE + note) == []


def test_a_home_that_nothing_brings(wheels: Path, tmp_path: Path) -> None:
    text = MOVE.replace("new", "other")
    assert findings(tmp_path, f'title = "it"\ndistribution = "old"\n{text}') == [
        (
            6,
            "home-unpublished",
            "no requirement brings other.f: add it to [requirements]",
        )
    ]
    make_wheel(wheels, "new", "9", new="f = 1")
    assert findings(tmp_path, HEAD + MOVE) == [
        (8, "home-unpublished", "no version of new>=1,<4 has new.f: there are 9")
    ]


SHARED = """\
title = "it"
[[move]]
from = "flow.hooks"
to = "flow.providers.bash.sensors"
names = [
  "Bash",
  "OldBash = Bash",
  "Absent",
]
[[move]]
from = "flow.hooks"
to = "flow.providers.other.hooks"
names = ["Hook"]
"""


@pytest.fixture
def shared(tmp_path: Path) -> Path:
    """Wheels of several distributions that share a package."""
    folder = tmp_path / "wheels"
    hooks = "Bash = OldBash = Absent = Hook = 1"
    make_wheel(folder, "flow", "2", flow="", flow__hooks=hooks)
    more = "__path__ = __import__('pkgutil').extend_path(__path__, __name__)"
    make_wheel(folder, "flow-core", "3", flow=more, flow__core="")
    make_wheel(
        folder,
        "flow-bash",
        "1",
        flow__providers__bash="",
        flow__providers__bash__sensors="Bash = 1",
    )
    return folder


def test_homes_in_a_package_that_distributions_share(
    shared: Path, tmp_path: Path
) -> None:
    absent = "flow.providers.bash.sensors.Absent is not in flow-bash 1"
    assert findings(tmp_path, SHARED) == [(8, "home-absent", absent)]
    said = verify(tmp_path, SHARED).stdout
    assert "no wheel tells of their modules: flow.providers.other.hooks.Hook\n" in said
    # A module that is not there, in a package that a requirement brings.
    text = SHARED.replace("sensors", "sensor").replace(
        "[[", '[requirements]\n"flow.providers.bash" = "flow-bash"\n[[', 1
    )
    bash = "flow.providers.bash.sensor.Bash is not in flow-bash 1"
    assert [each[::2] for each in findings(tmp_path, text)[:2]] == [
        (line, f"{bash}: did you mean flow.providers.bash.sensors.Bash?")
        for line in (8, 9)
    ]
    (shared / "flow_bash-1-py3-none-any.whl").unlink()
    assert findings(tmp_path, SHARED) == []


def test_what_a_requirement_needs_brings_the_homes(
    shared: Path, tmp_path: Path
) -> None:
    head = '[requirements]\n"flow.providers" = "flow-all"\n'
    text = SHARED.replace("[[", f"{head}[[", 1)
    make_wheel(shared, "flow-all", "3", needs=("flow-bash",), flow_all="")
    absent = "flow.providers.bash.sensors.Absent is not in flow-bash 1"
    assert findings(tmp_path, text) == [(10, "home-absent", absent)]


def test_homes_in_a_newer_version_of_the_old_package(tmp_path: Path) -> None:
    text = """\
title = "it"
[[move]]
from = "lib"
to = "lib"
names = [
  "f = g",
  "never = g",
  "k = absent",
]
"""
    make_wheel(tmp_path / "wheels", "lib", "1", lib="f = k = g = 1")
    assert [each[::2] for each in findings(tmp_path, text)] == [
        (8, "lib.absent is not in lib 1")
    ]
    make_wheel(tmp_path / "wheels", "lib", "2", lib="g = 1")
    assert [each[::2] for each in findings(tmp_path, text)] == [
        (7, "no version of lib has lib.never"),
        (8, "lib.absent is not in lib 2"),
    ]


def test_an_extra_that_is_not_there(wheels: Path, tmp_path: Path) -> None:
    make_wheel(wheels, "new", "1", extras=("Fast_er",), new="f = 1")
    assert findings(tmp_path, HEAD + MOVE + 'extra = "fast-er"\n') == []
    ((_, _, message),) = findings(tmp_path, HEAD + MOVE + 'extra = "faster"\n')
    assert message == "new 1 has no extra faster"


def test_an_old_name_that_never_was(wheels: Path, tmp_path: Path) -> None:
    make_wheel(wheels, "new", "1", new="f = g = 1")
    make_wheel(wheels, "old", "0.9", old="g = 1")
    text = HEAD + MOVE.replace('"f"', '"f", "g", "h = f"')
    assert findings(tmp_path, text) == [
        (8, "old-name-absent", "no version of old has old.h")
    ]


def test_a_blank_at_an_end_of_a_name(wheels: Path, tmp_path: Path) -> None:
    make_wheel(wheels, "new", "1", new="f = m = 1")
    make_wheel(wheels, "old", "1.0", old="f = g = h = 1", old__m="f = 1")
    text = (
        HEAD
        + """\
[[move]]
from = "old"
to = "new"
names = [
  "f",  # "old = new" has blanks in its midst
  " g = f",
]
[[move]]
module = " old.m"
to = "new.m\\t"
[kept]
"old.h " = " a text may have one "
"""
    )
    assert findings(tmp_path, text) == [
        (10, "blank-in-name", "' g = f' begins with a blank"),
        (13, "blank-in-name", "' old.m' begins with a blank"),
        (14, "blank-in-name", "'new.m\\t' ends with a blank"),
        (16, "blank-in-name", "'old.h ' ends with a blank"),
    ]


def test_what_is_not_looked_up(wheels: Path, tmp_path: Path) -> None:
    make_wheel(wheels, "x", "1", x="")
    planned = MOVE.replace('to = "new"', 'to = "later"')
    builtin = MOVE.replace('"f"', '"g = OrderedDict"').replace('"new"', '"collections"')
    git = MOVE.replace('"f"', '"k"') + 'requires = "new @ git+https://h.example/new"\n'
    make_wheel(wheels, "old", "0.9", old="g = k = 1")
    head = HEAD.replace('[requirements]\nnew = "new>=1,<4"\n', 'planned = ["later"]\n')
    assert findings(tmp_path, head + planned + builtin + git) == []
    said = verify(tmp_path, head + planned + builtin + git).stdout
    assert "1 name not looked up: no release" in said


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["hf_util"], "hf_util: no migration\nhint: did you mean hf_utils?"),
        (["hf_utils", "--wheels", "none"], "none: No such file or directory"),
        (["hf_utils", "--wheels", "."], ".: no wheels\nhint: put *.whl files there"),
        (
            ["hf_utils", "--wheels", "w"],
            "w/a-1-py3-none-any.whl: File is not a zip file",
        ),
    ],
)
def test_what_is_wrong_is_said(
    arguments: list[str],
    message: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    (tmp_path / "w").mkdir()
    (tmp_path / "w" / "a-1-py3-none-any.whl").write_text("no zip")
    monkeypatch.chdir(tmp_path)
    result = CliRunner().invoke(main, ["verify", *arguments])
    assert result.exit_code == 2
    assert message in result.stderr


@pytest.mark.network
@pytest.mark.nightly  # what it looks at changes with no commit
@pytest.mark.parametrize(
    "path", sorted(shipped_dir().glob("*.toml")), ids=lambda p: p.stem
)
def test_the_homes_of_what_is_shipped(
    path: Path, record_property: Callable[[str, str], None]
) -> None:
    found = check(parse_with_lines(str(path), path.read_bytes()), Registry())
    assert found.findings == ()
    for line in found.said:
        record_property("said", f"{path.stem}: {line}")
