"""Scripts for a shell: their commands, and the Python that these are given."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from dr_refit.codemod.formats.model import Format

if TYPE_CHECKING:
    from dr_refit.codemod.document import Document
    from dr_refit.codes import Kind


class ScriptFormat(Format):
    """Files of commands: what they install is as a manifest would have it."""

    kind: Kind | None = "manifests"
    suffixes: tuple[str, ...] = (".sh", ".bash", ".zsh", ".envrc")

    def read(self, path: str, data: bytes) -> Document:
        """Return all of it as a text for a shell, and the Python in that."""
        from dr_refit.codemod.document import Document
        from dr_refit.codemod.formats.blocks import fragments, whole
        from dr_refit.codemod.formats.shells import programs

        text = whole(path, data, "manifests")
        # Each is a program of its own.
        python = [
            replace(one, kind="manifests")
            for block in programs(text)
            for one in fragments(path, [[block]], None, text)
        ]
        return Document(
            path=path,
            data=data,
            nested=tuple(python),
            shells=(text,),
            prose=(text,),
            is_module=False,
        )
