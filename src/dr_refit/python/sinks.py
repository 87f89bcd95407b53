"""What takes a string, and what it takes it for."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING

from dr_refit.patterns import regex
from dr_refit.records import NamedTuple

if TYPE_CHECKING:
    from dr_refit.python import string_calls as calls
    from dr_refit.python.string_pieces import Made


class Sink(NamedTuple):
    """What takes a string."""

    takes: calls.Takes
    #: The attributes that are taken of the module, each the rest of a dotted name.
    members: tuple[str, ...] = ()
    #: The one of them that a string names.
    attribute: ast.Constant | None = None
    call: ast.Call | None = None
    #: A dotted name would stand for its package.
    top: bool = False
    #: The module itself goes on to where nobody sees what is taken of it.
    whole: bool = False
    #: The names that are used where it decides whether a module is loaded.
    beside: frozenset[str] = frozenset()
    #: What a text may be that it is a piece of, where that is taken.
    made: tuple[Made, ...] = ()


UNKNOWN = Sink("text")
PIECES = Sink("pieces")
#: What is done with a string by a method of its own.
METHODS: dict[tuple[str, ...], Sink] = {("split",): Sink("command")}
#: What returns the text that it is given, with other white space.
SAME = frozenset({"textwrap.dedent", "inspect.cleandoc"})
#: Methods that write a text to a file, or to a program, of which code may be one.
WRITES = frozenset({"communicate", "makeconftest", "makepyfile", "write", "write_text"})
_IMPORTS = regex(
    r"^[ \t]*(?:import|from)[ \t]+[\w.]+(?:[ \t]+(?:import|as)\b|[ \t]*(?:$|[,;#]))",
    re.MULTILINE,
)
_LOADS = regex(r"lazy|import|module", re.IGNORECASE)
#: @set_module("a"), types.ModuleType, ModuleNotFoundError
_NO_LOADS = regex(r"_*set.*|.*(?:Type|Error|Warning|Exception)")
#: Keys whose values are made by their names: of Hydra, logging and Django.
TARGETS = frozenset({"_target_", "()", "class", "BACKEND", "ENGINE"})
#: What takes what is assigned to certain names, of pytest and of Django.
NAMED = {
    "pytest_plugins": [Sink("module")],
    **{
        name: [Sink("setting")]
        for name in (
            "ASGI_APPLICATION",
            "AUTHENTICATION_BACKENDS",
            "DATABASE_ROUTERS",
            "DEFAULT_AUTO_FIELD",
            "EMAIL_BACKEND",
            "INSTALLED_APPS",
            "MIDDLEWARE",
            "PASSWORD_HASHERS",
            "ROOT_URLCONF",
            "SESSION_ENGINE",
            "TEST_RUNNER",
            "WSGI_APPLICATION",
        )
    },
}
#: By which a text becomes a piece of another one, or has others in it.
JOINING = {("format",), ("join",)}
#: What takes a name that may be put together of pieces.
OF_NAMES: frozenset[calls.Takes] = frozenset(
    ("module", "presence", "members", "object", "patch")
)
#: The same, of Sphinx, in its conf.py.
OF_SPHINX = {
    "extensions": [Sink("module")],
    "autodoc_mock_imports": [Sink("presence")],
}


def imports(text: ast.expr) -> bool:
    """Return whether a text seems to be code that imports something."""
    match text:
        case ast.Constant(value=str(code)):
            return bool(_IMPORTS.search(code))
    return False


def writes(call: ast.Call, text: ast.expr) -> bool:
    """Return whether a call writes a text to a file, or to a program.

    file.write(a)    subprocess.run(b, input=a)
    """
    is_input = any(one.arg == "input" and one.value is text for one in call.keywords)
    return is_input or getattr(call.func, "attr", "") in WRITES


def seems_to_load(name: str) -> bool:
    """Return whether what is called so seems to import what it is given by name."""
    return bool(_LOADS.search(name)) and not _NO_LOADS.fullmatch(name)
