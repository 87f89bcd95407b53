"""Commands in literals: the modules, and the code, that they run.

"python -m a.b"    f"{sys.executable} -m a.b"    sys.executable + " -c 'import a'"
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from dr_refit.names import root
from dr_refit.python.annotations import last_name
from dr_refit.python.code_texts import reached
from dr_refit.python.commands import code_run, is_runner, modules_run
from dr_refit.python.quoted import Quoted
from dr_refit.python.string_pieces import outermost, parts_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from dr_refit.python.parents import Parents
    from dr_refit.python.string_flow import Flow


def commands(
    node: ast.Constant, roots: Collection[str], flow: Flow, parents: Parents
) -> Iterator[Quoted]:
    """Yield what a literal is that is a command, or a piece of one."""
    text = str(node.value)
    if "-m" not in text and "-c" not in text:
        return
    whole = outermost(node, parents)
    # run_line_magic("run", "-m a.b")  is no command of a shell
    is_given = whole is node and text.lstrip().startswith("-")
    modules, codes = [] if is_given else _modules(text), code_run(text)
    own = [name for name in modules if root(name) in roots]
    parent = parents.of(node) if own or codes else None
    if parent is None or isinstance(parent, ast.Expr) or _is_markdown(parent):
        return
    takes = {sink.takes for sink in flow.sinks(whole)}
    if own and takes == {"command"} and _is_sure(node, whole, modules):
        yield Quoted("command", node, tuple(modules))
    else:
        yield from (Quoted("text", node, (name,)) for name in own)
    if whole is not node and "command" in takes:
        # What is no piece is read as a shell does.
        every = [name for code in codes for name in reached(code, {})]
        named = tuple(name for name in every if root(name) in roots)
        yield from [Quoted("code", node, named)] if named else ()


def _modules(text: str, *, elsewhere: bool = True) -> list[str]:
    return [text[slice(*span)] for span in modules_run(text, elsewhere=elsewhere)]


def _is_sure(node: ast.Constant, whole: ast.expr, modules: list[str]) -> bool:
    """Return whether a piece of a command has whole names of modules that are run."""
    text, parts = str(node.value), parts_of(whole)
    before = parts[: parts.index(node)] if node in parts else []
    goes_on = text.endswith(modules[-1]) and parts[-1] is not node
    is_run = any(map(is_runner, before))
    return not goes_on and (is_run or modules == _modules(text, elsewhere=False))


def _is_markdown(node: ast.AST) -> bool:
    """Return whether a call takes Markdown, which is read as a text: mo.md(...)."""
    return isinstance(node, ast.Call) and last_name(node.func) == "md"
