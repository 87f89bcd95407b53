"""Pages in HTML, AsciiDoc, Org or LaTeX: read to say what they name, and no more."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dr_refit.codemod.formats.model import Format
from dr_refit.codemod.formats.values import MOST

if TYPE_CHECKING:
    from collections.abc import Callable

    from dr_refit.codemod.document import Document
    from dr_refit.codes import Kind


class PageFormat(Format):
    """Pages, and templates of pages."""

    kind: Kind | None = "docs"
    suffixes: tuple[str, ...] = (".html", ".htm", ".adoc", ".asciidoc", ".org", ".tex")

    def mentions(self, data: bytes, found: Callable[[bytes], bool]) -> bool:
        """Search the bytes as they are: larger pages are made by programs."""
        return len(data) <= MOST and found(data)

    def read(self, path: str, data: bytes) -> Document:
        """Return all of it as prose."""
        from dr_refit.codemod.document import Document
        from dr_refit.codemod.formats.blocks import whole

        return Document(
            path=path, data=data, prose=(whole(path, data),), is_module=False
        )
