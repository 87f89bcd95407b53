"""Dotted names in strings: what takes them, and what is reached by them.

What a call is, the scopes tell. A string is followed through the names that it is bound
to, and the loops that go over it, as long as all that is done with it is seen.
"""

from __future__ import annotations

import ast
import re
from functools import cached_property
from typing import TYPE_CHECKING

from dr_refit.names import DOTTED, NAME, is_under, root
from dr_refit.patterns import regex
from dr_refit.python import string_calls as calls
from dr_refit.python.code_texts import reached
from dr_refit.python.command_texts import commands
from dr_refit.python.entry_points import ENTRY, is_declared, named
from dr_refit.python.loads import base_of
from dr_refit.python.parents import inside
from dr_refit.python.quoted import Quoted
from dr_refit.python.sinks import OF_NAMES, WRITES
from dr_refit.python.string_calls import SURE
from dr_refit.python.string_flow import Flow, nowhere
from dr_refit.python.string_pieces import begun, texts_beside
from dr_refit.python.words import CONCATENATIONS, ESCAPES, word_pattern

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from dr_refit.python.facts import Facts
    from dr_refit.python.sinks import Sink
    from dr_refit.python.string_calls import Takes
    from dr_refit.python.string_flow import Elsewhere
    from dr_refit.python.words import Finder

_DOTTED = regex(DOTTED)
#: The beginning of a name that goes on elsewhere: "a.b.", "a.%s", "a.{}"
_BEGINNING = regex(rf"({DOTTED})(?:\.|\.?[%{{].*)?", re.DOTALL)
#: Code that is run, which may name it anywhere.
_EVALUATES = (
    regex(rb"eval(?<![\w.]eval)[ ]*\("),
    regex(rb"exec(?<![\w.]exec)[ ]*\("),
    regex(rb"compile(?<![\w.]compile)[ ]*\("),
    regex(rb"timeit"),
    regex(rb"-c(?<=['\"]-c)['\"]"),
    regex(rb"-c[ \t]+\\?['\"]"),
)
_CONDITION = regex(rb"(?:skipif|xfail)\(\s*(?:['\"]|condition|\w+\s*[,)])")
#: Such code, an entry point, and a relative module: none begins with its name.
_ELSEWHERE = (
    *_EVALUATES,
    _CONDITION,
    regex(rb"(?i)entry_points"),
    regex(rb"(?:import_module|find_spec)\(\s*['\"]\."),
)
_WRITES = regex(rb"\.(?:%b)\(|\binput=" % "|".join(sorted(WRITES)).encode())
#: What runs code, and what imports a relative module, must be named.
_RUNS = ("compile", "eval", "exec", "input", "skipif", "timeit", "xfail", *WRITES)
_OPTION = (b"'-c'", b'"-c"')
_IMPORTS = (
    *(b"__import__", b"find_spec", b"import_module", b"importorskip"),
    *(b"rewrite", b"run_module"),
)
_RELATIVE = regex(rb"['\"]\.+[A-Za-z_\x80-\xff]")
#: What takes a module, or asks for one.
_OF_MODULES = frozenset({"module", "presence", "registry", "members"})


def quoted(
    facts: Facts, roots: Collection[str], elsewhere: Elsewhere = nowhere
) -> tuple[Quoted, ...]:
    """Return the strings that begin with the name of a package, or run code with it."""
    source = facts.source
    begins = (re.compile(_begins(root).encode()) for root in sorted(roots))
    is_near = any(one.search(source.code) for one in (*begins, *_ELSEWHERE))
    if not (roots and (is_near or _writes_code(facts, roots))):
        return ()
    found = _Reader(facts, roots, elsewhere).all([_CONDITION, ESCAPES, *CONCATENATIONS])
    return tuple(sorted(found, key=lambda one: source.start(one.literal)))


def _writes_code(facts: Facts, roots: Collection[str]) -> bool:
    """Return whether a text seems to import a package, in a file that writes some."""
    source = facts.source
    if not _WRITES.search(source.code):
        return False
    anyone = "|".join(map(re.escape, sorted(roots))).encode()
    imports = re.compile(rb"(?:from|import)[ \t]+(?:%b)(?!\w)" % anyone)
    own = sum(
        len(imports.findall(source.code[source.start(one) : source.end(one)]))
        for one in {alias.statement for alias in facts.imports}
    )
    return len(imports.findall(source.code)) > own


def _begins(root: str) -> str:
    """Match a package at the start of a string, or run; its letters come first."""
    text = re.escape(root)
    return rf"{text}(?:(?<=['\"]{text})|(?<=-m[ \t]{text}))(?!\w)"


class _Reader:
    """The strings of one file."""

    def __init__(
        self, facts: Facts, roots: Collection[str], elsewhere: Elsewhere
    ) -> None:
        self._facts = facts
        self._elsewhere = elsewhere
        self._roots = frozenset(roots)
        self._package = facts.package

    @cached_property
    def _flow(self) -> Flow:
        return Flow(self._facts, self._elsewhere)

    @cached_property
    def _runs_code(self) -> bool:
        source = self._facts.source
        return (
            source.disguised
            or any(one in source.code for one in _OPTION)
            or any(word_pattern(word).search(source.code) for word in _RUNS)
        )

    @cached_property
    def _imported(self) -> dict[str, str]:
        """The names by which packages are imported, and what they mean."""
        return {
            alias.local: base_of(alias)
            for alias in self._facts.imports
            if root(alias.target) in self._roots and alias.local != "*"
        }

    @cached_property
    def words(self) -> frozenset[str]:
        """The names by which strings may name packages."""
        if not self._runs_code:
            return self._roots
        # eval("f(a.b)")
        return self._roots.union(self._imported)

    def _code(self, node: ast.Constant, text: str) -> Quoted:
        return Quoted("code", node, tuple(reached(text, self._imported)))

    def all(self, finders: Sequence[Finder]) -> Iterator[Quoted]:
        """Yield the strings of the statements in which something is found, or named."""
        source = self._facts.source
        evaluates = source.disguised or any(
            one.search(source.code) for one in _EVALUATES
        )
        anyone = "|".join(
            map(re.escape, sorted(self.words if evaluates else self._roots))
        )
        names = re.compile(rf"(?:{anyone})(?!\w)".encode())
        imports = source.disguised or any(name in source.code for name in _IMPORTS)
        relative = (_RELATIVE,) if imports else ()
        for node in inside(source.tree, source.lines_with(names, *finders, *relative)):
            match node:
                case ast.Constant(value=str(text)):
                    yield from self._of(node, text)

    def _of(self, node: ast.Constant, text: str) -> Iterator[Quoted]:
        first = re.split(r"\W", text, maxsplit=1)[0]
        if text.startswith("."):
            yield from self._relative(node, text)
        elif (entry := ENTRY.fullmatch(text)) and root(entry["module"]) in self._roots:
            takes = {sink.takes for sink in self._flow.sinks(node)}
            is_one = takes <= {"text", "object", "patch"}
            dotted = f"{entry['module']}.{entry['attributes']}"
            yield Quoted("entry" if is_one else "text", node, (dotted,))
        elif "=" in text and is_declared(node, self._facts.parents):
            kind: Takes = "target" if "\n" in text else "entry"
            for module, dotted in named(text):
                if root(module) in self._roots:
                    yield Quoted(kind, node, (dotted,))
        elif first not in self._roots:
            yield from commands(node, self._roots, self._flow, self._facts.parents)
            # eval("f(a.b)")
            if self._runs_code and not self.words.isdisjoint(re.findall(NAME, text)):
                takes = {sink.takes for sink in self._flow.sinks(node)}
                yield from (self._code(node, text) for _ in takes & {"code"})
        elif _DOTTED.fullmatch(text):
            if not self._flow.is_type(node, first):
                yield from self._name(node, text)
        else:
            yield from self._other(node, text)

    def _made(
        self, node: ast.Constant, name: str, sinks: Sequence[Sink]
    ) -> Iterator[Quoted]:
        """Yield what a literal is that begins texts which are names."""
        made = begun(node, sinks)
        sure = all(takes in OF_NAMES for takes, _ in made)
        names = tuple(one.text for _, one in made)
        if made and sure and all(map(_DOTTED.fullmatch, names)):
            yield Quoted("made", node, names, made=tuple(made))
        else:
            yield Quoted("pieces", node, (name,))

    def _name(self, node: ast.Constant, text: str) -> Iterator[Quoted]:
        """Yield what a literal is that is a dotted name."""
        sinks = self._flow.sinks(node)
        if any(sink.made for sink in sinks):
            yield from self._made(node, text, sinks)
            return
        top = any(sink.top for sink in sinks)
        # "a.b".split(".")
        takes = {"text" if s.takes == "command" else s.takes for s in sinks}
        if takes == {"package"}:
            return
        if "pieces" in takes:
            yield Quoted("pieces", node, (text,))
            return
        attributes = [sink.attribute for sink in sinks if sink.attribute]
        beside = frozenset[str]().union(*(sink.beside for sink in sinks))
        if (
            takes <= _OF_MODULES
            and takes <= {"presence", "members"}
            and (len(sinks) == 1 or not attributes)
        ):
            members = sorted({name for sink in sinks for name in sink.members})
            names = tuple(f"{text}.{name}" for name in members)
            kind: Takes = "members" if names else "presence"
            attribute = next(iter(attributes), None)
            one = Quoted(kind, node, names or (text,), text, attribute, top=top)
            yield one._replace(loaded=bool(beside) and self._is_loaded(text))
        elif takes <= _OF_MODULES:
            kind = "registry" if "registry" in takes else "module"
            whole = any(sink.whole for sink in sinks)
            yield Quoted(kind, node, (text,), top=top, whole=whole, beside=beside)
        else:
            # What several kinds of calls take is a name in all of them.
            sure = takes <= {*_OF_MODULES, "object", "patch"}
            many: Takes = "module" if sure else "text"
            if takes & SURE and not sure:
                many = "both"
            kind = takes.pop() if len(takes) == 1 else many
            yield Quoted(
                kind, node, (text,), beside=texts_beside(node, self._facts.parents)
            )

    def _is_loaded(self, module: str) -> bool:
        """Return whether the file itself always imports a module."""
        return any(
            one.block.unconditional and one.block.scope is None
            for one in self._facts.imports
            if is_under(one.target, module)
        )

    def _relative(self, node: ast.Constant, text: str) -> Iterator[Quoted]:
        """Yield what `import_module(".b", package="a")` takes."""
        if not re.fullmatch(rf"\.+{DOTTED}", text):
            return
        sinks = self._flow.sinks(node)
        if len(sinks) != 1 or not sinks[0].call:
            return
        (sink,) = sinks
        base = calls.package_of(sink.call) if sink.call else None
        package, literal = "", None
        match base:
            case ast.Constant(value=str(package)):
                literal = base
            case ast.Name(id="__package__"):
                package = self._package
        level = len(text) - len(text.lstrip("."))
        parts = package.split(".")
        if not package or level > len(parts):
            return
        module = ".".join([*parts[: len(parts) - level + 1], text[level:]])
        if root(module) not in self._roots:
            return
        names = tuple(f"{module}.{name}" for name in sorted(sink.members))
        kind: Takes = "members" if names and sink.takes == "members" else "module"
        yield Quoted(
            kind,
            node,
            names if kind == "members" else (module,),
            module=module,
            attribute=sink.attribute if kind == "members" else None,
            package=literal,
        )

    def _other(self, node: ast.Constant, text: str) -> Iterator[Quoted]:
        """Yield what a literal is that begins with a name, and is none."""
        found = _BEGINNING.fullmatch(text)
        if not (found or self._runs_code):
            return
        sinks = self._flow.sinks(node)
        takes = {sink.takes for sink in sinks}
        if found and any(sink.made for sink in sinks):
            yield from self._made(node, found[1], sinks)
        elif "code" in takes:
            yield self._code(node, text)
        elif found and takes == {"pieces"}:
            yield Quoted("pieces", node, (found[1],))
