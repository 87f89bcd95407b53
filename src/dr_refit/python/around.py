"""What stands around a literal that may name a package."""

from __future__ import annotations

import ast

from dr_refit.patterns import regex
from dr_refit.python.nodes import children

#: Arguments that are packages, or loggers, which modules call like themselves.
_KEYWORDS = frozenset(
    [
        *("anchor", "logger", "module", "module_name", "package", "package_name"),
        "pkg_name",
    ]
)
#: Arguments of `setup()`, with all that is in them.
_OF_SETUP = frozenset(
    [
        "exclude_package_data",
        "include",
        "namespace_packages",
        "package_data",
        "package_dir",
        "packages",
        "py_modules",
    ]
)
#: What a module, a function or a class has its module's name in.
_NAMES = frozenset({"__module__", "__name__", "__package__"})
#: What sets, or takes, an attribute by its name.
_OF_ATTRIBUTES = frozenset({"setattr", "__setattr__", "getattr"})
#: What takes a module, or a logger, at a place: set_level("INFO", "old")
_PLACES = {
    "filterwarnings": 3,
    "assertLogs": 0,
    "assertNoLogs": 0,
    "at_level": 1,
    "set_level": 1,
}
#: Methods that take the beginning of a name.
_OF_PREFIXES = frozenset({"startswith", "removeprefix"})
#: What takes the parts of a path, or the name of a file.
_OF_PATHS = frozenset({"Path", "PurePath", "joinpath", "open", "with_name"})
#: A field of an f-string that is a name: {name} {attribute} {cls}
_NAME_LIKE = regex("name|attr|module|class|cls|func|member|symbol")


def begun(literal: ast.Constant, around: list[ast.AST]) -> ast.expr | None:
    """Return the text that a literal is the beginning of."""
    match around:
        # f"old.{name}"    "old" + name
        case [ast.JoinedStr() | ast.BinOp() as whole, *_]:
            return whole
        # "".join(["old", dot, name])
        case [
            ast.List(elts=[first, *_]) | ast.Tuple(elts=[first, *_]),
            ast.Call(
                func=ast.Attribute(value=ast.Constant(value="" | "."), attr="join")
            ) as whole,
            *_,
        ] if first is literal:
            return whole
    return None


def is_own_name(literal: ast.Constant, around: list[ast.AST]) -> bool:
    """Return whether a literal is what a module is called."""
    match around:
        case [ast.Compare() as parent, *_]:
            beside = map(_bound, children(parent))
            return any(one in _NAMES or takes_package(one) for one in beside)
        case [ast.Assign(targets=targets), *_]:
            return any(_bound(target) in _NAMES for target in targets)
        case [ast.AnnAssign(target=target), *_]:
            return _bound(target) in _NAMES
        case [ast.keyword(arg=str(name)), *_]:
            return name in _NAMES
        case [ast.Call(func=func, args=args), *_] if literal in args:
            at = args.index(literal)
            if last(func) in _OF_ATTRIBUTES:
                # setattr(f, "__module__", "old")
                return at > 1 and _text(args[1]) in _NAMES
            return _PLACES.get(last(func)) == at
        case [ast.Tuple(elts=[first, *_]), *outer] if first is literal:
            # caplog.record_tuples == [("old", 20, "said")]
            compared = [one for one in outer[:2] if isinstance(one, ast.Compare)]
            sides = [n for one in compared for n in children(one)]
            return "record_tuples" in map(last, sides)
        case [ast.Dict(keys=keys) as loggers, ast.Dict() as outer, *_] if (
            literal in keys and loggers in outer.values
        ):
            # {"loggers": {"old": {"level": "INFO"}}}
            key = outer.keys[outer.values.index(loggers)]
            return key is not None and _text(key) == "loggers"
        case [ast.Dict(keys=keys, values=values), *_] if literal in values:
            key = keys[values.index(literal)]
            return key is not None and _text(key) in _NAMES
    return False


def _bound(target: ast.AST) -> str:
    """Return the name of what is set, or compared: f.__module__, d["__module__"]."""
    match target:
        case ast.Subscript(slice=key) | ast.Call(args=[_, key, *_]):
            return _text(key)
    return last(target)


def is_for_packages(around: list[ast.AST]) -> bool:
    """Return whether a literal is in an argument that is for packages."""
    for node in around:
        match node:
            case ast.keyword(arg=str(name)):
                if name in _OF_SETUP or (node is around[0] and takes_package(name)):
                    return True
            case ast.stmt():
                break
    return False


def takes_package(parameter: str) -> bool:
    """Return whether a parameter is called as one is that takes a package."""
    return parameter in _KEYWORDS


def before(literal: ast.expr, parent: ast.AST) -> str:
    """Return the text before a literal in a list, a call or a path; empty: none."""
    match parent:
        case ast.List(elts=each) | ast.Tuple(elts=each) | ast.Call(args=each):
            index = each.index(literal) if literal in each else 0
            return _text(each[index - 1]) if index else ""
        case ast.BinOp(op=ast.Div(), left=ast.BinOp(op=ast.Div(), right=before)):
            return _text(before)
    return ""


def after(literal: ast.expr, around: list[ast.AST]) -> str:
    """Return the text behind a literal in a call or a path; empty: none."""
    match around:
        case [ast.Call(args=each), *_] if literal in each[:-1]:
            return _text(each[each.index(literal) + 1])
        case [ast.BinOp(op=ast.Div()) as path, ast.BinOp(op=ast.Div()) as longer, *_]:
            return _text(longer.right) if longer.left is path else ""
    return ""


def is_prefix(literal: ast.expr, parent: ast.AST | None) -> bool:
    """Return whether texts are asked whether they begin so."""
    match parent:
        case ast.Call(func=func, args=values):
            return literal in values and last(func) in _OF_PREFIXES
    return False


def is_file(literal: ast.Constant, around: list[ast.AST]) -> bool:
    """Return whether a literal without a slash is one name in a path: "old.sock"."""
    match around:
        case [ast.BinOp(op=ast.Div()), *_]:
            pass
        case [ast.Call(func=func, args=values), *_] if literal in values:
            match func:
                case ast.Attribute(value=module, attr="join") if last(module) == "path":
                    pass
                case _ if last(func) not in _OF_PATHS:
                    return False
        case _:
            return False
    return "/" not in _text(literal)


def _text(node: ast.expr) -> str:
    return (
        node.value
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
        else ""
    )


def last(node: ast.AST) -> str:
    """Return the last part of a name; empty: it is none."""
    match node:
        case ast.Attribute(attr=name) | ast.Name(id=name):
            return name
    return ""


def begins_name(literal: ast.Constant, around: list[ast.AST]) -> bool:
    """Return whether a name follows in an f-string: f"there is no old.{name}"."""
    match around:
        case [ast.JoinedStr(values=each), *_] if literal is not each[-1]:
            field = each[each.index(literal) + 1]
            value = field.value if isinstance(field, ast.FormattedValue) else field
            return _NAME_LIKE.search(last(value).lower()) is not None
    return False
