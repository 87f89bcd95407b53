"""A wheel: what it is, and what its modules bind."""

from __future__ import annotations

import os
from difflib import SequenceMatcher
from functools import cached_property, partial
from typing import TYPE_CHECKING
from zipfile import BadZipFile, ZipFile

from packaging.metadata import Metadata
from packaging.utils import parse_wheel_filename

from dr_refit.errors import RefitError
from dr_refit.manifests.names import canonical
from dr_refit.names import leaf, root
from dr_refit.python.surface import Surface, module_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dr_refit.python.surface import Read

#: What a compiled module is read as: what it binds cannot be seen.
_COMPILED = b"("
_SUFFIXES = (".so", ".pyd")


class Wheel:
    """One version of a distribution. Raises RefitError: the file is no wheel."""

    def __init__(self, path: str) -> None:
        try:
            distribution, self.version, _, _ = parse_wheel_filename(
                os.path.basename(path)
            )
            with ZipFile(path) as files:
                #: The dotted name of each module -> its text.
                self.modules = dict(_modules(files))
                metadata = _metadata(files)
        except (ValueError, OSError, BadZipFile) as error:
            what = f"{path}: {error}"
            raise RefitError(what, "download it again, or remove it") from None
        self.distribution = str(distribution)
        #: The extras that it offers, normalized.
        self.extras = frozenset(map(canonical, metadata.provides_extra or ()))
        #: Whether it needs other distributions.
        self.dependencies = bool(metadata.requires_dist)

    @cached_property
    def packages(self) -> frozenset[str]:
        """The top-level packages that it has."""
        return frozenset(root(name) for name in self.modules)

    @cached_property
    def surface(self) -> Surface:
        """What its modules bind; what cannot be seen counts."""
        reads: dict[str, Read] = {
            name: partial(bytes, text) for name, text in self.modules.items()
        }
        return Surface(reads, trusting=True)

    def alike(self, dotted: str) -> str:
        """Return the public dotted name that has the last part of another; or empty."""
        name = leaf(dotted)
        found = [
            f"{module}.{name}"
            for module, text in self.modules.items()
            if name.encode() in text and self.surface.has(f"{module}.{name}")
        ]
        return min(found, key=lambda one: _rank(one, dotted), default="")


def _modules(files: ZipFile) -> Iterator[tuple[str, bytes]]:
    for path in files.namelist():
        if module := module_of(path):
            yield module, files.read(path)
        elif path.endswith(_SUFFIXES):
            # a/b.cpython-312-x86_64-linux-gnu.so
            folder, _, file = path.rpartition("/")
            stem = os.path.join(folder, file.partition(".")[0])
            yield module_of(f"{stem}.py"), _COMPILED


def _metadata(files: ZipFile) -> Metadata:
    names = [n for n in files.namelist() if n.endswith(".dist-info/METADATA")]
    if len(names) != 1:
        raise ValueError(f"{len(names)} files of metadata, where a wheel has one")
    (name,) = names
    return Metadata.from_email(files.read(name), validate=False)


def _rank(dotted: str, wanted: str) -> tuple[bool, float, str]:
    """Sort public names first, and those that are spelled most alike."""
    private = any(part.startswith("_") for part in dotted.split("."))
    return private, -SequenceMatcher(None, dotted, wanted).ratio(), dotted
