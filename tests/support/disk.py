"""A small disk, for tests of full ones; only who may mount can have it."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_MOUNT = ("mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs")


def can_mount() -> bool:
    """Return whether a small disk can be had here."""
    if shutil.which("mount") is None:
        return False
    with tempfile.TemporaryDirectory() as folder:
        done = subprocess.run([*_MOUNT, folder], capture_output=True, check=False)
        if not done.returncode:
            subprocess.run(["umount", folder], check=True)
    return not done.returncode


@contextmanager
def small_disk(folder: Path) -> Iterator[None]:
    """Put a folder, with what is in it, on a disk of two megabytes."""
    with tempfile.TemporaryDirectory() as beside:
        if folder.exists():
            shutil.copytree(folder, beside, symlinks=True, dirs_exist_ok=True)
        folder.mkdir(exist_ok=True)
        subprocess.run([*_MOUNT, str(folder)], check=True)
        try:
            shutil.copytree(beside, folder, symlinks=True, dirs_exist_ok=True)
            yield
        finally:
            subprocess.run(["umount", str(folder)], check=True)
