"""Requirements in files that are never edited, and the lines to write."""

from __future__ import annotations

import pytest

from dr_refit.manifests.elsewhere import naming, requiring

ONE = ["new>=1,<2"]
TWO = ["new>=1", "more[x]"]


@pytest.mark.parametrize(
    ("path", "line", "written"),
    [
        ("Dockerfile", "RUN pip install -q my-old==1 b", 'RUN pip install -q "{}" b'),
        ("api.Dockerfile", "RUN pip install 'my_old>=1'", "RUN pip install '{}'"),
        (
            "Dockerfile",
            "RUN pip install git+https://x.org/o/my_old.git@main#egg=my_old",
            'RUN pip install "{}"',
        ),
        ("Dockerfile", "RUN pip install \\\n   My.Old \\", '"{}" \\'),
        (".github/workflows/a.yml", "  - run: uv add my-old", '- run: uv add "{}"'),
        (".gitlab-ci.yml", "  - pip install my-old[x] y", '- pip install "{}" y'),
        ("environment.yml", "    - my-old>=1", "- {}"),
        ("environment-dev.yaml", '    - "my_old"', '- "{}"'),
        (
            ".pre-commit-config.yaml",
            "    additional_dependencies: [a, my-old]",
            'additional_dependencies: [a, "{}"]',
        ),
        (".pre-commit-config.yaml", "      - my-old", "- {}"),
        ("setup.cfg", "[options]\ninstall_requires =\n    my-old>=1", "{}"),
        ("setup.cfg", "[options.extras_require]\nall = a; my-old", "all = a; {}"),
        ("tox.ini", "[testenv:docs]\ndeps = my-old", "deps = {}"),
        ("setup.py", "    install_requires=['a', 'my_old>=1'],",
         "install_requires=['a', '{}'],"),
        ("noxfile.py", '    session.install("my-old")', 'session.install("{}")'),
        ("Makefile", "\tpip install my-old", 'pip install "{}"'),
        ("setup.py", "x={'a': ['my-old'], 'b': ['My_Old']})",
         "x={{'a': ['{0}'], 'b': ['{0}']}})"),
        ("noxfile.py", '    s.run("pip", "install", "my-old")',
         's.run("pip", "install", "{}")'),
        ("Pipfile", '[packages]\nmy-old = "*"', 'new = ">=1,<2"'),
        ("Pipfile", '[dev-packages]\nmy_old = {version = "*"}', 'new = ">=1,<2"'),
        ("pixi.toml", '[pypi-dependencies]\n"My.Old" = "*"', 'new = ">=1,<2"'),
        ("pixi.toml", "[feature.a.dependencies.my-old]", 'new = ">=1,<2"'),
        ("environment.yml", "  - conda-forge::my-old", "- {}"),
        (".travis.yml", "  - uvx --with my-old pytest", '- uvx --with "{}" pytest'),
        ("noxfile.py", "  s.install('my-old', 'my_old', 1)", "s.install('{}', 1)"),
    ],
)  # fmt: skip
def test_the_line_to_write(path: str, line: str, written: str) -> None:
    (found,) = requiring(path, f"{line}\n", "my-old")
    assert found.number == line.count("\n") + 1
    assert found.write is not None
    assert found.write(ONE) == written.format(*ONE)


@pytest.mark.parametrize(
    ("path", "line", "written"),
    [
        ("Dockerfile", "RUN pip install my-old", 'RUN pip install "new>=1" "more[x]"'),
        ("environment.yml", "  - my-old", "- new>=1`, `- more[x]"),
        ("setup.py", ' f(["my-old"])', 'f(["new>=1", "more[x]"])'),
    ],
)
def test_several_in_the_place_of_one(path: str, line: str, written: str) -> None:
    (found,) = requiring(path, line, "my-old")
    assert found.write is not None
    assert found.write(TWO) == written


@pytest.mark.parametrize(
    ("path", "line"),
    [
        ("Dockerfile", "COPY my_old/ /app"),
        ("Dockerfile", "# RUN pip install my-old"),
        ("Dockerfile", "RUN pip install my-old-extra not-my-old ./my-old /x/my-old"),
        ("Dockerfile", "RUN python -m my_old"),
        (".github/workflows/a.yml", "name: my-old"),
        (".github/workflows/a.yml", "    repository: owner/my_old"),
        (".github/workflows/a.yml", "  - run: pytest --cov my_old"),
        ("environment.yml", "name: my-old"),
        (".pre-commit-config.yaml", "    args: [--pkg, my_old]"),
        ("setup.cfg", "[metadata]\nname = my_old"),
        ("setup.cfg", "[options]\npackages = my_old"),
        ("setup.cfg", "[isort]\nknown_third_party = my_old"),
        ("tox.ini", "[testenv]\nsetenv = A=my-old"),
        ("setup.py", 'setup(name="my_old", packages=["my_old"])'),
        ("setup.py", "import my_old"),
        ("noxfile.py", 'session.run("python", "-m", "my_old")'),
        ("noxfile.py", 'session.run("pytest", "--pyargs", "my_old")'),
        ("pixi.toml", '[tasks]\nmy-old = "x"'),
        ("pixi.toml", '[dependencies]\nmy-older = "my-old"'),
    ],
)
def test_what_requires_nothing(path: str, line: str) -> None:
    assert [*requiring(path, f"{line}\n", "my-old")] == []


@pytest.mark.parametrize(
    ("path", "line", "name"),
    [
        (".github/workflows/a.yml", "- run: python -m my_old.cli x", "my_old.cli"),
        (".github/workflows/a.yml", "- run: run-old --all", "run-old"),
        ("Dockerfile", 'CMD ["my_old.app:main"]', "my_old.app:main"),
        ("setup.cfg", "[isort]\nknown_third_party = a,my_old", "my_old"),
        ("setup.cfg", "[options.entry_points]\nx = my_old.cli:m", "my_old.cli:m"),
        ("Makefile", "\tpython -m my_old", "my_old"),
        ("Makefile", "run: ; src/my_old/x.py my_old_er ./run-old run-old-2", ""),
        ("Makefile", "# my_old.cli", ""),
        (".github/workflows/a.yml", "name: my_old", ""),
        (".github/workflows/a.yml", "- run: pytest --cov=my_old", "my_old"),
        (".github/workflows/a.yml", "- run: python -c 'import my_old'", "my_old"),
        (".github/dependabot.yml", '- dependency-name: "my-old"', "my-old"),
        (".github/dependabot.yml", 'patterns: ["my-*", "my-old"]', "my-old"),
        (".github/dependabot.yml", "- my-older", ""),
        ("pixi.toml", 'a = "python -m my_old.cli"', "my_old.cli"),
    ],
)
def test_other_names(path: str, line: str, name: str) -> None:
    found = [one.text for one in naming(path, line, "my-old", ["my_old"], ["run-old"])]
    assert found == ([name] if name else [])
