"""`fleet graph`: the repositories are read, and drawn."""

from __future__ import annotations

import pytest

from tests.support.family import Family, change, commit
from tests.support.folder import Folder

pytestmark = pytest.mark.slow


def repository(family: Family, name: str, text: str, layer: str) -> Folder:
    """Make a repository of one module beside its package."""
    folder = Folder(family.root / name)
    folder.path.mkdir()
    folder.git("init", "--quiet", "-b", "main")
    package = name.replace("-", "_")
    files = {f"src/{package}/__init__.py": "", f"src/{package}/m.py": text}
    change(folder, {**files, "pyproject.toml": f'[project]\nname = "{name}"\n'})
    commit(folder)
    family.add(name, layer=layer)
    return folder


@pytest.fixture
def family(family: Family) -> Family:
    """Return a utility, what builds on it, and a repository that is gone."""
    repository(family, "low", "import high.m\nimport hf_utils\n", "utility")
    repository(family, "high", "from low import m\n", "project")
    repository(family, "alone", "", "domain")
    return family


def test_who_builds_on_whom(family: Family) -> None:
    done = family.fleet("graph")
    assert (done.code, done.err) == (0, "")
    assert done.out.startswith("flowchart TB\n")
    assert "  p0 --> p2\n" in done.out
    assert "hf_utils is retired: nothing may import it (src/low/m.py:2)" in done.out
    done = family.fleet("graph", "--focus", "alone", "--format", "dot")
    assert '"alone" [label="alone"]' in done.out
    assert "low" not in done.out
    file = family.root / "flow.svg"
    done = family.fleet("graph", "--focus", "hf_utils", "-o", str(file))
    assert (done.code, done.out) == (0, "")
    assert file.read_text("utf-8").count("<title>") == 9
    assert "alone" not in file.read_text("utf-8")


def test_what_cannot_be_drawn_is_said(family: Family) -> None:
    done = family.fleet("graph", "--focus", "hihg")
    assert (done.code, done.out) == (2, "")
    assert "there is no hihg in the picture" in done.err
    assert "did you mean high?" in done.err
    done = family.fleet("graph", "-o", str(family.root / "nowhere/x.dot"))
    assert done.code == 2
    assert "No such file or directory" in done.err
    done = family.fleet("graph", "-o", "flow.png")
    assert (done.code, done.out) == (2, "")
    assert "flow.png: its name says no format" in done.err
    bad = Folder(family.root / "alone")
    bad.write({"src/alone/m.py": "print 'low'\n"})
    commit(bad)
    done = family.fleet("graph")
    assert done.code == 1
    assert "not drawn: alone: src/alone/m.py: " in done.err
    family.add("gone")
    done = family.fleet("graph")
    assert done.code == 2
    assert "not drawn: gone: " in done.err
    assert '"gone"' in done.out
    assert "p0 --> p" in done.out


def test_whom_a_change_touches(family: Family) -> None:
    low = Folder(family.root / "low")
    low.git("tag", "-a", "v1", "-m", "v1")
    first = low.git("rev-parse", "HEAD").strip()
    project = '[project]\nname = "low"\nversion = "2"\n'
    change(low, {"pyproject.toml": project, "tests/test_m.py": "import low\n"})
    commit(low)
    for since in (first[:12], "HEAD~1"):
        done = family.fleet("graph", "--affected", since, "--focus", "low")
        assert (done.code, done.out) == (0, "flowchart TB\n")
        assert done.err == "nothing differs that is installed\n"
    change(low, {"src/low/m.py": "import high.m\n"})
    commit(low)
    done = family.fleet("graph", "--affected", "v1")
    assert done.err == (
        "1. low: changed (src/low/m.py)\n2. high: imports low.m (src/high/m.py:1)\n"
    )
    assert 'p0["high (2. touched)"]' in done.out
    assert 'p1["low (1. changed)"]' in done.out
    done = family.fleet("graph", "--affected", "v1", "--focus", "high")
    assert (done.code, done.out) == (2, "")
    assert "there is no v1 in high" in done.err
    # A commit of another repository, which is in the same store, is none of this one.
    done = family.fleet("graph", "--affected", first, "--focus", "high")
    assert f"there is no {first} in high" in done.err
    family.add("gone")
    done = family.fleet("graph", "--affected", "v1")
    assert done.code == 2
    assert "not compared: gone: " in done.err
