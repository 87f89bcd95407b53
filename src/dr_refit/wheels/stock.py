"""Where wheels are: a folder of them, or the package registry."""

from __future__ import annotations

import os
import re
import sys
import tempfile
from functools import cache, cached_property
from typing import TYPE_CHECKING, Protocol

from packaging.version import InvalidVersion, Version

from dr_refit import process
from dr_refit.errors import RefitError
from dr_refit.manifests.resolver import uv
from dr_refit.process import ProgramError
from dr_refit.wheels.wheel import Wheel

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


class Stock(Protocol):
    """Wheels that can be looked at."""

    def versions(self, distribution: str) -> Sequence[Version]:
        """Return the versions of a distribution, the oldest first."""

    def wheel(self, distribution: str, version: Version) -> Wheel:
        """Return one of these versions. Raises RefitError: it cannot be had."""

    def brings(self, package: str, /) -> frozenset[str]:
        """Return the distributions that are known to have a top-level package."""

    @property
    def options(self) -> tuple[str, ...]:
        """What tells uv where the distributions are."""


class Folder:
    """The wheels that are in a folder. Raises RefitError: there are none."""

    def __init__(self, path: str) -> None:
        try:
            names = sorted(name for name in os.listdir(path) if name.endswith(".whl"))
        except OSError as error:
            what = f"{path}: {error.strerror}"
            raise RefitError(what, "name a folder of wheels") from None
        if not names:
            raise RefitError(f"{path}: no wheels", "put *.whl files there")
        self.options = ("--no-index", "--find-links", os.path.abspath(path))
        wheels = (Wheel(os.path.join(path, name)) for name in names)
        self._wheels = {(one.distribution, one.version): one for one in wheels}

    def versions(self, distribution: str) -> Sequence[Version]:
        """Return the versions of a distribution, the oldest first."""
        return sorted(v for name, v in self._wheels if name == distribution)

    def wheel(self, distribution: str, version: Version) -> Wheel:
        """Return one of these versions."""
        return self._wheels[distribution, version]

    def brings(self, package: str) -> frozenset[str]:
        """Return the distributions that have a top-level package."""
        return self._by_package.get(package, frozenset())

    @cached_property
    def _by_package(self) -> Mapping[str, frozenset[str]]:
        found: dict[str, frozenset[str]] = {}
        for (distribution, _), wheel in self._wheels.items():
            for package in wheel.packages:
                found[package] = found.get(package, frozenset()) | {distribution}
        return found


class Registry:
    """The package registry that pip is set up for."""

    options: tuple[str, ...] = ()

    def __init__(self) -> None:
        self.versions = cache(self._versions)
        self.wheel = cache(self._wheel)

    def brings(self, _package: str, /) -> frozenset[str]:
        """Return no distribution: a registry does not tell."""
        return frozenset()

    def _versions(self, distribution: str) -> Sequence[Version]:
        """Return the versions of a distribution, if there is one, the oldest first."""
        done = _pip("index", "versions", distribution)
        listed = re.search(
            r"^Available versions: (.*)$", done.out.decode(), re.MULTILINE
        )
        if done.code and "No matching distribution" not in done.err:
            raise _failed(distribution, done.err)
        return sorted(_versions(listed[1].split(", ")) if listed else ())

    def _wheel(self, distribution: str, version: Version) -> Wheel:
        """Return one version. Raises RefitError: there is no wheel of it."""
        wanted = f"{distribution}=={version}"
        with tempfile.TemporaryDirectory(prefix="dr-refit-") as folder:
            options = ("--no-deps", "--only-binary", ":all:", "--dest", folder)
            done = _pip("download", *options, wanted)
            if done.code:
                raise _failed(wanted, done.err)
            (name,) = (name for name in os.listdir(folder) if name.endswith(".whl"))
            return Wheel(os.path.join(folder, name))


def _versions(texts: Sequence[str]) -> Sequence[Version]:
    found = []
    for text in texts:
        try:
            found.append(Version(text))
        except InvalidVersion:
            continue
    return found


def _failed(wanted: str, said: str) -> RefitError:
    errors = [line for line in said.splitlines() if line.startswith("ERROR: ")]
    why = errors[-1].removeprefix("ERROR: ") if errors else "pip failed"
    hint = "check the network, or name a folder of wheels with --wheels"
    return RefitError(f"{wanted}: {why}", hint)


def _pip(*arguments: str) -> process.Done:
    """Run pip, which runs nothing of what it downloads. Raises RefitError."""
    options = ("--disable-pip-version-check", "--no-input")
    try:
        # -P: no pip.py of the working folder.
        command = [sys.executable, "-P", "-m", "pip", *arguments, *options]
        done = process.run(command, environment=os.environ)
        if "No module named pip" in done.err:
            command = [uv(), "tool", "run", "pip", *arguments, *options]
            done = process.run(command, environment=os.environ)
    except ProgramError as error:
        hint = "install pip or uv, or name a folder of wheels with --wheels"
        raise RefitError(error.message, hint) from None
    return done
