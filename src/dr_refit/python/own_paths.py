"""Paths that a module makes from where it is: `Path(__file__).parent / "a.csv"`."""

from __future__ import annotations

import ast
import posixpath
from typing import TYPE_CHECKING

from dr_refit.names import leaf
from dr_refit.python.chains import dotted_name
from dr_refit.python.edits import Edit
from dr_refit.python.nodes import children, walk
from dr_refit.records import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from dr_refit.python.source import Source

_SAME = frozenset({"absolute", "as_posix", "expanduser", "resolve"})
#: os.path.abspath(a)    str(a)    Path(a)
_OF = frozenset(
    [
        "abspath",
        "fspath",
        "normpath",
        "realpath",
        "str",
        "Path",
        "PosixPath",
        "PurePath",
    ]
)
#: importlib.resources.files(__package__)
_RESOURCES = frozenset(
    [
        *("files", "get_data", "is_resource", "open_binary", "open_text", "path"),
        *("read_binary", "read_text"),
    ]
)
_READS = frozenset({"get_data", "open", "read_bytes", "read_text"})


class Part(NamedTuple):
    """A literal that leads down from a folder, and where it leads."""

    literal: ast.expr
    text: str
    folder: str
    path: str


class OwnPath(NamedTuple):
    """A path that a module makes from where it is."""

    #: From the root of its repository; above it, with dots.
    path: str
    #: The part of the expression that goes up from the module, and where it leads.
    anchor: ast.expr
    folder: str
    #: Where the anchor starts: `Path(__file__).resolve()`.
    start: ast.expr
    #: Something follows it that binds closer than `/`.
    is_inner: bool = False
    #: Something is read from it right here.
    is_read: bool = False
    #: What leads down from the anchor.
    parts: tuple[Part, ...] = ()


def own_paths(source: Source, path: str) -> Iterator[OwnPath]:
    """Yield the paths that a module makes from its own, as far as they are written."""
    if b"__file__" in source.code or b"__package__" in source.code:
        reader = _Reader(source.tree, path)
        yield from reader.found()


def moved(
    source: Source, home: str, folders: Mapping[ast.expr, str], own: Iterable[OwnPath]
) -> Iterator[Edit]:
    """Yield edits that make anchors lead elsewhere, from where the module is then."""
    anchors = {one.anchor: one for one in own}
    for anchor, folder in folders.items():
        one = anchors[anchor]
        here, ups = posixpath.dirname(home), 1
        while here and not f"{folder}/".startswith(f"{here}/"):
            here, ups = posixpath.dirname(here), ups + 1
        down = [part for part in folder[len(here) :].split("/") if part]
        start = source.start(one.start), source.end(one.start)
        text = source.code[slice(*start)].decode()
        if isinstance(anchor, ast.Name):
            if down:
                continue
            text += f'.rsplit(".", {ups - 1})[0]'
            yield Edit(source.start(anchor), source.end(anchor), text.encode())
            continue
        name = dotted_name(anchor.func) if isinstance(anchor, ast.Call) else ""
        if name.endswith("dirname"):
            text = f"{name}(" * ups + text + ")" * ups
            if down:
                join = name.removesuffix("dirname") + "join"
                text = f"{join}({', '.join([text, *map(repr_of, down)])})"
        else:
            text += ".parent" if ups == 1 else f".parents[{ups - 1}]"
            if down:
                text = " / ".join([text, *map(repr_of, down)])
                text = f"({text})" if one.is_inner else text
        yield Edit(source.start(anchor), source.end(anchor), text.encode())


def repr_of(text: str) -> str:
    """Return a string as Python writes it, with double quotes."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


class _Value(NamedTuple):
    path: str
    anchor: ast.expr | None
    folder: str
    start: ast.expr
    parts: tuple[Part, ...] = ()


class _Reader:
    def __init__(self, tree: ast.Module, path: str) -> None:
        self._tree = tree
        self._path = path
        self._bound: dict[str, _Value] = {}
        self._parents = {child: node for node in walk(tree) for child in children(node)}

    def found(self) -> Iterator[OwnPath]:
        for statement in self._tree.body:
            match statement:
                case (
                    ast.Assign(targets=[ast.Name(id=name)], value=given)
                    | ast.AnnAssign(target=ast.Name(id=name), value=ast.expr() as given)
                ):
                    if known := self._value(given):
                        self._bound[name] = known
        for node in walk(self._tree):
            above = self._parents.get(node)
            value = self._value(node)
            if value is None or value.anchor is None or self._goes_on(node, above):
                continue
            outer = self._parents.get(value.anchor)
            yield OwnPath(
                value.path,
                value.anchor,
                value.folder,
                value.start,
                isinstance(outer, ast.Attribute | ast.Subscript),
                self._is_read(node, above),
                value.parts,
            )

    def _goes_on(self, node: ast.AST, above: ast.AST | None) -> bool:
        """Return whether an expression is a part of another path, or bound here."""
        if isinstance(above, ast.Attribute) and above.attr == "parents":
            return True
        is_bound = isinstance(getattr(node, "ctx", None), ast.Store)
        return is_bound or (above is not None and self._value(above) is not None)

    def _is_read(self, node: ast.AST, above: ast.AST | None) -> bool:
        call = self._parents.get(above) if above is not None else None
        match above:
            case ast.Attribute(attr=name) if name in _READS:
                return isinstance(call, ast.Call) and not _writes(call.args[:1])
            case ast.Call(func=ast.Name(id="open"), args=[first, *rest]):
                return first is node and not _writes(rest[:1])
        return False

    def _value(self, node: ast.AST) -> _Value | None:
        match node:
            case ast.Name(id="__file__"):
                return _Value(self._path, None, "", node)
            case ast.Name(id=name):
                return self._bound.get(name)
            case ast.Attribute(value=inner, attr="parent"):
                return self._up(self._value(inner), node, 1)
            case ast.Subscript(
                value=ast.Attribute(value=inner, attr="parents"),
                slice=ast.Constant(value=int(count)),
            ) if count >= 0:
                return self._up(self._value(inner), node, count + 1)
            case ast.BinOp(left=left, op=ast.Div(), right=right):
                return _down(self._value(left), [right])
            case ast.Call(func=ast.Attribute(value=inner, attr=name), args=[]) if (
                name in _SAME
            ):
                return self._same(self._value(inner), node)
            case ast.Call(
                func=ast.Attribute(value=inner, attr="with_name"),
                args=[ast.Constant() as part],
            ):
                beside = _down(self._up(self._value(inner), node, 1), [part])
                return beside and beside._replace(folder=beside.path, parts=())
            case ast.Call(func=ast.Attribute(value=inner, attr="joinpath"), args=args):
                return _down(self._value(inner), args)
            case ast.Call(args=[ast.Name(id="__package__") as first, *rest]):
                # files(__package__)    get_data(__package__, "a.csv")
                if leaf(dotted_name(node.func)) in _RESOURCES:
                    folder = posixpath.dirname(self._path)
                    value = _Value(folder, first, folder, first)
                    return _down(value, rest[:1]) if rest else value
            case ast.Call(args=[first, *rest], keywords=[]):
                name = leaf(dotted_name(node.func))
                if name in _OF and not rest:
                    return self._same(self._value(first), node)
                if name == "dirname" and not rest:
                    return self._up(self._value(first), node, 1)
                if name == "join":
                    return _down(self._value(first), rest)
        return None

    def _same(self, value: _Value | None, node: ast.expr) -> _Value | None:
        """Return a value in another form; before it goes up, it starts here."""
        if value is None or value.anchor is not None:
            return value
        return value._replace(start=node)

    def _up(self, value: _Value | None, node: ast.expr, count: int) -> _Value | None:
        if value is None or (value.anchor is not None and value.path != value.folder):
            return None
        path = value.path
        for _ in range(count):
            path = posixpath.normpath(posixpath.join(path, "..")) if path else ".."
            path = "" if path == "." else path
        return _Value(path, node, path, value.start)


def _down(value: _Value | None, parts: Iterable[ast.expr]) -> _Value | None:
    """Return where literals lead; None where one of them is something else."""
    if value is None or value.anchor is None:
        return None
    for one in parts:
        text = one.value if isinstance(one, ast.Constant) else None
        if not isinstance(text, str) or text.startswith("/"):
            return None
        path = posixpath.normpath(posixpath.join(value.path, text))
        part = Part(one, text, value.path, "" if path == "." else path)
        value = value._replace(path=part.path, parts=(*value.parts, part))
    return value


def _writes(modes: list[ast.expr]) -> bool:
    """Return whether a file is opened to write it."""
    mode = getattr(modes[0], "value", "r") if modes else "r"
    return not isinstance(mode, str) or bool({*mode} & {*"wax+"})
