"""The new names against the wheels that the requirements bring, newest and oldest."""

from __future__ import annotations

import ast
import subprocess
import venv
import zipfile
from collections import defaultdict
from email import message_from_bytes
from email.message import Message
from typing import TYPE_CHECKING

import pytest
from packaging.requirements import Requirement

from dr_refit.migration import toml as migration

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

pytestmark = pytest.mark.network

UNPUBLISHED = {
    "ft-scaling": "not published",
    "datadec @ git+https://github.com/drothermel/datadec@dd4f54c": (
        "no release has datadec.ingest"
    ),
}


def new_names() -> dict[str, set[str]]:
    """Every new name, by the requirement that brings it."""
    names: dict[str, set[str]] = defaultdict(set)
    for shipped in migration.load_shipped():
        for move in shipped.moves:
            assert move.requirement, move.old
            below = {f"{move.new}.{name}" for name in move.names or ()}
            names[move.requirement] |= {move.new} | below
            if shipped.kept:
                names[move.requirement] |= shipped.kept
    return names


class Wheel:
    """What the modules of a wheel bind, read and never run."""

    def __init__(self, path: Path) -> None:
        self.modules: dict[str, ast.Module] = {}
        metadata = Message()
        with zipfile.ZipFile(path) as files:
            for name in files.namelist():
                if name.endswith(".py"):
                    parts = name.removesuffix(".py").removesuffix("/__init__")
                    self.modules[parts.replace("/", ".")] = ast.parse(files.read(name))
                if name.endswith(".dist-info/METADATA"):
                    metadata = message_from_bytes(files.read(name))
        self.version = metadata["Version"]
        self.extras = set(metadata.get_all("Provides-Extra", []))

    def has(self, dotted: str) -> bool:
        module, _, name = dotted.rpartition(".")
        if dotted in self.modules:
            return True
        if module not in self.modules:
            return False
        return any(self.binds(module, node, name) for node in self.top(module))

    def top(self, module: str) -> Iterator[ast.stmt]:
        """The statements that run on import, those in `if` and `try` too."""
        todo: list[ast.stmt] = list(self.modules[module].body)
        while todo:
            yield (node := todo.pop())
            if isinstance(node, ast.If | ast.Try | ast.With):
                todo += [c for c in ast.walk(node) if isinstance(c, ast.stmt)][1:]

    def binds(self, module: str, node: ast.stmt, name: str) -> bool:
        match node:
            case ast.FunctionDef(name="__getattr__") if name != "__getattr__":
                return self.lazily(module, node, name)
            case ast.FunctionDef() | ast.ClassDef():
                return node.name == name
            case ast.TypeAlias(name=target) | ast.AnnAssign(target=target):
                return isinstance(target, ast.Name) and target.id == name
            case ast.Assign():
                ids = (
                    n.id for t in node.targets for n in ast.walk(t) if hasattr(n, "id")
                )
                return name in ids
            case ast.ImportFrom():
                return any(
                    (alias.asname or alias.name) == name
                    and self.has(f"{self.origin(module, node)}.{alias.name}")
                    for alias in node.names
                )
        return False

    def lazily(self, module: str, function: ast.FunctionDef, name: str) -> bool:
        """Whether `__getattr__` knows a name and imports something that has it."""
        inside = list(ast.walk(function))
        origins = {
            f"{self.origin(module, node)}.{alias.name}"
            for node in inside
            if isinstance(node, ast.ImportFrom)
            for alias in node.names
        }
        return any(
            isinstance(n, ast.Constant) and n.value == name for n in inside
        ) and any(
            self.has(origin if origin.endswith(f".{name}") else f"{origin}.{name}")
            for origin in origins
        )

    def origin(self, module: str, node: ast.ImportFrom) -> str:
        """The module that a `from` names; relative to a package or to a module."""
        if not node.level:
            return node.module or ""
        package = any(other.startswith(f"{module}.") for other in self.modules)
        parts = module.split(".")
        parts = parts[: len(parts) - node.level + package]
        return ".".join([*parts, node.module] if node.module else parts)


@pytest.fixture(scope="module")
def python(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An interpreter with pip of its own."""
    folder = tmp_path_factory.mktemp("venv")
    venv.create(folder, with_pip=True)
    return folder / "bin" / "python"


def download(python: Path, requirement: str, folder: Path) -> Wheel:
    options = ["--no-deps", "--only-binary", ":all:", "--dest", str(folder)]
    command = [str(python), "-m", "pip", "download", *options, requirement]
    ran = subprocess.run(command, capture_output=True, text=True)
    assert ran.returncode == 0, ran.stderr
    (wheel,) = folder.glob("*.whl")
    return Wheel(wheel)


NAMES = new_names()


@pytest.mark.parametrize("text", [text for text in NAMES if text not in UNPUBLISHED])
def test_new_names_are_there(
    text: str,
    python: Path,
    tmp_path: Path,
    record_property: Callable[[str, str], None],
) -> None:
    requirement = Requirement(text)
    oldest = next(s.version for s in requirement.specifier if s.operator == ">=")
    bare = f"{requirement.name}{requirement.specifier}"
    for number, wanted in enumerate((bare, f"{requirement.name}=={oldest}")):
        folder = tmp_path / str(number)
        wheel = download(python, wanted, folder)
        assert wheel.version in requirement.specifier
        absent = {name for name in NAMES[text] if not wheel.has(name)}
        assert absent == set(), f"{requirement.name} {wheel.version}"
        assert requirement.extras <= wheel.extras
        found = f"{len(NAMES[text])} new names are in {requirement.name}"
        record_property("said", f"{found} {wheel.version}")


def test_what_could_not_be_checked(
    record_property: Callable[[str, str], None],
) -> None:
    assert UNPUBLISHED.keys() <= NAMES.keys()
    for text, reason in UNPUBLISHED.items():
        names = f"{len(NAMES[text])} new names of {text.split()[0]}"
        record_property("said", f"{names} could not be checked: {reason}")
