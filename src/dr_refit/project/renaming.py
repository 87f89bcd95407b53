"""A package of the project that is called otherwise from now on, wherever it is named.

Everything in it keeps its name, so that a text which surely names it, or something in
it, is right under the new name: a dotted name of what is there, a path to its files,
`import old`, `-m old`.
"""

from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING

from dr_refit.manifests.names import canonical
from dr_refit.manifests.names import distribution as named
from dr_refit.names import root
from dr_refit.patterns import regex
from dr_refit.python.edits import Span, spliced
from dr_refit.records import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from dr_refit.python.surface import Definition, Surface

#: How the files of compiled modules end, and of what they are compiled from.
_COMPILED = (".c", ".cc", ".cpp", ".cxx", ".pyd", ".pyx", ".so")
#: What may stand before a path in a text: ./ ../ / **/ {toxinidir}/ $HOME/
_BEFORE_PATH = (
    r"(?<![\w./*}~$-])(?P<before>"
    r"(?:\.{1,2}/|/|\*\*/|~/|\$?\{[\w.]+\}/|\$\{\{[^}\n]*\}\}/|\$\w+/)*)"
)
#: What is behind the name of a package in that of a file: old.core.json
_FILE = regex(
    r"(?:\.\w+)+\.(?:cfg|csv|gz|html|ini|ipynb|json|log|md|npz|parquet|pkl|pyi?|sh|toml"
    r"|tsv|txt|whl|xml|ya?ml|zip)"
)
#: What can be done with warnings.
_ACTIONS = "all|always|default|error|ignore|module|once"
#: from other import old
_TAKEN = regex(r"(?<![\w-])from[ \t]+[\w.]+[ \t]+\Z")


class Distribution(NamedTuple):
    """The name of a distribution, and the one that it has from now on."""

    old: str
    new: str


class Renaming:
    """A package, what it is called from now on, and what is in it."""

    #: Behind which a package stands: -m old, --cov=old
    options = (
        *("-m", "-p", "--cov", "--pyargs", "--source", "--package"),
        *("load_ext", "reload_ext"),
    )

    def __init__(
        self,
        names: tuple[str, str],
        *,
        paths: Mapping[str, str],
        entries: frozenset[str],
        surface: Surface,
        distribution: Distribution | None = None,
        file: str = "",
    ) -> None:
        self.old, self.new = names
        #: Of its folder, or module, and of its stubs, from the root of the project.
        self.paths = paths
        #: The files and folders in its folder.
        self.entries = entries
        self._surface = surface
        #: What the file is called that has another name from now on, and no other has.
        self._file = file
        self.distribution = distribution

    @cached_property
    def mention(self) -> re.Pattern[str]:
        """What finds the name of the package, whatever it stands for."""
        parts = map(re.escape, self.old.split("."))
        file = rf"|(?<![\w./-]){re.escape(self._file)}(?!\w)" if self._file else ""
        return re.compile(rf"(?<!\w){r'(?:\\?\.|/)'.join(parts)}(?!\w){file}")

    @cached_property
    def base(self) -> str:
        """The folder that the package is in; empty: the root of the project."""
        path = next(iter(self.paths)).removesuffix(".py")
        return path.removesuffix(self.old.replace(".", "/")).rstrip("/")

    def is_in(self, data: bytes) -> bool:
        """Return whether data that are no text name the package.

        In a pickle, the mark of a name may stand right before it.
        """
        name = re.escape(self.old.encode())
        return (
            re.search(rb"(?<![A-Za-z0-9_])c?" + name + rb"(?![A-Za-z0-9_])", data)
            is not None
        )

    def requirement(self, text: str) -> tuple[Span, ...]:
        """Return what to write into a requirement of the distribution."""
        dist, found = self.distribution, re.match(r"\s*([\w.-]+)", text)
        if dist is None or found is None or canonical(dist.old) != named(text):
            return ()
        return (Span(*found.span(1), dist.new),)

    def has(self, dotted: str) -> bool:
        """Return whether something in the package has a dotted name."""
        name = root(dotted[len(self.old) + 1 :])
        is_dunder = name.startswith("__") and name.endswith("__")
        known = is_dunder or name in self.entries or name in self._compiled
        return known or self._surface.has(f"{self.old}.{name}")

    def definition(self, dotted: str) -> Definition | None:
        """Return a function, or class, of the package as it is written."""
        return self._surface.definition(dotted)

    @cached_property
    def _compiled(self) -> frozenset[str]:
        """The modules in its folder that no Python is there for."""
        found = (one for one in self.entries if one.endswith(_COMPILED))
        return frozenset(one.partition(".")[0] for one in found)

    def path(self, path: str) -> str:
        """Return where a file is from now on."""
        for old, new in self.paths.items():
            if path == old or path.startswith(f"{old}/"):
                return new + path[len(old) :]
        return path

    def text(self, text: str) -> str:
        """Return a text in which all that surely names the package is renamed."""
        return spliced(text, self.spans(text))

    def spans(self, text: str) -> tuple[Span, ...]:
        """Return what to write into a text that surely names the package."""
        return tuple(sorted({*self._sure(text)})) if self.mention.search(text) else ()

    # What surely names it

    def _sure(self, text: str) -> Iterator[Span]:
        path, dotted = self.new.replace(".", "/"), self.new
        home = next(iter(self.paths.values())).removesuffix(".py")
        for found in self._paths.finditer(text):
            if self._is_path(found):
                # src/old/core.py    old/core.py
                whole = found["base"] or not self.base
                start = found.start("base") if whole else found.start("name")
                yield Span(start, found.end("name"), home if whole else path)
        for found in self._dotted.finditer(text):
            rest = found["rest"].replace("\\", "")
            if self.has(self.old + rest) and not _FILE.fullmatch(rest):
                escaped = found["rest"].startswith("\\")
                new = dotted.replace(".", "\\.") if escaped else dotted
                yield Span(*found.span("name"), new)
        for pattern in self._marked:
            for found in pattern.finditer(text):
                begins = text.rfind("\n", 0, found.start()) + 1
                if not _TAKEN.search(text, begins, found.start()):
                    yield Span(*found.span("name"), dotted)

    def _is_path(self, found: re.Match[str]) -> bool:
        before, base, inside = found["before"], found["base"], found["inside"]
        if self.base:
            # src/old/core.py    old/core.py
            return bool(base) or inside in self.entries
        if inside is None:
            # A package at the root: `old` alone, or `/old`, may be anything.
            return bool(base or before.strip("/")) or found["suffix"] == ".py"
        return not inside or inside in self.entries or "*" in inside

    @cached_property
    def _paths(self) -> re.Pattern[str]:
        name = re.escape(self.old.replace(".", "/"))
        base = re.escape(f"{self.base}/") if self.base else ""
        suffix = (
            r"(?P<suffix>\.py)"
            if next(iter(self.paths)).endswith(".py")
            else (r"(?P<suffix>-stubs)?")
        )
        return re.compile(
            rf"{_BEFORE_PATH}(?P<base>{base})(?P<name>{name}){suffix}"
            r"(?:/(?P<inside>[\w.*-]*)|(?![\w/-])(?!\.\w))"
            if not base
            else rf"{_BEFORE_PATH}(?P<base>(?:{base})?)(?P<name>{name}){suffix}"
            r"(?:/(?P<inside>[\w.*-]*)|(?![\w/-])(?!\.\w))"
        )

    @cached_property
    def _dotted(self) -> re.Pattern[str]:
        r"""What finds a name in it: old.core.f, in a pattern old\.core; @old.core.f."""
        return re.compile(
            r"(?:(?<![\w./@\\-])|(?<=(?<![\w.])@))"
            rf"(?P<name>{self._spelt})(?P<rest>(?:\\?\.[^\W\d]\w*)+)"
            r"(?![\w/-])"
        )

    @cached_property
    def _marked(self) -> tuple[re.Pattern[str], ...]:
        """What finds its name where nothing else can stand."""
        name = rf"(?P<name>{self._spelt})"
        options = "|".join(self.options)
        end = r"(?![\w.:/-])"
        return tuple(
            map(
                re.compile,
                (
                    # "old.*"    "old:main"
                    rf"(?<![\w./:@\\-]){name}(?=\.\*|:[^\W\d]\w*(?:[\"'\s\[.]|$))",
                    rf"(?<![\w-])(?:import[ \t]+|(?:module|named)[ ]'){name}{end}",
                    rf"(?<![\w-])module[ ]{name}(?=[ ]has[ ]no[ ])",
                    rf"(?<![\w-])from[ \t]+{name}(?=[ \t]+import\b)",
                    # error::Warning:old    the fourth field is a module
                    rf"\b(?:{_ACTIONS})(?::[^:\n]*){{2}}:{name}(?![\w/-]|\.\w)",
                    rf"(?<![\w-])(?:{options})(?:[ ]+|=){name}{end}",
                ),
            )
        )

    @property
    def _spelt(self) -> str:
        return r"\\?\.".join(map(re.escape, self.old.split(".")))
