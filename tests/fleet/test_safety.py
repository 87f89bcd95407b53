"""Nothing of a repository or a template is ever run, and nothing leaves its place.

Every way in has a harmless program that leaves a mark: none may.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest
from conftest import Folder

from dr_refit.fleet.paths import check_paths
from dr_refit.fleet.stop import Stop
from dr_refit.fleet.store import Store
from dr_refit.git import GitError
from fleet.conftest import ANSWERS, Changes, Family, commit

if TYPE_CHECKING:
    from pathlib import Path

HOOKS = (
    *("applypatch-msg", "commit-msg", "fsmonitor-watchman", "post-applypatch"),
    *("post-checkout", "post-commit", "post-index-change", "post-merge"),
    *("post-receive", "post-rewrite", "post-update", "pre-applypatch", "pre-auto-gc"),
    *("pre-commit", "pre-merge-commit", "pre-push", "pre-rebase", "pre-receive"),
    *("prepare-commit-msg", "push-to-checkout", "reference-transaction", "update"),
)
EDIT = "one\ntwo\nthree\nfour\nfive\n"


class Trap:
    """A program that leaves a mark where it is run."""

    def __init__(self, folder: Path) -> None:
        self.mark = folder / "MARK"
        self.program = folder / "trap.sh"
        self.program.write_text(f"#!/bin/sh\necho $0 $@ >> {self.mark}\nexit 0\n")
        self.program.chmod(0o755)

    def set_in(self, repo: Folder) -> None:
        """Put it wherever a repository can name a program."""
        hooks = repo.path / ".git" / "hooks"
        hooks.mkdir(exist_ok=True)
        for hook in HOOKS:
            (hooks / hook).unlink(missing_ok=True)
            (hooks / hook).symlink_to(self.program)
        config = f"""
[core]
    fsmonitor = {self.program}
    hooksPath = {hooks}
    sshCommand = {self.program}
    pager = {self.program}
    editor = {self.program}
    askPass = {self.program}
    gitProxy = {self.program}
    alternateRefsCommand = {self.program}
[filter "trap"]
    clean = {self.program}
    smudge = {self.program}
    process = {self.program}
    required = true
[diff]
    external = {self.program}
[diff "trap"]
    textconv = {self.program}
    command = {self.program}
[merge "trap"]
    driver = {self.program}
[merge]
    tool = trap
[mergetool "trap"]
    cmd = {self.program}
[gpg]
    program = {self.program}
[commit]
    gpgSign = true
[credential]
    helper = !{self.program}
[uploadpack]
    packObjectsHook = {self.program}
[remote "origin"]
    url = ext::{self.program}
    uploadpack = {self.program}
    receivepack = {self.program}
    promisor = true
    partialclonefilter = blob:none
[extensions]
    partialClone = origin
[alias]
    update-ref = !{self.program}
    fetch = !{self.program}
[gc]
    auto = 1
[include]
    path = {repo.path}/more
"""
        with (repo.path / ".git" / "config").open("a") as file:
            file.write(config)
        (repo.path / ".git" / "info" / "attributes").write_text(
            "* filter=trap diff=trap merge=trap\n"
        )

    def sprung(self) -> str:
        """Say what was run."""
        return self.mark.read_text() if self.mark.exists() else ""


@pytest.fixture
def trap(tmp_path: Path) -> Trap:
    """Give a trap."""
    return Trap(tmp_path)


def test_nothing_of_a_repository_is_run(family: Family, trap: Trap) -> None:
    attributes = "* filter=trap diff=trap merge=trap\n"
    family.make_template(
        {"files/edit.txt": EDIT, "files/same.txt": EDIT},
        {"files/edit.txt": EDIT.replace("five", "FIVE")},
    )
    ours = {
        ".gitattributes": attributes,
        ".pre-commit-config.yaml": "repos: []\n",
        "old.py": "from hf_utils.branches import is_checkpoint_branch\n",
    }
    repos = [
        family.project("clean", {**ours, "edit.txt": EDIT.replace("one", "ONE")}),
        family.project("clash", {**ours, "edit.txt": EDIT.replace("five", "5")}),
        family.project("alone", {**ours, ANSWERS: None}),
    ]
    for repo in repos:
        trap.set_in(repo)
    outcomes = {name: r["outcome"] for name, r in family.report("update").items()}
    assert outcomes == {"clean": "made", "clash": "conflict", "alone": "refused"}
    assert family.report("migrate")["clean"]["outcome"] == "made"
    for command in (
        ("diff", "clean"),
        ("diff", "clash"),
        ("resolve", "clash"),
        ("resolve", "clash", "--abort"),
        ("adopt", "alone"),
        ("update", "--push"),
        ("undo",),
    ):
        family.fleet(*command)
    assert trap.sprung() == ""


@pytest.mark.parametrize(
    "answer",
    [
        "_src_path: '--upload-pack={trap};.git'\n_commit: v1.0.0\n",
        "_src_path: 'ext::{trap}'\n_commit: v1.0.0\n",
        "_src_path: {url}\n_commit: '--upload-pack={trap}'\n",
        "_src_path: {url}\n_commit: '-v1.0.0'\n",
        "_src_path: {url}\n_commit: 'HEAD'\n",
        "_src_path: {url}/../template.git\n_commit: v1.0.0\n",
        "_src_path: {url}\n_commit: 'v1.0.0;{trap}'\n",
        "_src_path: {url}\n_commit: [v1.0.0]\n",
    ],
)
def test_answers_lead_nowhere_else(family: Family, trap: Trap, answer: str) -> None:
    family.make_template({"files/edit.txt": EDIT}, {"files/edit.txt": "x\n"})
    text = answer.format(trap=trap.program, url=family.url)
    folder = family.project("project", {ANSWERS: text})
    result = family.report("update")["project"]
    assert result["outcome"] == "refused"
    assert "project" in folder.path.name
    assert "adopt" in result["message"] or "no such version" in result["message"]
    assert trap.sprung() == ""


@pytest.mark.parametrize(
    ("answers", "said"),
    [
        (b"a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n", "aliases"),
        (b"a: [\n", ANSWERS),
        (b"just text\n", "not a mapping"),
        (b"a: " + b"x" * 100_000 + b"\n", "larger"),
        (b"a: \xff\n", ANSWERS),
        (b"a: !!python/object/apply:os.system [true]\n", ANSWERS),
    ],
)
def test_answers_are_read_with_suspicion(
    family: Family, answers: bytes, said: str
) -> None:
    family.make_template({"files/edit.txt": EDIT}, {})
    family.project("project", {ANSWERS: answers})
    result = family.report("update")["project"]
    assert result["outcome"] == "failed"
    assert said in result["message"]


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
    "tasks": ({"copier.yml": "_tasks: ['touch MARK']\n"}, "trusts none"),
    "migrations": (
        {
            "copier.yml": (
                "_subdirectory: files\n"
                "_migrations: [{version: v1.1.0, command: 'touch MARK'}]\n"
            )
        },
        "_migrations",
    ),
    "extension": (
        {"copier.yml": "_jinja_extensions: ['os.path.X']\n"},
        "trusts none",
    ),
    "external": (
        {"copier.yml": "_subdirectory: files\n_external_data: {a: b.yml}\n"},
        "_external_data",
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
    "no-answers": ({f"files/{ANSWERS}.jinja": None}, "v1.0.0"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_template_is_no_program(name: str, family: Family, trap: Trap) -> None:
    changes, said = HOSTILE[name]
    family.make_template({"files/edit.txt": EDIT})
    filled = {
        path: text
        and str(text).replace("MARK", str(trap.mark)).replace("URL", family.url)
        for path, text in changes.items()
    }
    folder = family.project("project")
    family.release("v1.1.0", filled)
    before = {str(path) for path in family.root.rglob("*")}
    result = family.report("update", "--timeout", "5")["project"]
    assert result["outcome"] == "failed"
    assert said in result["message"]
    assert folder.git("branch", "--format=%(refname:short)") == "main\n"
    after = {str(p) for p in family.root.rglob("*") if ".fleet" not in p.parts}
    assert after - before <= {str(family.root / "fleet.toml")}
    assert trap.sprung() == ""


def test_a_link_out_of_the_project_is_refused(family: Family) -> None:
    settings = "_subdirectory: files\n_preserve_symlinks: true\n"
    family.make_template({"copier.yml": settings, "files/edit.txt": EDIT})
    family.project("project")
    for number, target in enumerate(["/etc/passwd", "../../out", "in/../../out"], 1):
        path = family.template.path / "files" / "link"
        path.unlink(missing_ok=True)
        os.symlink(target, path)
        commit(family.template)
        family.template.git("tag", f"v1.{number}.0")
        result = family.report("update")["project"]
        assert "leaves the project" in result["message"]


def test_one_bad_repository_stops_no_other(family: Family) -> None:
    family.make_template({"files/edit.txt": EDIT}, {"files/edit.txt": "x\n"})
    family.project("good")
    Folder(family.root).git("init", "--quiet", "empty")
    family.add("empty")
    family.add("missing")
    (family.root / "plain").mkdir()
    family.add("plain")
    family.project("broken", {ANSWERS: "a: [\n"})
    family.project("held", hold="until the paper is out")
    outcomes = {name: r["outcome"] for name, r in family.report("update").items()}
    assert outcomes == {
        "good": "made",
        "empty": "failed",
        "missing": "failed",
        "plain": "failed",
        "broken": "failed",
        "held": "held",
    }


@pytest.mark.parametrize(
    "setting",
    [
        "[apply]\nwhitespace = error\n",
        "[status]\nshowUntrackedFiles = no\n",
        "[core]\nautocrlf = true\n",
        "[core]\nautocrlf = input\nsafecrlf = true\nquotePath = true\n",
        "[core]\nattributesFile = {root}/attributes\n",
        "[merge]\nconflictStyle = diff3\nrenames = false\nrenormalize = true\n",
        "[diff]\nrenames = false\nnoprefix = true\nignoreSubmodules = all\n",
        "[user]\nuseConfigOnly = true\n[commit]\ngpgSign = true\n",
        "[init]\ndefaultBranch = x\ntemplateDir = {root}/hooks\n",
        "[core]\nhooksPath = {root}/hooks\nexcludesFile = {root}/all\n",
        "[safe]\nbareRepository = explicit\n[transfer]\nfsckObjects = true\n",
    ],
)
def test_what_the_user_has_set_changes_nothing(
    family: Family, setting: str, neutral_commit: list[str]
) -> None:
    commits = _update_with(family, setting.format(root=family.root))
    if not neutral_commit:
        neutral_commit += _update_with(family, "")
    # The template lies elsewhere each time: the trees say it.
    assert commits == neutral_commit


@pytest.fixture(scope="module")
def neutral_commit() -> list[str]:
    """Remember what comes out without any setting."""
    return []


def _update_with(family: Family, setting: str) -> list[str]:
    if not family.repos:
        trailing = EDIT.replace("three", "three ")
        family.make_template(
            {"files/a.txt": trailing, "files/b.txt": EDIT.replace("\n", "\r\n")},
            {"files/a.txt": trailing.replace("five", "FIVE"), "files/new.txt": "x\n"},
        )
        edited = {
            "a.txt": trailing.replace("one", "ONE"),
            "b.txt": EDIT.replace("one", "ONE").replace("\n", "\r\n"),
            "extra.txt": "extra \n",
        }
        family.project("project", edited)
    family.write()
    (family.root / "attributes").write_text("* merge=union text eol=crlf\n")
    (family.root / "all").write_text("*\n")
    hooks = family.root / "hooks"
    hooks.mkdir(exist_ok=True)
    (hooks / "reference-transaction").write_text("#!/bin/sh\nexit 1\n")
    (hooks / "reference-transaction").chmod(0o755)
    home = family.root / "home"
    (home / ".config" / "git").mkdir(parents=True, exist_ok=True)
    (home / ".config" / "git" / "attributes").write_text("* merge=union\n")
    (home / ".gitconfig").write_text(setting)
    done = Folder(family.root).python(
        "import os\nfor name in ('GLOBAL', 'SYSTEM'):"
        " os.environ.pop(f'GIT_CONFIG_{name}')\n"
        "from dr_refit.cli.fleet import main\nmain()",
        "update",
        HOME=str(home),
    )
    assert done.code == 0, done.err
    project = Folder(family.root / "project")
    tree = project.git("rev-parse", "template/v1.1.0:a.txt", "template/v1.1.0:b.txt")
    return [tree, project.git("ls-tree", "-r", "--name-only", "template/v1.1.0")]


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
        with pytest.raises(Stop, match="that is git's"):
            check_paths(str(tmp_path / "render"))
