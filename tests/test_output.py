"""What the command says, where, in which format, and with which exit code."""

from __future__ import annotations

import json
import os
import pickle
import re
import subprocess
import sys
from pathlib import Path
from typing import Any
from urllib.parse import unquote_to_bytes

import pytest

import dr_refit
from dr_refit.findings import Code
from tests.support.folder import Done, Folder

SOURCE = Path(dr_refit.__file__).parent
FORMATS = ["text", "github", "sarif", "json"]

MOVED = "from hf_utils.branches import get_all_repo_branches\n"
UNKNOWN = "from hf_utils import nonsense\n"
BROKEN = "from hf_utils import (\n"
NOTED = (
    "try:\n    from dr_showntell.fancy_table import FancyBox\n"
    "except ImportError:\n    FancyBox = None\n"
)


# Where it goes, and the exit code


@pytest.mark.parametrize(
    ("code", "files", "arguments"),
    [
        (0, {}, ["."]),
        (0, {"a.py": "import os\n"}, ["."]),
        (0, {"a.py": "import os\n"}, ["--check", "."]),
        (0, {"a.py": MOVED}, ["."]),
        (0, {"a.py": NOTED}, ["."]),
        (0, {"a.txt": MOVED}, ["a.txt"]),
        (0, {"a.py": MOVED}, ["-q", "."]),
        (1, {"a.py": MOVED}, ["--check", "."]),
        (1, {"a.py": MOVED}, ["--diff", "."]),
        (1, {"a.py": MOVED}, ["--check", "--diff", "."]),
        (1, {"a.py": MOVED}, ["--check", "-q", "."]),
        (1, {"a.py": UNKNOWN}, ["."]),
        (1, {"a.py": UNKNOWN}, ["-q", "."]),
        (1, {"a.py": UNKNOWN, "b.py": MOVED}, ["."]),
        (1, {"a.py": UNKNOWN}, ["--check", "."]),
        (2, {"a.py": BROKEN}, ["."]),
        (2, {"a.py": BROKEN}, ["--check", "."]),
        (2, {"a.py": BROKEN}, ["-q", "."]),
        (2, {"a.py": BROKEN, "b.py": UNKNOWN, "c.py": MOVED}, ["."]),
        (2, {"a.py": MOVED}, ["missing.py"]),
        (2, {"a.py": MOVED}, [".", "missing"]),
        (2, {"a.py": MOVED}, []),
        (2, {"a.py": MOVED}, ["--no-such-option", "."]),
        (2, {"a.py": MOVED}, ["-j", "-1", "."]),
        (2, {"a.py": MOVED}, ["--output-format", "xml", "."]),
    ],
)
def test_exit_code(
    code: int, files: dict[str, str | bytes], arguments: list[str], folder: Folder
) -> None:
    folder.write(files)
    done = folder.rewrite(*arguments)
    assert (done.code, "Traceback" in done.err) == (code, False)


@pytest.mark.parametrize(
    "arguments",
    [["missing.py"], [".", "missing"], ["-j", "-1", "."], ["-", "."], ["--no", "."]],
)
def test_a_wrong_command_line_does_nothing(
    arguments: list[str], folder: Folder
) -> None:
    folder.write({"a.py": MOVED})
    done = folder.rewrite(*arguments)
    assert (done.code, done.out) == (2, "")
    assert "rror: " in done.err
    assert folder.tree() == {"a.py": MOVED.encode()}


@pytest.mark.parametrize("output", FORMATS)
@pytest.mark.parametrize("dry", [["--check"], ["--diff"], ["--check", "--diff"]])
def test_check_and_diff_never_write(
    dry: list[str], output: str, folder: Folder
) -> None:
    folder.write({"a.py": MOVED, "b.py": UNKNOWN, "c.py": BROKEN})
    times = {path: path.stat().st_mtime_ns for path in folder.path.iterdir()}
    before = folder.tree()
    done = folder.rewrite(*dry, "--output-format", output, ".")
    assert done.code == 2
    assert folder.tree() == before
    assert {path: path.stat().st_mtime_ns for path in folder.path.iterdir()} == times


def test_the_diff_is_on_stdout_and_all_else_on_stderr(folder: Folder) -> None:
    folder.write({"a.py": f"{MOVED}x = 1\n", "b.py": UNKNOWN, "c.py": BROKEN})
    done = folder.rewrite("--diff", "-v", ".")
    assert done.out == (
        "--- a/a.py\n+++ b/a.py\n@@ -1,2 +1,2 @@\n"
        "-from hf_utils.branches import get_all_repo_branches\n"
        "+from dr_hf import get_all_repo_branches\n x = 1\n"
    )
    assert [line.partition(":")[0] for line in done.err.splitlines()[:3]] == [
        "would rewrite a.py",
        "b.py",
        "c.py",
    ]
    for line in done.err.splitlines():
        assert line not in done.out.splitlines()


@pytest.mark.parametrize("arguments", [[], ["--check"], ["-v"]])
def test_without_diff_stdout_is_empty(arguments: list[str], folder: Folder) -> None:
    folder.write({"a.py": MOVED, "b.py": UNKNOWN, "c.py": BROKEN})
    done = folder.rewrite(*arguments, ".")
    assert done.out == ""
    assert "[unknown-name]" in done.err


@pytest.mark.parametrize("output", FORMATS[1:])
def test_a_report_for_programs_is_on_stdout(output: str, folder: Folder) -> None:
    folder.write({"a.py": MOVED, "b.py": UNKNOWN, "c.py": BROKEN})
    done = folder.rewrite("--output-format", output, ".")
    assert done.err == ""
    assert "unknown-name" in done.out
    assert "syntax-error" in done.out
    assert done.out.endswith("\n")


def test_quiet_says_nothing_but_errors(folder: Folder) -> None:
    folder.write({"a.py": MOVED, "b.py": UNKNOWN})
    done = folder.rewrite("-q", ".")
    assert (done.code, done.out, done.err) == (1, "", "")
    folder.write({"c.py": BROKEN})
    done = folder.rewrite("-q", ".")
    assert (done.code, done.out) == (2, "")
    assert re.search(
        r"^c\.py:1:\d+: error: .*\[syntax-error\]$", done.err, re.MULTILINE
    )


def test_verbose_names_every_file(folder: Folder) -> None:
    folder.write({"a.py": MOVED, "sub/b.py": MOVED, "c.py": "import os\n"})
    assert "a.py" not in folder.rewrite("--check", ".").err
    dry = folder.rewrite("--check", "-v", ".").err.splitlines()
    assert dry[:2] == ["would rewrite a.py", "would rewrite sub/b.py"]
    wet = folder.rewrite("-v", ".").err.splitlines()
    assert [line for line in wet if "rewrote" in line] == [
        "rewrote a.py",
        "rewrote sub/b.py",
    ]
    assert "c.py" not in "".join(wet)


# Colours, on a terminal or when asked


def on_a_terminal(folder: Folder, *arguments: str) -> str:
    """Run with a terminal for stdout and stderr."""
    ours, theirs = os.openpty()
    command = [sys.executable, "-m", "dr_refit", "rewrite-imports", *arguments]
    process = subprocess.Popen(
        command,
        cwd=folder.path,
        env=folder.environment(TERM="xterm"),
        stdin=subprocess.DEVNULL,
        stdout=theirs,
        stderr=theirs,
    )
    os.close(theirs)
    parts = []
    try:
        while part := os.read(ours, 1 << 16):
            parts.append(part)
    except OSError:
        # Linux says so when the last process has closed the terminal.
        pass
    os.close(ours)
    assert process.wait() == 1
    return b"".join(parts).decode()


def test_colour_on_a_terminal(folder: Folder) -> None:
    folder.write({"a.py": MOVED})
    text = on_a_terminal(folder, "--diff", "a.py")
    assert "\x1b[31m-from hf_utils" in text
    assert "\x1b[32m+from dr_hf" in text


def test_no_colour_on_a_terminal_when_told(folder: Folder) -> None:
    folder.write({"a.py": MOVED})
    text = on_a_terminal(folder, "--diff", "--color", "never", "a.py")
    assert "+from dr_hf" in text
    assert "\x1b" not in text


@pytest.mark.parametrize("color", ["auto", "never"])
def test_no_colour_in_a_pipe(color: str, folder: Folder) -> None:
    folder.write({"a.py": MOVED, "b.py": UNKNOWN})
    done = folder.rewrite("--diff", "-v", "--color", color, ".")
    assert "+from dr_hf" in done.out
    assert "\x1b" not in done.out + done.err


def test_colour_in_a_pipe_when_asked(folder: Folder) -> None:
    folder.write({"a.py": MOVED})
    plain = folder.rewrite("--diff", "a.py").out
    coloured = folder.rewrite("--diff", "--color", "always", "a.py").out
    assert "\x1b[32m+from dr_hf" in coloured
    assert re.sub(r"\x1b\[[0-9;]*m", "", coloured) == plain


# The diff is one that other tools can apply

DIFFS: dict[str, bytes] = {
    "lf": b"import os\n%sx = 1\n",
    "no final newline": b"import os\nimport hf_utils.branches",
    "no final newline, elsewhere": b"%sx = 1",
    "crlf": b"import os\r\n%sx = 1\r\n",
    "mixed": b"import os\r\n%sx = 1\ny = 2\r\n",
    "cr inside": b"%sx = 1\ry = 2\rz = 3\n",
    "form feed": b"\x0c\n%s\x0cx = 1\n",
    "other line ends of unicode": b"%ss = '\xe2\x80\xa8 \xc2\x85 \x1c'\nx = 1\n",
    "escape sequence": b"%ss = '\x1b[31m'\nx = 1\n",
    "bom": b"\xef\xbb\xbf%sx = 1\n",
    "far apart": b"%s" + b"x = 1\n" * 30 + b"%s" + b"y = 1\n" * 30,
}


@pytest.mark.parametrize("name", DIFFS)
def test_the_diff_can_be_applied(name: str, folder: Folder, tmp_path: Path) -> None:
    text = DIFFS[name].replace(b"%s", MOVED.encode())
    twin = Folder(tmp_path / "twin")
    for one in (folder, twin):
        one.write({"sub/a b.py": text, "c.py": MOVED})
    shown = folder.rewrite("--diff", ".")
    assert shown.code == 1
    assert folder.rewrite(".").code == 0
    assert folder.tree()["sub/a b.py"] != text
    (tmp_path / "patch").write_bytes(shown.raw)
    twin.git("init", "-q")
    twin.git("apply", "--whitespace=nowarn", str(tmp_path / "patch"))
    assert twin.tree() == folder.tree()


# File names, and what else strangers choose, cannot forge a line

PWNED = "::error file=secret.py::pwned"
NAMES: dict[str, bytes] = {
    "newline": b"a\n::error file=secret.py::pwned.py",
    "carriage return": b"a\r::error file=secret.py::pwned.py",
    "workflow command": b"::error file=secret.py::pwned.py",
    "old workflow command": b"##[error]pwned.py",
    "escape": b"a\x1b[2K\x1b[1Asecret.py",
    "title": b"a\x1b]0;pwned\x07secret.py",
    "backspaces": b"secret\x08\x08\x08\x08\x08\x08.py",
    "comma": b"a,line=7,col=1::pwned.py",
    "percent": b"a%0A::error::pwned.py",
    "quote": b'a","changed":true,"x":".py',
    "no UTF-8": b"a\xff\xfe\x80.py",
    "next line": "a\N{NEXT LINE}::error::pwned.py".encode(),
    "line separator": "a\N{LINE SEPARATOR}::error::pwned.py".encode(),
    "right to left": "a\N{RIGHT-TO-LEFT OVERRIDE}yp.terces.py".encode(),
    "space": b" ::error::pwned .py",
    "backslash": b"a\\n::error::pwned.py",
}
DANGEROUS = re.compile(
    r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]"
)
#: Every command that the github format may write.
COMMAND = re.compile(
    r"::(?:error|warning|notice) title=[a-z-]+,file=[^:,\r\n]+"
    r"(?:,line=\d+,col=\d+)?::.*"
)


def hostile(folder: Folder, name: bytes) -> None:
    """Make a file of that name that moves, one that is left, and one that fails."""
    for place, data in (("1", MOVED), ("2", UNKNOWN), ("3", BROKEN)):
        (folder.path / place).mkdir()
        path = os.path.join(os.fsencode(folder.path / place), name)
        with open(path, "wb") as file:
            file.write(data.encode())


def assert_harmless(done: Done) -> None:
    assert not DANGEROUS.findall(done.out + done.err)
    lines = (done.out + done.err).splitlines()
    # The runner of GitHub's actions takes these for its own, spaces before them or not.
    assert not [line for line in lines if re.match(r"\s*(::|##\[)", line)]


@pytest.mark.parametrize("name", NAMES)
def test_a_file_name_cannot_forge_text(name: str, folder: Folder) -> None:
    hostile(folder, NAMES[name])
    done = folder.rewrite("--diff", "-v", ".")
    assert done.code == 2
    assert_harmless(done)
    lines = done.err.splitlines()
    for text in ("would rewrite ", ": warning: ", ": error: ", " looked at: "):
        assert sum(text in line for line in lines) == 1
    # The four, and what has to be added, under its heading.
    assert lines[4:] == ["Dependencies to add:", "  dr-hf>=0.1.0,<0.1.2"]


@pytest.mark.parametrize("name", NAMES)
def test_a_file_that_is_named_cannot_forge_text(name: str, folder: Folder) -> None:
    """Its line starts with a character of the stranger's."""
    hostile(folder, NAMES[name])
    for place, code in (("1", 1), ("2", 1), ("3", 2)):
        here = Folder(folder.path / place)
        done = here.rewrite("--diff", "-v", "--", NAMES[name])
        assert done.code == code
        assert_harmless(done)


@pytest.mark.parametrize("name", NAMES)
def test_a_file_name_cannot_forge_commands(name: str, folder: Folder) -> None:
    hostile(folder, NAMES[name])
    done = folder.rewrite("--check", "--output-format", "github", ".")
    assert (done.code, done.err) == (2, "")
    assert not DANGEROUS.findall(done.out)
    lines = done.out.removesuffix("\n").split("\n")
    assert [line.partition(",")[0] for line in lines] == [
        "::error title=would-rewrite",
        "::warning title=unknown-name",
        "::error title=syntax-error",
    ]
    assert all(map(COMMAND.fullmatch, lines))


@pytest.mark.parametrize(
    "name", ["comma", "percent", "newline", "workflow command", "quote", "space"]
)
def test_commands_name_the_right_file(name: str, folder: Folder) -> None:
    """What GitHub's runner makes of the line again, in its order."""
    hostile(folder, NAMES[name])
    line = folder.rewrite("--check", "--output-format", "github", "1").out
    found = re.search(r"file=([^,:]*)", line)
    assert found
    file = found[1].replace("%0A", "\n").replace("%3A", ":").replace("%2C", ",")
    assert file.replace("%25", "%") == f"1/{NAMES[name].decode()}"


def test_commands_name_no_other_file(folder: Folder) -> None:
    """An escape sequence that is only left out makes another name."""
    hostile(folder, NAMES["escape"])
    done = folder.rewrite("--check", "--output-format", "github", ".")
    assert "file=1/" in done.out
    assert "/asecret.py" not in done.out


@pytest.mark.parametrize("output", ["json", "sarif"])
@pytest.mark.parametrize("name", NAMES)
def test_a_file_name_cannot_forge_json(name: str, output: str, folder: Folder) -> None:
    hostile(folder, NAMES[name])
    done = folder.rewrite("--check", "--output-format", output, ".")
    assert not DANGEROUS.findall(done.out)
    data = json.loads(done.out)
    if output == "json":
        paths = [os.fsencode(file["path"]) for file in data["files"]]
    else:
        paths = [unquote_to_bytes(uri(result)) for result in results(data)]
    assert paths == [place + b"/" + NAMES[name] for place in (b"1", b"2", b"3")]


@pytest.mark.parametrize("output", FORMATS)
def test_code_cannot_forge_output(output: str, folder: Folder) -> None:
    """A message names what the code says: a string that `getattr` is given."""
    evil = "a\\n::error file=secret.py::pwned\\x1b[2K"
    folder.write({"a.py": f"import old\ngetattr(old, '{evil}')\nold.g()\n"})
    moves = ("--move-module", "old=new", "--move", "old.g=other.g")
    done = folder.rewrite(*moves, "--output-format", output, ".")
    assert "dynamic-access" in done.out + done.err
    assert not DANGEROUS.findall(done.out + done.err)
    lines = (done.out + done.err).splitlines()
    assert not [line for line in lines if line.startswith(PWNED)]


@pytest.mark.parametrize("output", FORMATS)
def test_a_folder_of_a_local_module_cannot_forge_output(
    output: str, folder: Folder
) -> None:
    evil = "a\n::error file=secret.py::pwned\x1b[2K"
    folder.write(
        {
            "pyproject.toml": "",
            f"{evil}/hf_utils.py": "",
            f"{evil}/a.py": MOVED,
        }
    )
    done = folder.rewrite("--output-format", output, ".")
    assert "local-module" in done.out + done.err
    assert not DANGEROUS.findall(done.out + done.err)
    lines = (done.out + done.err).splitlines()
    assert not [line for line in lines if line.startswith(PWNED)]


@pytest.mark.parametrize(
    "settings",
    [
        f'"a\\n{PWNED}\\u001b[2K" = []\n',
        f'select = ["a\\n{PWNED}\\u001b[2K"]\n',
        f'migrations = ["a\\n{PWNED}\\u001b[2K.toml"]\n',
    ],
)
def test_settings_cannot_forge_errors(settings: str, folder: Folder) -> None:
    """They come with the repository, as file names do."""
    folder.write({"pyproject.toml": f"[tool.codemod]\n{settings}", "a.py": MOVED})
    done = folder.rewrite(".")
    assert (done.code, done.out) == (2, "")
    assert not DANGEROUS.findall(done.err)
    assert not [line for line in done.err.splitlines() if line.startswith(PWNED)]


def test_a_missing_path_cannot_forge_errors(folder: Folder) -> None:
    done = folder.rewrite(f"a\n{PWNED}\x1b[2K")
    assert (done.code, done.out) == (2, "")
    assert not DANGEROUS.findall(done.err)
    assert not [line for line in done.err.splitlines() if line.startswith(PWNED)]


# Formats for programs

LEFT = (
    '"""d"""\n'
    "from hf_utils import nonsense\n"
    "def f():\n"
    "    \N{GREEK SMALL LETTER ALPHA} = 1; from hf_utils import nonsense\n"
)


def uri(result: dict[str, Any]) -> str:
    place = result["locations"][0]["physicalLocation"]
    found: str = place["artifactLocation"]["uri"]
    return found


def results(log: dict[str, Any]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = log["runs"][0]["results"]
    return found


@pytest.fixture
def mixed(folder: Folder) -> Folder:
    folder.write(
        {
            "a.py": MOVED,
            "sub/left.py": LEFT,
            "bad.py": BROKEN,
            "noted.py": NOTED,
            "nothing.py": "import os\n",
            "bytes.py": b"import hf_utils  # caf\xe9\n",
        }
    )
    return folder


def test_places_are_the_same_in_every_format(mixed: Folder) -> None:
    """Line and column count from 1, in characters."""
    places = [(2, 22), (4, 33)]
    text = mixed.rewrite("--check", ".").err
    found = re.findall(r"^sub/left\.py:(\d+):(\d+): warning: ", text, re.MULTILINE)
    assert [(int(line), int(column)) for line, column in found] == places

    data = json.loads(mixed.rewrite("--check", "--output-format=json", ".").out)
    (left,) = [file for file in data["files"] if file["path"] == "sub/left.py"]
    assert [(f["line"], f["column"]) for f in left["findings"]] == places

    log = json.loads(mixed.rewrite("--check", "--output-format=sarif", ".").out)
    regions = [
        result["locations"][0]["physicalLocation"]["region"]
        for result in results(log)
        if uri(result) == "sub/left.py"
    ]
    assert [(r["startLine"], r["startColumn"]) for r in regions] == places

    commands = mixed.rewrite("--check", "--output-format=github", ".").out
    found = re.findall(r"file=sub/left\.py,line=(\d+),col=(\d+)::", commands)
    assert [(int(line), int(column)) for line, column in found] == places


def test_json(mixed: Folder) -> None:
    done = mixed.rewrite("--check", "--output-format", "json", ".")
    data = json.loads(done.out)
    assert data.keys() == {
        "exit_code",
        "looked_at",
        "changed",
        "needs_person",
        "failed",
        "written",
        "dependencies",
        "files",
    }
    assert (data["exit_code"], data["looked_at"], data["written"]) == (2, 6, False)
    assert (data["changed"], data["needs_person"], data["failed"]) == (2, 1, 2)
    assert data["dependencies"] == {
        "add": ["dr-hf>=0.1.0,<0.1.2", "dr-render>=0.1.0,<0.2"],
        "drop": ["dr-showntell"],
    }
    assert [file["path"] for file in data["files"]] == [
        "a.py",
        "bad.py",
        "bytes.py",
        "noted.py",
        "sub/left.py",
    ]
    for file in data["files"]:
        assert file.keys() == {"path", "changed", "findings"}
        for finding in file["findings"]:
            assert finding.keys() == {"code", "message", "line", "column", "level"}
            assert finding["code"] in set(Code)
            assert finding["level"] in {"error", "warning", "note"}


def test_json_says_what_was_written(mixed: Folder) -> None:
    data = json.loads(mixed.rewrite("--output-format", "json", ".").out)
    assert (data["written"], data["changed"]) == (True, 2)
    assert mixed.read("a.py") == "from dr_hf import get_all_repo_branches\n"


def test_sarif_has_what_code_scanners_need(mixed: Folder) -> None:
    """As GitHub documents it: SARIF support for code scanning."""
    log = json.loads(mixed.rewrite("--check", "--output-format", "sarif", ".").out)
    assert log["version"] == "2.1.0"
    assert log["$schema"].endswith("sarif-2.1.0.json")
    (one,) = log["runs"]
    driver = one["tool"]["driver"]
    assert driver["name"] == "dr-refit"
    assert driver["version"] == dr_refit.__version__
    rules = [rule["id"] for rule in driver["rules"]]
    assert len(set(rules)) == len(rules)
    assert all(rule["shortDescription"]["text"] for rule in driver["rules"])
    # Columns are counted in characters, which is not what SARIF takes for granted.
    assert one["columnKind"] == "unicodeCodePoints"
    assert len(one["results"]) == 7
    for result in one["results"]:
        assert result["ruleId"] in rules
        assert result["level"] in {"error", "warning", "note"}
        assert result["message"]["text"].strip()
        assert len(result["locations"]) == 1
        assert re.fullmatch(r"[\w./%-]+", uri(result))
        region = result["locations"][0]["physicalLocation"].get("region")
        if region is not None:
            assert region["startLine"] >= 1
            assert region["startColumn"] >= 1
    levels = {result["ruleId"]: result["level"] for result in one["results"]}
    assert levels["syntax-error"] == "error"
    assert levels["unknown-name"] == "warning"
    assert levels["guarded-import"] == "note"


def test_sarif_without_findings(folder: Folder) -> None:
    folder.write({"a.py": "import os\n"})
    done = folder.rewrite("--output-format", "sarif", ".")
    assert (done.code, results(json.loads(done.out))) == (0, [])


def test_github_lines(mixed: Folder) -> None:
    done = mixed.rewrite("--check", "--output-format", "github", ".")
    lines = done.out.splitlines()
    assert len(lines) == 7
    assert all(map(COMMAND.fullmatch, lines))
    assert [line.split(",line")[0].split("::")[1] for line in lines] == [
        "error title=would-rewrite,file=a.py",
        "error title=syntax-error,file=bad.py",
        "error title=undecodable,file=bytes.py",
        "error title=would-rewrite,file=noted.py",
        "notice title=guarded-import,file=noted.py",
        "warning title=unknown-name,file=sub/left.py",
        "warning title=unknown-name,file=sub/left.py",
    ]


def test_github_has_nothing_to_say(folder: Folder) -> None:
    folder.write({"a.py": MOVED})
    done = folder.rewrite("--output-format", "github", ".")
    assert (done.code, done.out) == (0, "")


# Codes


def test_every_code_is_used() -> None:
    sources = "".join(file.read_text() for file in SOURCE.rglob("*.py"))
    assert [c for c in Code if not re.search(rf"\bCode\.{c.name}\b", sources)] == []


def test_a_code_is_its_id_and_no_other_can_be_made() -> None:
    assert [code.value for code in Code] == sorted(code.value for code in Code)
    for code in Code:
        assert (
            code == code.name.lower().replace("_", "-") == json.loads(json.dumps(code))
        )
        assert pickle.loads(pickle.dumps(code)) is code
    with pytest.raises(ValueError, match="no-such-code"):
        Code("no-such-code")  # type: ignore[call-arg]


def test_every_code_says_what_it_means_and_what_to_do() -> None:
    for code in Code:
        for text in (code.summary, code.advice):
            assert re.fullmatch(r"(?![a-z])[^\n|]+\.", text)
        assert code.level in {"error", "warning", "note"}


# Standard input


@pytest.mark.parametrize(
    "data",
    [
        MOVED.encode(),
        b"\xef\xbb\xbf" + MOVED.encode().replace(b"\n", b"\r\n"),
        b"# coding: latin-1\n" + MOVED.encode() + b"# caf\xe9",
        b"import os\r",
        b"",
    ],
)
def test_stdin_comes_out_rewritten(data: bytes, folder: Folder) -> None:
    done = folder.rewrite("-", stdin=data)
    assert done.code == 0
    assert done.raw == data.replace(b"hf_utils.branches", b"dr_hf")
    assert done.err.startswith("1 file looked at: ")
    assert folder.tree() == {}


def test_stdin_that_is_broken_comes_out_as_it_was(folder: Folder) -> None:
    done = folder.rewrite("-", "--stdin-filename", "sub/a.py", stdin=BROKEN.encode())
    assert (done.code, done.out) == (2, BROKEN)
    assert re.match(r"sub/a\.py:1:\d+: error: .*\[syntax-error\]\n", done.err)


def test_stdin_checked_and_shown(folder: Folder) -> None:
    done = folder.rewrite("-", "--check", stdin=MOVED.encode())
    assert (done.code, done.out) == (1, "")
    done = folder.rewrite(
        "-", "--diff", "--stdin-filename", "sub/a.py", stdin=MOVED.encode()
    )
    assert done.code == 1
    assert done.out.startswith("--- a/sub/a.py\n+++ b/sub/a.py\n@@ ")


def test_stdin_has_the_place_of_its_file_name(folder: Folder) -> None:
    """A local module next to it, its package, and the settings of its project."""
    folder.write(
        {
            "one/pyproject.toml": "",
            "one/hf_utils.py": "",
            "old/__init__.py": "",
            "old/sub/__init__.py": "",
            "two/pyproject.toml": (
                '[tool.codemod]\nper-file-ignores = {"a.py" = ["unknown-name"]}\n'
            ),
        }
    )
    done = folder.rewrite("-", "--stdin-filename", "one/a.py", stdin=MOVED.encode())
    assert (done.code, done.out) == (0, MOVED)
    assert "[local-module]" in done.err
    done = folder.rewrite(
        "-",
        "--stdin-filename=old/sub/a.py",
        "--move=old.tools.f=new.f",
        stdin=b"from ..tools import f\n",
    )
    assert (done.code, done.out) == (0, "from new import f\n")
    done = folder.rewrite("-", "--stdin-filename=two/a.py", stdin=UNKNOWN.encode())
    assert (done.code, done.out) == (0, UNKNOWN)
    assert "unknown-name" not in done.err


def test_stdin_stands_alone(folder: Folder) -> None:
    folder.write({"a.py": MOVED})
    for paths in (["-", "a.py"], ["a.py", "-"]):
        done = folder.rewrite(*paths, stdin=MOVED.encode())
        assert (done.code, done.out) == (2, "")
        assert "hint: " in done.err
    assert folder.read("a.py") == MOVED


# The summary


def summary(done: Done) -> list[str]:
    lines = done.err.splitlines()
    (start,) = [n for n, line in enumerate(lines) if " looked at: " in line]
    return lines[start:]


def test_summary_counts(mixed: Folder) -> None:
    assert summary(mixed.rewrite(".")) == [
        "6 files looked at: 2 rewritten, 1 needs a person, 2 failed.",
        "Dependencies to add:",
        "  dr-hf>=0.1.0,<0.1.2",
        "  dr-render>=0.1.0,<0.2",
        "Dependencies to drop:",
        "  dr-showntell",
    ]


def test_summary_of_nothing(folder: Folder) -> None:
    assert summary(folder.rewrite(".")) == ["0 files looked at: 0 rewritten."]
    folder.write({"a.py": "import os\n"})
    assert summary(folder.rewrite("--check", ".")) == [
        "1 file looked at: 0 would be rewritten."
    ]


def test_requirements_are_merged_with_caps_and_extras(folder: Folder) -> None:
    folder.write(
        {
            "a.py": MOVED,
            "b.py": "from hf_utils.checkpoints import analyze_optimizer_checkpoint\n",
            "c.py": "from dr_showntell.table_formatter import OUTPUT_FORMATS\n",
        }
    )
    lines = summary(folder.rewrite("."))
    assert lines[1:4] == [
        "Dependencies to add:",
        "  dr-frames[formatting]>=0.1.0,<0.1.1",
        "  dr-hf[weights]>=0.1.0,<0.1.2",
    ]


def test_a_distribution_is_dropped_when_nothing_imports_it(folder: Folder) -> None:
    folder.write(
        {"a.py": MOVED, "b.py": "from dr_showntell.fancy_table import FancyBox\n"}
    )
    assert summary(folder.rewrite("--check", "."))[-3:] == [
        "Dependencies to drop:",
        "  dr-showntell",
        "  hf-utils",
    ]
    folder.write({"c.py": UNKNOWN})
    assert summary(folder.rewrite("--check", "."))[-2:] == [
        "Dependencies to drop:",
        "  dr-showntell",
    ]


def test_a_project_neither_adds_nor_drops_itself(folder: Folder) -> None:
    moved = "from dr_showntell.fancy_table import FancyBox\n"
    folder.write({"pyproject.toml": '[project]\nname = "Dr_Showntell"\n'})
    folder.write({"a.py": moved})
    assert "Dependencies to drop:" not in summary(folder.rewrite("--check", "."))
    folder.write({"pyproject.toml": '[project]\nname = "dr.render"\n'})
    assert summary(folder.rewrite("--check", "."))[1:] == [
        "Dependencies to drop:",
        "  dr-showntell",
    ]


@pytest.mark.parametrize(
    "reason",
    [
        "import hf_utils.branches  # codemod: ignore\n",
        "from hf_utils import nonsense  # codemod: ignore[unknown-name]\n",
        "import hf_utils.branches\nx = (\n",
    ],
    ids=["suppressed", "finding suppressed", "broken"],
)
def test_a_distribution_that_is_still_imported_is_not_dropped(
    reason: str, folder: Folder
) -> None:
    folder.write({"a.py": MOVED, "b.py": reason})
    assert "Dependencies to drop:" not in summary(folder.rewrite("--check", "."))


def test_a_file_that_could_not_be_written_keeps_its_distribution(
    folder: Folder,
) -> None:
    folder.write({"a.py": MOVED, "b.py": MOVED})
    (folder.path / "b.py").chmod(0o444)
    done = folder.rewrite(".")
    assert done.code == 2
    assert "Dependencies to drop:" not in summary(done)
