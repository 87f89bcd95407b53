"""Files that are no Python, or too much of it, are named and left alone."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from dr_refit.python.source import MAX_CODE
from tests.support.rewriting import MOVE, NEW, OLD

if TYPE_CHECKING:
    from tests.support.folder import Folder

BROKEN: dict[str, tuple[str, bytes]] = {
    "syntax error": ("syntax-error", b"def f(:\n"),
    "unclosed": ("syntax-error", b"x = (\n"),
    "python 2 print": ("syntax-error", b'print "x"\n'),
    "python 2 except": ("syntax-error", b"try:\n    x\nexcept E, e:\n    raise E, e\n"),
    "conflict markers": ("syntax-error", b"<<<<<<< HEAD\nx = 1\n"),
    "tabs and spaces": ("syntax-error", b"if x:\n        a\n\tb\n"),
    "NUL": ("syntax-error", b"x = 1\0\n"),
    "NUL in a string": ("syntax-error", b"x = 'a\0b'\n"),
    "20,000 parentheses": ("syntax-error", b"(" * 20_000 + b")" * 20_000 + b"\n"),
    "a sum of 100,000": ("syntax-error", b"x = " + b" + ".join([b"1"] * 100_000)),
    "5,000 attributes": ("syntax-error", b"x = a" + b".b" * 5_000 + b"\n"),
    "5,000 elifs": (
        "syntax-error",
        b"if a: pass\n" + b"".join(b"elif b%d: pass\n" % n for n in range(5_000)),
    ),
    "latin-1 without a cookie": ("undecodable", b"# caf\xe9\n"),
    "a string cut in a character": ("undecodable", b"x = '\xc3'\n"),
}
HEADS: dict[str, tuple[str, bytes]] = {
    "no such cookie": ("undecodable", b"# coding: nonsense\n%s"),
    "a cookie that is no text": ("undecodable", b"# coding: hex\n%s"),
    "a cookie that is no ASCII": ("undecodable", b"# coding: utf-16\n%s"),
    "bom and another cookie": ("undecodable", b"\xef\xbb\xbf# coding: latin-1\n%s"),
    "a name in two bytes": ("undecodable", b"# coding: ascii\n%s# \xc3\xa9\n"),
}
OLD_BYTES = OLD.encode()
CASES = (
    {name: (code, OLD_BYTES + tail) for name, (code, tail) in BROKEN.items()}
    | {name: (code, head % OLD_BYTES) for name, (code, head) in HEADS.items()}
    | {
        "utf-16": ("undecodable", OLD.encode("utf-16")),
        "utf-16 big": ("undecodable", b"\xfe\xff" + OLD.encode("utf-16-be")),
        "utf-32": ("undecodable", OLD.encode("utf-32")),
    }
)


@pytest.mark.parametrize("name", CASES)
def test_a_broken_file_is_named_and_the_others_are_done(
    name: str, folder: Folder
) -> None:
    code, data = CASES[name]
    folder.write({"a.py": OLD, "bad.py": data, "z.py": OLD})
    done = folder.rewrite(*MOVE, ".")
    assert done.code == 2
    named = [line for line in done.err.splitlines() if line.startswith("bad.py:")]
    assert len(named) == 1
    assert ": error: " in named[0]
    assert named[0].endswith(f"[{code}]")
    assert len(done.err) < 1000
    assert "3 files looked at: 2 rewritten, 1 failed." in done.err
    new = NEW.encode()
    assert folder.tree() == {"a.py": new, "bad.py": data, "z.py": new}


@pytest.mark.parametrize("cookie", ["latin-1", "nonsense"])
def test_no_comment_becomes_the_declaration_of_an_encoding(
    cookie: str, folder: Folder
) -> None:
    text = f"{OLD}# coding: {cookie}\n{NEW}x = 'é'\n"
    folder.write({"a.py": text})
    done = folder.rewrite(*MOVE, ".")
    assert done.code == 2
    assert re.match(r"a\.py(:1)?: error: ", done.err)
    assert folder.tree() == {"a.py": text.encode()}


DOTTED = "import old.deep\n"
DEEP = {
    "500 elifs": "if a: pass\n" + "".join(f"elif b{n}: pass\n" for n in range(500)),
    "400 versions": "if version > 0: old.deep.tool\n"
    + "".join(f"elif version > {n}: old.deep.tool\n" for n in range(400)),
    "2,000 terms": "x = " + " + ".join(["old.deep.tool"] * 2000) + "\n",
    "900 calls": "x = old.deep.tool" + ".f()" * 900 + "\n",
    "1,000 attributes": "x = old.deep.tool" + ".b" * 1000 + "\n",
    "90 lists": "x = " + "[" * 90 + "old.deep.tool" + "]" * 90 + "\n",
    "90 lambdas": "x = " + "lambda: " * 90 + "old.deep.tool\n",
    "99 ifs": "".join(" " * n + "if x:\n" for n in range(99)) + " " * 99 + "pass\n",
    "a deep annotation": "x: '" + "L[" * 900 + "old.deep.tool" + "]" * 900 + "'\n",
    "2,000 strings": "x = (" + "'old.deep.tool'\n" * 2000 + ")\n",
}


@pytest.mark.parametrize("start", [OLD, DOTTED], ids=["from", "import"])
@pytest.mark.parametrize("name", DEEP)
def test_depth_cannot_kill_the_run(name: str, start: str, folder: Folder) -> None:
    """Python can parse these: they are rewritten or named, whatever recurses."""
    text = start + DEEP[name]
    folder.write({"a.py": OLD, "deep.py": text, "z.py": OLD})
    moves = ("--move", "old.deep.tool=new.home.tool", *MOVE)
    done = folder.rewrite(*moves, ".")
    assert "Traceback" not in done.err
    new = NEW.encode()
    assert (folder.tree()["a.py"], folder.tree()["z.py"]) == (new, new)
    if "failed" in done.err:
        assert done.code == 2
        assert "deep.py" in done.err
        assert folder.read("deep.py") == text
    else:
        assert done.code == 0
        written = compile(folder.read("deep.py"), "deep.py", "exec", dont_inherit=True)
        assert written.co_names[:1] != ("old",)


def test_more_code_than_is_safe_is_refused(folder: Folder) -> None:
    large = OLD_BYTES + b"x = 1\n" * (MAX_CODE // 6)
    assert len(large) > MAX_CODE
    silent = b"x = 1\n" * (MAX_CODE // 6 + 1)
    folder.write({"a.py": OLD, "large.py": large, "silent.py": silent})
    done = folder.rewrite(*MOVE, ".")
    assert done.code == 2
    (line,) = [line for line in done.err.splitlines() if "large.py" in line]
    assert re.search(r"error: .*more than 5,000,000.*\[too-large\]$", line)
    assert "silent.py" not in done.err
    assert folder.tree() == {
        "a.py": NEW.encode(),
        "large.py": large,
        "silent.py": silent,
    }


def test_just_not_too_much_code_is_rewritten(folder: Folder) -> None:
    """Comments are cheap: the limit is a size, not a feeling."""
    filler = b"#" * (MAX_CODE - len(OLD_BYTES) - 1) + b"\n"
    folder.write({"a.py": OLD_BYTES + filler})
    assert folder.rewrite(*MOVE, ".").code == 0
    assert (folder.path / "a.py").read_bytes() == NEW.encode() + filler
