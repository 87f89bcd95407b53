"""The files of the standard library, moves in it, and where a file may change."""

from __future__ import annotations

import ast
import os
import warnings
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from dr_refit.migration.model import Move

if TYPE_CHECKING:
    from dr_refit.python.source import Source


ROOT = Path(os.__file__).parent


def shards(count: int) -> list[Any]:
    """List the parts of a corpus: the first half for every run, all for the night."""
    late = pytest.mark.nightly
    return [
        pytest.param(n, marks=[late] if n >= count // 2 else []) for n in range(count)
    ]


def module(old: str, new: str) -> Move:
    return Move(old=old, new=new, module=True)


def symbol(old: str, new: str) -> Move:
    return Move(old=old, new=new)


#: Every form of move, on names that the library itself uses.
MIGRATIONS = {
    "symbols": [
        symbol("collections.abc.Mapping", "dr_x.maps.Mapping"),
        symbol("collections.OrderedDict", "builtins.dict"),
        symbol("collections.namedtuple", "dr_x.tuples.named"),
        symbol("typing.List", "builtins.list"),
        symbol("typing.Optional", "dr_t.Maybe"),
        symbol("unittest.mock.patch", "dr_m.patching.patch"),
        symbol("unittest.TestCase", "dr_m.Case"),
        symbol("sys.exit", "dr_sys.leave"),
        symbol("sys.path", "dr_sys.state.path"),
        symbol("io.StringIO", "io_new.Text"),
        symbol("warnings.warn", "dr_w.warn"),
        symbol("contextlib.suppress", "dr_c.suppress"),
    ],
    "modules": [
        module("os.path", "dr_y.paths"),
        module("functools", "dr_f"),
        module("re", "dr_re.engine"),
        module("types", "dr_types"),
        module("test.support", "dr_support"),
        module("importlib", "dr_i.lib"),
        module("xml.etree", "dr_etree"),
        module("time", "dr_time.clock"),
    ],
    "both, nested": [
        module("os", "dr_os.system"),
        symbol("os.path.join", "dr_paths.join"),
        symbol("os.environ", "dr_env.environ"),
        module("collections", "dr_coll"),
        symbol("collections.deque", "dr_deque.Deque"),
        module("collections.abc", "dr_abc"),
        symbol("sys.stderr", "sys.stdout"),
        symbol("sys.stdout", "sys.stderr"),
        module("logging.handlers", "logging.outlets"),
    ],
    "relative": [
        module("asyncio.events", "dr_a.events"),
        symbol("asyncio.futures.Future", "dr_a.Future"),
        symbol("asyncio.coroutines", "dr_a.coros"),
        module("email.errors", "email.problems"),
        symbol("email.charset.Charset", "dr_e.Charset"),
        symbol("concurrent.futures._base.Executor", "dr_p.Executor"),
        module("multiprocessing.util", "dr_mp"),
        symbol("multiprocessing.context.assert_spawning", "dr_mp.ctx.check"),
        module("importlib._bootstrap", "dr_boot"),
        module("ctypes._endian", "dr_endian"),
    ],
}


def package_of(path: Path) -> tuple[str, str]:
    """The package that a file belongs to, and its own dotted name."""
    parts = path.relative_to(ROOT).with_suffix("").parts
    package = ".".join(parts[:-1])
    if parts[-1] == "__init__":
        return package, package
    return package, ".".join(parts)


def standard_library(every: int = 1, tests_every: int = 1) -> list[Path]:
    """Choose every so many of the standard library's files, and of its tests."""
    chosen = []
    for path in sorted(ROOT.rglob("*.py")):
        parts = path.relative_to(ROOT).parts
        if "site-packages" in parts:
            continue
        is_test = bool({"test", "tests", "idle_test"} & {*parts})
        number = sum(f"{path.name}{len(parts)}".encode())
        if number % (tests_every if is_test else every) == 0:
            chosen.append(path)
    return chosen


def parses(data: bytes) -> bool:
    """Whether the running interpreter compiles a file."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            compile(data, "<drawn>", "exec", dont_inherit=True)
        except (SyntaxError, ValueError):
            return False
    return True


def allowed_spans(source: Source) -> list[tuple[int, int]]:
    """Where edits may be: the lines of imports; names, chains and strings."""
    spans = []
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Import | ast.ImportFrom):
            end = source.line_end(source.end(node))
            newline = len(source.newline_after(end))
            spans.append((source.line_start(source.start(node)), end + newline))
        elif isinstance(node, ast.Name | ast.Attribute) or (
            isinstance(node, ast.Constant) and isinstance(node.value, str)
        ):
            spans.append((source.start(node), source.end(node)))
    return spans
