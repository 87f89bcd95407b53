"""`fleet migrate`: the codemods on a branch, without a checkout."""

from __future__ import annotations

import json
import re

import pytest

from tests.support.family import Family, branches, commit, leftovers, show

BRANCH = "migrate/imports"
USE = "import is_checkpoint_branch  # why\n\nis_checkpoint_branch\n"
OLD = f"from hf_utils.branches {USE}"
NEW = f"from dr_hf {USE}"
OWN = """title = "of the fleet"
[[move]]
module = "old"
to = "new"
names = ["f"]

[[value]]
from = "lit/old"
to = "lit/new"
"""

pytestmark = pytest.mark.slow


@pytest.fixture
def family(family: Family) -> Family:
    """Return a family whose template is of no matter."""
    family.make_template({"files/a.txt": "x\n"})
    return family


def test_imports_are_rewritten_in_one_commit(family: Family) -> None:
    folder = family.project(
        "project",
        {
            "src/project/__init__.py": "",
            "src/project/a.py": OLD,
            "b.py": OLD.replace("\n", "\r\n"),
            ".gitattributes": "*.txt text eol=crlf\n",
            "c.txt": "kept\r\n",
        },
    )
    before = folder.tree()
    result = family.report("migrate")["project"]
    assert (result["outcome"], result["files"]) == ("created", 2)
    assert result["notes"][0] == "requirements to add: dr-hf>=0.1.0,<0.1.2"
    assert show(folder, BRANCH, "src/project/a.py").decode() == NEW
    assert show(folder, BRANCH, "b.py").decode() == NEW.replace("\n", "\r\n")
    changed = folder.git("diff", "--name-only", "main", BRANCH).split()
    assert changed == ["b.py", "src/project/a.py"]
    assert folder.tree() == before
    assert family.report("migrate")["project"]["outcome"] == "unchanged"
    assert leftovers(family) == []


def test_manifests_are_rewritten_with_the_imports(family: Family) -> None:
    text = '[project]\nname = "project"  # it\nversion = "1"\ndependencies = [{}]\n'
    folder = family.project(
        "project",
        {
            "pyproject.toml": text.format('\n  "a",  # a\n  "hf-utils",\n'),
            "a.py": OLD,
            "Dockerfile": "RUN pip install hf-utils\n",
        },
    )
    result = family.report("migrate")["project"]
    assert (result["outcome"], result["files"]) == ("created", 2)
    new = '\n  "a",  # a\n  "dr-hf>=0.1.0,<0.1.2",\n'
    assert show(folder, BRANCH, "pyproject.toml").decode() == text.format(new)
    assert show(folder, BRANCH, "a.py").decode() == NEW
    assert any("Dockerfile" in str(one) for one in result["findings"])
    assert family.report("migrate")["project"]["outcome"] == "unchanged"


def test_migrations_are_chosen(family: Family) -> None:
    folder = family.project("project", {"a.py": OLD})
    assert family.report("migrate", "dr_wandb")["project"]["outcome"] == "up-to-date"
    result = family.report("migrate", "hf_utils")["project"]
    assert result["branch"] == "migrate/hf_utils"
    family.repos["project"] += 'migrations = ["dr_wandb"]\n'
    assert family.report("migrate")["project"]["outcome"] == "up-to-date"
    result = family.report("migrate", "nobody")["project"]
    assert result["outcome"] == "failed"
    assert "there is no migration nobody" in result["message"]
    twice = family.report("migrate", "hf_utils", "hf_utils")["project"]
    assert (twice["outcome"], twice["branch"]) == ("unchanged", "migrate/hf_utils")
    assert branches(folder).keys() == {"main", "migrate/hf_utils"}


CODEMOD = """\
import libcst as cst

def negated(statement, name):
    return cst.parse_statement("not is_checkpoint_branch")

STATEMENTS = {"hf_utils.branches.is_checkpoint_branch": negated}
"""


def test_a_migration_of_the_fleet_is_used_in_every_repository(family: Family) -> None:
    (family.root / "own.toml").write_text(OWN)
    one = family.project("one", {"a.py": "from old import f\n\nf()\n"})
    other = family.project("other", {"b.py": "from old import f\n\nf(x='lit/old')\n"})
    family.repos["other"] += '[defaults]\nmigrations = ["own.toml"]\n'
    family.report("migrate")
    assert show(one, BRANCH, "a.py").decode() == "from new import f\n\nf()\n"
    assert b"lit/old" in show(other, BRANCH, "b.py")
    family.report("migrate", "own", "--values")
    new = "from new import f\n\nf(x='lit/new')\n"
    assert show(other, "migrate/own", "b.py").decode() == new
    status = json.loads(family.fleet("status", "--output-format", "json").out)
    assert all(each["findings"] for each in status["repositories"])


def test_a_codemod_runs_where_it_is_named_alone(family: Family) -> None:
    text = OLD.removesuffix("is_checkpoint_branch\n") + "check = is_checkpoint_branch\n"
    own = {"a.py": text, "codemods/hf_utils.py": CODEMOD}
    folder = family.project("project", own)
    assert family.report("migrate")["project"]["files"] == 1
    assert "not is" not in show(folder, BRANCH, "a.py").decode()
    named = family.root / "named.py"
    named.write_text(CODEMOD)
    family.report("migrate", "hf_utils", "--codemod", str(named))
    assert "not is" in show(folder, "migrate/hf_utils", "a.py").decode()


def test_a_projects_own_settings_count(family: Family) -> None:
    own = (
        '[tool.codemod]\nmigrations = ["ours.toml"]\nselect = ["ours"]\n'
        'extend-exclude = ["vendor/"]\n'
    )
    ours = 'title = "x"\n[[move]]\nfrom = "old"\nto = "new"\nnames = ["f"]\n'
    use = "from old import f\n\nf()\n"
    folder = family.project(
        "project",
        {"pyproject.toml": own, "ours.toml": ours, "a.py": use, "vendor/b.py": use},
    )
    result = family.report("migrate")["project"]
    assert (result["outcome"], result["files"]) == ("created", 1), result
    assert show(folder, BRANCH, "a.py") == b"from new import f\n\nf()\n"


def test_what_is_asked_for_by_name_wins_over_ignore(family: Family) -> None:
    """As `codemod rewrite-imports --select` does."""
    settings = '[tool.codemod]\nignore = ["hf_utils"]\n'
    folder = family.project("project", {"a.py": OLD, "pyproject.toml": settings})
    assert family.report("migrate")["project"]["outcome"] == "up-to-date"
    result = family.report("migrate", "hf_utils")["project"]
    assert (result["outcome"], result["files"]) == ("created", 1), result
    assert show(folder, "migrate/hf_utils", "a.py").decode() == NEW


def test_no_migration_is_left(family: Family) -> None:
    settings = '[tool.codemod]\nselect = ["hf_utils"]\nignore = ["hf_utils"]\n'
    family.project("project", {"a.py": OLD, "pyproject.toml": settings})
    result = family.report("migrate")["project"]
    assert result["outcome"] == "failed"
    assert "no migration is left to run" in result["message"]


def test_a_projects_own_migration_replaces_a_shipped_one(family: Family) -> None:
    settings = '[tool.codemod]\nmigrations = ["codemods/hf_utils.toml"]\n'
    own = 'title = "x"\n[[move]]\nmodule = "hf_utils.branches"\nto = "ours"\n'
    use = "import hf_utils.weights\n"
    folder = family.project(
        "project",
        {
            "pyproject.toml": settings,
            "codemods/hf_utils.toml": own,
            "a.py": OLD,
            "b.py": use,
        },
    )
    result = family.report("migrate")["project"]
    assert (result["outcome"], result["files"]) == ("created", 1), result
    assert show(folder, BRANCH, "a.py").decode() == OLD.replace(
        "hf_utils.branches", "ours"
    )


def test_a_tracked_file_counts_even_if_it_is_ignored(family: Family) -> None:
    folder = family.project("project", {"gen.py": OLD, "gen/b.py": OLD, "a.py": ""})
    folder.write({".gitignore": "gen*\n"})
    commit(folder)
    assert folder.git("ls-files", "gen.py", "gen/b.py").split() == [
        "gen.py",
        "gen/b.py",
    ]
    left = family.report("status")["project"]["findings"]
    assert {each["path"] for each in left} == {"gen.py", "gen/b.py"}
    done = folder.rewrite("--check", ".")
    assert (done.code, "2 would be rewritten" in done.err) == (1, True), done.err
    result = family.report("migrate")["project"]
    assert (result["outcome"], result["files"]) == ("created", 2), result
    folder.git("merge", "--quiet", BRANCH)
    assert family.report("status")["project"]["findings"] == []


def test_a_broken_file_is_said_and_the_rest_is_done(family: Family) -> None:
    family.project("project", {"a.py": OLD, "bad.py": "from hf_utils import (\n"})
    result = family.report("migrate")["project"]
    assert (result["outcome"], result["files"]) == ("created", 1)
    said = [(one["path"], one["finding"]["code"]) for one in result["findings"]]
    assert [one for one in said if one[1] != "project-changed"] == [
        ("bad.py", "syntax-error")
    ]
    assert result["exit_code"] == 2


@pytest.mark.parametrize(
    "attributes", ["* text\n", "* text eol=crlf\n", "*.py ident text=auto eol=lf\n"]
)
def test_attributes_change_no_bytes(attributes: str, family: Family) -> None:
    dos = f"# $Id$\n{OLD}".replace("\n", "\r\n")
    folder = family.project("project", {"a.py": dos, "b.py": OLD, "c.py": dos + "\n"})
    folder.git("update-index", "--chmod=+x", "a.py")
    folder.git("commit", "--quiet", "--message", "mode")
    # Not by `git add`, which would change the others.
    folder.write({"attributes": attributes})
    oid = folder.git("hash-object", "-w", "attributes").strip()
    entry = f"100644,{oid},.gitattributes"
    folder.git("update-index", "--add", "--cacheinfo", entry)
    folder.git("commit", "--quiet", "--message", "attributes")
    result = family.report("migrate")["project"]
    assert (result["outcome"], result["files"]) == ("created", 3)
    new = f"# $Id$\n{NEW}".replace("\n", "\r\n").encode()
    assert show(folder, BRANCH, "a.py") == new
    assert show(folder, BRANCH, "b.py") == NEW.encode()
    assert show(folder, BRANCH, "c.py") == new + b"\n"
    assert folder.git("ls-tree", BRANCH, "a.py").startswith("100755 ")
    assert show(folder, BRANCH, ".gitattributes") == attributes.encode()


@pytest.mark.parametrize("text", ["[tool.codemod\n", "[tool.codemod]\nselct = []\n"])
def test_broken_settings_are_named_as_in_the_repository(
    text: str, family: Family
) -> None:
    family.project("project", {"a.py": OLD, "pyproject.toml": text})
    result = family.report("migrate")["project"]
    assert result["outcome"] == "failed"
    assert re.match(r"pyproject\.toml:\d+: ", result["message"])


def test_it_needs_no_template(family: Family) -> None:
    folder = family.project("project", {"a.py": OLD})
    (family.root / "template.git").rename(family.root / "moved")
    assert family.report("migrate")["project"]["outcome"] == "created"
    commit(folder)
    assert family.report("migrate")["project"]["outcome"] == "created"


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ({"src/ft_scaling/normalization.py": "def is_nully(): ...\n"}, ""),
        ({"src/ft_scaling/other.py": ""}, "is not in the ft_scaling of the fleet yet"),
        (None, "ft_scaling is planned, and not there yet"),
    ],
)
def test_a_planned_home_may_be_in_the_fleet(
    files: dict[str, str | bytes] | None, said: str, family: Family
) -> None:
    old = "from dr_ingest.normalization import is_nully\n"
    folder = family.project("project", {"a.py": old})
    if files is not None:
        family.project("ft-scaling", files)
    result = family.report("migrate", "--repos", "project")["project"]
    messages = [found["finding"]["message"] for found in result["findings"]]
    if said:
        assert result["outcome"] == "up-to-date"
        assert said in messages[0]
    else:
        assert (result["outcome"], messages) == ("created", [])
        new = old.replace("dr_ingest", "ft_scaling").encode()
        assert show(folder, BRANCH, "a.py") == new
