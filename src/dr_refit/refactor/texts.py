"""The texts beside the code that name a package: settings, markup, comments.

In settings, directives and comments what surely names the package is renamed; prose is
left alone, and listed.
"""

from __future__ import annotations

import io
import os
import re
import tokenize
from typing import TYPE_CHECKING

from dr_refit.codemod.formats.text import TextFormat
from dr_refit.patterns import regex
from dr_refit.python.edits import Span, spliced
from dr_refit.tree.discover import PYTHON

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dr_refit.codes import Kind
    from dr_refit.project.renaming import Renaming

_MARKUP = (".md", ".rst")
#: A compiled module has dotted names in strings, and imports in Cython.
_C = (".c", ".cc", ".cpp", ".cxx", ".h", ".hpp", ".rs")
_CYTHON = (".pxd", ".pxi", ".pyx")
_C_STRING = regex(r'"(?:\\.|[^"\\\n])*"')
_INI = (".cfg", ".ini")
_SETTINGS = (
    *(".bat", ".cfg", ".conf", ".in", ".ini", ".just", ".mk", ".sh", ".toml"),
    *(".json", ".jsonc", ".json5", ".code-workspace", ".yaml", ".yml"),
)
_NAMED = frozenset(
    [
        ".coveragerc",
        ".dockerignore",
        ".flake8",
        ".gitattributes",
        ".gitignore",
        ".importlinter",
        ".pylintrc",
        "CODEOWNERS",
        "Dockerfile",
        "Makefile",
        "Procfile",
        "justfile",
    ]
)
#: `.. automodule:: old.core`    `::: old.core`    `:module: old`
_DIRECTIVE = regex(r"^[ \t]*(?:\.\. [\w:-]+::|:::|:[\w-]+:)[ \t].*$", re.MULTILINE)
#: :class:`~old.core.C`    {py:class}`old.core.C`
_ROLE = regex(r"(?<=[:}])`[^`\n]+`")
#: Keys of settings whose values are packages, or folders of them.
_PACKAGES = frozenset(
    [
        *("ancestors", "containers", "exclude", "exclude_package_data", "files"),
        *("first_party", "forbidden_modules", "ignore", "include", "includes"),
        *("known_first_party", "known_local_folder", "layers", "mod", "module"),
        *("module_name", "modules", "mypy_path", "namespace_packages", "omit"),
        *("only_include", "package", "package_data", "package_dir", "packages"),
        *("packages_to_check", "path", "paths", "py_modules", "root_package"),
        *("root_packages", "source", "source_modules", "source_packages"),
        *("source_pkgs", "src", "targets", "testpaths", "top_level"),
    ]
)
_KEYED = frozenset({"package_data", "exclude_package_data", "package_dir"})
#: Programs that look into the folders that they are given.
_TOOLS = (
    r"(?:autoflake|bandit|black|codespell|flake8|interrogate|isort|mypy|pycodestyle"
    r"|pydocstyle|pyflakes|pylint|pyright|pytest|py\.test|pyupgrade|ruff|vulture)"
)
_SECTION = regex(r"\[+\s*([^\[\]]+?)\s*\]+\s*(?:#.*)?$")
_KEY = regex(r"""\s*(["']?[\w.-]+["']?(?:\s*\.\s*["']?[\w-]+["']?)*)\s*[=:]""")


def is_settings(path: str) -> bool:
    """Return whether a file is of those that tools read."""
    return path.endswith(_SETTINGS) or os.path.basename(path) in _NAMED


def kind_of(path: str) -> Kind:
    """Return what a change of a text is about; of a module, comments are changed."""
    if os.path.basename(path) in {"MANIFEST.in", "pyproject.toml", "setup.cfg"}:
        return "manifests"
    if path.endswith((*_C, *_CYTHON)):
        return "strings"
    return "values" if is_settings(path) else "docs"


def renamed(path: str, text: str, renaming: Renaming) -> str:
    """Return a text under the new name of a package, as far as that is sure."""
    if path.endswith(PYTHON):
        return spliced(text, [*_in(_comments(text), text, renaming)])
    if path.endswith(_MARKUP):
        found = {*_in(_DIRECTIVE.finditer(text), text, renaming)}
        found |= {*_in(_ROLE.finditer(text), text, renaming)}
        found |= {*_in_shells(path, text, renaming)}
        return spliced(text, sorted(found))
    if path.endswith(_C):
        return spliced(text, [*_in(_C_STRING.finditer(text), text, renaming)])
    if path.endswith(_CYTHON):
        return renaming.text(text)
    if not is_settings(path):
        return text
    lines = _Settings(path, renaming)
    return "".join(map(lines.renamed, text.splitlines(keepends=True)))


def left(path: str, text: str, renaming: Renaming) -> list[int]:
    """List the lines on which a text goes on naming it, but for what code says."""
    found = renaming.mention.finditer(text)
    if path.endswith(PYTHON):
        found = (
            inside
            for one in _comments(text)
            for inside in renaming.mention.finditer(text, *one.span())
        )
    return sorted({text.count("\n", 0, one.start()) + 1 for one in found})


def _in(
    places: Iterator[re.Match[str]], text: str, renaming: Renaming
) -> Iterator[Span]:
    for one in places:
        for span in renaming.spans(text[slice(*one.span())]):
            start = one.start()
            yield Span(span.start + start, span.end + start, span.text)


def _in_shells(path: str, text: str, renaming: Renaming) -> Iterator[Span]:
    """Yield what to write into the lines for a shell in a page: tool src/old/a.py."""
    if not renaming.mention.search(text):
        return
    data = text.encode()
    for shell in TextFormat().read(path, data).shells:
        for segment in shell.segments if shell.within is None else ():
            head, piece = (
                data[: segment.data.start],
                data[segment.data.start : segment.data.stop],
            )
            start = len(head.decode())
            for span in renaming.spans(piece.decode()):
                yield Span(span.start + start, span.end + start, span.text)


def _comments(text: str) -> Iterator[re.Match[str]]:
    """Yield the comments of a Python file; none where it is no Python."""
    starts = [0]
    for line in io.StringIO(text, newline=""):
        starts.append(starts[-1] + len(line))
    try:
        for token in tokenize.generate_tokens(io.StringIO(text, newline="").readline):
            if token.type == tokenize.COMMENT:
                start = starts[token.start[0] - 1] + token.start[1]
                found = re.compile(re.escape(token.string)).match(text, start)
                if found:
                    yield found
    except (tokenize.TokenError, SyntaxError):
        return


class _Settings:
    """A file of settings, line by line: each belongs to a section, and to a key."""

    def __init__(self, path: str, renaming: Renaming) -> None:
        self._renaming = renaming
        self._name = os.path.basename(path)
        self._toml, self._ini = path.endswith(".toml"), path.endswith(_INI)
        self._section: tuple[str, ...] = ()
        self._key: tuple[str, ...] = ()
        old = renaming.old.replace(".", r"\.")
        self._bare = re.compile(rf"(?<![\w./-]){old}(?![\w./:-])")
        self._arguments = re.compile(
            rf"(?<![\w./-]){_TOOLS}(?![\w./-])[^#\n]*?[\s\"']({old})(?=[\s\"',;\\]|$)"
        )
        dist = renaming.distribution
        self._requirement = dist and re.compile(
            rf"(?<=[\"']){re.escape(dist.old)}(?=\s*[\"'\[<>=!~])"
        )

    def renamed(self, line: str) -> str:
        """Return a line under the new name, and keep where the next one is."""
        if self._toml or self._ini:
            if found := _SECTION.match(line.strip()):
                return self._header(line, _parts(found[1]))
            found = _KEY.match(line)
            # What is indented goes on with the value of the key before.
            if found and (self._toml or not line[:1].isspace()):
                self._key = _parts(found[1])
        comment = line.lstrip().startswith(("#", ";"))
        return line if comment else self._value(line)

    def _header(self, line: str, section: tuple[str, ...]) -> str:
        self._section, self._key = section, ()
        if "entry_points" in section or "plugins" in section:
            # The group is what others hang on to.
            return line
        # [mypy-old.core]
        name = re.escape(self._renaming.old)
        line = re.sub(rf"(?<=\[mypy-){name}(?=[\].])", self._renaming.new, line)
        return self._renaming.text(line)

    def _value(self, line: str) -> str:
        renaming, dist = self._renaming, self._renaming.distribution
        head = ""
        if "options.entry_points" in ".".join(self._section) and "=" in line:
            head, equals, line = line.partition("=")
            head += equals
        if dist and self._names_distribution():
            return re.sub(
                rf"(?<![\w.-]){re.escape(dist.old)}(?![\w.-])", dist.new, line
            )
        if self._requirement and dist and self._lists_requirements():
            line = self._requirement.sub(dist.new, line)
        line = renaming.text(line)
        if self._takes_packages():
            start = _KEY.match(line)
            at = start.end() if start else 0
            key, line = line[:at], line[at:]
            if self._is_keyed():
                # package-data.old = ["py.typed"]
                key = re.sub(
                    rf"(?<!\w){re.escape(renaming.old)}(?!\w)", renaming.new, key
                )
            line = key + self._bare.sub(renaming.new, line)
        while renaming.base == "" and (taken := self._arguments.search(line)):
            line = line[: taken.start(1)] + renaming.new + line[taken.end(1) :]
        return head + line

    def _names_distribution(self) -> bool:
        where = (*self._section, *self._key)
        known = {("project", "name"), ("metadata", "name"), ("tool", "poetry", "name")}
        return where in known or where[-1:] == ("dist_name",)

    def _lists_requirements(self) -> bool:
        """Return whether a project may require itself, by an extra, say."""
        table = ".".join((*self._section, *self._key))
        return table.startswith(
            (
                "project.dependencies",
                "project.optional_dependencies",
                "dependency_groups",
            )
        )

    def _is_keyed(self) -> bool:
        """Return whether the keys are packages."""
        return not _KEYED.isdisjoint((*self._section, *self._key[:-1]))

    def _takes_packages(self) -> bool:
        if self._section[:2] in {("project", "scripts"), ("project", "entry_points")}:
            return True
        if (*self._section, *self._key) == ("tool", "flit", "module", "name"):
            return True
        if self._name == "pyproject.toml" and self._section[:1] != ("tool",):
            return False
        return bool(self._key) and (self._key[-1] in _PACKAGES or self._is_keyed())


def _parts(key: str) -> tuple[str, ...]:
    """Return the parts of a dotted key, with one spelling."""
    found = re.findall(r"""["']([^"']*)["']|([^\s."']+)""", key)
    return tuple((one or other).replace("-", "_") for one, other in found)
