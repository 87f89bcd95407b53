"""Values in YAML, TOML, JSON and ini files: read to say what they name, and no more."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from dr_refit.codemod.formats.model import Format
from dr_refit.patterns import regex

if TYPE_CHECKING:
    from collections.abc import Callable

    from dr_refit.codemod.document import Document
    from dr_refit.codes import Kind

#: What is looked at as manifests, or written by programs.
_OTHERS = regex(
    r"(?:^|/)(?:(?:pyproject|hatch|uv)\.toml|setup\.cfg|tox\.ini|pytest\.ini|Pipfile\.toml|pixi\.toml"
    r"|\.pre-commit-config\.yaml|[^/]*(?:environment|conda)[^/]*\.ya?ml|\.gitlab-ci\.yml"
    r"|(?:package|composer)(?:-lock)?\.json|[^/]*[.-]lock\.(?:ya?ml|json|toml)"
    r"|azure-pipelines\.ya?ml|\.travis\.yml|\.readthedocs\.ya?ml"
    r"|\.(?:github|circleci)/.*)$"
)
#: [[move]], retired = [...]: a migration names what is retired.
_MIGRATION = regex(rb"^(?:\[\[(?:move|call|result)\]\]|retired\s*=)", re.MULTILINE)


#: Larger files are data.
MOST = 1_000_000


class ValuesFormat(Format):
    """Files of settings."""

    kind: Kind | None = "values"
    suffixes: tuple[str, ...] = (
        *(".yaml", ".yml", ".toml", ".cfg", ".ini", ".conf", ".service"),
        *(".json", ".jsonc", ".json5", ".code-workspace", ".env", ".envrc"),
        *(".flake8", ".pylintrc", ".coveragerc", ".importlinter"),
    )

    def takes(self, path: str, data: bytes) -> bool:  # noqa: ARG002
        """Whether the name is that of settings, and of nothing else."""
        return path.endswith(self.suffixes) and not _OTHERS.search(path)

    def mentions(self, data: bytes, found: Callable[[bytes], bool]) -> bool:
        """Search the bytes as they are."""
        return len(data) <= MOST and found(data) and not _MIGRATION.search(data)

    def read(self, path: str, data: bytes) -> Document:
        """Return all of it as a text to be read."""
        from dr_refit.codemod.document import Document
        from dr_refit.codemod.formats.blocks import whole

        text = whole(path, data, "values")
        return Document(
            path=path,
            data=data,
            settings=(text,),
            prose=(text,),
            is_module=False,
        )
