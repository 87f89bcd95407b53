"""The two ends of `make release`: files that say the version, and the tag.

python -m tools.release begin   before the checks
python -m tools.release tag     after them
"""

from __future__ import annotations

import re
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

ROOT = Path(__file__).parents[1]
_UNRELEASED = re.compile(r"^## (\d+\.\d+\.\d+\S*) \(unreleased\)$", re.MULTILINE)
#: File -> what says the version there, and what it is to be.
_SAID = {
    "pyproject.toml": (r'(?m)^version = ".*"$', 'version = "{}"'),
    "src/dr_refit/__init__.py": (r'__version__ = ".*"', '__version__ = "{}"'),
    "README.md": (r"(?m)^  rev: v.*$", "  rev: v{}"),
    "templates/project/copier.yml": (
        r'(?m)^(template_version:\n  type: str\n  default: )".*"$',
        r'\g<1>"{}"',
    ),
}
_RELEASED = r"(?m)^(template_released:\n  type: bool\n  default: )false$"


def begin(root: Path) -> str:
    """Write the version wherever it is said, and return it; SystemExit: not ready."""
    if _git(root, "status", "--porcelain"):
        raise SystemExit("error: there are changes that are not committed")
    changes = root / "CHANGELOG.md"
    found = _UNRELEASED.search(changes.read_text("utf-8"))
    if found is None:
        raise SystemExit('error: CHANGELOG.md has no heading "## X.Y.Z (unreleased)"')
    version = found[1]
    if _git(root, "tag", "--list", f"v{version}"):
        raise SystemExit(f"error: v{version} is there already: name the next version")
    for name, (pattern, said) in _SAID.items():
        _replace(root / name, pattern, said.format(version))
    _replace(root / "templates/project/copier.yml", _RELEASED, r"\g<1>true")
    day = f"{datetime.now(UTC):%Y-%m-%d}"
    _replace(
        changes, _UNRELEASED.pattern.replace("^", "(?m)^"), f"## {version} ({day})"
    )
    return version


def tag(root: Path) -> str:
    """Commit what `begin` wrote, and tag it; return the tag."""
    (version,) = re.findall(
        _SAID["pyproject.toml"][0].replace(".*", "(.*)"),
        (root / "pyproject.toml").read_text("utf-8"),
    )
    _git(root, "commit", "--quiet", "--all", "--message", f"Release {version}")
    _git(root, "tag", "--annotate", "--message", f"Release {version}", f"v{version}")
    return f"v{version}"


def _replace(path: Path, pattern: str, said: str) -> None:
    text, count = re.subn(pattern, said, path.read_text("utf-8"))
    if count != 1:
        raise SystemExit(f"error: {path} says its version {count} times, not once")
    path.write_text(text, "utf-8")


def _git(root: Path, *arguments: str) -> str:
    done = subprocess.run(
        ["git", *arguments], cwd=root, check=True, capture_output=True, text=True
    )
    return done.stdout


if __name__ == "__main__":
    if sys.argv[1:] == ["begin"]:
        print(f"{begin(ROOT)}: to give it up, git checkout .")
    else:
        print(f"{tag(ROOT)} is there: git push --follow-tags publishes it")
