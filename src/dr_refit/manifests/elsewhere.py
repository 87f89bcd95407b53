"""Files beside the manifests that name distributions: read line by line, never edited.

Who writes them is told what to write: environments of conda, setup.py, Docker, CI.
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Literal

from dr_refit.manifests import poetry, toml_values
from dr_refit.manifests.names import canonical, spelled
from dr_refit.patterns import regex
from dr_refit.records import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    #: How a file is read.
    type _Kind = Literal["shell", "list", "ini", "toml", "python"]

_NAMES: tuple[tuple[_Kind, str], ...] = (
    ("python", r"(?:setup|noxfile)\.py"),
    ("ini", r"(?:setup\.cfg|tox\.ini|pytest\.ini)"),
    ("toml", r"(?:pixi\.toml|Pipfile)"),
    ("list", r"[^/]*(?:environment|conda)[^/]*\.ya?ml"),
    ("list", r"\.pre-commit-config\.ya?ml"),
    ("shell", r"(?:[^/]*\.)?(?:Docker|Container)file(?:\.[^/]*)?"),
    ("shell", r"(?:\.gitlab-ci|azure-pipelines|\.travis|\.readthedocs)\.ya?ml"),
    ("shell", r"(?:.*/)?\.(?:github|circleci)/.*\.ya?ml"),
    ("shell", r"(?:(?:GNU)?[Mm]ake|[Jj]ust|Jenkins|Proc|Earth|Vagrant)file"),
)
#: What all of these end with: most files are none of them.
_LIKELY = regex(r"(?:setup\.(?:py|cfg)|\.ini|pixi\.toml|file(?:\.[^/]*)?|\.ya?ml)\Z")
#: How the names of such files end.
SUFFIXES = (
    *("setup.py", "noxfile.py", "setup.cfg", "tox.ini", "pytest.ini", "pixi.toml"),
    *(".yml", ".yaml", "file", ".Dockerfile"),
)
#: Folders of such files, below the root of a repository.
FOLDERS = (".github", "workflows", ".circleci")

_INSTALL = regex(
    r"\b(?:pip3?|uv|uvx|poetry|pdm|conda|mamba|micromamba|pipx|hatch|rye|pixi)\b.*?"
    r"(?:(?<!-)\b(?:install|add|inject)\b(?!-)|--with\b|--from\b)"
)
_OPTION = regex(r"--(?:with|from)[\s=]+[\"']?\Z")
_KEY = regex(r"\s*([\w.-]+)\s*(?:[=]|:(?!\S))")
_SECTION = regex(r"\[([^]]+)\]")
#: section.key of an ini file that lists requirements, and one that lists commands.
_REQUIRING = regex(
    r"(?:options|metadata)\.\w*requires?\w*|options\.extras_require\..*"
    r"|tox\.requires|testenv.*\.(?:deps|constraints)"
)
_RUNNING = regex(r"testenv.*\.(?:commands|install)\w*")
#: A table of pixi.toml, of Pipfile; with the distribution, if it has a table.
_TABLE = regex(r"(?:.*\.)?(?:\w+-)?(?:dependencies|packages)(?:\.[\w-]+)?")
_NO_REQUIREMENT = regex(
    r"\b(?:name|packages|py_modules|package_data|package_dir)\s*=(?!.*\w\s*=(?!=))"
    r"|[\"']-m[\"'],|\.run\w*\((?!.*\b(?:install|add)\b)"
)
_CONSTANT = regex(r"\s*\w+\s*=\s*")
#: Before a module: python -m a, import a, --cov=a
_MODULE = regex(
    r"(?:\s-m\s+|--(?:cov|pyargs|package|source)[=\s]+|\b(?:import|from)\s+)\Z"
)
#: All of a value in YAML: - "a", key: a, key: [b, a]
_VALUE = regex(r"\s*(?:-\s+)?(?:(?!name:)[\w-]+:\s+)?(?:\[.*)?[\"']?")
_SPECIFIER = r"[<>=!~]=?=?\s*[\w.*+!]+"
_REST = rf"(?:\[[^\]]*\])?(?:\s*{_SPECIFIER}(?:\s*,\s*{_SPECIFIER})*)?"


class Mention(NamedTuple):
    """A name in a line."""

    number: int
    text: str
    #: Of a requirement: the line with others in its place.
    write: Callable[[Sequence[str]], str] | None = None


def kind_of(path: str) -> str:
    """Return how a file is read; empty: it is none of these."""
    if not _LIKELY.search(path):
        return ""
    name = os.path.basename(path)
    return next(
        (
            kind
            for kind, pattern in _NAMES
            if re.fullmatch(pattern, path if "/" in pattern else name)
        ),
        "",
    )


def requiring(path: str, text: str, distribution: str) -> Iterator[Mention]:
    """Yield where a file requires a distribution, whatever the spelling."""
    kind = kind_of(path)
    name = spelled(distribution)
    url = rf"(?:-e\s+)?(?:{name}\s*@\s*)?git\+[^\s\"']*/{name}(?:\.git)?[^\s\"',\]]*"
    # pip install -e ../a
    url += rf"|-e\s+[^\s\"']*/{name}/?(?:\[[^\]]*\])?(?=[\s\"']|\Z)"
    token = re.compile(
        rf"(?i)(?:{url}|(?<![\w./@:%$-])(?:[\w.-]+::)?{name}{_REST}(?![\w/(-]|\.\w|\s*=\s*[\"'{{]))"
    )
    command, section, key = "", "", ""
    for number, line in enumerate(text.splitlines(), 1):
        bare = re.sub(r"(?:^|\s)#.*", "", line)
        # A backslash joins lines to one command.
        joined = command + bare
        command = joined.removesuffix("\\") if joined.endswith("\\") else ""
        if kind == "ini" and (found := _SECTION.match(bare)):
            section, key = found[1], ""
        if kind == "ini" and bare[:1].strip() and (found := _KEY.match(bare)):
            key = found[1]
        if kind == "toml":
            found = _SECTION.match(bare)
            section = found[1] if found else section
            own = (section.rpartition(".")[2] if found else bare.split("=")[0]).strip()
            is_own = canonical(own.strip("\"'")) == canonical(distribution)
            if is_own and _TABLE.fullmatch(section):
                yield Mention(number, distribution, entries)
            continue
        spans, form = [], kind
        for at in token.finditer(bare):
            before = bare[: at.start()]
            if kind == "shell":
                head = joined[: len(joined) - len(bare)] + before
                is_one = _INSTALL.search(head) is not None
            elif kind == "ini":
                is_one = _REQUIRING.fullmatch(f"{section}.{key}") is not None
                if _RUNNING.fullmatch(f"{section}.{key}"):
                    is_one, form = _INSTALL.search(before) is not None, "shell"
            elif kind == "python":
                quotes = before[-1:], bare[at.end() : at.end() + 1]
                is_one = quotes in {('"', '"'), ("'", "'")}
                # PACKAGE = "a_b"  names a package: what Python says is said elsewhere.
                is_package = at[0].isidentifier() and _CONSTANT.fullmatch(before[:-1])
                is_one = is_one and not ("_" in at[0] and is_package)
                is_one = is_one and not _NO_REQUIREMENT.search(before)
            else:
                is_one = (
                    re.fullmatch(
                        r"\s*(?:-\s*)?(?:additional_dependencies:.*)?[\"'\s,\[]*"
                        r"|.*additional_dependencies:.*",
                        before,
                    )
                    is not None
                )
            if is_one:
                spans.append(at.span())
        if spans:
            yield Mention(number, distribution, _Write(bare, tuple(spans), form))


def entries(requirements: Sequence[str]) -> str:
    """Return requirements as entries of a table."""
    return "`, `".join(map(poetry.entry, requirements))


def strings(requirements: Sequence[str]) -> str:
    """Return requirements as elements of an array."""
    return ", ".join(map(toml_values.encoded, requirements))


def naming(
    path: str,
    text: str,
    distribution: str,
    packages: Iterable[str],
    commands: Iterable[str],
) -> Iterator[Mention]:
    """Yield where a file names a distribution, its packages, or a command.

    No path is a name, and neither is what `requiring` yields.
    """
    kind = kind_of(path)
    if kind == "python":
        # What Python says is for others to say.
        return
    known = {*commands}
    every = "|".join(map(re.escape, sorted({*packages, *known}, key=len, reverse=True)))
    whole = re.compile(rf"(?i)(?<![\w./@-]){spelled(distribution)}(?=[\"'\],\s]|\Z)")
    starts = r"(?:(?<![\w./@-])|(?<=\[mypy-))"
    # a.b:c
    dotted = re.compile(rf"{starts}((?:{every})(?:\.\w+)*)(?::[A-Za-z_]\w*)?(?![\w/-])")
    # COPY --from=build /site-packages/a /site-packages/a
    installed = re.compile(rf"(?<=-packages/)(?:{every})(?!\w)")
    for number, line in enumerate(text.splitlines(), 1):
        bare = re.sub(r"(?:^|\s)#.*", "", line)
        is_value = distribution and kind == "shell" and path.endswith("ml")
        named = whole.search(bare) if is_value else None
        if named and _VALUE.fullmatch(bare[: named.start()]):
            yield Mention(number, named[0])
            continue
        if copied := installed.search(bare):
            yield Mention(number, copied[0])
            continue
        for found in dotted.finditer(bare):
            before = bare[: found.start()]
            is_item = kind == "ini" and re.fullmatch(r"(?:.*[=,:\s]|\[mypy-)?", before)
            is_run = _MODULE.search(before)
            if "." in found[1] or is_item or is_run or found[1] in known:
                yield Mention(number, found[0])
                break


@dataclass(frozen=True, slots=True)
class _Write:
    """A line with other requirements in the place of one, once in a list."""

    line: str
    spans: tuple[tuple[int, int], ...]
    kind: str

    def __call__(self, requirements: Sequence[str]) -> str:
        """Return the line."""
        start, end = self.spans[0]
        before, after = self.line[:start], self.line[end:]
        if not before.strip(" \t-\"'") and not after.strip("\"',"):
            lines = [f"{before}{one}{after}".strip() for one in requirements]
            return "`, `".join(lines)
        line = self.line
        again = {
            there
            for here, there in pairwise(self.spans)
            if not re.search(r"[][(){}]", line[here[1] : there[0]])
        }
        for start, end in reversed(self.spans):
            if (start, end) in again:
                # [a, "b"]  ->  [a]
                quote = line[start - 1] if line[start - 1] in {'"', "'"} else ""
                first, stop = start - len(quote), end + len(quote)
                line = line[:first].rstrip(", ") + line[stop:]
            else:
                listed = self._listed(line[:start], requirements)
                line = line[:start] + listed + line[end:]
        return line.strip()

    def _listed(self, before: str, requirements: Sequence[str]) -> str:
        """Return requirements as they are written behind the beginning of the line."""
        quote = before[-1:] if before[-1:] in {'"', "'"} else ""
        is_flow = "[" in before
        if not quote and (self.kind == "shell" or (self.kind == "list" and is_flow)):
            requirements = [
                f'"{one}"' if re.search(r"[<>;\[ ]", one) else one
                for one in requirements
            ]
        gap = " " if self.kind == "shell" else ", "
        if self.kind == "shell" and _OPTION.search(before):
            # uvx --with a --with b
            gap = " --with "
        return f"{quote}{gap}{quote}".join(requirements)
