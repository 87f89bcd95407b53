"""File names, and what else strangers choose, cannot forge a line."""

from __future__ import annotations

import json
import os
import re
from urllib.parse import unquote_to_bytes

import pytest

from tests.support.folder import Done, Folder
from tests.support.reports import (
    BROKEN,
    COMMAND,
    FORMATS,
    MOVED,
    UNKNOWN,
    results,
    uri,
)

pytestmark = pytest.mark.slow

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


def hostile(folder: Folder, name: bytes) -> None:
    """Make a file of that name that moves, one that is left, and one that fails."""
    for place, data in (("1", MOVED), ("2", UNKNOWN), ("3", BROKEN)):
        (folder.path / place).mkdir()
        path = os.path.join(os.fsencode(folder.path / place), name)
        with open(path, "wb") as file:
            file.write(data.encode())


def assert_harmless(done: Done) -> None:
    # A name with a space ends in a tab, for git and patch.
    out = re.sub(r"(?m)^((?:---|\+\+\+) .* .*)\t$", r"\1", done.out)
    assert not DANGEROUS.findall(out + done.err)
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
    """A message says of a string only what is a name."""
    evil = "a\\n::error file=secret.py::pwned\\x1b[2K"
    folder.write({"a.py": f"import old\nimport_module('old.' + '{evil}')\nold.g()\n"})
    moves = ("--move-module", "old=new", "--move", "old.g=other.g")
    done = folder.rewrite(*moves, "--output-format", output, ".")
    assert "name-in-string" in done.out + done.err
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
