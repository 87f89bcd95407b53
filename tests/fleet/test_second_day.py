"""What a person meets on the second day: answers, tags, ignored files, line ends."""

from __future__ import annotations

import json

import pytest

from tests.support.family import (
    ANSWERS,
    BASICS,
    LINES,
    Family,
    branches,
    change,
    commit,
    files,
    show,
)
from tests.support.folder import Folder

pytestmark = pytest.mark.slow

KINDS = ("lib", "app")
WHO = {"files/who.txt.jinja": "I am {{ name }}\n"}


def test_answers_are_edits(family: Family) -> None:
    family.make_template({**WHO, "files/a.txt": LINES})
    folder = family.project("edited", data={"name": "old"})
    change(folder, {ANSWERS: show(folder, "main", ANSWERS).replace(b"old", b"new")})
    commit(folder)
    wanted = family.project("wanted", data={"name": "old"})
    family.repos["wanted"] += 'answers = {name = "fleet"}\n'
    said = "answers that fleet update applies: name\n"
    assert family.fleet("status").out.count(said) == 2
    family.report("update")
    title = folder.git("log", "-1", "--format=%s", "template/v1.0.0")
    assert title == "Update the template at v1.0.0\n"
    assert show(folder, "template/v1.0.0", "who.txt") == b"I am new\n"
    assert show(wanted, "template/v1.0.0", "who.txt") == b"I am fleet\n"
    folder.git("merge", "--quiet", "template/v1.0.0")
    change(folder, {"who.txt": "mine\n"})
    commit(folder)
    assert family.report("update")["edited"]["outcome"] == "up-to-date"
    given = ("--repos", "wanted", "--data", "name=given")
    family.report("update", *given)
    assert show(wanted, "template/v1.0.0", "who.txt") == b"I am given\n"
    words = {"COMP_WORDS": "fleet update --data na", "COMP_CWORD": "3"}
    assert "name=" in family.fleet(_FLEET_COMPLETE="zsh_complete", **words).out
    result = family.report("update", "--data", "nmae=x")["wanted"]
    assert (result["outcome"], result["exit_code"]) == ("failed", 2)
    assert "did you mean name?" in result["message"]
    # Nor does a status take it for an answer that is due.
    family.repos["wanted"] = family.repos["wanted"].replace("{name", "{nmae")
    result = family.report("status")["wanted"]
    assert (result["state"], "did you mean name?" in result["error"]) == (
        "broken",
        True,
    )


def test_an_answer_that_is_lost_from_the_file_is_kept(family: Family) -> None:
    family.make_template({**WHO, "files/a.txt": "1\n"}, {"files/a.txt": "2\n"})
    folder = family.project("project", data={"name": "mine"})
    written = show(folder, "main", ANSWERS)
    change(folder, {ANSWERS: written.replace(b"name: mine\n", b"# mine\n")})
    commit(folder)
    result = family.report("update")["project"]
    assert (result["outcome"], len(result["notes"])) == ("created", 2)
    assert "name: 'mine' is kept" in result["notes"][0]
    assert result["notes"][1] == f"a comment in {ANSWERS} is not kept: # mine"
    assert show(folder, "template/v1.1.0", "who.txt") == b"I am mine\n"
    assert b"name: mine\n" in show(folder, "template/v1.1.0", ANSWERS)


def test_an_answer_of_another_type_is_the_same(family: Family) -> None:
    asked = "use: {type: str, default: n}\nratio: {type: int, default: 1}\n"
    more = "key: {type: str, default: k}\nlist: {type: str, multiselect: true, "
    chosen = "choices: [a, b, c], default: [a]}\n"
    settings = f"{BASICS['copier.yml']!s}{asked}{more}{chosen}"
    family.make_template({"copier.yml": settings})
    data = {"use": "yes", "ratio": 2, "key": "mine", "list": ["b", "c"]}
    folder = family.project("project", data=data)
    # As a person may write it.
    written = show(folder, "main", ANSWERS).replace(b"v1.0.0", b"1.0.0")
    change(folder, {ANSWERS: written.replace(b"name: x", b"name: null")})
    commit(folder)
    asked = "use: {type: bool, default: no}\nratio: {type: float, default: 1}\n"
    settings = f"{BASICS['copier.yml']!s}{asked}{more}{chosen}"
    settings = settings.replace("default: k", "default: k, secret: true")
    family.release("v1.1.0", {"copier.yml": settings})
    result = family.report("update")["project"]
    assert (result["outcome"], result["old"]) == ("created", "v1.0.0")
    (warning,) = result["warnings"]
    assert warning.startswith("the answer key is secret now")
    text = show(folder, "template/v1.1.0", ANSWERS)
    assert b"list:\n- b\n- c\nname: x\nratio: 2.0\nuse: true\n" in text
    settings = settings.replace("[a, b, c]", "[a, b, d]")
    family.release("v1.2.0", {"copier.yml": settings})
    result = family.report("update")["project"]
    assert result["message"].startswith("list: ['b', 'c'] is no longer valid: ")
    given = ("--data", "list=[b, d]", "--data", "key=mine")
    result = family.report("update", *given)["project"]
    assert (result["outcome"], result["exit_code"]) == ("created", 0)
    assert b"list:\n- b\n- d\n" in show(folder, "template/v1.2.0", ANSWERS)


def test_defaults_only_fill_what_is_missing(family: Family) -> None:
    family.make_template({**WHO})
    family.project("project", data={"name": "own"})
    family.repos["project"] += '[defaults]\nanswers = {name = "all"}\n'
    result = family.report("update")["project"]
    assert result["outcome"] == "up-to-date"
    assert result["notes"] == ["name: answered 'own', and 'all' by default"]


def test_an_answer_that_is_not_asked_any_more_is_said(family: Family) -> None:
    settings = str(BASICS["copier.yml"])
    port = "use: {type: bool, default: true}\nport: {type: int, when: '{{ use }}', "
    shown = {"files/port.txt.jinja": "{{ port }}\n"}
    family.make_template({"copier.yml": f"{settings}{port}default: 80}}\n", **shown})
    other = family.project("other", data={"port": 8080})
    family.project("same", data={"use": False})
    hidden = port.replace("default: true", "default: false, when: false")
    family.release("v1.1.0", {"copier.yml": f"{settings}{hidden}default: 80}}\n"})
    report = family.report("update")
    assert (report["other"]["exit_code"], report["other"]["warnings"]) == (0, [])
    assert any("port: 8080 is kept" in each for each in report["other"]["notes"])
    assert show(other, "template/v1.1.0", "port.txt") == b"8080\n"
    assert b"port: 8080" in show(other, "template/v1.1.0", ANSWERS)
    assert (report["same"]["exit_code"], report["same"]["warnings"]) == (0, [])
    # Once merged it stays so: what is rendered for it has the answer, too.
    other.git("merge", "--quiet", "template/v1.1.0")
    status = json.loads(family.fleet("status", "--output-format", "json").out)
    assert [each["drift"] for each in status["repositories"]] == [[], []]
    # What the template writes of hidden questions, or would not take, nobody gave.
    written = "port: {{ port }}\n"
    shut = "port: {type: int, default: 90, when: false}\n"
    answers_in = f"files/{ANSWERS}.jinja"
    answers = {answers_in: f"{BASICS[answers_in]!s}{written}"}
    family.release("v1.1.1", {"copier.yml": f"{settings}{shut}", **answers})
    result = family.report("update", "--repos", "other")["other"]
    assert show(other, "template/v1.1.1", "port.txt") == b"90\n"
    no_port = shut.replace("int,", 'str, validator: \'{{ "no" if port else "" }}\',')
    plain = {answers_in: BASICS[answers_in], "copier.yml": f"{settings}{no_port}"}
    family.release("v1.1.2", plain)
    result = family.report("update", "--repos", "other")["other"]
    assert any("port: 8080 is dropped" in each for each in result["warnings"])
    assert result["exit_code"] == 1
    renamed = settings.replace("name:", "label:")
    family.release("v1.2.0", {"copier.yml": renamed})
    result = family.report("update", "--repos", "same")["same"]
    assert result["outcome"] == "needs-choice"
    assert "--data label=x" in result["message"]
    result = family.report("update", "--repos", "same", "--data", "label=y")["same"]
    assert result["outcome"] == "created"


def test_several_templates(family: Family) -> None:
    kind = "kind: {type: str, choices: [lib, app], default: lib}\n"
    answers = {
        f"{name}/{ANSWERS}.jinja": BASICS[f"files/{ANSWERS}.jinja"] for name in KINDS
    }
    texts = {f"{name}/{name}.txt": LINES for name in KINDS}
    settings = f"{kind}_subdirectory: '{{{{ kind }}}}'\n"
    family.make_template({"copier.yml": settings, **answers, **texts})
    folder = family.project("project", data={"kind": "app"}, template="app")
    # The same project has another template of the repository, too.
    lib = show(folder, "main", ANSWERS).replace(b"kind: app", b"kind: lib")
    change(folder, {".copier-answers.lib.yml": lib, "lib.txt": LINES})
    commit(folder)
    family.repos["project"] += "[template.app]\nanswers = {kind = 'app'}\n"
    family.repos["project"] += "[template.gone]\nurl = '/nowhere'\n"
    family.add("gone", "file:///nowhere", template="gone")
    new = {f"{name}/{name}.txt": LINES.replace("2", "two") for name in KINDS}
    family.release("v1.1.0", new)
    report = family.report("update")
    assert report["gone"]["outcome"] == "failed"
    changed = folder.git("diff", "--name-only", "main", "template/v1.1.0").split()
    assert changed == [ANSWERS, "app.txt"]
    keys = ("AUTHOR_NAME", "AUTHOR_EMAIL", "COMMITTER_NAME", "COMMITTER_EMAIL")
    person = {f"GIT_{key}": "a@example.org" for key in keys}
    done = family.fleet("new", "made", "--template", "app", **person)
    assert not done.code, done.err
    assert "app.txt" in files(Folder(family.root / "made"), "main")
    assert 'template = "app"' in (family.root / "fleet.toml").read_text()


def test_a_template_may_read_what_another_has_written(family: Family) -> None:
    external = "_external_data: {base: .base.yml, none: none.yml}\n"
    asked = "port: {type: int, default: '{{ _external_data.base.port }}'}\n"
    text = "{{ port }} {{ _external_data.base.port }} {{ _external_data.none }}\n"
    family.make_template({"files/a.txt": LINES})
    folder = family.project("project", {".base.yml": "port: 7\n"})
    settings = {"copier.yml": f"{BASICS['copier.yml']!s}{external}{asked}"}
    family.release("v1.1.0", {**settings, "files/p.txt.jinja": text})
    assert family.report("update")["project"]["outcome"] == "created"
    folder.git("merge", "--quiet", "template/v1.1.0")
    assert show(folder, "main", "p.txt") == b"7 7 {}\n"
    change(folder, {".base.yml": "port: 8\n"})
    commit(folder)
    # What it was made from is what was there then.
    assert family.fleet("status", "--strict").code == 0
    family.release("v1.2.0", {"files/b.txt": "b\n"})
    assert family.report("update")["project"]["outcome"] == "created"
    assert show(folder, "template/v1.2.0", "p.txt") == b"7 8 {}\n"


def test_chance_is_a_projects_own(family: Family) -> None:
    question = "{type: str, secret: true, default: '{{ 999999999 | ans_random }}'}\n"
    settings = f"{BASICS['copier.yml']!s}key: {question}"
    family.make_template({"copier.yml": settings, "files/key.txt.jinja": "{{ key }}\n"})
    folders = [family.project(name) for name in ("one", "two")]
    before = show(folders[0], "main", "key.txt")
    more = {"copier.yml": f"more: {question}{settings}"}
    family.release("v1.1.0", {**more, "files/more.txt.jinja": "{{ more }}\n"})
    assert {each["outcome"] for each in family.report("update").values()} == {"created"}
    branch = "template/v1.1.0"
    assert show(folders[0], branch, "key.txt") == before
    made = {show(folder, branch, "more.txt") for folder in folders}
    assert len(made) == 2


def test_it_is_the_same_time_in_all_versions_of_a_project(family: Family) -> None:
    asked = "at: {type: str, default: '{{ \"%H%M%S\" | strftime }}', when: false}\n"
    settings = {"copier.yml": f"{BASICS['copier.yml']!s}{asked}"}
    family.make_template({**settings, "files/at.txt.jinja": "{{ at }}\n"})
    folder = family.project("project")
    made = folder.git("log", "-1", "--date=format-local:%H%M%S", "--format=%cd")
    change(folder, {"at.txt": made})
    commit(folder)
    assert family.fleet("status", "--strict").code == 0
    family.release("v1.1.0", {"files/b.txt": "b\n"})
    assert family.report("update")["project"]["files"] == 2


def test_a_tag_that_moves_is_noticed(family: Family) -> None:
    family.make_template({"files/a.txt": LINES})
    folder = family.project("project")
    assert family.fleet("status").code == 0
    change(family.template, {"files/a.txt": LINES.replace("line 9", "LINE 9")})
    commit(family.template)
    family.template.git("tag", "--force", "v1.0.0")
    assert family.fleet("status").code == 1
    assert family.report("update")["project"]["outcome"] == "created"
    folder.git("merge", "--quiet", "template/v1.0.0")
    assert b"LINE 9" in show(folder, "main", "a.txt")
    assert family.report("update")["project"]["outcome"] == "up-to-date"
    assert family.fleet("status").code == 0
    # Taken back: the project has it from a commit that is still known.
    family.template.git("tag", "--delete", "v1.0.0")
    change(family.template, {"files/a.txt": LINES.replace("line 9", "Line 9")})
    family.release("v1.0.1", {"files/b.txt": "b\n"})
    result = family.report("update")["project"]
    assert (result["outcome"], result["old"]) == ("created", "v1.0.0")
    assert b"Line 9" in show(folder, "template/v1.0.1", "a.txt")


def test_what_git_ignores_belongs_to_the_person(family: Family) -> None:
    new = {"files/dev.env": "x\n", "files/out/b.txt": "b\n", "files/own.txt": "o\n"}
    family.make_template({"files/a.txt": LINES}, new)
    folder = family.project("project", {".gitignore": "*.env\nout/\n"})
    change(folder, {"own.txt": "mine\n"})
    (folder.path / ".git" / "info" / "exclude").write_text("own.txt\n")
    result = family.report("update")["project"]
    assert files(folder, "template/v1.1.0") == {ANSWERS, ".gitignore", "a.txt"}
    assert len(result["notes"]) == 3
    folder.git("merge", "--quiet", "template/v1.1.0")
    assert (folder.path / "own.txt").read_text() == "mine\n"
    assert family.fleet("status", "--strict").code == 0


def test_what_is_ignored_no_more_arrives(family: Family) -> None:
    ignore = {"files/.gitignore": "gen.txt\nown.txt\n"}
    made = {"files/gen.txt": "one\n", "files/own.txt": "one\n"}
    family.make_template({**ignore, **made})
    folder = family.project("project")
    folder.git("rm", "--quiet", "--cached", "gen.txt", "own.txt")
    folder.git("commit", "--quiet", "--message", "as git add does it")
    (folder.path / "gen.txt").unlink()
    assert family.fleet("status", "--strict").code == 0
    family.release("v1.1.0", {"files/.gitignore": "other\n"})
    result = family.report("update")["project"]
    assert result["notes"] == ["not added, since it was ignored until now: own.txt"]
    assert show(folder, "template/v1.1.0", "gen.txt") == b"one\n"
    assert "own.txt" not in files(folder, "template/v1.1.0")


def test_line_ends_are_those_of_the_project(family: Family) -> None:
    crlf = LINES.replace("\n", "\r\n")
    family.make_template(
        {"files/win.txt": crlf}, {"files/win.txt": crlf.replace("line 9", "LINE 9")}
    )
    attributes = {".gitattributes": "* text=auto\n", "win.txt": LINES}
    by_attributes = family.project("attributes", attributes)
    by_setting = family.project("setting", {"win.txt": LINES})
    family.project("raw")
    assert family.fleet("status", "--strict").out.count(" 0        0") == 3
    report = family.report("update")
    assert {each["outcome"] for each in report.values()} == {"created"}
    for folder in (by_attributes, by_setting):
        merged = show(folder, "template/v1.1.0", "win.txt").decode()
        assert merged == LINES.replace("line 9", "LINE 9")
    by_attributes.git("switch", "--quiet", "template/v1.1.0")
    by_attributes.git("add", "--renormalize", ".")
    assert by_attributes.git("status", "--porcelain") == ""


def test_what_goes_through_a_filter_is_left_to_a_person(family: Family) -> None:
    settings = {"files/.gitattributes": "*.bin filter=lfs -text\n"}
    family.make_template(
        {"files/logo.bin": "one\n", **settings}, {"files/logo.bin": "two\n"}
    )
    pointer = "version https://git-lfs.github.com/spec/v1\noid sha256:{}\nsize 4\n"
    first = "2c8b08da5ce60398e1f19af0e5dccc744df274b826abe585eaba68c525434806"
    family.project("project", {"logo.bin": pointer.format(first)})
    assert "behind        0" in family.fleet("status").out
    result = family.report("update")["project"]
    assert result["outcome"] == "blocked"
    assert "logo.bin" in result["message"]
    assert "lfs" in result["message"]


def test_files_come_back(family: Family) -> None:
    settings = f"{BASICS['copier.yml']!s}_owned: [ci.txt]\n_skip_if_exists: [own.txt]\n"
    made = {"files/ci.txt": "ci\n", "files/a.txt": LINES, "files/own.txt": "own\n"}
    family.make_template({"copier.yml": settings, **made})
    edits = {"a.txt": "mine\n", "own.txt": "mine\n"}
    folder = family.project("project", edits)
    assert family.fleet("status").code == 0
    assert family.fleet("status", "--strict").code == 1
    change(folder, {"ci.txt": "other\n"})
    commit(folder)
    assert family.fleet("status").code == 1
    done = family.fleet("heal", "project", "ci.text")
    assert (done.code, "v1.0.0 has no ci.text" in done.err) == (2, True)
    done = family.fleet("heal", "project", "ci.txt")
    assert (done.code, "-other\n+ci\n" in done.out) == (0, True), done.err
    assert show(folder, "heal/v1.0.0", "ci.txt") == b"ci\n"
    assert show(folder, "heal/v1.0.0", "a.txt") == b"mine\n"
    family.fleet("undo")
    assert branches(folder).keys() == {"main"}
    family.fleet("heal", "project")
    assert show(folder, "heal/v1.0.0", "a.txt") == LINES.encode()
    assert show(folder, "heal/v1.0.0", "own.txt") == b"mine\n"


def test_commits_are_as_the_fleet_wants_them(family: Family) -> None:
    family.make_template({"files/a.txt": "a\n"}, {"files/a.txt": "b\n"})
    folder = family.project("project")
    family.repos["project"] += (
        '[commit]\nauthor = "A Bot <bot@example.org>"\nsign-off = true\n'
        'message = "chore: {title}"\n'
    )
    for outcome in ("created", "unchanged"):
        assert family.report("update")["project"]["outcome"] == outcome
    said = folder.git("log", "-1", "--format=%an <%ce>%n%B", "template/v1.1.0")
    assert said.startswith("A Bot <bot@example.org>\nchore: Update the template")
    assert "\n\nSigned-off-by: A Bot <bot@example.org>\n" in said
    family.repos["project"] += "sign = true\n"
    change(folder, {"mine.txt": "x\n"})
    commit(folder)
    result = family.report("update")["project"]
    assert (result["outcome"], result["exit_code"]) == ("failed", 2)
    assert "git config user.signingkey" in result["message"]


def test_files_folders_and_links_change_places(family: Family) -> None:
    """A folder becomes a link, a file a folder; another is only spelt otherwise."""
    settings = f"{BASICS['copier.yml']!s}_preserve_symlinks: true\n"
    old = ("docs/a.md", "tools/run.sh", "Readme.md", "conf")
    family.make_template(
        {"copier.yml": settings, **{f"files/{path}": LINES for path in old}}
    )
    made = family.template.path / "files"
    family.template.git("mv", "files/docs", "files/doc")
    (made / "docs").symlink_to("doc")
    (made / "tools/run.sh").chmod(0o755)
    family.template.git("mv", "files/Readme.md", "files/README.md")
    (made / "conf").unlink()
    family.release("v1.1.0", {"files/conf/x.txt": "x\n"})
    mine = LINES.replace("line 3\n", "mine\n")
    clean = family.project("clean", dict.fromkeys(old[:3], mine))
    taken = family.project("taken", {"conf": mine, "docs/own.md": "own\n"})
    report = family.report("update")
    assert report["clean"]["outcome"] == "created"
    listed = clean.git(
        "ls-tree", "-r", "--format=%(objectmode) %(path)", "template/v1.1.0"
    )
    assert listed.splitlines() == [
        *(f"100644 {path}" for path in (ANSWERS, "README.md", "conf/x.txt")),
        *("100644 doc/a.md", "120000 docs", "100755 tools/run.sh"),
    ]
    for path in ("README.md", "doc/a.md", "tools/run.sh"):
        assert show(clean, "template/v1.1.0", path) == mine.encode()
    assert report["taken"]["outcome"] == "conflict"
    assert {each["path"] for each in report["taken"]["conflicts"]} == {
        *("conf~HEAD", "doc/own.md")
    }
    assert taken.read("docs/own.md") == "own\n"
