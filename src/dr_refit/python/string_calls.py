"""Calls that take dotted names as strings, by what is called."""

from __future__ import annotations

import ast
from typing import Literal

from dr_refit.python.string_pieces import shape
from dr_refit.python.symbols import ByName
from dr_refit.records import NamedTuple

#: What the text of a literal is. Surely a name: of a `module` that is taken whole, of
#: one that is only asked for (`presence`), looked up in `sys.modules` (`registry`) or
#: of which attributes are taken (`members`); of any `object`, or of one that a `patch`
#: replaces; "a.b:c", an `entry`; the `package` of a relative module. Surely none: a
#: `logger`, a `key`. Else it may be one: `both` a name and something else, a piece of
#: one (`pieces`; surely `made`), a `target` of Hydra's, `code`, `text`; in a `command`.
#: A `setting` is what a framework imports; what only seems to import is a `loader`.
type Takes = Literal[
    "module",
    "presence",
    "registry",
    "members",
    "object",
    "patch",
    "entry",
    "setting",
    "loader",
    "package",
    "command",
    "logger",
    "key",
    "both",
    "pieces",
    "made",
    "target",
    "code",
    "text",
]

#: What is surely a name.
SURE: frozenset[Takes] = frozenset(
    (
        *("module", "presence", "registry", "members", "object", "patch", "entry"),
        *("command", "made", "setting"),
    )
)


class Taking(NamedTuple):
    """Which argument of a call is a name, or code."""

    takes: Takes
    keyword: str
    #: None: all of them.
    place: int | None = 0


_PATCH = "unittest.mock.patch"
MONKEYPATCH = "pytest.MonkeyPatch"
IMPORT_MODULE = "importlib.import_module"
DUNDER_IMPORT = "builtins.__import__"
PARAMETRIZE = "pytest.mark.parametrize"
PARAM = "pytest.param"
FIXTURE = "pytest.fixture"
MODULES = "sys.modules"

CALLS: dict[str, Taking] = {
    _PATCH: Taking("patch", "target"),
    f"{_PATCH}.dict": Taking("patch", "in_dict"),
    f"{_PATCH}.multiple": Taking("members", "target"),
    f"{MONKEYPATCH}.setattr": Taking("patch", "target"),
    f"{MONKEYPATCH}.delattr": Taking("patch", "target"),
    IMPORT_MODULE: Taking("module", "name"),
    DUNDER_IMPORT: Taking("module", "name"),
    "importlib.util.find_spec": Taking("presence", "name"),
    "importlib.find_loader": Taking("presence", "name"),
    "pkgutil.find_loader": Taking("presence", "fullname"),
    "pkgutil.get_loader": Taking("presence", "module_or_name"),
    "pkgutil.resolve_name": Taking("object", "name"),
    "pydoc.locate": Taking("object", "path"),
    "lazy_loader.load": Taking("module", "fullname"),
    **{
        f"hydra.utils.{name}": Taking("object", "path")
        for name in ("get_class", "get_method", "get_object", "get_static_method")
    },
    "pytest.importorskip": Taking("module", "modname"),
    "pytest.register_assert_rewrite": Taking("module", "", None),
    "runpy.run_module": Taking("module", "mod_name"),
    "django.utils.module_loading.import_string": Taking("object", "dotted_path"),
    "werkzeug.utils.import_string": Taking("object", "import_name"),
    "importlib.resources.files": Taking("object", "anchor"),
    **{
        f"importlib.resources.{name}": Taking("object", "package")
        for name in (
            "contents",
            "is_resource",
            "open_binary",
            "open_text",
            "path",
            "read_binary",
            "read_text",
        )
    },
    "pkgutil.get_data": Taking("object", "package"),
    **{
        f"pkg_resources.resource_{name}": Taking("object", "package_or_requirement")
        for name in ("exists", "filename", "isdir", "listdir", "stream", "string")
    },
    "jinja2.PackageLoader": Taking("object", "package_name"),
    "jinja2.loaders.PackageLoader": Taking("object", "package_name"),
    f"{MODULES}.get": Taking("registry", "key"),
    f"{MODULES}.pop": Taking("registry", "key"),
    f"{MODULES}.setdefault": Taking("registry", "key"),
    "distutils.core.Extension": Taking("module", "name"),
    "distutils.extension.Extension": Taking("module", "name"),
    "setuptools.Extension": Taking("module", "name"),
    "setuptools.extension.Extension": Taking("module", "name"),
    "logging.getLogger": Taking("logger", "name"),
    "builtins.eval": Taking("code", "source"),
    "builtins.exec": Taking("code", "source"),
    "builtins.compile": Taking("code", "source"),
    "pytest.mark.skipif": Taking("code", "condition"),
    "pytest.mark.xfail": Taking("code", "condition"),
    "timeit.timeit": Taking("code", "stmt", None),
    "timeit.repeat": Taking("code", "stmt", None),
    **{
        f"subprocess.{name}": Taking("command", "args")
        for name in ("Popen", "call", "check_call", "check_output", "run")
    },
    "subprocess.getoutput": Taking("command", "cmd"),
    "subprocess.getstatusoutput": Taking("command", "cmd"),
    "asyncio.create_subprocess_shell": Taking("command", "cmd"),
    "os.system": Taking("command", "command"),
    "os.popen": Taking("command", "cmd"),
    "shlex.split": Taking("command", "s"),
}
#: What takes the name of a distribution.
OF_DISTRIBUTIONS = frozenset(
    f"importlib.metadata.{name}"
    for name in ("distribution", "files", "metadata", "requires", "version")
) | {"pkg_resources.get_distribution", "pkg_resources.require"}
#: What else these are called; the longest is looked for first.
ALIASES = {
    "importlib_metadata": "importlib.metadata",
    "importlib_resources": "importlib.resources",
    "mock": "unittest.mock",
    "pytest_mock.MockerFixture": "unittest.mock",
    "pytest_mock.MockFixture": "unittest.mock",
    "_pytest.monkeypatch.MonkeyPatch": MONKEYPATCH,
    f"{MONKEYPATCH}.context": MONKEYPATCH,
}
#: Fixtures by the names of parameters -> what they are.
FIXTURES = {
    "monkeypatch": MONKEYPATCH,
    "mocker": "unittest.mock",
    "class_mocker": "unittest.mock",
    "module_mocker": "unittest.mock",
    "package_mocker": "unittest.mock",
    "session_mocker": "unittest.mock",
}
#: The same by the types of parameters.
TYPES = {
    "MonkeyPatch": MONKEYPATCH,
    "MockerFixture": "unittest.mock",
    "MockFixture": "unittest.mock",
}
#: Functions that take an attribute of something by its name, as they are called.
BY_NAME = frozenset(
    ("getattr", "hasattr", "setattr", "delattr", "object", "spy", "multiple")
)
#: The attributes of a module by which its names are reached.
HOLDING = frozenset(
    {"__all__", "__dict__", "__dir__", "__getattr__", "__getattribute__"}
)
#: Keywords of `patch.multiple` that name no attribute.
_OPTIONS = frozenset({"create", "spec", "spec_set", "autospec", "new_callable"})


def canonical(dotted: str) -> str:
    """Return the one name that a callable has here."""
    for name, other in ALIASES.items():
        if dotted == name or dotted.startswith(f"{name}."):
            return other + dotted[len(name) :]
    return dotted


def taking(called: str, call: ast.Call, argument: ast.expr) -> Takes | None:
    """Return what a call takes an argument for; None: it is none of these calls."""
    known = CALLS.get(called)
    if known is None:
        return None
    if known.place is not None and argument is not named(call, known):
        return None
    if called.startswith(f"{MONKEYPATCH}."):
        # setattr(object, "name", value)
        words = {keyword.arg for keyword in call.keywords}
        several = 2 if called.endswith("setattr") else 1
        if len(call.args) > several or (len(call.args) == several and "name" in words):
            return None
    return known.takes


def named(call: ast.Call, known: Taking) -> ast.expr | None:
    """Return the argument that a call takes."""
    for keyword in call.keywords:
        if keyword.arg == known.keyword:
            return keyword.value
    return argument_at(call, known.place or 0)


def argument_at(call: ast.Call, index: int, keyword: str = "") -> ast.expr | None:
    """Return an argument by its place, or its name."""
    for word in call.keywords:
        if keyword and word.arg == keyword:
            return word.value
    before = call.args[: index + 1]
    if len(before) <= index or any(isinstance(one, ast.Starred) for one in before):
        return None
    return before[index]


def patched(call: ast.Call) -> tuple[str, ...]:
    """Return the attributes that `patch.multiple` names; none: it has others too."""
    names = [word.arg for word in call.keywords if word.arg not in _OPTIONS]
    if None in names:
        return ()
    return tuple(name for name in names if name and name != "target")


def package_of(call: ast.Call) -> ast.expr | None:
    """Return the package from which `import_module` starts."""
    return argument_at(call, 1, "package")


def returns_submodule(call: ast.Call) -> bool:
    """Return whether `__import__("a.b", ...)` returns `a.b`, not `a`."""
    names = argument_at(call, 3, "fromlist")
    return isinstance(names, ast.List | ast.Tuple) and bool(names.elts)


def by_name(call: ast.Call) -> tuple[ast.expr, ByName] | None:
    """Return of what a call takes attributes by their names, and which."""
    # getattr(a.b, "f"), patch.object(a.b, "f"), monkeypatch.setattr(a.b, "f")
    function = call.func
    name = getattr(function, "attr", getattr(function, "id", ""))
    if name not in BY_NAME:
        return None
    owner = argument_at(call, 0, "obj" if name == "spy" else "target")
    if owner is None:
        return None
    is_replaced = _replaces(function)
    if name == "multiple":
        # patch.multiple(a.b, f=1, g=2)
        names = tuple(sorted(patched(call)))
        return (owner, ByName(names, is_replaced)) if names and is_replaced else None
    keyword = "attribute" if name == "object" else "name"
    match argument_at(call, 1, keyword):
        case ast.Constant(value=str(text)) as literal:
            is_asked = isinstance(function, ast.Name) and name in {"getattr", "hasattr"}
            is_taken = is_asked and name == "getattr"
            return owner, ByName((text,), is_replaced, literal, is_asked, is_taken)
        case ast.JoinedStr() | ast.BinOp(op=ast.Add()) as text:
            return owner, ByName((), shape=shape(text))
    return None


def _replaces(function: ast.expr) -> bool:
    """Return whether a function replaces an attribute, as the name of it says."""
    match function:
        case ast.Attribute(value=owner, attr="object" | "multiple"):
            return "patch" in {getattr(owner, "attr", ""), getattr(owner, "id", "")}
        case ast.Attribute(attr="setattr" | "delattr" | "spy"):
            # monkeypatch, whatever it is called, and mocker
            return True
        case ast.Name(id="setattr" | "delattr"):
            return True
    return False
