"""What the tools work on: packages unpacked from wheels, copied and put back."""

from __future__ import annotations

import hashlib
import os
import shlex
import shutil
import subprocess
import sys
import zipfile
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

BENCH = Path(__file__).resolve().parent
HOME = BENCH.parent / ".bench"
TREE = HOME / "tree"
VENV = HOME / "venv"

#: Above this, bytes, what is not Python (libraries, data) is linked, not copied.
LARGE = 50_000

type Stamp = tuple[int, int, int, int]


def say(text: str) -> None:
    """Print progress, on stderr."""
    print(text, file=sys.stderr, flush=True)


def once(folder: Path, listing: Path) -> bool:
    """Empty `folder` unless `done` says it was made from this very `listing`."""
    made = folder / ".done"
    if made.exists() and made.read_text() == _stamp(listing):
        return False
    say(f"setting up {folder.relative_to(BENCH.parent)} from {listing.name} (once)")
    shutil.rmtree(folder, ignore_errors=True)
    return True


def done(folder: Path, listing: Path) -> None:
    (folder / ".done").write_text(_stamp(listing))


def _stamp(listing: Path) -> str:
    return sys.version + hashlib.sha256(listing.read_bytes()).hexdigest()


def pip(*arguments: str) -> None:
    """Run the pip of the peers' environment."""
    command = [str(VENV / "bin" / "python"), "-m", "pip", "--quiet", *arguments]
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    if result.returncode:
        sys.exit(f"{shlex.join(command)}\n{result.stderr}")


def set_up() -> None:
    """Install the peers and unpack the packages, unless they are there already."""
    peers, packages = BENCH / "requirements.txt", BENCH / "tree.txt"
    if once(VENV, peers):
        subprocess.run([sys.executable, "-m", "venv", str(VENV)], check=True)
        pip("install", "--no-deps", "-r", str(peers))
        done(VENV, peers)
    if once(TREE, packages):
        wheels = HOME / "wheels"
        shutil.rmtree(wheels, ignore_errors=True)
        options = ("--no-deps", "--only-binary=:all:", "--dest", str(wheels))
        pip("download", *options, "-r", str(packages))
        for wheel in sorted(wheels.glob("*.whl")):
            _unpack(wheel)
        shutil.rmtree(wheels)
        done(TREE, packages)


def _unpack(wheel: Path) -> None:
    """Unpack the part of `wheel` that goes to site-packages as it is."""
    with zipfile.ZipFile(wheel) as archive:
        for member in archive.namelist():
            if not member.partition("/")[0].endswith(".data"):
                archive.extract(member, TREE)


@cache
def files_of(package: str = "") -> dict[str, Path]:
    """Map path in the tree -> file, for one package or for all of them."""
    names = sorted(path for path, _ in _walk(TREE, package) if path != ".done")
    return {path: TREE / path for path in names}


def python_of(files: Mapping[str, Path]) -> dict[str, Path]:
    """Keep the Python files."""
    return {path: file for path, file in files.items() if path.endswith(".py")}


class WorkingCopy:
    """A copy of some files that can be compared with them and put back.

    It is a git repository of its own, so that no ignore file above it counts.
    """

    def __init__(self, root: Path, files: Mapping[str, Path]) -> None:
        """Copy `files` (path below `root` -> original), which warms the cache too."""
        self.root = root
        self.files = files
        shutil.rmtree(root, ignore_errors=True)
        (root / ".git" / "objects").mkdir(parents=True)
        (root / ".git" / "refs").mkdir()
        (root / ".git" / "HEAD").write_text("ref: refs/heads/main\n")
        for path, original in files.items():
            copy = root / path
            copy.parent.mkdir(parents=True, exist_ok=True)
            if original.suffix != ".py" and original.stat().st_size > LARGE:
                copy.hardlink_to(original)
            else:
                shutil.copyfile(original, copy)
        self._stamps = dict(_walk(root))

    def changes(self) -> tuple[dict[str, bytes], list[str]]:
        """Return the changed files (path -> new bytes; b"": gone), and the new ones.

        Only a file whose inode, size or times differ is read.
        """
        changed: dict[str, bytes] = {}
        new: list[str] = []
        now = dict(_walk(self.root))
        for path, stamp in now.items():
            if self._stamps.get(path) == stamp:
                continue
            if path not in self.files:
                new.append(path)
            elif (data := (self.root / path).read_bytes()) != self._original(path):
                changed[path] = data
        changed |= dict.fromkeys(self.files.keys() - now.keys(), b"")
        return changed, new

    def _original(self, path: str) -> bytes:
        return self.files[path].read_bytes()

    def put_back(self) -> None:
        """Make the copy fresh again: every changed file, nothing new."""
        changed, new = self.changes()
        for path in changed:
            shutil.copyfile(self.files[path], self.root / path)
        for path in new:
            (self.root / path).unlink()
            for folder in (self.root / path).parents:
                if any(folder.iterdir()):
                    break
                folder.rmdir()
        self._stamps = dict(_walk(self.root))

    def remove(self) -> None:
        """Delete the copy."""
        shutil.rmtree(self.root)


def _walk(root: Path, below: str = "") -> Iterator[tuple[str, Stamp]]:
    """Yield every file's path below `root` and what would tell that it was written."""
    prefix = f"{below}/" if below else ""
    with os.scandir(root / below) as entries:
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                yield from _walk(root, prefix + entry.name)
            else:
                status = entry.stat(follow_symlinks=False)
                times = status.st_mtime_ns, status.st_ctime_ns
                yield prefix + entry.name, (status.st_ino, status.st_size, *times)
