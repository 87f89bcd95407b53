"""Worlds to run programs in: stub modules of old and new homes, under a finder of ours.

What moved is one object under both names, and tells the new one. In the world of
yesterday nothing has moved yet; in that of today both homes are there; in that of
tomorrow the old ones are gone.
"""

from __future__ import annotations

import builtins
import importlib
import sys
import types
from contextlib import contextmanager, nullcontext
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from typing import TYPE_CHECKING, Literal, NamedTuple

from dr_refit.names import leaf, parent, prefixes, root
from tests.support.moves import pushed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from dr_refit.migration.model import Move

type When = Literal["yesterday", "today", "tomorrow"]

#: Module -> the names in it that are no modules.
BEFORE = {
    "old": ("f", "g", "Cls"),
    "old.mod": ("f", "g", "Cls"),
    "old.mod.deep": ("f", "Cls"),
    "old.other": ("f", "k"),
    "lib": ("f", "x"),
    "lib.mod": ("f", "g"),
    "new": ("own",),
}


class Event(NamedTuple):
    """What a program showed, and the module in which it did."""

    module: str
    text: str


class World(Loader, MetaPathFinder):
    """Modules, each with the names in it and what they tell."""

    def __init__(
        self,
        moves: Sequence[Move],
        when: When,
        *,
        eager: bool = False,
    ) -> None:
        #: A package loads all its modules.
        self.eager = eager
        #: Module -> what it tells.
        self.modules: dict[str, str] = {}
        #: Dotted name -> what it tells.
        self.names: dict[str, str] = {}
        for module, leaves in BEFORE.items():
            self._add(module, moves, self.modules, when)
            for name in leaves:
                self._add(f"{module}.{name}", moves, self.names, when)
        for name in [*self.names, *self.modules]:
            for above in prefixes(parent(name)) if parent(name) else ():
                self.modules.setdefault(above, above)

    def _add(
        self, name: str, moves: Sequence[Move], to: dict[str, str], when: When
    ) -> None:
        new = pushed(name, moves)
        if when != "yesterday":
            to[new] = new
        if when != "tomorrow":
            to[name] = new

    def inside(self, module: str) -> Iterator[str]:
        """Yield the names that a module has without loading others."""
        for name in self.names:
            if parent(name) == module:
                yield leaf(name)

    # A finder, and a loader.

    def find_spec(
        self, name: str, path: object = None, target: object = None
    ) -> ModuleSpec | None:
        if name not in self.modules:
            return None
        return ModuleSpec(name, self, is_package=True)

    def create_module(self, spec: ModuleSpec) -> types.ModuleType:
        return _Module(spec.name, self.modules[spec.name])

    def exec_module(self, module: types.ModuleType) -> None:
        name = module.__name__
        vars(module)["__all__"] = [*self.inside(name)]
        for one in self.inside(name):
            vars(module)[one] = _made(self.names[f"{name}.{one}"])
        for other in self.modules if self.eager else ():
            if parent(other) == name:
                importlib.import_module(other)


class _Module(types.ModuleType):
    """A module that tells its name."""

    def __repr__(self) -> str:
        return self.__doc__ or ""


class _Class(type):
    """A class that tells its name."""

    tells: str

    def __repr__(cls) -> str:
        return cls.tells


class _Function:
    """A function that tells its name, and what it is called with."""

    def __init__(self, tells: str) -> None:
        self.tells = tells

    def __repr__(self) -> str:
        return self.tells

    def __call__(self, *arguments: object) -> str:
        return f"{self.tells}({', '.join(map(str, arguments))})"


class Program(Loader, MetaPathFinder):
    """A finder and loader of the modules of a program."""

    def __repr__(self) -> str:
        return "program"

    def __init__(self, files: Mapping[str, str]) -> None:
        self.code: dict[str, tuple[str, str]] = {}
        for path, source in files.items():
            self.code[module_of(path)] = path, source

    def find_spec(
        self, name: str, path: object = None, target: object = None
    ) -> ModuleSpec | None:
        if name not in self.code:
            return None
        where = self.code[name][0]
        return ModuleSpec(name, self, is_package=where.endswith("__init__.py"))

    def create_module(self, spec: ModuleSpec) -> None:
        """Leave it to Python."""

    def exec_module(self, module: types.ModuleType) -> None:
        path, source = self.code[module.__name__]
        exec(compile(source, path, "exec", dont_inherit=True), vars(module))


def module_of(path: str) -> str:
    """Return the dotted name of a file."""
    return path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")


def run(world: World, files: Mapping[str, str]) -> list[Event]:
    """Run a program, module by module. Return all that it showed."""
    events: list[Event] = []
    late: list[Callable[[], object]] = []

    def show(*things: object) -> None:
        module = sys._getframe(1).f_globals["__name__"]
        events.append(Event(module, " ".join(map(str, things))))

    def hints(function: Callable[..., object]) -> None:
        scope = function.__globals__
        told = (_named(hint, scope) for hint in function.__annotations__.values())
        events.extend(Event(scope["__name__"], text) for text in told)

    program = Program(files)
    given = {
        "show": show,
        "hints": hints,
        "late": late.append,
        "made": _made,
        "held": nullcontext,
        "TYPE_CHECKING": False,
        "yes": True,
        "no": False,
    }
    with _found_by(program, world), _builtins(given):
        for name in program.code:
            with _fails_in(name, events):
                importlib.import_module(name)
        for function in [*late]:
            with _fails_in(function.__module__, events):
                function()
        for name in program.code:
            module = sys.modules.get(name)
            for one in getattr(module, "__all__", ()):
                with _fails_in(name, events):
                    events.append(Event(name, f"{one}: {getattr(module, one)}"))
    return events


@contextmanager
def _fails_in(module: str, events: list[Event]) -> Iterator[None]:
    try:
        yield
    except Exception as error:  # noqa: BLE001 - of the program, whatever it is
        where, trace = module, error.__traceback__
        while trace:
            where = trace.tb_frame.f_globals["__name__"]
            module = where if root(where) in {"app", "top"} else module
            trace = trace.tb_next
        events.append(Event(module, f"{type(error).__name__}: {error}"))


@contextmanager
def _found_by(program: Program, world: World) -> Iterator[None]:
    roots = {*map(root, program.code), *map(root, world.modules)}
    sys.meta_path[:0] = [program, world]
    try:
        yield
    finally:
        del sys.meta_path[:2]
        for name in [name for name in sys.modules if root(name) in roots]:
            del sys.modules[name]


@contextmanager
def _builtins(names: Mapping[str, object]) -> Iterator[None]:
    vars(builtins).update(names)
    try:
        yield
    finally:
        for name in names:
            delattr(builtins, name)


def _made(tells: str) -> object:
    """Make what a name is bound to."""
    if leaf(tells)[0].isupper():
        inside = {"tells": tells, "attr": f"{tells}.attr"}
        return _Class(leaf(tells), (), {"__repr__": lambda _: f"a {tells}"} | inside)
    return _Function(tells)


def _named(hint: object, scope: dict[str, object]) -> str:
    """Return what a type in an annotation tells, and each string in it."""
    if isinstance(hint, str):
        return _named(eval(hint, scope), scope)
    inner = getattr(hint, "__args__", ())
    return " ".join(_named(one, scope) for one in inner) or str(hint)
