"""Which files have something to say: a search in their bytes, before any parsing."""

from __future__ import annotations

import re
from functools import cached_property, partial
from typing import TYPE_CHECKING

from dr_refit.codemod.needles import FEW, Needles, Words, beginnings
from dr_refit.manifests.names import spelled
from dr_refit.names import is_under, leaf, parent, root
from dr_refit.patterns import regex
from dr_refit.python import by_name
from dr_refit.python.likely import seem_bound
from dr_refit.python.words import (
    CONCATENATIONS,
    ESCAPES,
    any_in,
    may_disguise,
    undisguised,
    word_pattern,
)

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from dr_refit.codemod.formats.model import Format
    from dr_refit.migration.table import MoveTable
    from dr_refit.tree.discover import File

    #: Module -> its names that have a rule.
    type Members = Mapping[str, frozenset[str]]

#: Its letters come first: such a pattern is found as fast as they are.
_RELATIVE = regex(rb"from(?<!\wfrom)[\s\\]*\.")
#: from a import *    as a notebook may have it: escaped, or in two of its strings
_STARRED = regex(rb'import[\s\\tnr",]*\*')
#: In a notebook: a character that may be a letter.
_ESCAPED = regex(rb"\\u(?!00[01])")
#: A mark, and what is ignored.
_DIRECTIVE = regex(rb"#\s*codemod:\s*(?:ignore|review)\[")


class Prefilter:
    """Lets through the files that may hold a migration's name, or a comment to us."""

    def __init__(
        self, table: MoveTable, folder: str = "", marks: Collection[str] = ()
    ) -> None:
        """Search for the names of a table; paths are relative to the folder.

        `marks`: what a file that is marked holds.
        """
        self.marks = Needles(marks)
        self._roots = frozenset(table.roots)
        self._inside = not self._roots.isdisjoint(folder.split("/"))
        #: The last part of modules that may leave their package.
        self._leaving = {
            leaf(move.old)
            for move in table.moves
            if move.module and (parent(move.old) or move.is_inward)
        }
        self._root_words = Words(table.roots)
        # Of a package that is known to its last name, every name matters.
        known = any(migration.retired for migration in table.migrations)
        leaves = {*map(leaf, table.names)} | table.index.renamed
        self._leaf_words = None if known else Words(leaves)
        #: The last part of every name that matters, where these are few.
        self.leaves = None if known or len(leaves) > FEW else tuple(sorted(leaves))
        #: What else a file spells that reaches such a name by imports of its own.
        self._whole = {tuple(name.split(".")[1:]) for name in table.names}
        self._whole |= {(name,) for name in table.index.renamed}
        self.members = {} if known else members_of(table)
        #: Their last parts, and all parts: who reaches one spells one of these.
        self._left = [leaf(module).encode() for module in self.members]
        parts = {part for module in self.members for part in module.split(".")[1:]}
        self._near = [*self._left, *(part.encode() for part in sorted(parts))]
        #: Distributions: a part of the name, in lower case, and all spellings of it.
        self._distributions = [
            (max(name.split("-"), key=len).encode(), re.compile(spelled(name).encode()))
            for name in table.index.distributions
        ]
        #: Names that are none of Python, as most people write them.
        names = (*table.index.distributions, *table.index.commands)
        hyphened = [name for name in names if "-" in name]
        #: What is searched for in a file of Python, and in a text.
        self._in_python = Needles([*table.index.values, *hyphened])
        self._in_texts = Needles([*table.index.values, *table.index.commands])
        words = (*table.roots, *(self.leaves or ()), *marks, "codemod:")
        #: One of these stands in every module that has something to say; and, in lower
        #: case, in every notebook.
        self._in_modules = beginnings(*words, *table.index.values, *hyphened)
        self._in_notebooks = beginnings(
            *(one.lower() for one in (*words, *table.index.values)),
            *(one.lower() for one in table.index.commands),
            *(part.decode() for part, _ in self._distributions),
        )

    def is_silent(self, data: bytes, file: File, form: Format) -> bool:
        """Return whether a module or a notebook surely has nothing to say."""
        if form.kind is None:
            may_name = form.mentions(data, self._may_name)
        else:
            may_name = self._may_name_escaped(form.code(data))
        return not (may_name or self._is_own(file))

    def _may_name(self, code: bytes) -> bool:
        return any_in(self._in_modules, code) or _stars(code)

    def _may_name_escaped(self, code: bytes) -> bool:
        lowered = code.lower()
        return (
            any_in(self._in_notebooks, lowered)
            or _stars(code)
            or _ESCAPED.search(code) is not None
            or may_disguise(code)
        )

    def names_package(self, data: bytes, file: File, form: Format) -> bool:
        """Return whether a file names a package of the migrations, or this tool."""
        found = form.mentions(data, partial(self._has_package, file=file))
        return found or self._is_installed(data, form)

    def names_rule(
        self, data: bytes, file: File, form: Format, stars: Collection[str]
    ) -> bool:
        """Return whether such a file may have something to say: parse it.

        `stars`: the modules of which it seems to import all.
        """
        found = form.mentions(data, partial(self._has_rule, file=file, stars=stars))
        return found or self._is_installed(data, form)

    def names_member(self, code: bytes) -> bool:
        """Return whether code that names a package may reach what names have left."""
        return any_in(self._near, code)

    def holds_module(self, code: bytes) -> bool:
        """Return whether such code may have a module that names have left as a whole.

        import a.b as c; from a import b    f(a.b)
        """
        return self._alone is None or any(one.search(code) for one in self._alone)

    @cached_property
    def _alone(self) -> list[re.Pattern[bytes]] | None:
        """What matches such a module, by its last part; None: there are many.

        Neither a name of it follows, nor what is imported of it.
        """
        if len(self._left) > FEW:
            return None
        alone = [
            re.compile(rb"%b(?<!\w%b)(?!\w|\s*\.(?!__)|[ \t]+import\b)" % (word, word))
            for word in {*self._left}
        ]
        # import a.b  has  a
        modules = (re.escape(one.encode()) for one in sorted(self.members))
        return alone + [re.compile(rb"%b(?<=import %b)\." % (a, a)) for a in modules]

    def spells_name(
        self, data: bytes, file: File, form: Format, stars: Collection[str]
    ) -> bool:
        """Return whether a file that has the last part of a name has all parts of it.

        Else it has the name only from another file, if at all.
        """
        return form.mentions(data, partial(self._has_whole, file=file, stars=stars))

    def _has_whole(self, data: bytes, file: File, stars: Collection[str]) -> bool:
        return (
            self._is_own(file)
            or not self._roots.isdisjoint(map(root, stars))
            or any(
                all(word_pattern(part).search(data) for part in parts)
                for parts in self._whole
            )
            or _is_directed(data)
            or may_disguise(data)
            or any(pieces.search(data) for pieces in (ESCAPES, *CONCATENATIONS))
            or self._is_dynamic(data, file)
            or bool(self._in_python.found(data))
        )

    def _is_installed(self, data: bytes, form: Format) -> bool:
        """Return whether a file names a distribution, a command, or a value."""
        if form.kind:
            return form.mentions(data, self._has_text)
        return bool(self._in_python.found(data))

    def _has_text(self, text: bytes) -> bool:
        if self._in_texts.found(text):
            return True
        lowered = text.lower()
        return any(
            part in lowered and name.search(lowered) is not None
            for part, name in self._distributions
        )

    def _has_package(self, data: bytes, file: File) -> bool:
        return self.names_root(data, file) or _is_directed(data)

    def names_root(self, data: bytes, file: File) -> bool:
        """Return whether code may import something of one of the packages."""
        return self._root_words.found(data) or self._is_relative(data, file)

    def _is_own(self, file: File) -> bool:
        """Return whether a file may be of one of the packages."""
        return self._inside or not self._roots.isdisjoint(_parts(file))

    def _is_relative(self, data: bytes, file: File) -> bool:
        """Return whether it may be of one of the packages, and imports from there."""
        return self._is_own(file) and _RELATIVE.search(data) is not None

    def _has_rule(self, data: bytes, file: File, stars: Collection[str]) -> bool:
        if self._leaf_words is None or self._leaf_words.found(data):
            return True
        if _is_directed(data):
            return True
        if (
            self._leaving
            and self._leaving.intersection(_parts(file))
            and self._is_relative(data, file)
        ):
            # It moves itself, and what it imports may not.
            return True
        if stars and (
            self._is_own(file) or not self._roots.isdisjoint(map(root, stars))
        ):
            return True
        if self._is_dynamic(data, file):
            return True
        if not may_disguise(data):
            return False
        plain = undisguised(data)
        return plain is None or self._leaf_words.found(plain)

    def _is_dynamic(self, data: bytes, file: File) -> bool:
        """Return whether code may take names of a module that it does not name."""
        if not (self._root_words.found(data) and any_in(self._left, data)):
            return False
        if by_name.runs_code(data):
            return True
        if not self.holds_module(data):
            return False
        if by_name.imported(data) & self.members.keys():
            return True
        holders = by_name.holders(data)
        return bool(holders) and any(
            means + one.removeprefix(local) in self.members
            for local, means in seem_bound(data, file.package)
            for one in holders
            if is_under(one, local)
        )


def members_of(table: MoveTable) -> Members:
    """Map the modules that stay behind to what moved from them.

    Of a package that is known to its last name all is said in any case.
    """
    found: dict[str, set[str]] = {}
    for name in table.names:
        if (module := parent(name)) and not table.closed_world(module):
            found.setdefault(module, set()).add(leaf(name))
    return {
        module: frozenset(names)
        for module, names in found.items()
        if not table.moves_as_unit(module)
    }


def _parts(file: File) -> list[str]:
    return [*file.path.replace(".", "/").split("/"), root(file.package)]


def _is_directed(data: bytes) -> bool:
    return data.find(b"codemod:") >= 0 and _DIRECTIVE.search(data) is not None


def _stars(code: bytes) -> bool:
    return code.find(b"*") >= 0 and _STARRED.search(code) is not None
