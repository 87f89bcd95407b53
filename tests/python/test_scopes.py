"""Our scopes beside the compiler's own, and what names mean in the hard places.

`symtable` is the compiler's answer, with differences that are accounted for here:

- Since PEP 709 (Python 3.12) it folds list, set and dict comprehensions into the
  function around them: their tables are gone, what they bind is listed among the
  function's own names, and what is nested in them among its children. So on both
  sides every comprehension, generators too, is folded into the scope around it. The
  names that only folded comprehensions bind may, but need not be in the outer table
  (a name that the function uses otherwise stays what it was there); all others agree
  to the last one.
- Type parameters and aliases in a class see its names; that is not in its tables.
- `x: int` in a class makes x the class's own for it; as nothing is bound, we say no.
- It mangles private names in classes, and has entries of its own (`__class__`,
  `.0`, `.type_params` …), and a table for each bound of a type variable.
"""

from __future__ import annotations

import ast
import re
import symtable
import warnings
from collections import defaultdict
from typing import TYPE_CHECKING, Any

import pytest

from dr_refit.python.scopes import Scopes
from tests.support.standard_library import shards, standard_library

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dr_refit.python.symbols import Scope

_COMPREHENSIONS = {"listcomp", "setcomp", "dictcomp", "genexpr"}
_OWN = {"__class__", "__classdict__", "__classcell__", "__type_params__"}


def told(scope: Scope) -> tuple[str, int]:
    """Return the name and the line of what opens a scope."""
    match scope.node:
        case ast.TypeAlias(name=ast.Name(id=name), lineno=line):
            return name, line
        case ast.Lambda(lineno=line):
            return "lambda", line
        case (
            ast.FunctionDef(name=name, lineno=line)
            | ast.AsyncFunctionDef(name=name, lineno=line)
            | ast.ClassDef(name=name, lineno=line)
        ):
            return name, line
    raise AssertionError(scope.kind)


class Pair:
    """Compares the two views of one module, and gathers where they differ."""

    # symtable takes bytes, which typeshed does not know.
    def __init__(self, code: Any, tree: ast.Module) -> None:
        self.scopes = Scopes(tree, ())
        self.children: dict[Scope, list[Scope]] = defaultdict(list)
        for scope in self.scopes.all:
            if scope.parent is not None:
                self.children[scope.parent].append(scope)
        self.problems: list[str] = []
        self.made_global = {
            name
            for node in ast.walk(tree)
            if isinstance(node, ast.Global)
            for name in node.names
        } | {
            str(key.value)
            for node in ast.walk(tree)
            if isinstance(node, ast.Subscript)
            and isinstance(key := node.slice, ast.Constant)
            and ast.unparse(node.value) == "globals()"
        }
        self.compare(
            self.scopes.module, symtable.symtable(code, "x", "exec"), private="", at=""
        )

    def compare(
        self, ours: Scope, theirs: symtable.SymbolTable, *, private: str, at: str
    ) -> None:
        # The type parameters of a class are mangled as what is in it.
        generic = ours.kind == "typeparams" and isinstance(ours.node, ast.ClassDef)
        if ours.kind == "class" or generic:
            private = theirs.get_name().lstrip("_")

        def mangled(name: str) -> str:
            ends = name.startswith("__") and not name.endswith("__")
            return f"_{private}{name}" if ends and private else name

        symbols = {symbol.get_name(): symbol for symbol in theirs.get_symbols()}
        theirs_bound = {
            name
            for name, symbol in symbols.items()
            if _is_bound(symbol, theirs) and not name.startswith(".")
        }
        folded_ours, children_ours = _fold(ours, self.children)
        folded_theirs, children_theirs = _fold_table(theirs)
        declared = {*ours.declared}
        own = {*map(mangled, {*ours.bound, *ours.imports})}
        if ours.kind != "module":
            own -= {*map(mangled, declared)}
        else:
            # `global x` in a function, and `globals()["x"] = 1`, bind x here; symtable
            # does not list it.
            theirs_bound |= self.made_global & own
        own, theirs_bound = own - _OWN, theirs_bound - _OWN
        inner = {*map(mangled, folded_ours)}
        bound = theirs_bound | {n for n in folded_theirs if not n.startswith(".")}
        if ours.kind == "class":
            # `x: int` binds nothing that could be read, as we have it.
            theirs_only = bound - own - inner
            bound -= {n for n in theirs_only if symbols[n].is_annotated()}
        if not own <= bound or not bound <= own | inner:
            more, less = sorted(own - bound), sorted(bound - own - inner)
            self.problems.append(f"{at}: we bind {more}, they {less}")
        for name in ours.read:
            symbol = symbols.get(mangled(name))
            if symbol is None or mangled(name) in _OWN:
                continue
            if ours.kind == "class" and symbol.is_annotated() and not ours.binds(name):
                continue
            self.classify(ours, name, symbol, folded=mangled(name) in inner, at=at)

        pairs_ours = sorted(
            ((child.kind, *told(child)), index, child)
            for index, child in enumerate(children_ours)
        )
        pairs_theirs = sorted(
            (_table_key(child), index, child)
            for index, child in enumerate(children_theirs)
        )
        keys = [key for key, _, _ in pairs_ours]
        if keys != [key for key, _, _ in pairs_theirs]:
            self.problems.append(
                f"{at}: scopes {keys}, not {[key for key, _, _ in pairs_theirs]}"
            )
            return
        for (key, _, one), (_, _, other) in zip(pairs_ours, pairs_theirs, strict=True):
            self.compare(one, other, private=private, at=f"{at}/{key[1]}:{key[2]}")

    def classify(
        self, ours: Scope, name: str, symbol: symtable.Symbol, *, folded: bool, at: str
    ) -> None:
        """Compare where a name that is read comes from."""
        home = self.scopes.resolve(name, ours)
        if home is ours and ours.kind != "module":
            right = symbol.is_local()
        elif home is not None and home.kind == "class" and ours.kind == "typeparams":
            # It is looked up in the class when it runs; symtable says less.
            right = symbol.is_global() or symbol.is_free()
        elif home is None or home.kind == "module":
            right = symbol.is_global() or (folded and symbol.is_local())
        else:
            right = symbol.is_free() or (folded and symbol.is_local())
        if not right:
            where = home.kind if home else "nowhere"
            self.problems.append(f"{at}: {name} is found in {where}: {symbol}")


def _is_bound(symbol: symtable.Symbol, table: symtable.SymbolTable) -> bool:
    if table.get_type() == "module":
        bound = symbol.is_assigned() or symbol.is_imported() or symbol.is_namespace()
        return bound or symbol.is_local()
    return symbol.is_local()


def _fold(
    scope: Scope, children_of: Mapping[Scope, list[Scope]]
) -> tuple[set[str], list[Scope]]:
    """What the comprehensions in a scope bind, and the scopes in it and in them."""
    bound: set[str] = set()
    children = []
    for child in children_of.get(scope, ()):
        if child.kind == "comprehension":
            inner, below = _fold(child, children_of)
            bound |= inner | child.bound
            children += below
        else:
            children.append(child)
    return bound, children


def _fold_table(
    table: symtable.SymbolTable,
) -> tuple[set[str], list[symtable.SymbolTable]]:
    bound: set[str] = set()
    children = []
    for child in table.get_children():
        comprehension = (
            child.get_name() in _COMPREHENSIONS and ".0" in child.get_identifiers()
        )
        # The bound of a type variable: the first name is that of 3.12.
        if comprehension or _table_kind(child) in {"TypeVar bound", "type variable"}:
            inner, below = _fold_table(child)
            bound |= inner
            bound |= {s.get_name() for s in child.get_symbols() if s.is_local()}
            children += below
        else:
            children.append(child)
    return bound, children


def _table_kind(table: symtable.SymbolTable) -> str:
    # A string to 3.12, an enumeration since.
    kind = table.get_type()
    return str(getattr(kind, "value", kind))


def _table_key(table: symtable.SymbolTable) -> tuple[str, str, int]:
    kind = _table_kind(table)
    if kind in {"type parameter", "type parameters", "type alias"}:
        kind = "typeparams"
    return kind, table.get_name(), table.get_lineno()


def difference(code: bytes) -> list[str] | None:
    """Compare the two views of a file; None where Python does not compile it."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            tree = ast.parse(code)
            return Pair(code, tree).problems
        except (SyntaxError, ValueError):
            return None


@pytest.mark.corpus
@pytest.mark.parametrize("shard", shards(4))
def test_standard_library(shard: int) -> None:
    checked = 0
    for path in standard_library(every=2, tests_every=5)[shard::4]:
        problems = difference(path.read_bytes())
        assert not problems, (path, problems[:5])
        checked += problems is not None
    assert checked > 80


#: Code with one use to resolve, the name before `<`, and the scope that binds it: `f.g`
#: is a function or class in another, `comp` a comprehension, `f[]` the type parameters
#: of f, `nowhere` what is a builtin or unbound.
CASES: dict[str, tuple[str, str]] = {
    "a plain name": ("import x\nx<", "module"),
    "an unbound name": ("x<", "nowhere"),
    "bound later in the module": ("def f():\n    x<\nx = 1", "module"),
    "a parameter": ("import x\ndef f(x):\n    x<", "f"),
    "a keyword-only parameter": ("import x\ndef f(*, x):\n    x<", "f"),
    "star parameters": ("import x\ndef f(*x):\n    x<", "f"),
    "double star parameters": ("import x\ndef f(**x):\n    x<", "f"),
    "bound after its use in a function": ("import x\ndef f():\n    x<\n    x = 1", "f"),
    "deleted in a function": ("import x\ndef f():\n    x<\n    del x", "f"),
    "an annotation binds": ("import x\ndef f():\n    x: int\n    x<", "f"),
    "one in parentheses does not": (
        "import x\ndef f():\n    (x): int\n    x<",
        "module",
    ),
    "one in parentheses with a value does": (
        "import x\ndef f():\n    (x): int = 1\n    x<",
        "f",
    ),
    "imported in a function": ("import x\ndef f():\n    import x.y\n    x<", "f"),
    "read through two functions": (
        "def f():\n    x = 1\n    def g():\n        x<",
        "f",
    ),
    # Comprehensions
    "a comprehension's variable": ("import x\n[x< for x in y]", "comp"),
    "the first iterable is outside": ("import x\n[1 for x in x<]", "module"),
    "the second iterable is inside": ("import x\n[1 for y in z for x in x<]", "comp"),
    "a condition is inside": ("import x\n[1 for x in y if x<]", "comp"),
    "the key of a dict": ("import x\n{x<: 1 for x in y}", "comp"),
    "nested, inner variable": ("import x\n[[x< for x in y] for y in z]", "comp.comp"),
    "nested, outer variable": ("import y\n[[y< for x in z] for y in z]", "comp"),
    "a walrus in a comprehension": ("def f():\n    [(x := y) for y in z]\n    x<", "f"),
    "a walrus in two comprehensions": (
        "def f():\n    [[(x := y) for y in z] for z in w]\n    x<",
        "f",
    ),
    "a walrus in a comprehension in a lambda": (
        "import x\nlambda: [(x := y) for y in z] and x<",
        "lambda",
    ),
    "a walrus at module level": ("import x\n[(x := y) for y in z]\nx<", "module"),
    # Classes
    "a class sees its own": ("import x\nclass A:\n    x = 1\n    x<", "A"),
    "a method does not": (
        "import x\nclass A:\n    x = 1\n    def f(self):\n        x<",
        "module",
    ),
    "nor a lambda": ("import x\nclass A:\n    x = 1\n    y = lambda: x<", "module"),
    "nor a comprehension": (
        "import x\nclass A:\n    x = 1\n    [x< for y in z]",
        "module",
    ),
    "but its first iterable": (
        "import x\nclass A:\n    x = 1\n    [y for y in x<]",
        "A",
    ),
    "nor a class inside": (
        "import x\nclass A:\n    x = 1\n    class B:\n        x<",
        "module",
    ),
    "a base is outside": ("import x\nclass A(x<):\n    x = 1", "module"),
    "a metaclass is outside": ("import x\nclass A(metaclass=x<):\n    x = 1", "module"),
    "a class's name is outside": ("import A\nclass A:\n    A<", "module"),
    # Functions
    "a decorator is outside": ("import x\n@x<\ndef f(x): pass", "module"),
    "a default is outside": ("import x\ndef f(x=x<): pass", "module"),
    "a keyword-only default too": ("import x\ndef f(*, x=x<): pass", "module"),
    "an annotation is outside": ("import x\ndef f(x: x<): pass", "module"),
    "the return annotation too": ("import x\ndef f(x) -> x<: pass", "module"),
    "a default in a class": (
        "import x\nclass A:\n    x = 1\n    def f(self, y=x<): pass",
        "A",
    ),
    "a lambda's parameter": ("import x\nlambda x: x<", "lambda"),
    "a lambda's default": ("import x\nlambda x=x<: 1", "module"),
    # global and nonlocal
    "global": (
        "import x\ndef f():\n    x = 1\n    def g():\n        global x\n        x<",
        "module",
    ),
    "global, bound there alone": ("def f():\n    global x\n    x = 1\nx<", "module"),
    "global, imported there": (
        "def f():\n    global x\n    import x\n    x<",
        "module",
    ),
    "global in a class": (
        "import x\nclass A:\n    global x\n    x = 1\n    x<",
        "module",
    ),
    "global passes the function over": (
        (
            "import x\n"
            "def f():\n"
            "    x = 1\n"
            "    def g():\n"
            "        global x\n"
            "        def h():\n"
            "            x<"
        ),
        "module",
    ),
    "nonlocal": (
        "def f():\n    x = 1\n    def g():\n        nonlocal x\n        x<",
        "f",
    ),
    "nonlocal, bound inside": (
        (
            "import x\n"
            "def f():\n"
            "    x = 1\n"
            "    def g():\n"
            "        nonlocal x\n"
            "        x = 2\n"
            "    x<"
        ),
        "f",
    ),
    "nonlocal skips a class": (
        (
            "def f():\n"
            "    x = 1\n"
            "    class A:\n"
            "        x = 2\n"
            "        def g(self):\n"
            "            nonlocal x\n"
            "            x<"
        ),
        "f",
    ),
    # Other bindings
    "except as": ("import x\ndef f():\n    try: pass\n    except E as x: x<", "f"),
    "except star as": (
        "import x\ndef f():\n    try: pass\n    except* E as x: x<",
        "f",
    ),
    "with as": ("import x\ndef f():\n    with y as (x, z): x<", "f"),
    "for": ("import x\ndef f():\n    for x.y, [*z] in w: z<", "f"),
    "for an attribute binds nothing": (
        "import x\ndef f():\n    for x.y in w: x<",
        "module",
    ),
    "a subscript binds nothing": ("import x\ndef f():\n    x[0] = 1\n    x<", "module"),
    "augmented": ("import x\ndef f():\n    x += 1\n    x<", "f"),
    "a capture": ("import x\ndef f():\n    match y:\n        case x: x<", "f"),
    "a star capture": ("import x\ndef f():\n    match y:\n        case [*x]: x<", "f"),
    "a mapping's rest": (
        "import x\ndef f():\n    match y:\n        case {**x}: x<",
        "f",
    ),
    "a capture with as": (
        "import x\ndef f():\n    match y:\n        case 1 as x: x<",
        "f",
    ),
    "a captured keyword": (
        "import x\ndef f():\n    match y:\n        case A(k=x): x<",
        "f",
    ),
    "a value pattern is none": (
        "import x\ndef f():\n    match y:\n        case x<.z: pass",
        "module",
    ),
    "a pattern's class is none": (
        "import x\ndef f():\n    match y:\n        case x<(): pass",
        "module",
    ),
    "a keyword argument is none": ("import x\ndef f():\n    g(x=1)\n    x<", "module"),
    # Type parameters (PEP 695)
    "a type parameter": ("import T\ndef f[T](a: T<): pass", "f[]"),
    "one in the body": ("import T\ndef f[T]():\n    T<", "f[]"),
    "one in a method": ("import T\nclass A[T]:\n    def f(self):\n        T<", "A[]"),
    "one in a base": ("import T\nclass A[T](B[T<]): pass", "A[]"),
    "one in a bound": ("import T\ndef f[S: T<, T](): pass", "f[]"),
    "not in a default": ("import T\ndef f[T](a=T<): pass", "module"),
    "not in a decorator": ("import T\n@T<\ndef f[T](): pass", "module"),
    "a ParamSpec": ("import P\ndef f[**P](a: P<): pass", "f[]"),
    "a type alias's parameter": ("import T\ntype A[T] = T<", "A[]"),
    "a type alias's value": ("import x\ntype A[T] = x<", "module"),
    "a type alias binds": ("import A\ndef f():\n    type A = int\n    A<", "f"),
    "a type alias in a class sees it": (
        "import x\nclass A:\n    x = int\n    type B = x<",
        "A",
    ),
    "generic, in a class": (
        "import x\nclass A:\n    x = int\n    def f[T](self, a: x<): pass",
        "A",
    ),
    "generic, in a class, but not its body": (
        "import x\nclass A:\n    x = int\n    def f[T](self):\n        x<",
        "module",
    ),
    # Strings
    "a string annotation": ("import x\ndef f(x) -> 'x<': pass", "module"),
    "a string in one": ("import x\na: list['x<']", "module"),
    "a cast": ("import x\ncast('x<', 1)", "module"),
    "an f-string": ("import x\nf'{x<}'", "module"),
    "an f-string's format": ("import x\nf'{1:{x<}}'", "module"),
}


def path(scope: Scope | None) -> str:
    """Name a scope by those around it."""
    if scope is None:
        return "nowhere"
    if scope.parent is None:
        return "module"
    name = "comp" if scope.kind == "comprehension" else told(scope)[0]
    name += "[]" if scope.kind == "typeparams" else ""
    return f"{path(scope.parent)}.{name}".removeprefix("module.")


@pytest.mark.parametrize("name", CASES)
def test_resolve(name: str) -> None:
    marked, where = CASES[name]
    found = re.search(r"(\w+)<", marked)
    assert found
    code = marked.replace("<", "", 1)
    scopes = Scopes(ast.parse(code), {found[1]})
    start = found.start() - code.rfind("\n", 0, found.start()) - 1
    line = code.count("\n", 0, found.start()) + 1
    (use,) = (
        use
        for use in scopes.references
        if use.annotation_literal
        or (use.name.lineno, use.name.col_offset) == (line, start)
    )
    assert path(scopes.resolve(found[1], use.scope)) == where


@pytest.mark.parametrize(
    ("code", "names"),
    [
        ("__all__ = ['a', 'b']", {"a", "b"}),
        ("__all__ = ('a',)", {"a"}),
        ("__all__: list[str] = ['a']", {"a"}),
        ("__all__ = ['a'] + other.__all__ + ['b']", {"a", "b"}),
        ("__all__ = []\n__all__ += ['a']", {"a"}),
        (
            "__all__ = []\n__all__.append('a')\n__all__.extend(['b', 'c'])",
            {"a", "b", "c"},
        ),
        ("if x:\n    __all__ = ['a']\nelse:\n    __all__ = ['b']", {"a", "b"}),
        ("__all__ = sorted({'a'} | {*'b'})", {"a", "b"}),
        ("all = ['a']", set()),
        ("x = ['a']\nprint(__all__, 'b')", set()),
    ],
)
def test_exported(code: str, names: set[str]) -> None:
    assert Scopes(ast.parse(code), ()).exported == names
