"""Wheels, made for a test."""

from __future__ import annotations

import zipfile
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


def make_wheel(
    folder: Path,
    name: str,
    version: str,
    *,
    extras: tuple[str, ...] = (),
    needs: tuple[str, ...] = (),
    **files: str,
) -> Path:
    """Write a wheel; `a` is the package, `a__b` its module `a.b`."""
    folder.mkdir(parents=True, exist_ok=True)
    distribution = name.replace("-", "_")
    path = folder / f"{distribution}-{version}-py3-none-any.whl"
    metadata = ["Metadata-Version: 2.1", f"Name: {name}", f"Version: {version}"]
    metadata += [f"Provides-Extra: {extra}" for extra in extras]
    metadata += [f"Requires-Dist: {need}" for need in needs]
    with zipfile.ZipFile(path, "w") as wheel:
        for module, text in files.items():
            path_of = (
                module.replace("__", "/") if "__" in module else f"{module}/__init__"
            )
            wheel.writestr(f"{path_of}.py", text)
        info = f"{distribution}-{version}.dist-info"
        wheel.writestr(f"{info}/METADATA", "\n".join([*metadata, "", ""]))
    return path
