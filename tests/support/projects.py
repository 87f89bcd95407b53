"""What Hypothesis draws for worlds: small projects that run, and moves.

A project has some modules of which each takes names from stubs, and from the modules
before it. What every name means is kept along, so that most of them run.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from hypothesis import strategies as st

from dr_refit.migration.model import Move
from dr_refit.names import is_under, leaf, parent, prefixes, root
from tests.support.worlds import BEFORE, World, module_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tests.support.worlds import When

#: In the order in which they need each other.
PATHS = (
    "app/low.py",
    "app/sub/leaf.py",
    "app/sub/__init__.py",
    "app/mid.py",
    "app/__init__.py",
    "top.py",
)
_LOCALS = ("f", "g", "m", "mod", "old", "new", "lib", "x", "Cls", "deep")


class Thing(NamedTuple):
    """What a name means: a stub module, a name in one, or a module of the project."""

    kind: str
    dotted: str = ""


VALUE = Thing("value")


class _File:
    """One module of a project while it is drawn."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.is_package = path.endswith("__init__.py")
        self.module = module_of(path)
        self.package = self.module if self.is_package else parent(self.module)
        self.env: dict[str, Thing] = {}
        #: Modules that are loaded when it is.
        self.loaded: set[str] = set()
        self.lines: list[str] = []


class _Project:
    def __init__(self, draw: st.DrawFn, world: World, moves: Sequence[Move]) -> None:
        self.draw = draw
        self.world = world
        #: Module of its own -> the new names in it.
        self.homes: dict[str, list[str]] = {}
        for move in moves:
            self.homes.setdefault(parent(move.new), []).append(move.new)
        self.files: dict[str, _File] = {}
        self.here = _File("")

    # Choices.

    def one[T](self, options: Sequence[T]) -> T:
        return self.draw(st.sampled_from(options))

    def upto(self, most: int) -> int:
        return self.draw(st.integers(0, most))

    def file(self, path: str) -> str:
        here = self.here = _File(path)
        if not self.upto(3):
            here.lines.append("from __future__ import annotations")
        for new in self.homes.get(here.module, ()):
            here.lines.append(f"{leaf(new)} = made('{new}')")
            here.env[leaf(new)] = Thing("symbol", new)
        for _ in range(1 + self.upto(2)):
            here.lines += self.imports(here.env)
        for _ in range(1 + self.upto(5)):
            here.lines += self.statement()
        self.files[here.module] = here
        return "".join(f"{line}\n" for line in here.lines)

    # Imports.

    def imports(self, env: dict[str, Thing]) -> list[str]:
        """Draw an import statement, and bind what it binds."""
        others = [*self.files]
        if others and self.upto(2) == 0:
            return [self.of_project(env, self.one(others))]
        olds = [name for name in BEFORE if name.startswith("old")]
        stubs = [name for name in self.world.modules if root(name) != "app"]
        modules = olds if self.upto(3) else sorted(stubs)
        return [self.of_stub(env, self.one(modules))]

    def of_stub(self, env: dict[str, Thing], module: str) -> str:
        loaded = self.here.loaded
        loaded.update(prefixes(module))
        names = [*self.world.inside(module)]
        below = [m for m in self.world.modules if parent(m) == module]
        form = self.one(("plain", "as", "names", "names", "names", "module", "star"))
        if form == "names" and names:
            return self._names(env, module, names, "symbol", module)
        if form == "module" and below:
            text = self._names(env, module, [leaf(m) for m in below], "module", module)
            loaded.update(below)
            return text
        if form == "star" and names and env is self.here.env:
            env |= {name: Thing("symbol", f"{module}.{name}") for name in names}
            return f"from {module} import *"
        if form == "as":
            local = self.one(_LOCALS)
            env[local] = Thing("module", module)
            return f"import {module} as {local}"
        top = module.partition(".")[0]
        env[top] = Thing("module", top)
        return f"import {module}"

    def _names(
        self,
        env: dict[str, Thing],
        module: str,
        names: Sequence[str],
        kind: str,
        written: str,
    ) -> str:
        chosen = [self.one(names) for _ in range(1 + self.upto(1))]
        parts = []
        for name in chosen:
            local = name if self.upto(2) else self.one(_LOCALS)
            env[local] = Thing(kind, f"{module}.{name}")
            parts.append(
                name if local == name and self.upto(5) else f"{name} as {local}"
            )
        form = self.one(("{}", "{}", "(\n    {},  # one\n)"))
        return f"from {written} import {form.format((', ').join(parts))}"

    def of_project(self, env: dict[str, Thing], module: str) -> str:
        other = self.files[module]
        names = [*other.env]
        form = self.one(("names", "names", "names", "module", "plain", "as", "star"))
        self.here.loaded |= other.loaded
        if form == "names" and names:
            chosen = self.one(names)
            local = chosen if self.upto(2) else self.one(_LOCALS)
            env[local] = other.env[chosen]
            text = chosen if local == chosen else f"{chosen} as {local}"
            return f"from {self.written(module)} import {text}"
        if form == "star" and names and env is self.here.env:
            env |= {name: other.env[name] for name in names}
            return f"from {self.written(module)} import *"
        if form == "module" and "." in module:
            env[leaf(module)] = Thing("file", module)
            above = self.written(parent(module))
            return f"from {above} import {leaf(module)}"
        if form == "as":
            local = self.one(_LOCALS)
            env[local] = Thing("file", module)
            return f"import {module} as {local}"
        top = module.partition(".")[0]
        env[top] = Thing("file", top)
        return f"import {module}"

    def written(self, module: str) -> str:
        """Write a module of the project, relative or absolute."""
        package = self.here.package
        if not package or self.upto(1):
            return module
        base, dots = package, "."
        while base and not f"{module}.".startswith(f"{base}."):
            base, dots = parent(base), f"{dots}."
        if not base:
            return module
        return dots + module[len(base) + 1 :]

    # Expressions.

    def chain(self, env: dict[str, Thing]) -> tuple[str, Thing]:
        """Draw a name, or attributes of one."""
        name = self.one(sorted(env)) if env else "yes"
        thing = env.get(name, VALUE)
        text = name
        for _ in range(4):
            inside = dict(self.inside(thing))
            if not inside or (thing.kind == "module" and not self.upto(9)):
                break
            step = self.one(sorted(inside))
            text, thing = f"{text}.{step}", inside[step]
        return text, thing

    def inside(self, thing: Thing) -> Iterator[tuple[str, Thing]]:
        name = thing.dotted
        if thing.kind == "module":
            for one in self.world.inside(name):
                yield one, Thing("symbol", f"{name}.{one}")
            for module in self.world.modules:
                if parent(module) == name and (
                    self.world.eager or module in self.here.loaded
                ):
                    yield leaf(module), Thing("module", module)
        elif thing.kind == "file":
            other = self.files.get(name)
            if other is not None:
                yield from other.env.items()
            for module in self.files:
                if parent(module) == name:
                    yield leaf(module), Thing("file", module)
        elif thing.kind == "symbol" and leaf(name) == "Cls":
            yield "attr", VALUE

    def expression(self, env: dict[str, Thing]) -> str:
        text, thing = self.chain(env)
        other, _ = self.chain(env)
        if thing.kind == "symbol" and self.upto(1):
            text = f"{text}({other})" if leaf(thing.dotted) != "Cls" else f"{text}()"
        form = self.one(_EXPRESSIONS)
        name = self.one(_LOCALS)
        if name in f"{text} {other}":
            name = "_"
        return form.replace("A", text).replace("N", name)

    # Statements.

    def statement(self) -> list[str]:
        forms = (
            *(self._import, self._import, self._show, self._show, self._show),
            *(self._assign, self._function, self._function, self._global, self._class),
            *(self._choice, self._annotated, self._all, self._del),
            *(self._nested, self._passed, self._bound, self._typed, self._cycle),
        )
        return self.one(forms)() if self.here.env else self._import()

    def _import(self) -> list[str]:
        return self.imports(self.here.env)

    def _show(self) -> list[str]:
        return [f"show({self.expression(self.here.env)})"]

    def _assign(self) -> list[str]:
        text, thing = self.chain(self.here.env)
        name = self.one(("y", *_LOCALS))
        self.here.env[name] = thing
        return [f"{name} = {text}"]

    def _function(self) -> list[str]:
        env = dict(self.here.env)
        lines = ["def fn():"]
        inner: dict[str, Thing] = {}
        if self.upto(1):
            lines += self.indented(self.imports(inner))
        # What it binds is its own from its first line on.
        env = env | inner
        lines.append(f"    show({self.expression(env)})")
        self.here.env.pop("fn", None)
        return [*lines, self.one(("fn()", "fn()", "late(fn)"))]

    def _global(self) -> list[str]:
        found: dict[str, Thing] = {}
        lines = self.imports(found)
        self.here.env |= found
        names = ", ".join(sorted(found))
        return ["def fn():", f"    global {names}", *self.indented(lines), "fn()"]

    def _class(self) -> list[str]:
        text, thing = self.chain(self.here.env)
        base = f"({text})" if leaf(thing.dotted) == "Cls" else ""
        lines = [f"class K{base}:"]
        env = dict(self.here.env)
        if self.upto(1):
            lines += self.indented(self.imports(env))
        lines.append(f"    show({self.expression(env)})")
        shown = self.expression(self.here.env)
        lines += ["    def method(self):", f"        show({shown})"]
        return [*lines, "K().method()"]

    def _choice(self) -> list[str]:
        env = dict(self.here.env)
        kind = self.one(("if yes:", "if no:", "try:"))
        body, other = self.imports(env), self.imports(dict(self.here.env))
        if kind == "if no:":
            body, other = other, body
        self.here.env = env
        between = "except ImportError:" if kind == "try:" else "else:"
        return [kind, *self.indented(body), between, *self.indented(other)]

    def _annotated(self) -> list[str]:
        classes = [
            name
            for name, one in self.here.env.items()
            if one.kind == "symbol" and leaf(one.dotted) == "Cls"
        ]
        text, thing = self.chain(self.here.env)
        if leaf(thing.dotted) != "Cls":
            if not classes:
                return self._show()
            text = self.one(sorted(classes))
        form = self.one(("'A'", "A", "list['A']", "'list[A]'", "A | None"))
        return [f"def fn(a: {form.replace('A', text)}): ...", "hints(fn)"]

    def _all(self) -> list[str]:
        names = sorted(name for name in self.here.env if not name.startswith("_"))
        chosen = sorted({self.one(names), self.one(names)})
        return [f"__all__ = {chosen}"]

    def _del(self) -> list[str]:
        name = self.one(sorted(self.here.env))
        if name == "moved":
            return []
        del self.here.env[name]
        return [f"del {name}"]

    def _nested(self) -> list[str]:
        """Draw a function inside another, which declares what that imports."""
        inner: dict[str, Thing] = {}
        lines = self.imports(inner)
        if not inner:
            return self._show()
        name = self.one(sorted(inner))
        body = [f"nonlocal {name}", *(self._rebinding(name) if self.upto(1) else ())]
        body.append(f"show({self.expression(self.here.env | inner)})")
        self.here.env.pop("fn", None)
        nested = ["def nested():", *self.indented(body), "nested()"]
        return ["def fn():", *self.indented([*lines, *nested]), "fn()"]

    def _rebinding(self, name: str) -> list[str]:
        return [f"if no: {name} = None"]

    def _passed(self) -> list[str]:
        """Draw a function of which the argument is used, perhaps a module."""
        name = self.one(_LOCALS)
        modules = [
            local
            for local, thing in self.here.env.items()
            if thing.kind in {"module", "file"}
        ]
        if not modules:
            return self._show()
        given = self.one(sorted(modules))
        text, _ = self.chain({name: self.here.env[given]})
        self.here.env.pop("use", None)
        return [f"def use({name}):", f"    show({text})", f"use({given})"]

    def _bound(self) -> list[str]:
        """Draw a statement that binds a name in another way."""
        text, thing = self.chain(self.here.env)
        name = self.one(_LOCALS)
        form = self.one(
            (
                "for N in (A,): show(N)",
                "with held(A) as N: show(N)",
                "match A:\n    case N: show(N)",
                "if (N := A): show(N)",
                "N, _ = A, 1",
                "N = A if yes else None",
                "try: N = A\nfinally: show(N)",
            )
        )
        self.here.env[name] = thing
        return form.replace("A", text).replace("N", name).split("\n")

    def _typed(self) -> list[str]:
        """Draw imports that only type checkers run."""
        found: dict[str, Thing] = {}
        lines = self.imports(found)
        names = [name for name in sorted(found) if name not in self.here.env]
        for name in names:
            lines.append(f"def fn(a: '{name}'): ...")
        self.here.env.pop("fn", None)
        return ["if TYPE_CHECKING:", *self.indented(lines)]

    def _cycle(self) -> list[str]:
        """Draw an import of what imports this, perhaps, once all is loaded."""
        module = module_of(self.one(PATHS))
        name = self.one(_LOCALS)
        self.here.env.pop("fn", None)
        return [
            "def fn():",
            f"    import {module} as {name}",
            f"    show({name})",
            "late(fn)",
        ]

    def indented(self, lines: list[str]) -> list[str]:
        return [f"    {line}" for text in lines for line in text.split("\n")]


_EXPRESSIONS = (
    "A",
    "A",
    "A",
    "[A for N in (1,)]",
    "(lambda: A)()",
    "(lambda N: A)(1)",
    "f'{A}'",
    "(A, A)",
    "(N := A)",
    "A if yes else N",
)
_OLDS = (
    ("old", True),
    ("old.mod", True),
    ("old.mod.deep", True),
    ("old.other", True),
    ("old.f", False),
    ("old.g", False),
    ("old.mod.f", False),
    ("old.mod.g", False),
    ("old.mod.Cls", False),
    ("old.mod.deep.f", False),
    ("old.mod.deep.Cls", False),
    ("old.other.f", False),
    ("lib.mod", True),
    ("lib.f", False),
)
_NEWS = (
    "new",
    "new.core",
    "new.core.f",
    "new.g",
    "new.deep.er.x",
    "neu",
    "neu.mod",
    "neu.mod.f",
    "neu.x.Cls",
    "old.fresh",
    "old.mod.fresh",
    "old.mod.h",
    "lib.f2",
    "lib.fresh.g",
    "app.low.moved",
    "app.mid.moved",
)
#: These lead to what another takes away.
_CHAINED = ("old.g", "old.mod.g", "old.mod.f", "old.other.f", "old.mod", "lib.f")


@st.composite
def moves_between(draw: st.DrawFn, *, chained: bool) -> list[Move]:
    """Draw moves; unless `chained`, none leads to what another takes away."""
    found: dict[str, Move] = {}
    news = st.sampled_from(_CHAINED + _NEWS if chained else _NEWS)
    pairs = st.tuples(st.sampled_from(_OLDS), news)
    for (old, module), new in draw(st.lists(pairs, min_size=1, max_size=4)):
        name = new
        if root(new) == "app" and (module or leaf(old) == "Cls"):
            continue
        if not module:
            if "." not in new:
                continue
            if (leaf(old) == "Cls") != (leaf(new) == "Cls"):
                # A class stays one.
                name = f"{parent(new)}.{leaf(old)}"
        if old != name:
            found[old] = Move(old=old, new=name, module=module)
    moves = [*found.values()]
    olds = {move.old for move in moves}
    modules = {above for m in moves if m.module for above in prefixes(m.new)}
    modules |= {above for m in moves for above in prefixes(parent(m.new))}
    return [
        move
        for move in moves
        if (chained or not any(is_under(move.new, old) for old in olds))
        and (move.module or move.new not in modules)
    ]


def _are_apart(moves: Sequence[Move]) -> bool:
    """Whether there are moves, and no two names become one."""
    names = [f"{module}.{name}" for module, some in BEFORE.items() for name in some]
    world = World(moves, "tomorrow")
    one_each = len(world.names) == len(names)
    return bool(moves) and one_each and not world.names.keys() & world.modules.keys()


class Drawn(NamedTuple):
    """A project, moves, and the world that it runs in."""

    files: dict[str, str]
    moves: list[Move]
    eager: bool
    #: A new name may be what another one was.
    chained: bool


def world_of(drawn: Drawn) -> World:
    """Return the world of which a project knows the names."""
    when: When = "yesterday" if drawn.chained else "today"
    return World(drawn.moves, when, eager=drawn.eager)


@st.composite
def projects(draw: st.DrawFn) -> Drawn:
    """Draw a project and moves."""
    chained = draw(st.integers(0, 5)) == 5
    moves = draw(moves_between(chained=chained).filter(_are_apart))
    eager = draw(st.booleans())
    drawn = Drawn({}, moves, eager, chained)
    project = _Project(draw, world_of(drawn), moves)
    files = {}
    for path in PATHS:
        needed = path.endswith("__init__.py") or path == "top.py"
        if needed or module_of(path) in project.homes or draw(st.booleans()):
            files[path] = project.file(path)
    return drawn._replace(files=dict(reversed(files.items())))
