"""[tool.codemod] in pyproject.toml."""

from __future__ import annotations

import re

import pytest

from tests.support.folder import Folder
from tests.support.rewriting import BOTH, HF, MOVE, NEW, OLD, OWN, SHOWN


def project(folder: Folder, settings: str, **files: str | bytes) -> None:
    folder.write({"pyproject.toml": f"[tool.codemod]\n{settings}\n", **files})


def test_settings_name_migrations(folder: Folder) -> None:
    """Paths in settings start at their file, wherever the command is run."""
    project(folder, 'migrations = ["moves/own.toml"]')
    folder.write({"moves/own.toml": OWN, "src/a.py": OLD, "src/b.py": OLD})
    assert folder.rewrite("src/a.py").code == 0
    assert folder.read("src/a.py") == NEW
    assert Folder(folder.path / "src").rewrite(".").code == 0
    assert folder.read("src/b.py") == NEW


def test_settings_select(folder: Folder) -> None:
    project(folder, 'select = ["hf_utils"]')
    folder.write({"a.py": BOTH, "b.py": BOTH})
    folder.rewrite("a.py")
    assert folder.read("a.py") == HF + "import dr_showntell.fancy_table\n"
    folder.rewrite("--select", "dr_showntell", "b.py")
    assert folder.read("b.py") == "import hf_utils.branches\n" + SHOWN


def test_settings_ignore(folder: Folder) -> None:
    project(folder, 'ignore = ["hf_utils"]')
    folder.write({"a.py": BOTH})
    folder.rewrite("a.py")
    assert folder.read("a.py") == "import hf_utils.branches\n" + SHOWN


TREE: dict[str, str | bytes] = dict.fromkeys(
    ["build/a.py", "one/b.py", "one/two/c.py", "one/two/three/d.py", "two/e.py"], OLD
)


def rewritten(folder: Folder) -> list[str]:
    return [name for name, data in folder.tree().items() if data == NEW.encode()]


def test_settings_exclude(folder: Folder) -> None:
    project(folder, 'exclude = ["three/"]')
    folder.write(TREE)
    assert folder.rewrite(*MOVE, ".").code == 0
    assert rewritten(folder) == ["build/a.py", "one/b.py", "one/two/c.py", "two/e.py"]


def test_exclude_on_the_command_line_replaces_that_of_the_settings(
    folder: Folder,
) -> None:
    project(folder, 'exclude = ["three/"]')
    folder.write(TREE)
    assert folder.rewrite(*MOVE, "--exclude", "e.py", ".").code == 0
    assert rewritten(folder) == [
        "build/a.py",
        "one/b.py",
        "one/two/c.py",
        "one/two/three/d.py",
    ]


def test_settings_extend_exclude(folder: Folder) -> None:
    project(folder, 'extend-exclude = ["three/"]')
    folder.write(TREE)
    assert folder.rewrite(*MOVE, "--extend-exclude", "e.py", ".").code == 0
    assert rewritten(folder) == ["one/b.py", "one/two/c.py"]


@pytest.mark.parametrize(
    ("settings", "options"),
    [
        ('extend-exclude = ["three/"]', []),
        ('extend-exclude = ["one/two/three/"]', []),
        ('extend-exclude = ["d.py"]', []),
        ("", ["--extend-exclude", "three/"]),
    ],
)
def test_a_named_file_is_excluded_by_force_only(
    settings: str, options: list[str], folder: Folder
) -> None:
    project(folder, settings)
    folder.write(TREE)
    named = ["one/two/three/d.py", "one/two/c.py", *options]
    forced = folder.rewrite(*MOVE, "--force-exclude", *named)
    assert (forced.code, rewritten(folder)) == (0, ["one/two/c.py"])
    assert forced.err == "1 file looked at: 1 rewritten.\n"
    assert folder.rewrite(*MOVE, *named).code == 0
    assert rewritten(folder) == ["one/two/c.py", "one/two/three/d.py"]


def test_force_exclude_from_below_and_for_folders(folder: Folder) -> None:
    project(folder, 'extend-exclude = ["two/three/", "/two/"]')
    folder.write(TREE)
    below = Folder(folder.path / "one/two")
    done = below.rewrite(*MOVE, "--force-exclude", "three/d.py", "../b.py", "../../two")
    assert (done.code, rewritten(folder)) == (0, ["one/b.py", "one/two/three/d.py"])


def test_force_exclude_holds_for_default_excludes_unless_they_are_replaced(
    folder: Folder,
) -> None:
    folder.write(TREE)
    assert folder.rewrite(*MOVE, "--force-exclude", "build/a.py").code == 0
    assert rewritten(folder) == []
    options = ["--force-exclude", "--exclude", "two/"]
    assert folder.rewrite(*MOVE, *options, "build/a.py").code == 0
    assert rewritten(folder) == ["build/a.py"]


def test_an_excluded_file_on_standard_input_comes_out_as_it_was(
    folder: Folder,
) -> None:
    project(folder, 'extend-exclude = ["one/"]')
    for force, after in (["--force-exclude"], OLD), ([], NEW):
        done = folder.rewrite(
            *MOVE, *force, "-", "--stdin-filename", "one/b.py", stdin=OLD.encode()
        )
        assert (done.code, done.out) == (0, after)


def test_an_unknown_code_is_said(folder: Folder) -> None:
    project(
        folder, '\n[tool.codemod.per-file-ignores]\n"a" = ["x"]\n"b" = ["star-imort"]'
    )
    folder.write({"a.py": OLD, "sub/b.py": ""})
    for path in ".", "sub":
        done = folder.rewrite(*MOVE, path)
        assert done.code == 1
        assert done.err.startswith(
            "pyproject.toml:4: warning: no finding has the code x [unknown-code]\n"
            "pyproject.toml:5: warning: no finding has the code star-imort;"
            " did you mean star-import? [unknown-code]\n"
        )


@pytest.mark.parametrize("key", ["exclude", "extend-exclude"])
@pytest.mark.parametrize(
    ("where", "path"),
    [(".", "."), (".", "one"), ("one", "."), ("one/two", ".."), ("two", "../one")],
)
def test_excluded_paths_start_at_the_settings(
    where: str, path: str, key: str, folder: Folder
) -> None:
    """As in every other tool: the same files, wherever the command is run."""
    project(folder, f'{key} = ["one/two/"]')
    folder.write(TREE)
    assert Folder(folder.path / where).rewrite(*MOVE, path).code == 0
    below = [name for name in rewritten(folder) if name.startswith("one/")]
    assert below == ["one/b.py"]


def test_per_file_ignores(folder: Folder) -> None:
    project(
        folder,
        'migrations = ["own.toml"]\n'
        "[tool.codemod.per-file-ignores]\n"
        '"tests/*" = ["removed-name"]\n"/a.py" = ["removed-name", "unknown-name"]',
    )
    text = "from old import gone\n"
    files = ["a.py", "b.py", "tests/c.py", "tests/d/e.py", "sub/a.py"]
    folder.write({"own.toml": OWN, **dict.fromkeys(files, text)})
    done = folder.rewrite(".")
    assert done.code == 1
    assert re.findall(r"^(\S+):1:17: warning", done.err, re.MULTILINE) == [
        "b.py",
        "sub/a.py",
    ]
    assert folder.rewrite("tests", "a.py").code == 0
    assert Folder(folder.path / "tests").rewrite(".", "../a.py").code == 0
    assert folder.rewrite(str(folder.path / "tests")).code == 0


@pytest.mark.parametrize("code", ["syntax-error", "undecodable"])
def test_a_broken_file_is_never_fine(code: str, folder: Folder) -> None:
    """Exclude what cannot be mended."""
    project(folder, f'per-file-ignores = {{"*" = ["{code}"]}}')
    folder.write(
        {"a.py": OLD.encode() + b"x = (\n" + b"\xff" * (code == "undecodable")}
    )
    assert folder.rewrite(*MOVE, ".").code == 2


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ("nonsense = 1", r"pyproject\.toml:2: unknown key nonsense\nhint: .+"),
        ("selct = []", r"toml:2: unknown key selct\nhint: did you mean select\?"),
        ("per_file_ignores = {}", r"\nhint: did you mean per-file-ignores\?"),
        (
            'select = "hf_utils"',
            r"toml:2: select must be a list of strings.*\nhint: .+",
        ),
        ("ignore = [1]", r"toml:2: ignore must be a string, not 1\nhint: .+"),
        ("exclude = true", r"toml:2: exclude must be a list of strings.*\nhint: .+"),
        (
            "\nper-file-ignores = []",
            r"toml:3: per-file-ignores must be a table.*\nhint",
        ),
        ('per-file-ignores = {"a" = "b"}', r"toml:2: a must be a list of codes"),
        (
            '\nselect = [\n"hf_utils",\n"nonsense"]',
            r"toml:5: there is no migration nonsense\nhint: .+",
        ),
        ('ignore = ["hf_util"]', r"toml:2: there is no migration hf_util\nhint: .+"),
        ('migrations = ["nowhere.toml"]', r"nowhere\.toml: .+\nhint: .+"),
        ("select = [", r"pyproject\.toml:\d+: .+\nhint: .+"),
        ('per-file-ignores = {"!" = ["x"]}', r"!.*\nhint: .+"),
        ('extend-exclude = ["!"]', r"!.*\nhint: .+"),
    ],
)
def test_wrong_settings(settings: str, message: str, folder: Folder) -> None:
    project(folder, settings, **{"a.py": "import hf_utils.branches\n"})
    done = folder.rewrite(".")
    assert (done.code, done.out) == (2, "")
    assert re.search(rf"\Aerror: .*{message}\n?", done.err)
    assert folder.read("a.py") == "import hf_utils.branches\n"


@pytest.mark.parametrize(
    "text",
    [
        '[tool]\ncodemod = "x"\n',
        "[tool]\ncodemod = 3\n",
        "tool = 3 # codemod\n",
        "[[tool.codemod]]\n",
    ],
)
def test_settings_that_are_no_table(text: str, folder: Folder) -> None:
    folder.write({"pyproject.toml": text, "a.py": OLD})
    done = folder.rewrite(*MOVE, ".")
    assert done.code == 2
    assert re.match(r"error: .*pyproject\.toml:[12]: .*\nhint: .+\n", done.err)


def test_settings_of_others_do_not_count(folder: Folder) -> None:
    """Those of the folder that is rewritten, not above its repository."""
    project(folder, "nonsense = 1")
    folder.write({"inner/pyproject.toml": "[tool.black]\n", "inner/a.py": OLD})
    assert folder.rewrite(*MOVE, "inner").code == 0
    folder.write({"repository/.git/HEAD": "", "repository/sub/a.py": OLD})
    assert folder.rewrite(*MOVE, "repository/sub").code == 0
    assert folder.rewrite(*MOVE, ".").code == 2


MOVED = """\
select = ["pyproject"]
move = { "old.tool" = "new.home.tool", "x.f" = "y.f", "y.f" = "x.f" }
move-module = { "old" = "new.rest" }
"""


def test_settings_move(folder: Folder) -> None:
    """As --move and --move-module: the longest match wins, swaps are two moves."""
    project(folder, MOVED)
    folder.write({"a.py": OLD, "sub/c.py": "from x import f\nimport old.more as m\n"})
    assert folder.rewrite(".").code == 0
    assert folder.read("a.py") == NEW
    assert folder.read("sub/c.py") == "from y import f\nimport new.rest.more as m\n"


def test_settings_move_beside_the_migrations_that_are_shipped(folder: Folder) -> None:
    project(folder, MOVED.partition("\n")[2])
    folder.write({"a.py": OLD + BOTH})
    folder.rewrite(".")
    assert folder.read("a.py") == NEW + HF + SHOWN
    folder.write({"b.py": OLD + BOTH})
    folder.rewrite("--ignore", "pyproject", "b.py")
    assert folder.read("b.py") == OLD + HF + SHOWN
    folder.write({"c.py": OLD})
    assert folder.rewrite("--move", "x.y=x.z", "c.py").code == 0
    assert folder.read("c.py") == OLD


@pytest.mark.parametrize(
    ("settings", "line", "why"),
    [
        ('move = { "a.f" = "b.f", "x" = "y.x" }', 2, "x is not in a module"),
        ('[tool.codemod.move]\n"a.f" = "b.f"\n"a.class" = "x.y"', 4, ".*a keyword"),
        ('move-module = { "a" = "a" }', 2, "a moves to itself"),
        ("move = { a.f = 'b.f' }", 2, 'a must be a text.*\nhint: Write it "old.name"'),
        ("move = ['a.f=b.f']", 2, "move must be a table"),
        (
            'move = { "a.f" = "b.f" }\nmove-module = { "a.f" = "c" }',
            2,
            "a.f moves to c already",
        ),
        (
            'move = { "a.f" = "b.c" }\nmove-module = { "a.d" = "b.c" }',
            2,
            "b.c is a module: a.d moves to b.c",
        ),
    ],
)
def test_a_wrong_move_is_said(
    settings: str, line: int, why: str, folder: Folder
) -> None:
    project(folder, settings)
    folder.write({"a.py": OLD})
    done = folder.rewrite("a.py")
    assert done.code == 2
    assert re.match(rf"error: \S*pyproject.toml:{line}: {why}", done.err), done.err
