"""fleet.toml: what it becomes, every refusal, and a repository added."""

from __future__ import annotations

import os
import tempfile
import tomllib
from pathlib import Path

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dr_refit.errors import RefitError
from dr_refit.fleet import manifest, shape
from dr_refit.fleet.model import Repo, Template
from dr_refit.fleet.template import same_repository
from tests.support.profiles import examples
from tests.support.shipped import SHIPPED_IDS
from tests.support.wrong_toml import Wrong, assert_refused, assert_schema

TEMPLATE = '[template]\nurl = "https://example.org/template.git"\n'
GOOD = f"""\
{TEMPLATE}version = "v1.2.0"

[defaults]
answers = {{ author = "Somebody", ci = true }}
migrations = ["dr_ingest", "hf_utils"]

[[repository]]
name = "dr-hf"
path = "../dr-hf"  # a clone
layer = "utility"

[[repository]]
name = "ft-scaling"
url = "https://example.org/ft-scaling"
layer = "project"
migrations = []
hold = "until the paper is out"
version = "1.0"

[repository.answers]
ci = false
builds_on = ["dr-hf"]
"""


def write(folder: Path, text: str) -> str:
    path = folder / "fleet.toml"
    path.write_text(text, "utf-8")
    return str(path)


def test_a_file_becomes_a_fleet(tmp_path: Path) -> None:
    (tmp_path / "here").mkdir()
    path = write(tmp_path / "here", GOOD)
    fleet = manifest.load(path)
    assert fleet.path == path
    assert fleet.template == Template(
        url="https://example.org/template.git", version="v1.2.0"
    )
    assert fleet.repositories == (
        Repo(
            name="dr-hf",
            location=str(tmp_path / "dr-hf"),
            layer="utility",
            answers={},
            defaults={"author": "Somebody", "ci": True},
            migrations=("dr_ingest", "hf_utils"),
        ),
        Repo(
            name="ft-scaling",
            location="https://example.org/ft-scaling",
            layer="project",
            answers={"ci": False, "builds_on": ["dr-hf"]},
            defaults={"author": "Somebody", "ci": True},
            hold="until the paper is out",
            version="1.0",
        ),
    )


def test_paths_are_relative_to_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a").mkdir()
    write(tmp_path / "a", GOOD)
    monkeypatch.chdir(tmp_path)
    assert manifest.load("a/fleet.toml") == manifest.load(f"{tmp_path}/a/fleet.toml")


@pytest.mark.parametrize(
    "url", ["https://example.org/template", "file:///srv/template", "ssh://e.org/t"]
)
def test_what_copier_takes_for_a_folder(url: str, tmp_path: Path) -> None:
    path = write(tmp_path, f'[template]\nurl = "{url}"\n')
    with pytest.raises(RefitError, match="git URL that Copier knows") as refused:
        manifest.load(path)
    assert "git+ before it or .git behind it" in refused.value.hint


@pytest.mark.parametrize(
    "url",
    [
        "https://github.com/drothermel/dr-refit",
        "ssh://git@github.com/drothermel/dr-refit.git",
        "git@github.com:drothermel/dr-refit.git",
        "file:///srv/git/template.git",
        "git+https://example.org/template",
        "git+file:///srv/template",
        "gh:drothermel/dr-refit",
        "/srv/git/template",
        "/home/a person/it's/template",
    ],
)
def test_where_a_template_may_be(url: str, tmp_path: Path) -> None:
    path = write(tmp_path, f'[template]\nurl = "{url}"\n')
    assert manifest.load(path).template.url == url


def test_one_template_has_many_addresses() -> None:
    github = "https://github.com/Owner/Repo"
    assert same_repository(github, "git@GitHub.com:owner/repo.git")
    elsewhere = "https://example.org/Owner/Repo"
    assert not same_repository(elsewhere, elsewhere.lower())


def test_a_path_may_be_at_home(tmp_path: Path) -> None:
    page = '[template]\nurl = "/t"\n[[repository]]\nname = "a"\npath = "~/a"\n'
    (repo,) = manifest.load(write(tmp_path, page)).repositories
    assert repo.location == os.path.expanduser("~/a")


# --- refusals

ONE = '[[repository]]\nname = "a"\npath = "a"\n'
#: What is wrong: a file without its [template], `#!` on the line to blame; what is
#: said, and the hint.
WRONG: dict[str, Wrong] = {
    "unknown section": ("[default] #!", "unknown key default", "defaults?"),
    "unknown key": (ONE + 'layr = "x" #!', "unknown key layr", "did you mean layer?"),
    "unknown default": ('[defaults]\nhold = "x" #!', "unknown key hold", "leave it"),
    "no name": ('[[repository]] #!\npath = "a"', "name is missing", "with dashes"),
    "no place": (
        '[[repository]] #!\nname = "a"',
        "a has neither path nor url",
        "add path or url",
    ),
    "two places": (
        '[[repository]] #!\nname = "a"\npath = "a"\nurl = "https://e.org/a"',
        "a has a path and a url",
        "leave one out",
    ),
    "name in capitals": (
        '[[repository]]\nname = "Ab" #!\npath = "a"',
        "name must be a name of lower-case letters, digits, dots and dashes, not 'Ab'",
        "with dashes",
    ),
    "name of a folder above": (
        '[[repository]]\nname = "a/../b" #!\npath = "a"',
        "name must be a name",
        "with dashes",
    ),
    "name that is no branch": (
        '[[repository]]\nname = "a.lock" #!\npath = "a"',
        "name must be a name",
        "",
    ),
    "name like an option": (
        '[[repository]]\nname = "-a" #!\npath = "a"',
        "name must be a name",
        "",
    ),
    "name and a newline": (
        '[[repository]]\nname = "a\\n" #!\npath = "a"',
        "name must be a name",
        "",
    ),
    "name twice": (
        ONE + '[[repository]]\nname = "a" #!\npath = "b"',
        "a is listed twice",
        "on line 4 already",
    ),
    "package twice": (
        ONE.replace('"a"', '"a-b"') + '[[repository]]\nname = "a_b" #!\npath = "b"',
        "a_b is listed twice",
        "on line 4 already",
    ),
    "path twice": (
        ONE + '[[repository]]\nname = "b"\npath = "./x/../a" #!',
        "./x/../a is listed twice",
        "on line 5 already",
    ),
    "url twice": (
        ONE.replace('path = "a"', 'url = "https://e.org/a"')
        + '[[repository]]\nname = "b"\nurl = "https://e.org/a" #!',
        "https://e.org/a is listed twice",
        "on line 5 already",
    ),
    "unknown layer": (
        ONE + 'layer = "utilty" #!',
        "layer must be one of utility, domain, project, application, not 'utilty'",
        "did you mean utility?",
    ),
    "unlike any layer": (ONE + 'layer = "xyz" #!', "layer must be one of", "Layers"),
    "unknown migration": (
        ONE + 'migrations = ["dr_inges"] #!',
        f"migrations must be one of {', '.join(SHIPPED_IDS)}, or a path, such as",
        "did you mean dr_ingest?",
    ),
    "unknown default migration": (
        '[defaults]\nmigrations = [ #!\n  "dr_ingest",\n  "x",\n]',
        "migrations must be one of",
        "",
    ),
    "text for a list": (
        ONE + 'migrations = "dr_ingest" #!',
        "migrations must be a list of migrations, not 'dr_ingest'",
        "codemods to apply",
    ),
    "file of no migration": (
        '[defaults]\nmigrations = [\n  "dr_ingest",\n  "none.toml", #!\n]',
        "none.toml: No such file",
        "readable",
    ),
    "unknown key of a template": (
        '[template.app]\nvresion = "v1" #!',
        "unknown key vresion",
        "did you mean version?",
    ),
    "template that is none": (
        ONE + '[template.app]\n[[repository]]\nname = "b"\npath = "b"\n'
        'template = "ap" #!',
        "there is no template ap",
        "did you mean app?",
    ),
    "template without others": (
        ONE + 'template = "app" #!',
        "there is no template app",
        "[template.NAME]",
    ),
    "name of a template": ("[template.App] #!", "App is not allowed here", "projects"),
    "hold without a reason": (
        ONE + "hold = true #!",
        "hold must be a reason, not True",
        'hold = "reason"',
    ),
    "hold with an empty reason": (
        ONE + 'hold = " " #!',
        "hold must be a reason, not ' '",
        'hold = "reason"',
    ),
    "no version": (
        ONE + 'version = "the latest" #!',
        "version must be a tag such as v1.2.0, or hash, not 'the latest'",
        "instead of the newest",
    ),
    "version like an option": (ONE + 'version = "-v1" #!', "version must be a", ""),
    "number for a version": (ONE + "version = 1.2 #!", "version must be a", ""),
    "path like an option": (
        '[[repository]]\nname = "a"\npath = "-a" #!',
        "path must be a path, not '-a'",
        "",
    ),
    "url for a path": (
        '[[repository]]\nname = "a"\npath = "https://e.org/a" #!',
        "path must be a path, not 'https://e.org/a'",
        "else write url",
    ),
    "path for a url": (
        '[[repository]]\nname = "a"\nurl = "../a" #!',
        "url must be a git URL, not '../a'",
        "https://",
    ),
    "url that starts a program": (
        '[[repository]]\nname = "a"\nurl = "ext::sh -c x" #!',
        "url must be a git URL",
        "",
    ),
    "url that starts a program later": (
        '[[repository]]\nname = "a"\nurl = "git@ext::sh" #!',
        "url must be a git URL",
        "",
    ),
    "url with a password": (
        '[[repository]]\nname = "a"\nurl = "https://me:secret@e.org/a" #!',
        "url must be a git URL",
        "",
    ),
    "url like an option": (
        '[[repository]]\nname = "a"\nurl = "--upload-pack=x" #!',
        "url must be a git URL",
        "",
    ),
    "answer of Copier's own": (
        ONE + 'answers = { _src_path = "x" } #!',
        "_src_path is not allowed here",
        "Question of the template",
    ),
    "answer in a table of its own": (
        ONE + '[repository.answers]\nok = 1\n_commit = "x" #!',
        "_commit is not allowed here",
        "",
    ),
    "date for an answer": (
        ONE + "answers.x = 2026-01-01 #!",
        "x must be a text, number, boolean, list or table",
        "",
    ),
    "table for tables": (
        '[repository] #!\nname = "a"',
        "repository must be a list of tables",
        "[[repository]]",
    ),
    "syntax": ("[[repository] #!", "Expected ']]'", "TOML"),
}
#: What no JSON Schema sees.
BEYOND_A_SCHEMA = {"name twice", "package twice", "path twice", "url twice"}
BEYOND_A_SCHEMA |= {"unknown layer", "unlike any layer"}  # a fleet names its own
BEYOND_A_SCHEMA |= {"template that is none", "template without others"}
BEYOND_A_SCHEMA |= {"file of no migration"}


@pytest.mark.parametrize("wrong", WRONG.values(), ids=WRONG)
def test_an_error_has_a_line_and_a_hint(
    wrong: Wrong, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    text, what, hint = wrong
    whole = (f"{TEMPLATE}{text}\n", what, hint)
    assert_refused(manifest.load, "fleet.toml", whole)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (b"", "fleet.toml:1: template is missing"),
        (b"\n[template]\n", "fleet.toml:2: url is missing"),
        (b"# caf\xe9\n", "fleet.toml:1: not UTF-8"),
        (None, "fleet.toml: No such file or directory"),
    ],
    ids=["empty", "no url", "latin-1", "absent"],
)
def test_an_unreadable_file(
    text: bytes | None, message: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    if text is not None:
        Path("fleet.toml").write_bytes(text)
    with pytest.raises(RefitError) as caught:
        manifest.load("fleet.toml")
    assert caught.value.message == message
    assert caught.value.hint


# --- the schema


def test_the_schema_takes_what_the_loader_takes() -> None:
    schema = shape.json_schema()
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.validate(tomllib.loads(GOOD), schema)


@pytest.mark.parametrize("wrong", [name for name in WRONG if name != "syntax"])
def test_the_schema_refuses_what_the_loader_refuses(wrong: str) -> None:
    text = TEMPLATE + WRONG[wrong][0]
    refuses = wrong not in BEYOND_A_SCHEMA
    assert_schema(shape.json_schema(), text, refuses=refuses)


def test_a_fleet_names_its_layers(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    own = 'layers = ["core", "ui"]\n' + TEMPLATE + ONE
    path = write(tmp_path, own + 'layer = "ui"\n')
    fleet = manifest.load(path)
    assert (fleet.layers, fleet.repositories[0].layer) == (("core", "ui"), "ui")
    for text, what, hint in (
        (
            own + 'layer = "utility" #!\n',
            "layer must be one of core, ui, not",
            "Layers",
        ),
        ('layers = ["a", "a"] #!\n' + TEMPLATE, "layers has one twice", "leave it out"),
    ):
        assert_refused(manifest.load, "fleet.toml", (text, what, hint))


def test_a_fleet_has_several_templates(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    beside = '[template.app]\nanswers = {kind = "app"}\n'
    other = '[template.other]\nurl = "/other"\n'
    of_app = ONE + 'template = "app"\nanswers = {x = 1}\n'
    text = f'{TEMPLATE}version = "v1"\n{beside}{other}{of_app}'
    fleet = manifest.load(write(tmp_path, text))
    (repo,) = fleet.repositories
    app = fleet.template_of(repo)
    assert (app.name, app.url, app.version) == ("app", fleet.template.url, "v1")
    assert repo.answers == {"kind": "app", "x": 1}
    assert fleet.named["other"] == Template(name="other", url="/other")
    # Without one of its own, each repository says which.
    text = f"{other}{ONE}".replace("[[repository]]", "[[repository]] #!")
    what = "a does not say which template"
    assert_refused(manifest.load, "fleet.toml", (text, what, "there are: other"))
    text = "[template.app] #!\nversion = 'v1'\n"
    what = "template.app has no url"
    assert_refused(manifest.load, "fleet.toml", (text, what, "a git URL"))


def test_a_fleet_has_migrations_of_its_own(tmp_path: Path) -> None:
    (tmp_path / "codemods").mkdir()
    (tmp_path / "codemods" / "own.toml").write_text(
        'title = "it"\n[[move]]\nmodule = "a"\nto = "c"\nnames = ["b"]\n'
    )
    named = ONE + 'migrations = ["hf_utils", "codemods/own.toml"]\n'
    fleet = manifest.load(write(tmp_path, TEMPLATE + named))
    assert fleet.repositories[0].migrations == ("hf_utils", "own")
    assert [each.id for each in fleet.migrations] == ["own"]


# --- a repository added

NEW = Repo(
    name="ft-pred",
    location="https://example.org/ft-pred",
    layer="project",
    answers={"builds_on": ["ft-scaling"]},
)


def test_what_was_there_stays_as_it_was(tmp_path: Path) -> None:
    path = write(tmp_path, GOOD)
    manifest.add(path, NEW)
    text = Path(path).read_text("utf-8")
    assert text == GOOD + (
        "\n[[repository]]\n"
        'name = "ft-pred"\n'
        'url = "https://example.org/ft-pred"\n'
        'layer = "project"\n'
        '\n[repository.answers]\nbuilds_on = ["ft-scaling"]\n'
    )
    added = manifest.load(path).repositories[-1]
    assert added.answers == {"builds_on": ["ft-scaling"]}
    assert added.defaults == {"author": "Somebody", "ci": True}


def test_the_first_repository_of_a_fleet(tmp_path: Path) -> None:
    path = write(tmp_path, TEMPLATE)
    local = Repo(name="a", location=str(tmp_path.parent / "a b"))
    manifest.add(path, local)
    assert Path(path).read_text("utf-8") == (
        TEMPLATE + '\n[[repository]]\nname = "a"\npath = "../a b"\n'
    )
    assert manifest.load(path).repositories == (local,)


def test_sections_behind_the_repositories_stay_there(tmp_path: Path) -> None:
    path = write(tmp_path, ONE + "\n# the end\n" + TEMPLATE)
    manifest.add(path, NEW)
    assert [repo.name for repo in manifest.load(path).repositories] == ["a", "ft-pred"]
    text = Path(path).read_text("utf-8")
    assert text.startswith(ONE)
    assert text.endswith(TEMPLATE)
    assert "# the end\n" in text


@pytest.mark.parametrize(
    "repo",
    [
        Repo(name="dr-hf", location="https://example.org/other"),
        Repo(name="Dr", location="https://example.org/other"),
        Repo(name="x", location="https://example.org/ft-scaling"),
        Repo(name="x", location="ext::sh"),
    ],
    ids=["name twice", "bad name", "url twice", "bad url"],
)
def test_what_would_be_wrong_is_not_written(repo: Repo, tmp_path: Path) -> None:
    path = write(tmp_path, GOOD)
    with pytest.raises(RefitError):
        manifest.add(path, repo)
    assert Path(path).read_text("utf-8") == GOOD
    assert os.listdir(tmp_path) == ["fleet.toml"]


REMARKS = st.sampled_from(["", "\n", "# a remark\n", "\n\n  # indented\n"])
WRITTEN = [
    "[[repository]]\nname = 'r{n}'  # its name\npath = 'r{n}'\n",
    '[[repository]]\npath="r{n}"\n\nname   =   "r{n}"\n',
    """[[repository]]
name = "r{n}"
url = "https://e.org/{n}"
[repository.answers]
ci = false
""",
    """[[repository]]
name = "r{n}"
path = "r{n}"
migrations = [
  "dr_ingest",  # first
]
""",
]
PIECES = st.lists(st.tuples(REMARKS, st.sampled_from(WRITTEN)), max_size=5)


@examples(60)
@given(pieces=PIECES, end=REMARKS, first=st.booleans(), crlf=st.booleans())
def test_whatever_is_there_stays(
    pieces: list[tuple[str, str]], end: str, *, first: bool, crlf: bool
) -> None:
    body = "".join(
        remark + table.replace("{n}", str(number))
        for number, (remark, table) in enumerate(pieces)
    )
    text = (TEMPLATE + body if first else body + TEMPLATE) + end
    text = text.replace("\n", "\r\n") if crlf else text
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "fleet.toml"
        path.write_bytes(text.encode())
        before = manifest.load(str(path)).repositories
        manifest.add(str(path), NEW)
        after = path.read_bytes().decode()
        assert manifest.load(str(path)).repositories == (*before, NEW)
    # One block was put in, in one place, and nothing else changed.
    start = next(n for n in range(len(text) + 1) if text[: n + 1] != after[: n + 1])
    assert after.endswith(text[start:])
    assert "ft-pred" in after[start - 20 : len(after) - len(text[start:])]


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    real = write(tmp_path / "real", TEMPLATE)
    link = tmp_path / "fleet.toml"
    link.symlink_to(real)
    manifest.add(str(link), NEW)
    assert link.is_symlink()
    assert "ft-pred" in Path(real).read_text("utf-8")
