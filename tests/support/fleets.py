"""Fleets to show: values, as `fleet status` would measure them."""

from __future__ import annotations

from functools import partial

from hypothesis import strategies as st

from dr_refit.checks.model import LAYERS, Audit, Edge, Found
from dr_refit.codes import Code
from dr_refit.findings import Finding, Position
from dr_refit.fleet.model import (
    Drift,
    Fleet,
    FleetStatus,
    Located,
    Repo,
    RepoStatus,
    Template,
)

UPWARD = "a utility must not import from a project: move what it needs down"


def status(*statuses: RepoStatus, newest: str = "v1.4.0", url: str = "") -> FleetStatus:
    """Return the status of a fleet of these."""
    template = Template(url=url or "https://example.org/dr-refit.git")
    repositories = tuple(one.repo for one in statuses)
    fleet = Fleet(
        path="/home/a/family/fleet.toml", template=template, repositories=repositories
    )
    return FleetStatus(
        fleet=fleet,
        newest=newest,
        statuses=statuses,
        retired=frozenset({"dr_ingest", "hf_utils"}),
        measured="2026-06-03 09:30 UTC",
    )


def edge(
    importer: str, imported: str, *lines: int, violation: str = "", file: str = "core"
) -> Edge:
    """Return an edge with one place per line."""
    places = tuple((f"src/{importer}/{file}.py", line) for line in lines or (1,))
    return Edge(
        importer=importer, imported=imported, places=places, violation=violation
    )


def located(path: str, line: int, code: Code, message: str) -> Located:
    """Return a finding in a file."""
    position = Position(line=line, column=5)
    finding = Finding(code=code, message=message, position=position)
    return Located(path=path, finding=finding)


def _utility(name: str, **more: object) -> RepoStatus:
    values: dict[str, object] = {"version": "v1.4.0", "updated": "2026-05-30"} | more
    repo = Repo(
        name=name, location=f"/home/a/family/{name}", layer="utility",
        hold=str(values.pop("hold", "")),
    )  # fmt: skip
    return RepoStatus(**{"repo": repo, "state": "current", **values})  # type: ignore[arg-type]


def family() -> FleetStatus:
    """Nine repositories of four layers, in every state, with three violations."""
    datadec = Repo(
        name="datadec", location="https://example.org/datadec.git", layer="domain"
    )
    scaling = Repo(
        name="ft-scaling", location="/home/a/family/ft-scaling", layer="project"
    )
    pred = Repo(
        name="ft-pred", location="/home/a/family/ft-pred", layer="project",
        version="v1.2.0",
    )  # fmt: skip
    app = Repo(
        name="by-tomorrow-app",
        location="https://example.org/by-tomorrow-app.git",
        layer="application",
    )
    return status(
        _utility("dr_wandb"),
        _utility("dr_hf", edges=(edge("dr_hf", "dr_frames", 3),)),
        _utility(
            "dr_duck",
            state="drifted",
            drift=(
                Drift(path="pyproject.toml", kind="changed", added=12, removed=3),
                Drift(path=".github/workflows/ci.yml", kind="changed", added=1),
                Drift(path="Makefile", kind="deleted", removed=24),
                Drift(path="tools/check", kind="mode"),
            ),
        ),
        _utility("dr_frames", hold="its new column types are being tried out"),
        _utility(
            "dr_render",
            state="behind",
            version="v1.2.1",
            updated="2026-02-11",
            uncapped=("dr_frames>=0.3",),
            edges=(
                edge("dr_render", "dr_frames", 4, 18),
                edge("dr_render", "ft_pred", 7, 9, violation=UPWARD, file="tables"),
            ),
        ),
        RepoStatus(
            repo=datadec,
            state="current",
            version="v1.4.0",
            updated="2026-06-02",
            edges=(
                edge("datadec", "dr_hf", 5, 11, 40),
                edge("datadec", "dr_duck", 6),
                edge("datadec", "dr_frames", 7, 8),
            ),
        ),
        RepoStatus(
            repo=scaling,
            state="behind",
            version="v1.3.0",
            updated="2026-04-19",
            uncapped=("datadec", "dr_wandb @ git+https://example.org/dr_wandb"),
            findings=(
                located(
                    "notebooks/01_scaling.py", 12, Code.STAR_IMPORT,
                    "the names of dr_ingest went to dr_hf and dr_wandb: "
                    "import them by name",
                ),
                located(
                    "src/ft_scaling/runs.py", 3, Code.GUARDED_IMPORT,
                    "this guard would hide that dr_wandb is missing",
                ),
                located(
                    "src/ft_scaling/runs.py", 88, Code.REMOVED_NAME,
                    "hf_utils.upload_all is gone: use dr_hf.upload for each file",
                ),
                located(
                    "tests/data/old.py", 1, Code.SYNTAX_ERROR,
                    "not Python of this version",
                ),
            ),
            edges=(
                edge("ft_scaling", "datadec", 2, 3, 4, 61),
                edge("ft_scaling", "dr_wandb", 5),
                edge("ft_scaling", "dr_frames", 6, 30),
                edge(
                    "ft_scaling", "ft_pred", 19,
                    violation="projects do not import each other",
                ),
                edge(
                    "ft_scaling", "dr_ingest", 3, 88,
                    violation="dr_ingest is retired: nothing may import it",
                    file="runs",
                ),
            ),
        ),
        RepoStatus(
            repo=pred,
            state="unlinked",
            findings=(
                located(
                    "scripts/fit.py", 2, Code.UNKNOWN_NAME,
                    "dr_showntell never had a name show_table",
                ),
            ),
            edges=(
                edge("ft_pred", "datadec", 1, 2),
                edge("ft_pred", "dr_render", 3),
                edge("ft_pred", "dr_wandb", 9),
            ),
        ),
        RepoStatus(
            repo=app,
            state="broken",
            error="git clone https://user:secret@example.org/by-tomorrow-app.git\n"
            "fatal: could not read from remote repository",
            edges=(
                edge("by_tomorrow_app", "ft_scaling", 8),
                edge("by_tomorrow_app", "ft_pred", 9, 12),
                edge("by_tomorrow_app", "dr_render", 10),
                Edge(
                    importer="by_tomorrow_app", imported="dr_duck", places=(),
                    required=(("python-backend/pyproject.toml", 8),),
                ),
            ),
        ),
    )  # fmt: skip


def quiet() -> FleetStatus:
    """Two repositories with nothing to tell."""
    return status(_utility("dr_hf"), _utility("dr_duck"))


def large(count: int = 40) -> FleetStatus:
    """Many repositories, some with names as long as names get."""
    layers = [LAYERS[min(number * 8 // count // 2, 3)] for number in range(count)]
    names = [
        f"{layer}-{number:02}" + "-with-a-name-that-goes-on" * (number % 7 == 3)
        for number, layer in enumerate(layers)
    ]
    packages = [name.replace("-", "_") for name in names]
    states = ("current", "behind", "current", "drifted", "current", "unlinked")
    statuses = []
    for number, (name, layer) in enumerate(zip(names, layers, strict=True)):
        targets = sorted({number * 7 % count, number * 3 // 4, number // 2} - {number})
        edges = tuple(
            edge(
                packages[number], packages[target], *range(1, 2 + number % 4),
                violation=UPWARD
                if LAYERS.index(layers[target]) > LAYERS.index(layer)
                else "",
            )
            for target in targets
        )  # fmt: skip
        repo = Repo(name=name, location=f"/home/a/{name}", layer=layer)
        statuses.append(
            RepoStatus(
                repo=repo, state=states[number % 6], version="v1.3.0", edges=edges,  # type: ignore[arg-type]
                updated="2026-01-01",
            )
        )  # fmt: skip
    return status(*statuses)


HOSTILE = (
    "</script><script>document.title='owned'</script>",
    '"><img src=x onerror="document.title=\'owned\'">',
    "'><svg/onload=document.title='owned'>",
    "</style><style>*{display:none}</style>",
    "</title></textarea></details>--><!-- ]]>",
    "{{ 7 * 6 }}{% raw %}",
    "javascript:document.title='owned'",
    "left\u202eright\u2066\u200b\x00\x1b[31m\u2028\udcff\ufeff",
    "&lt;b&gt; &amp; &#x202e;",
    "x" * 300,
    "שלום: עולם",
)


def hostile() -> FleetStatus:
    """A fleet of which every text wants to be markup."""
    statuses = []
    for number, text in enumerate(HOSTILE):
        other = HOSTILE[(number + 1) % len(HOSTILE)]
        repo = Repo(
            name=text, location=text, layer=("utility", "", text)[number % 3],
            hold=text, version=text,
        )  # fmt: skip
        places = ((text, 1), (other, 2))
        statuses.append(
            RepoStatus(
                repo=repo,
                state="broken",
                version=text,
                updated=text,
                error=text,
                uncapped=(text,),
                drift=(Drift(path=text, kind="changed", added=1),),
                findings=(
                    Located(
                        path=text, finding=Finding(code=Code.CRASHED, message=text)
                    ),
                ),
                edges=(
                    Edge(importer=repo.package, imported=other, places=places),
                    Edge(
                        importer=repo.package,
                        imported=text,
                        places=places,
                        violation=text,
                    ),
                ),
            )
        )
    return status(*statuses, newest=HOSTILE[0], url=HOSTILE[1])


def fleet(layers: dict[str, str], *imports: tuple[str, str]) -> FleetStatus:
    """Return a fleet of packages with their layers; who imports whom."""
    return status(
        *(
            RepoStatus(
                repo=Repo(name=name, location=name, layer=layer),
                state="current",
                edges=tuple(edge(*one) for one in imports if one[0] == name),
            )
            for name, layer in layers.items()
        )
    )


@st.composite
def any_fleet(draw: st.DrawFn) -> FleetStatus:
    """Draw packages in layers or in none, and imports of all kinds, odd ones too."""
    count = draw(st.integers(0, 14))
    layers = {
        f"p{number}": draw(st.sampled_from([*LAYERS, "", "cellar"]))
        for number in range(count)
    }
    names = st.sampled_from([*layers, "elsewhere"])
    pairs = st.tuples(names, names)
    return fleet(layers, *draw(st.lists(pairs, max_size=30)))


def audited(*texts: str, count: int = 1) -> Audit:
    """Return an audit that found so many of each text, each in its own repository."""
    finding = partial(Finding, code=Code.LAYER_VIOLATION, position=Position(line=1))
    return Audit(
        found=tuple(
            Found(text, f"{text}{number}", finding(message=text))
            for text in texts
            for number in range(count)
        )
    )
