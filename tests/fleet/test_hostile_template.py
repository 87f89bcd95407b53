"""A template is data: what it may not do, it does not, and is named."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from dr_refit.fleet.paths import check_paths
from dr_refit.fleet.stopped import JobStopped
from dr_refit.git.run import GitError
from dr_refit.git.store import Store
from tests.support.family import ANSWERS, BASICS, Changes, Family, show

if TYPE_CHECKING:
    from pathlib import Path

    from tests.support.folder import Folder

pytestmark = pytest.mark.slow

#: Tasks, and migrations in all their spellings, of which two are not for v1.1.0.
MANY = """_tasks: [touch MARK]
_migrations:
- touch MARK
- [touch, MARK]
- {version: v1.0.5, before: [a], after: [[b, c]]}
- {version: v1.0.0, command: old}
- {version: v1.2.0, command: new}
"""
LINKS = ("/etc/passwd", "../../out", "in/../../out")
#: What a template may not do -> what is said of it.
HOSTILE: dict[str, tuple[Changes, str]] = {
    "hook": ({"files/{{ '.git' }}/hooks/pre-commit": "#!/bin/sh\n"}, "that is git's"),
    "upper": ({"files/{{ '.GIT' }}/config": "[core]\n"}, "that is git's"),
    "below": ({"files/sub/{{ '.Git' }}/config": "[core]\n"}, "that is git's"),
    "short": ({"files/{{ 'git~1' }}/config": "[core]\n"}, "that is git's"),
    "dots": ({"files/{{ '.git. .' }}/config": "[core]\n"}, "that is git's"),
    "stream": ({"files/{{ '.git::$INDEX_ALLOCATION' }}/x": "\n"}, "that is git's"),
    "hfs": ({"files/{{ '.g\u200cit' }}/config": "[core]\n"}, "that is git's"),
    "backslash": ({"files/{{ '.git\\\\config' }}": "[core]\n"}, "that is git's"),
    "loop": (
        {
            "files/x.jinja": (
                "{% for a in range(99999) %}{% for b in range(99999) %}"
                "{% endfor %}{% endfor %}"
            )
        },
        "does the template loop?",
    ),
    "memory": ({"files/x.jinja": "{{ 'x' * 10 ** 11 }}"}, "MemoryError"),
    "extension": (
        {"copier.yml": "_jinja_extensions: ['jinja2.ext.do', 'os.path.X']\n"},
        "runs os.path.X (_jinja_extensions): fleet trusts none",
    ),
    "newer": (
        {"copier.yml": "_subdirectory: files\n_min_copier_version: '99'\n"},
        "Copier comes with dr-refit: upgrade that, or stay at an earlier version",
    ),
    "external": (
        {
            "copier.yml": "_subdirectory: files\n_external_data: {a: ../b.yml}\n",
            "files/x.jinja": "{{ _external_data.a }}",
        },
        "the template reads ../b.yml, which is in no project (_external_data)",
    ),
    "climb": ({"files/{{ '..' }}/{{ '..' }}/out.txt": "x\n"}, "Forbidden"),
    "sandbox": (
        {"files/x.jinja": "{{ ''.__class__.__mro__[1].__subclasses__() }}"},
        "SecurityError",
    ),
    "redirect": (
        {f"files/{ANSWERS}.jinja": "_src_path: /elsewhere\n_commit: v1.1.0\n"},
        "/elsewhere",
    ),
    "downgrade": (
        {f"files/{ANSWERS}.jinja": "_src_path: URL\n_commit: v1.0.0\n"},
        "v1.0.0",
    ),
    "syntax": (
        {"files/x.txt.jinja": "x\n{% if x %}\n"},
        "files/x.txt.jinja:2: Unexpected end",
    ),
    "error": (
        {"files/x.txt.jinja": "\n{% include 'y' %}", "y": "\n\n{{ 1 / 0 }}\n"},
        "y:3: division by zero",
    ),
    "settings": ({"copier.yml": "\na: [1\nb: 2\n"}, "copier.yml:3: expected ','"),
    "name": (
        {"files/{{ x.txt": "x\n"},
        "Error rendering template path {{ x.txt: unexpected end",
    ),
    "string": (
        {"copier.yml": "a: {default: 1}\nb:\n  type: str\n  default: '{% if %}'\n"},
        "copier.yml:4: Expected an expression",
    ),
    "lines": (
        {"copier.yml": "a: {default: 1}\nb:\n  default: |\n    x\n    {{ 1 / 0 }}\n"},
        "copier.yml:4: division by zero",
    ),
    "pattern": (
        {"copier.yml": "_exclude:\n- a\n- '{{ b }'\n"},
        "TemplateSyntaxError: copier.yml:3: unexpected",
    ),
    "secret": (
        {"copier.yml": "a: {type: str, default: x}\nb: {type: str, secret: true}\n"},
        "copier.yml:2: Value error, Secret question requires a default value",
    ),
    "type": (
        {"copier.yml": "a: {type: str, default: null}\n"},
        'copier.yml:1: Invalid answer "None"',
    ),
    "no-answers": ({f"files/{ANSWERS}.jinja": None}, "v1.0.0"),
}


def test_a_template_is_no_program(family: Family, subtests: pytest.Subtests) -> None:
    """One fleet, in which each project is pinned to a hostile version."""
    settings = "_subdirectory: files\n_preserve_symlinks: true\n"
    family.make_template({"copier.yml": settings, "files/edit.txt": "x\n"})
    mark = family.root / "MARK"
    for number, (name, (changes, _)) in enumerate(HOSTILE.items(), 1):
        filled = {
            path: text
            and str(text).replace("MARK", str(mark)).replace("URL", family.url)
            for path, text in changes.items()
        }
        _pinned(family, name, f"v1.{number}.0", filled)
    for number, target in enumerate(LINKS):
        _pinned(family, f"link-{number}", f"v2.{number}.0", {}, link=target)
    own = {
        "copier.yml": f"{settings}_jinja_extensions: [jinja2.ext.do]\n",
        "files/edit.txt.jinja": "{% set a = [] %}{% do a.append('y') %}{{ a[0] }}\n",
        "files/edit.txt": None,
    }
    good = _pinned(family, "good", "v3.0.0", own)
    family.write()
    before = {*family.root.rglob("*")}
    report = family.report("update", "--timeout", "10")
    after = {path for path in family.root.rglob("*") if ".fleet" not in path.parts}
    with subtests.test("the others go on"):
        assert report["good"]["outcome"] == "created"
        assert show(good, "template/v3.0.0", "edit.txt") == b"y\n"
    with subtests.test("nothing is written elsewhere"):
        assert {p for p in after - before if good.path not in p.parents} == set()
        assert not mark.exists()
    for name, (_, said) in HOSTILE.items():
        with subtests.test(name):
            assert report[name]["outcome"] == "failed"
            assert said in report[name]["message"]
    for number, target in enumerate(LINKS):
        with subtests.test(f"a link to {target}"):
            assert report[f"link-{number}"]["outcome"] == "failed"
            assert "leaves the project" in report[f"link-{number}"]["message"]


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ("_tasks: ['touch MARK']", "the tasks of"),
        ("_migrations: [{version: v1.1.0, command: touch MARK}]", "`touch MARK` of"),
        (MANY, "tasks and the migrations `touch MARK`, `touch MARK`, `a`, `b c` of"),
        ("_migrations: [{version: v1.0.0, command: touch MARK}]", ""),
    ],
)
def test_what_a_template_runs_is_not_run(
    settings: str, said: str, family: Family
) -> None:
    mark = str(family.root / "MARK")
    changes = {
        "copier.yml": f"{BASICS['copier.yml']!s}{settings}\n".replace("MARK", mark)
    }
    family.make_template({"files/edit.txt": "x\n"}, changes)
    family.project("project")
    result = family.report("update")["project"]
    assert (result["outcome"], result["exit_code"]) == ("created", int(bool(said)))
    assert said.replace("MARK", mark) in "".join(result["warnings"])
    assert ("skip-tasks = true" in "".join(result["warnings"])) == bool(said)
    assert not os.path.exists(mark)


def _pinned(
    family: Family, name: str, version: str, changes: Changes, link: str = ""
) -> Folder:
    """Make a version of the template out of the first, and a project pinned to it."""
    folder = family.project(name)
    family.repos[name] += f'version = "{version}"\n'
    family.template.git("checkout", "--quiet", "--detach", "v1.0.0")
    if link:
        os.symlink(link, family.template.path / "files" / "link")
    family.release(version, changes)
    return folder


@pytest.mark.parametrize(
    "name",
    [
        *(".git", ".GIT", ".Git", "git~1", "GIT~1", ".git ", ".git.", ".git . ."),
        *(".g\u200cit", "\u200d.git", ".gi\ufefft", ".git::$INDEX_ALLOCATION"),
        *(".git\\config", ".gitx", "git~2", ".github", ".gitignore", "git", "a.git"),
    ],
)
def test_what_git_takes_for_its_own_is_refused(name: str, tmp_path: Path) -> None:
    store = Store(str(tmp_path / "store.git"))
    store.create()
    entry = f"100644 {'1' * 40}\t{name}/x\0".encode()
    index = str(tmp_path / "index")
    try:
        store.git(
            "update-index", "-z", "--index-info", stdin=entry, GIT_INDEX_FILE=index
        )
        listed = store.git("ls-files", "-z", GIT_INDEX_FILE=index)
    except GitError:
        listed = b""
    folder = tmp_path / "render" / name
    folder.mkdir(parents=True)
    (folder / "x").write_text("x\n")
    if listed:
        check_paths(str(tmp_path / "render"))
    else:
        with pytest.raises(JobStopped, match="that is git's"):
            check_paths(str(tmp_path / "render"))
