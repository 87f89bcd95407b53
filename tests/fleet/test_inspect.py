"""What is seen in a repository: imports, layers, findings, requirements."""

from __future__ import annotations

import itertools
import json
from pathlib import Path
from textwrap import dedent
from typing import TYPE_CHECKING

import pytest

from dr_refit.checks.layers import violation
from dr_refit.checks.model import Edge
from dr_refit.fleet import manifest
from dr_refit.fleet.inspect import Inspection, Inspector
from dr_refit.fleet.model import Fleet, Repo, RepoStatus, Template
from dr_refit.migration.toml import load_shipped
from tests.support.machine import FAMILY
from tests.support.objects import commit_of

if TYPE_CHECKING:
    from collections.abc import Mapping

ROOT = Path(__file__).parents[2]
FLEET = manifest.load(str(ROOT / "examples/fleet.toml"))
REPOSITORIES = {repo.name: repo for repo in FLEET.repositories}
SHIPPED = load_shipped()
RETIRED = {name for each in SHIPPED for name in each.retired}
INSPECT = Inspector(FLEET.repositories, SHIPPED)


def look(
    files: Mapping[str, str | bytes] | str, name: str = "ft-pred", **changes: object
) -> Inspection:
    """Inspect files; a text alone is a module of a package."""
    if isinstance(files, str):
        files = {"src/x/m.py": files}
    repo = REPOSITORIES[name]
    fields = {"name": repo.name, "location": repo.location, "layer": repo.layer}
    data = {
        path: text if isinstance(text, bytes) else dedent(text).encode()
        for path, text in files.items()
    }
    return INSPECT(Repo(**fields | changes), commit_of(data))  # type: ignore[arg-type]


def imported(seen: Inspection) -> dict[str, tuple[tuple[str, int], ...]]:
    return {edge.imported: edge.places for edge in seen.edges}


# --- imports


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("import datadec", [1]),
        ("import os, datadec.data as d", [1]),
        ("import os\nfrom datadec import data\n", [2]),
        ("from datadec.data import x, y", [1]),
        ("from datadec import (\n    a,\n    b,\n)", [1]),
        ("from datadec import *", [1]),
        ("def f():\n    import datadec", [2]),
        ("class A:\n    def f(self):\n        from datadec import a", [3]),
        (
            "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    import datadec",
            [3],
        ),
        ("try:\n    import datadec\nexcept ImportError:\n    datadec = None", [2]),
        ("async def f():\n    async with x:\n        import datadec", [3]),
        ("match x:\n    case 1:\n        import datadec", [3]),
        ("import datadec\nimport datadec.data; import datadec", [1, 2]),
        ("if a:\n    pass\nelse:\n    import datadec", [4]),
    ],
)
def test_an_import_is_seen(text: str, lines: list[int]) -> None:
    expected = {"datadec": tuple(("src/x/m.py", line) for line in lines)}
    assert imported(look(text)) == expected


@pytest.mark.parametrize(
    "text",
    [
        "import os",
        "# import datadec",
        "'''import datadec'''",
        "x = 'datadec'\nimport_module('datadec')",
        "from . import datadec",
        "from .datadec import data",
        "from x import datadec",
        "import x.datadec",
        "import datadec_plus",
        "import my_datadec",
        "datadec.data",
        "import ft_pred.data",
        "from ft_pred import data",
    ],
)
def test_this_is_no_import_of_another(text: str) -> None:
    assert look(text) == Inspection()


def test_all_python_files_count_and_no_others() -> None:
    text = "import datadec"
    names = [
        *("noxfile.py", "tests/test_a.py", "notebooks/a.py", "src/x/a.pyi"),
        *("a.txt", "docs/a.md", "notebooks/a.ipynb", "a.py.jinja"),
    ]
    seen = imported(look(dict.fromkeys(names, text)))
    assert [path for path, _ in seen["datadec"]] == [
        "notebooks/a.py", "noxfile.py", "src/x/a.pyi", "tests/test_a.py"
    ]  # fmt: skip


def test_folders_that_codemod_leaves_out() -> None:
    text = "import datadec"
    names = ["build/a.py", ".venv/lib/a.py", "src/x/dist/a.py", "src/x/build/a.py"]
    files = dict.fromkeys([*names, "src/x/build/__init__.py"], text)
    seen = imported(look(files))
    assert [path for path, _ in seen["datadec"]] == [
        "src/x/build/__init__.py", "src/x/build/a.py"
    ]  # fmt: skip


def test_the_projects_own_settings_count() -> None:
    text = "from dr_ingest.utils import nothing_of_that_name\n"
    settings = """
        [tool.codemod]
        exclude = ["old/"]
        extend-exclude = ["*_pb2.py"]
        per-file-ignores = { "src/x/b.py" = ["unknown-name"] }
    """
    names = ["old/a.py", "src/old/a.py", "src/x/a_pb2.py", "src/x/a.py", "src/x/b.py"]
    seen = look({**dict.fromkeys(names, text), "pyproject.toml": settings})
    assert [each.path for each in seen.findings] == ["src/x/a.py"]
    assert [path for path, _ in imported(seen)["dr_ingest"]] == [
        "src/x/a.py", "src/x/b.py"
    ]  # fmt: skip


OWN_MIGRATION = """
title = "x to y"
[[move]]
module = "x_old"
to = "x_new"
"""


@pytest.mark.parametrize(
    ("settings", "codes"),
    [
        ("", ["unknown-name", "unknown-name"]),
        ('select = ["dr_ingest"]', ["unknown-name"]),
        ('ignore = ["dr_ingest", "hf_utils"]', []),
        (
            'migrations = ["tools/x.toml"]',
            ["retired-import", "unknown-name", "unknown-name"],
        ),
        (
            'migrations = ["tools/x.toml"]\nselect = ["x"]',
            ["retired-import"],
        ),
        ('migrations = ["gone.toml"]', ["unknown-name", "unknown-name", "unreadable"]),
        ('select = ["gone"]', ["unknown-name", "unknown-name", "unreadable"]),
    ],
)
def test_the_projects_own_choice_of_migrations(settings: str, codes: list[str]) -> None:
    """As `fleet migrate` does it."""
    seen = look(
        {
            "pyproject.toml": f"[tool.codemod]\n{settings}\n",
            "tools/x.toml": OWN_MIGRATION,
            "a.py": "from dr_ingest.utils import nothing\n",
            "b.py": "from hf_utils.branches import nothing\n",
            "c.py": "import x_old\nprint(x_old.f)\n",
        }
    )
    assert sorted(each.finding.code for each in seen.findings) == codes


def test_files_in_any_encoding() -> None:
    seen = look(
        {
            "a.py": b"\xef\xbb\xbfimport datadec\r\n",
            "b.py": b"# coding: latin-1\r\n# caf\xe9\r\nimport datadec\r\n",
        }
    )
    assert imported(seen) == {"datadec": (("a.py", 1), ("b.py", 3))}


def test_what_cannot_be_read_is_told_and_the_rest_is_seen() -> None:
    seen = look(
        {
            "a.py": "print 'datadec'",
            "b.py": b"import datadec  # caf\xe9",
            "c.py": "import datadec",
            "not_ours.py": "print 'python 2'",
        }
    )
    assert imported(seen) == {"datadec": (("c.py", 1),)}
    assert [
        (each.path, each.finding.code, each.finding.position.line, each.finding.level)
        for each in seen.findings
    ] == [("a.py", "syntax-error", 1, "error"), ("b.py", "undecodable", 1, "error")]


def test_a_long_chain_of_conditions() -> None:
    """Each `elif` is one level deeper in the tree."""
    text = "if a:\n    pass\n" + "elif a:\n    import datadec\n" * 900
    text += "else:\n    from dr_ingest.utils import group_col_by_prefix\n"
    seen = look(text)
    assert len(imported(seen)["datadec"]) == 900
    codes = {each.finding.code: each.finding.position.line for each in seen.findings}
    assert codes == {"retired-import": 1804}


# --- layers


@pytest.mark.parametrize("repo", FLEET.repositories, ids=lambda repo: repo.name)
def test_who_may_import_whom(repo: Repo) -> None:
    """As the template offers it to a project of the layer."""
    allowed = {
        other.name
        for other in FLEET.repositories
        if other != repo
        and not violation(repo, other.package, FLEET.repositories, RETIRED)
    }
    offered = {name for name, layers in FAMILY.items() if repo.layer in layers}
    assert allowed == offered - {repo.name}


@pytest.mark.parametrize(
    ("name", "other", "reason"),
    [
        (
            "datadec",
            "ft_scaling",
            "datadec is a domain package and may not import ft_scaling (project)",
        ),
        (
            "dr-hf",
            "dr_frames",
            "dr_hf is a utility and may not import dr_frames: utilities build on none",
        ),
        (
            "dr-hf",
            "datadec",
            "dr_hf is a utility and may not import datadec: utilities build on none",
        ),
        (
            "ft-scaling",
            "ft_pred",
            "ft_scaling may not import ft_pred: in a layer, only what is listed above",
        ),
        (
            "by-tomorrow-app",
            "datadec",
            "by_tomorrow_app is an application and may not import datadec (domain)",
        ),
        (
            "ft-pred",
            "by_tomorrow_app",
            "by_tomorrow_app is an application: nothing may import it",
        ),
        ("datadec", "dr_ingest", "dr_ingest is retired: nothing may import it"),
        ("by-tomorrow-app", "hf_utils", "hf_utils is retired: nothing may import it"),
        ("ft-scaling", "ddpred", "ddpred is retired: nothing may import it"),
    ],
)
def test_a_reason_in_plain_words(name: str, other: str, reason: str) -> None:
    seen = look({"a.py": f"import os\nimport {other}\n"}, name)
    assert seen.edges == (
        Edge(
            importer=REPOSITORIES[name].package,
            imported=other,
            places=(("a.py", 2),),
            violation=reason,
        ),
    )


def test_without_a_layer_only_the_retired_are_refused() -> None:
    seen = look("import ft_pred, dr_ingest, datadec", "dr-hf", layer="")
    assert [edge.imported for edge in seen.edges if edge.violation] == ["dr_ingest"]


def test_a_repository_of_no_layer_may_be_imported_by_all() -> None:
    free = Repo(name="free", location="/free")
    fleet = Fleet(
        path="/fleet.toml",
        template=Template(url="/t"),
        repositories=(*FLEET.repositories, free),
    )
    for repo in FLEET.repositories:
        assert violation(repo, "free", fleet.repositories, RETIRED) == ""


def test_a_fleet_may_have_layers_of_its_own() -> None:
    layers = ("core", "ui")
    low, high = (Repo(name=f"in-{each}", location="/x", layer=each) for each in layers)
    order = (high, low)
    assert violation(high, low.package, order, (), layers) == ""
    said = violation(low, high.package, order, (), layers)
    assert said == "in_core (core) may not import in_ui (ui)"
    beside = Repo(name="beside", location="/y", layer="ui")
    wider = (low, high, beside)
    assert violation(beside, high.package, wider, (), layers) == ""
    assert "only what is listed above" in violation(
        high, beside.package, wider, (), layers
    )


def test_no_layering_has_a_cycle() -> None:
    """Whatever the order: two may never import each other."""
    few = [REPOSITORIES[name] for name in ("dr-hf", "dr-frames", "datadec")]
    few += [REPOSITORIES[name] for name in ("ft-scaling", "ft-pred", "by-tomorrow-app")]
    for order in itertools.permutations(few):
        for one, other in itertools.combinations(few, 2):
            assert violation(one, other.package, order, ()) or violation(
                other, one.package, order, ()
            )


# --- what the codemods say


def test_a_retired_import_that_would_be_rewritten() -> None:
    text = """\
        import os
        from dr_ingest.utils import group_col_by_prefix
        import dr_ingest.utils.pandas as p, os.path
        p.ensure_column
    """
    seen = look(text)
    assert [
        (each.finding.position.line, each.finding.code, each.finding.level)
        for each in seen.findings
    ] == [
        (2, "retired-import", "warning"),
        (3, "retired-import", "warning"),
    ]
    assert [edge.violation for edge in seen.edges] == [
        "dr_ingest is retired: nothing may import it"
    ]


def test_what_a_person_must_decide() -> None:
    seen = look("from dr_ingest.utils import nothing_of_that_name\n")
    (left,) = seen.findings
    assert (left.finding.code, left.finding.position.line) == ("unknown-name", 1)
    assert left.finding.level == "warning"


def test_a_statement_counts_once() -> None:
    text = """\
        from dr_ingest.utils import (
            group_col_by_prefix,
            nothing,
            nothing_else,
        )
        import hf_utils.branches, dr_ingest.nothing
        try: from hf_utils import nothing
        except ImportError: from dr_ingest import nothing
    """
    seen = look(text)
    assert len(seen.findings) > 6
    repo = REPOSITORIES["ft-pred"]
    left = RepoStatus(repo=repo, state="current", findings=seen.findings).left
    assert [one.statement and one.statement.line for one in left] == [1, 6, 7, 8]


def test_the_cells_of_a_notebook_have_statements_of_their_own() -> None:
    cell: dict[str, object] = {
        "cell_type": "code", "metadata": {}, "outputs": [], "execution_count": None,
        "source": ["from hf_utils import (\n", "  nothing,\n", "  none)\n"],
    }  # fmt: skip
    notebook = {"cells": [cell, cell], "metadata": {}, "nbformat": 4}
    seen = look({"a.ipynb": json.dumps({**notebook, "nbformat_minor": 4})})
    repo = REPOSITORIES["ft-pred"]
    status = RepoStatus(repo=repo, state="current", findings=seen.findings)
    assert (len(status.findings), len(status.left)) == (4, 2)


def test_a_name_that_moved_out_of_a_package_that_lives() -> None:
    seen = look("from dr_wandb.constants import MAX_INT\n")
    assert "retired-import" in {each.finding.code for each in seen.findings}
    assert [edge.violation for edge in seen.edges] == [""]


def test_only_the_chosen_migrations() -> None:
    text = "from hf_utils.branches import parse_branch_name\n"
    assert "retired-import" in {each.finding.code for each in look(text).findings}
    seen = look(text, migrations=("dr_ingest",))
    assert seen.findings == ()
    # … and still nothing may import it.
    assert [bool(edge.violation) for edge in seen.edges] == [True]


def test_the_choice_of_fleet_toml_comes_first() -> None:
    files = {
        "pyproject.toml": '[tool.codemod]\nselect = ["dr_ingest"]\n',
        "b.py": "from hf_utils.branches import nothing\n",
    }
    assert look(files).findings == ()
    assert len(look(files, migrations=("hf_utils",)).findings) == 1


def test_what_was_rewritten_leaves_nothing() -> None:
    assert look("from dr_frames import group_col_by_prefix\n").findings == ()
    # It stays where it was, and behaves otherwise: no import is left to rewrite.
    assert look("from dr_wandb import fetch_project_runs\n").findings == ()


def test_a_local_module_of_the_name_is_not_the_package() -> None:
    files: dict[str, str | bytes] = {
        "src/hf_utils.py": "",
        "src/x/a.py": "import hf_utils",
    }
    assert look(files).edges == ()


def test_the_repository_of_the_package_itself() -> None:
    text = "from dr_ingest.utils.pandas import ensure_column\n"
    repo = Repo(name="dr-ingest", location="/dr-ingest")
    seen = INSPECT(repo, commit_of({"src/dr_ingest/a.py": text.encode()}))
    assert seen == Inspection()


OWN = "from dr_ingest.utils.pandas import ensure_column, nothing\n"


@pytest.mark.parametrize("folder", ["src/dr_ingest", "dr_ingest"])
def test_a_package_may_import_itself_whatever_the_repository_is_called(
    folder: str,
) -> None:
    """... and what moved out of the package is no import that is left."""
    files = {
        f"{folder}/__init__.py": "",
        f"{folder}/a.py": OWN,
        "scripts/run.py": OWN,
        "notebooks/b.py": "%matplotlib\n%%bash\nls dr_ingest\n" + OWN,
        "notebooks/c.py": "print 'ft_pred and dr_ingest'\n",
    }
    assert look(files) == Inspection()
    # What else is retired counts there too.
    other = look({**files, f"{folder}/b.py": "import hf_utils.nothing\n"})
    assert [(one.path, one.finding.code) for one in other.findings] == [
        (f"{folder}/b.py", "unknown-name")
    ]


@pytest.mark.parametrize(
    "path", ["tests/dr_ingest/__init__.py", "src/dr_ingest/data.json"]
)
def test_a_folder_of_the_name_is_not_the_package(path: str) -> None:
    seen = look({path: "", "scripts/run.py": OWN})
    assert [each.imported for each in seen.edges] == ["dr_ingest"]
    assert {each.finding.code for each in seen.findings} >= {"retired-import"}


# --- requirements

PROJECT = """\
[project]
name = "ft-pred"
dependencies = [{0}]
"""


@pytest.mark.parametrize(
    "requirement",
    [
        "dr-hf",
        "dr_hf>=0.1",
        "dr-hf[duckdb] >= 0.1.0, != 0.1.1",
        "DR.HF>0.1 ; python_version >= '3.12'",
        "datadec",
        # Of the migrations alone: retired, and a new home.
        "hf-utils",
        "marimo_utils>=0.1",
    ],
)
def test_no_cap(requirement: str) -> None:
    seen = look({"pyproject.toml": PROJECT.format(f'"{requirement}"')})
    assert seen.uncapped == (requirement,)


@pytest.mark.parametrize(
    "requirement",
    [
        "dr-hf<0.2",
        "dr-hf>=0.1,<=0.2",
        "dr-hf==0.1.1",
        "dr-hf===0.1.1",
        "dr-hf==0.1.*",
        "dr-hf~=0.1.0",
        "dr-hf @ git+https://example.org/dr-hf",
        "pandas>=2",
        "dr-wandb==0.1.2",
        "ft-pred[plots]",
        "not a requirement!",
    ],
)
def test_a_cap_or_none_needed(requirement: str) -> None:
    seen = look({"pyproject.toml": PROJECT.format(f'"{requirement}"')})
    assert (seen.uncapped, seen.findings) == ((), ())


APPLICATION = "by_tomorrow_app is an application and may not import datadec (domain)"


def test_what_a_manifest_requires_is_seen_with_its_line_and_its_layer() -> None:
    text = """
        [project]
        name = "by-tomorrow-app"
        dependencies = [
            "Dr_HF>=0.1,<0.2",
            "datadec<1",
            "pandas",
        ]
        [project.optional-dependencies]
        hf_utils = ['hf_utils']  # "hf_utils"
    """
    seen = look({"pyproject.toml": text, "a.py": "import dr_hf\n"}, "by-tomorrow-app")
    assert [(e.imported, e.verb, e.required, e.why) for e in seen.edges] == [
        (
            "datadec",
            "requires",
            (("pyproject.toml", 6),),
            f"requires datadec: {APPLICATION}",
        ),
        ("dr_hf", "imports", (("pyproject.toml", 5),), ""),
        (
            "hf_utils",
            "requires",
            (("pyproject.toml", 10),),
            "requires hf_utils: hf_utils is retired: nothing may import it",
        ),
    ]


def test_all_groups_count() -> None:
    text = """
        [project]
        name = "ft-pred"
        dependencies = ["dr-hf", "dr-hf"]
        optional-dependencies = { plots = ["dr-render"], all = ["ft-pred[plots]"] }

        [dependency-groups]
        dev = [{ include-group = "test" }, "dr-frames"]
        test = ["datadec>=1"]
    """
    nested = '[project]\nname = "b"\ndependencies = ["ft-scaling"]\n'
    seen = look({"backend/pyproject.toml": nested, "pyproject.toml": text})
    assert seen.uncapped == (
        "dr-hf", "dr-render", "dr-frames", "datadec>=1", "ft-scaling"
    )  # fmt: skip


def test_what_uv_takes_from_elsewhere_is_pinned_there() -> None:
    text = PROJECT.format('"datadec", "dr-hf"')
    text += '[tool.uv.sources]\nDatadec = { git = "https://example.org/d" }\n'
    assert look({"pyproject.toml": text}).uncapped == ("dr-hf",)


@pytest.mark.parametrize(
    "text",
    [
        b"[project",
        b"# caf\xe9",
        b"[tool.codemod]\nexclud = []\n",
        b"a = " + b"[" * 5000,
    ],
    ids=["syntax", "latin-1", "settings", "depth"],
)
def test_a_pyproject_that_cannot_be_read_is_told(text: bytes) -> None:
    seen = look({"pyproject.toml": text, "a.py": "import datadec"})
    (told,) = seen.findings
    assert (told.path, told.finding.code) == ("pyproject.toml", "unreadable")
    assert told.finding.level == "error"
    assert imported(seen) == {"datadec": (("a.py", 1),)}


@pytest.mark.parametrize(
    "text",
    ["project = 1", "[project]\ndependencies = 'dr-hf'", "dependency-groups = 1"],
)
def test_a_pyproject_of_other_shapes_is_no_crash(text: str) -> None:
    assert look({"pyproject.toml": text}).uncapped == ()


def test_what_is_taken_from_a_module_that_imports_it_is_said() -> None:
    home = "try:\n    import dr_wandb.fetch as o\nexcept ImportError:\n    o = None\n"
    files = {
        "src/x/__init__.py": "",
        "src/x/home.py": home,
        "src/x/m.py": "from x import home\n\nhome.o.serialize_run\n",
    }
    [located] = [one for one in look(files).findings if one.path == "src/x/m.py"]
    assert (located.finding.code, located.finding.position.line) == (
        "taken-elsewhere",
        3,
    )
