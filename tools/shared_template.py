"""What templates/application repeats of templates/project.

Neither can include anything of the other's where Copier is given its folder alone.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable

_TEMPLATES = Path(__file__).parents[1] / "templates"
_PROJECT = _TEMPLATES / "project"
_APPLICATION = _TEMPLATES / "application"
QUESTIONS = _APPLICATION / "copier.yml"
_SHARED: Final = (
    *("_min_copier_version", "_subdirectory", "_envops", "_exclude", "_owned"),
    *("_message_after_copy", "project_dir", "template_version", "template_released"),
    *("project_name", "package_name", "kind", "description", "author", "author_email"),
    *("github_owner", "license", "data_source", "hf_dataset", "hf_revision"),
    *("python_min", "ci", "template_url"),
)


def questions() -> str:
    """Return the questions of the application: those of the project, and its own."""
    text = (_PROJECT / "copier.yml").read_text("utf-8")
    # A key, and all that is indented below it.
    found = re.findall(r"^(\w+):(.*\n(?:(?:[ ].*)?\n)*)", text, re.MULTILINE)
    blocks = {name: rest.rstrip("\n") for name, rest in found if name in _SHARED}
    assert blocks.keys() == {*_SHARED}
    blocks["kind"] = blocks["kind"].replace("project", "application")
    shared = "\n\n".join(f"{name}:{rest}" for name, rest in blocks.items())
    return (
        "# Written by `make generated`, from templates/project/copier.yml.\n"
        f"{shared}\n---\n!include questions.yml\n"
    )


def _copy(path: Path) -> Callable[[], str]:
    return lambda: path.read_text("utf-8")


#: Each file that is a copy -> what the other says.
PARTIALS: Final[dict[Path, Callable[[], str]]] = {
    _APPLICATION / path.relative_to(_PROJECT): _copy(path)
    for path in sorted((_PROJECT / "partials").rglob("*.jinja"))
}
