"""A Python file: one fragment, in which every byte stands for itself."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from dr_refit.codemod.formats.model import Format

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from dr_refit.codemod.document import Document
    from dr_refit.codes import Kind
    from dr_refit.python.edits import Edit
    from dr_refit.python.ipython import Masked
    from dr_refit.python.namespaces import Namespace
    from dr_refit.python.source import Source

#: Without one of these, no docstring shows code.
_SHOWS = (b">>>", b"```", b"~~~", b"::")
#: Without one of these, none runs a command.
_RUNS = (
    *(b"system(", b"popen(", b"Popen(", b"output(", b"run(", b"call(", b"_magic("),
    *(b"subprocess_shell(", b"_exec(", b"_always(", b"# %%", b"#%%", b"install"),
)
_UTF16 = (b"\xff\xfe", b"\xfe\xff")


class PythonFormat(Format):
    """Modules, scripts and stubs."""

    kind: Kind | None = None
    suffixes: tuple[str, ...] = (".py", ".pyi", ".ipy")

    def mentions(self, data: bytes, found: Callable[[bytes], bool]) -> bool:
        """Search the bytes as they are; what Python cannot read is read to say so."""
        return data.startswith(_UTF16) or found(data)

    def read(self, path: str, data: bytes) -> Document:
        """Return the file as one fragment."""
        # ast and all that follows are loaded when the first file needs them.
        from dr_refit.codemod.document import Document, Fragment, Segment
        from dr_refit.python.edits import Edit, apply
        from dr_refit.python.source import Source

        source = Source(path, data)
        masked = _masked(source)

        def write(edits: Sequence[Edit]) -> Sequence[Edit]:
            text = source.encode(apply(source.code, edits))
            return [Edit(start=0, end=len(data), text=text)]

        code, whole = range(len(source.code)), range(len(data))
        fragment = Fragment(
            source=Source.of_code(path, masked.code) if masked else source,
            segments=(Segment(code, whole, write),),
            namespace=self.namespace(),
            hidden=masked.hidden if masked else (),
        )
        document = Document(path=path, data=data, fragments=(fragment,))
        if any(one in data for one in _SHOWS):
            from dr_refit.codemod.formats.docstrings import with_docstrings

            document = with_docstrings(document)
        document = with_commands(document, "strings")
        if masked:
            from dr_refit.codemod.formats.shells import magics

            found = magics(fragment, source.code, masked.hidden)
            shells = (*document.shells, *(one for one, is_run in found if is_run))
            document = replace(document, shells=shells)
        return document

    def namespace(self) -> Namespace:
        """Return what its files hand to others."""
        from dr_refit.python.namespaces import MODULE

        return MODULE


def with_commands(document: Document, kind: Kind) -> Document:
    """Return a module, or a notebook, with the commands in it, if it may have some."""
    if not any(one in document.data for one in _RUNS):
        return document
    from dr_refit.codemod.formats import commands

    return commands.with_commands(document, kind)


def _masked(source: Source) -> Masked | None:
    """Return a script with its magics masked, if it has any."""
    # Parsed, it stays so: most files are looked at no further.
    if source.is_valid:
        return None
    from dr_refit.python.ipython import mask

    masked = mask(source.code, script=True)
    return masked if masked.hidden else None
