"""What the words of a command name: a program, a module, or a distribution."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING, Literal

from dr_refit.manifests.names import canonical
from dr_refit.patterns import regex
from dr_refit.records import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from dr_refit.codemod.shell.words import Line, Word

    #: add, remove, with: requirements that are installed, taken away, or added to a
    #: run by an option each; command, module: what is run; other: it may be any.
    type Role = Literal["add", "remove", "with", "command", "module", "other"]


class Use(NamedTuple):
    """A word, and what it is for."""

    role: Role
    word: Word
    #: The option before it.
    option: str = ""
    #: The program that may install it, by its plain name; empty: none does.
    program: str = ""


_ASSIGNED = regex(r"[A-Za-z_]\w*=")
#: Magics that take modules.
_OF_MODULES = frozenset({"%aimport", "%load_ext", "%reload_ext", "%unload_ext"})
_PYTHON = regex(
    r"(?:python|pypy)[\d.]*w?(?:\.exe)?|ipython3?|py|%run|\{sys\.executable\}|\$sys\.executable"
)
_PIP = regex(r"pip[\d.]*(?:\.exe)?")
#: What runs the command behind it.
_WRAPPERS = frozenset(
    (
        *("!", "command", "do", "elif", "else", "env", "exec", "if", "nice", "nohup"),
        *("sudo", "then", "time", "type", "until", "which", "while", "{"),
    )
)
_RUNNERS = frozenset(
    (
        *("conda", "hatch", "mamba", "micromamba", "pdm", "pipenv", "pixi", "poetry"),
        *("rye", "uv"),
    )
)
#: uv run: so many words.
_RUN = 2
_ROLES: dict[tuple[str, ...], Role] = {
    ("pip", "install"): "add",
    ("pip", "download"): "add",
    ("pip", "wheel"): "add",
    ("pip", "uninstall"): "remove",
    ("uv", "pip", "install"): "add",
    ("uv", "pip", "uninstall"): "remove",
    ("uv", "add"): "add",
    ("uv", "remove"): "remove",
    ("poetry", "add"): "add",
    ("poetry", "remove"): "remove",
    ("pdm", "add"): "add",
    ("pdm", "remove"): "remove",
    ("rye", "add"): "add",
    ("rye", "remove"): "remove",
    ("pipenv", "install"): "add",
    ("pipenv", "uninstall"): "remove",
}
#: Programs whose words may name a distribution in some other way.
_INSTALLERS = _RUNNERS | {"easy_install", "pip", "pipx", "uvx"}
_FLAG = regex(
    r"-[qvUyIDs]+|--(?:quiet|verbose|upgrade|user|pre|prerelease|no-deps|no-cache-dir"
    r"|no-cache|dev|no-build-isolation|system|break-system-packages|force-reinstall"
    r"|ignore-installed|no-index|prefer-binary|yes|frozen|locked|no-sync|active|raw"
    r"|raw-sources|reinstall|refresh|no-input|isolated|all-extras|all-groups|exact"
    r"|lock|no-lock|dry-run|allow-prereleases|no-project|no-dev|only-dev|offline"
    r"|no-capture-output|live-stream|require-virtualenv|no-editable|script)"
)
_VALUED = regex(
    r"-[rcitfpGEnXW]|--(?:requirements?|constraints?|index-url|extra-index-url"
    r"|find-links|target|root|prefix|src|python|group|extra|extras|optional|package"
    r"|directory|project|index|default-index|platform|python-version|implementation|abi"
    r"|progress-bar|proxy|retries|timeout|trusted-host|cert|log|cache-dir"
    r"|config-settings?|global-option|no-binary|only-binary|report|link-mode"
    r"|keyring-provider|env-file|name|with-requirements|bounds|source"
    r"|upgrade-strategy)"
)
#: -m, -Im
_MODULE = regex(r"-[A-Za-z]*m")
#: Options that say from where what is added comes.
_FROM = regex(r"--(?:git|rev|tag|branch|editable)(?:=.*)?")
_NAMED = regex(
    r"(?P<name>[A-Za-z0-9](?:[\w.-]*[A-Za-z0-9])?)\s*(?:\[[^\]]*\])?\s*"
    r"(?:[@<>=!~^;(].*)?",
    re.DOTALL,
)
_URL = regex(
    r"(?:[\w.+-]+://|[\w.+-]+@[\w.-]+:)[^#]*?/(?P<name>[\w.-]+?)(?:\.git)?"
    r"(?:@[\w./-]+)?/?(?:#(?P<rest>.*))?"
)


def distribution_of(text: str) -> str:
    """Return the distribution that an argument of an installer names, if it does."""
    if found := _NAMED.fullmatch(text):
        return canonical(found["name"])
    if found := _URL.fullmatch(text):
        rest = found["rest"] or ""
        egg = re.fullmatch(r"(?:.*&)?egg=([\w.-]+).*", rest)
        if egg or not rest:
            return canonical(egg[1] if egg else found["name"])
    return ""


def folder_of(text: str) -> str:
    """Return what the last folder of a path is called, as distributions are."""
    parts = re.sub(r"\[.*", "", text).rstrip("/").split("/")
    return canonical(parts[-1]) if len(parts) > 1 else ""


def uses(line: Line) -> Iterator[Use]:
    """Yield the words of a command that may name something."""
    words = line.words
    at = 0
    while at < len(words):
        name = _plain(words[at])
        if _ASSIGNED.match(words[at].value):
            at += 1
        elif name in _WRAPPERS:
            at = _past_flags(words, at + 1)
        elif count := _running(words, at):
            found = _Options(words[at + count :], f"{name} run", to_first=True)
            yield from found.uses
            at += count + found.count
            if found.is_lost or count != _RUN:
                # uvx a    which distribution has a command of this name?
                yield from _others(words[at:], name)
                return
        else:
            break
    if at < len(words):
        yield from _of_program(words, at)


def _running(words: Sequence[Word], at: int) -> int:
    """Return of how many words is what runs another command; 0: it is none."""
    name, *behind = [_plain(words[at]), *(one.value for one in words[at + 1 : at + 3])]
    if name in _RUNNERS and behind[:1] == ["run"]:
        return _RUN
    if name == "uv" and behind == ["tool", "run"]:
        return 3
    return 1 if name == "uvx" else 0


def _of_program(words: Sequence[Word], at: int) -> Iterator[Use]:
    first, rest = words[at], words[at + 1 :]
    name = _plain(first)
    # "$PYTHON" -m pip
    is_program = first.is_open and [one.value for one in rest[:1]] == ["-m"]
    if is_program or _PYTHON.fullmatch(name):
        yield from _of_python(rest)
        return
    if name == "git":
        # git commit -m "a.b"
        texts = {b for a, b in pairwise(rest) if a.value == "-m"}
        yield from _others([word for word in rest if word not in texts])
        return
    if name in _OF_MODULES:
        yield from (Use("module", _trimmed(word)) for word in rest)
        return
    yield Use("command", first)
    plain = "pip" if _PIP.fullmatch(name) else name
    if plain not in _INSTALLERS:
        # docker run image pip install a;  sh -c 'pip install a'
        inner = next((i for i, one in enumerate(rest) if _installs(one)), len(rest))
        yield from _others(rest[:inner])
        yield from _others(rest[inner:], name)
        return
    flags = _past_flags(rest, 0)
    for path, role in _ROLES.items():
        asked = [one.value for one in rest[flags : flags + len(path) - 1]]
        if path[0] == plain and [*path[1:]] == asked:
            given = rest[flags + len(path) - 1 :]
            yield from _Options(given, plain, role).uses
            return
    yield from _others(rest, plain)


def _of_python(rest: Sequence[Word]) -> Iterator[Use]:
    at = 0
    while at < len(rest) and rest[at].value.startswith("-"):
        if _MODULE.fullmatch(rest[at].value) and at + 1 < len(rest):
            if rest[at + 1].value in {"pip", "uv"}:
                yield from _of_program(rest, at + 1)
            else:
                yield Use("module", rest[at + 1])
                yield from _others(rest[at + 2 :])
            return
        # -W ignore
        at += 2 if rest[at].value in {"-W", "-X"} else 1
    yield from _others(rest, "python" if at else "")


class _Options:
    """The arguments of a command that takes options."""

    def __init__(
        self,
        words: Sequence[Word],
        program: str,
        role: Role = "other",
        *,
        to_first: bool = False,
    ) -> None:
        """`to_first`: read no further than to what is no option."""
        self.uses: list[Use] = []
        self.count = 0
        #: An option may have taken the next word, or not.
        self.is_lost = False
        if any(_FROM.fullmatch(one.value) for one in words):
            role = "other"
        before = ""
        for word in words:
            text = word.value
            if before == "--with":
                self.uses.append(Use("with", word, before, program))
                before = ""
            elif before in {"-m", "--module"} and to_first:
                self.uses.append(Use("module", word))
                self.count = len(words)
                return
            elif _VALUED.fullmatch(before):
                before = ""
            elif text.startswith("-") and len(text) > 1:
                if before:
                    self.is_lost = to_first
                is_plain = _FLAG.fullmatch(text) or "=" in text or text == "--"
                before = "" if is_plain else text
                if "=" in text:
                    self.uses.append(Use("other", word, program=program))
            elif to_first:
                self.is_lost = bool(before)
                return
            else:
                own: Role = "other" if before or word.is_open else role
                self.uses.append(Use(own, word, before, program))
                before = ""
            self.count += 1


def _others(words: Sequence[Word], program: str = "") -> Iterator[Use]:
    return (Use("other", one, program=program) for one in words)


def _trimmed(word: Word) -> Word:
    """Return a module of a list, in which `-` is before one that is left out."""
    before = len(word.value) - len(word.value.lstrip("-"))
    behind = len(word.value) - len(word.value.rstrip(","))
    return word._replace(
        value=word.value.strip("-,"), start=word.start + before, stop=word.stop - behind
    )


def _plain(word: Word) -> str:
    """Return the name of a program without its folder."""
    return word.value.rpartition("/")[2] or word.value


def _installs(word: Word) -> bool:
    """Return whether a word is an installer, or a text that may run one."""
    name = _plain(word)
    return bool(name in _INSTALLERS or _PIP.fullmatch(name) or " " in word.value)


def _past_flags(words: Sequence[Word], at: int) -> int:
    while at < len(words) and words[at].value.startswith("-"):
        at += 1
    return at
