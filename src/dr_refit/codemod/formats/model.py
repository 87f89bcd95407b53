"""A format: which files it takes, and the Python in them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable

    from dr_refit.codemod.document import Document
    from dr_refit.codes import Kind


class Format(Protocol):
    """A format of files. It holds no state, and is imported before it is needed."""

    @property
    def kind(self) -> Kind | None:
        """What its files are about; None: each change is of the kind of its rule."""

    @property
    def suffixes(self) -> tuple[str, ...]:
        """How the names of its files end."""

    def takes(self, path: str, data: bytes) -> bool:  # noqa: ARG002
        """Whether a file is of this format."""
        return path.endswith(self.suffixes)

    def code(self, data: bytes) -> bytes:
        """Return the stretches of a file in which its code is, as they are written."""
        return data

    def plain(self, data: bytes) -> bytes:
        """Return the code of a file, and perhaps more, to be searched for imports."""
        return data

    def mentions(self, data: bytes, found: Callable[[bytes], bool]) -> bool:
        """Whether something may be found in the Python of a file, which is not read.

        `found` searches code, in which a newline is a newline. Formats that share a
        suffix search in the same way: only the first of them is asked.
        """
        return found(self.plain(data))

    def read(self, path: str, data: bytes) -> Document:
        """Return the Python of a file; FileRefused where it cannot be read."""
