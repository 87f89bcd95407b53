"""`fleet adopt`: a repository whose template is not known, found out and linked."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dr_refit.fleet.operations.adopt import Candidate, nearest
from dr_refit.fleet.renders import Render
from dr_refit.fleet.template import Version
from dr_refit.git.objects import Entry
from tests.support.family import ANSWERS, Family, branches, commit, files, show
from tests.support.folder import Folder

pytestmark = pytest.mark.slow

BRANCH = "template/v1.3.0"


def version(number: int) -> dict[str, str | bytes | None]:
    """Return a version that differs from the ones before in many lines."""
    lines = [f"line {n}" + (f" v{number}" if n % 3 == 0 else "") for n in range(60)]
    return {"files/a.txt": "\n".join(lines) + "\n", f"files/new{number}.txt": "x\n" * 9}


@pytest.fixture
def family(family: Family) -> Family:
    """Return a family whose template has four versions."""
    family.make_template(*(version(number) for number in range(4)))
    return family


def test_the_nearest_version_is_found(family: Family) -> None:
    folder = family.project("lost", {"own.txt": "own\n"}, version="v1.1.0")
    text = folder.read(ANSWERS).replace("_commit: v1.1.0\n", "")
    folder.write({ANSWERS: text, "new0.txt": "x\n" * 8 + "mine\n"})
    commit(folder)
    assert family.report("update")["lost"]["outcome"] == "blocked"
    result = family.report("adopt", "lost")["lost"]
    assert (result["outcome"], result["old"]) == ("created", "v1.1.0")
    assert show(folder, BRANCH, "new0.txt").endswith(b"mine\n")
    assert show(folder, BRANCH, "own.txt") == b"own\n"
    assert "new3.txt" in files(folder, BRANCH)
    assert b"_commit: v1.3.0" in show(folder, BRANCH, ANSWERS)
    folder.git("merge", "--quiet", BRANCH)
    assert family.report("update")["lost"]["outcome"] == "up-to-date"
    assert family.report("adopt", "lost")["lost"]["outcome"] == "up-to-date"


def test_an_answers_file_that_is_ignored_is_no_link(family: Family) -> None:
    folder = family.project("lost", {".gitignore": f"{ANSWERS}\n"})
    folder.git("rm", "--quiet", "--cached", ANSWERS)
    folder.git("commit", "--quiet", "--message", "ignored")
    result = family.report("adopt", "lost", "--base", "v1.0.0")["lost"]
    assert (result["outcome"], result["exit_code"]) == ("blocked", 1)
    assert f"the project ignores {ANSWERS}" in result["message"]


def test_without_answers_those_of_the_fleet_count(family: Family) -> None:
    family.release("v1.4.0", {"files/named.txt.jinja": "{{ name }}\n"})
    folder = family.project("lost", version="v1.2.0")
    (folder.path / ANSWERS).unlink()
    commit(folder)
    family.repos["lost"] += 'answers = {name = "ours"}\n'
    result = family.report("adopt", "lost")["lost"]
    assert (result["outcome"], result["old"]) == ("created", "v1.2.0")
    assert show(folder, "template/v1.4.0", "named.txt") == b"ours\n"


def test_what_another_template_left_is_told(family: Family) -> None:
    folder = family.project("lost", version="v1.1.0")
    answers = "_commit: v9\n_src_path: /elsewhere\nname: x\ncolour: red\n"
    folder.write({ANSWERS: answers})
    commit(folder)
    result = family.report("adopt", "lost")["lost"]
    assert result["outcome"] == "created"
    assert any("/elsewhere at v9" in note for note in result["notes"])
    assert any(note.endswith(": colour") for note in result["notes"])
    assert b"colour" not in show(folder, BRANCH, ANSWERS)


def test_what_was_never_generated_is_not_overwritten(family: Family) -> None:
    folder = Folder(family.root / "foreign")
    folder.path.mkdir()
    folder.git("init", "--quiet", "-b", "main")
    folder.write({"a.txt": "mine\n", "new0.txt": "x\n" * 9, "own.txt": "own\n"})
    commit(folder)
    family.add("foreign")
    result = family.report("adopt", "foreign")["foreign"]
    assert result["outcome"] == "conflict"
    assert {c["path"]: c["kind"] for c in result["conflicts"]} == {"a.txt": "AA"}
    assert branches(folder).keys() == {"main"}
    desk = Folder(family.root / ".fleet" / "resolve" / "foreign")
    assert "<<<<<<< HEAD\nmine\n" in desk.read("a.txt")
    desk.write({"a.txt": "merged\n"})
    again = family.report("adopt", "foreign")["foreign"]
    assert again["outcome"] == "blocked"
    assert "fleet resolve foreign" in again["message"]
    assert desk.read("a.txt") == "merged\n"
    desk.git("add", "a.txt")
    assert family.report("resolve", "foreign")["foreign"]["outcome"] == "created"
    assert show(folder, BRANCH, "a.txt") == b"merged\n"
    assert show(folder, BRANCH, "own.txt") == b"own\n"
    assert "new3.txt" in files(folder, BRANCH)


def test_a_close_call_is_left_to_a_person(family: Family) -> None:
    first, second = version(1), version(2)
    one, two = str(first["files/a.txt"]), str(second["files/a.txt"])
    both = "".join(
        line if number % 2 else other
        for number, (line, other) in enumerate(
            zip(
                one.splitlines(keepends=True),
                two.splitlines(keepends=True),
                strict=True,
            )
        )
    )
    folder = family.project(
        "between", {"a.txt": both, "new2.txt": "x\n" * 7}, version="v1.1.0"
    )
    (folder.path / ANSWERS).unlink()
    commit(folder)
    result = family.report("adopt", "between")["between"]
    assert result["outcome"] == "needs-choice"
    assert {"v1.1.0", "v1.2.0"} <= {name for name, _ in result["choices"]}
    assert branches(folder).keys() == {"main"}
    result = family.report("adopt", "between", "--base", "v1.1.0")["between"]
    assert result["old"] == "v1.1.0"
    result = family.report("adopt", "between", "--base", "v9")["between"]
    assert "no version v9" in result["message"]
    back = ("--base", "v1.2.0", "--to", "v1.1.0")
    result = family.report("adopt", "between", *back)["between"]
    assert result["outcome"] == "blocked"
    assert result["message"] == "v1.1.0 is older than v1.2.0: fleet does not go back"


def candidate(number: int, distance: int, oid: str = "") -> Candidate:
    """Return a candidate of which nothing counts but how far it is."""
    entries = {
        "a": Entry("100644", oid or str(number)),
        ANSWERS: Entry("", str(number)),
    }
    nothing: Any = frozenset()
    return Candidate(
        version=Version(name=f"v{number}", commit=str(number), time=0),
        render=Render(
            tree="",
            entries=entries,
            skipped=nothing,
            excluded=nothing,
            owned=nothing,
            questions=(),
            known=nothing,
            secret=nothing,
            kept=(),
            invalid=nothing,
            hidden={},
            answers=ANSWERS,
            version="",
            has_tasks=False,
            migrations=(),
        ),
        distance=distance,
        size=1000,
    )


@pytest.mark.parametrize(
    ("distances", "near"),
    [
        ([15, 8, 30], ["v1"]),
        ([8, 14], ["v0"]),
        ([8, 9], ["v0", "v1"]),
        ([100, 119, 130], ["v0", "v1"]),
        ([600, 700], []),
        ([], []),
        ([0, 3], ["v0"]),
    ],
)
def test_near_is_relative(distances: list[int], near: list[str]) -> None:
    found = nearest([candidate(n, d) for n, d in enumerate(distances)])
    assert [each.version.name for each in found] == near


def test_versions_that_came_out_the_same_are_one() -> None:
    found = nearest([candidate(n, 5, "same") for n in range(3)])
    assert [each.version.name for each in found] == ["v0"]


@given(st.lists(st.integers(0, 1000), max_size=9))
def test_the_nearest_is_always_among_them(distances: list[int]) -> None:
    found = nearest([candidate(n, d) for n, d in enumerate(distances)])
    if distances and min(distances) <= 500:
        assert found[0].distance == min(distances)
    else:
        assert found == []
