"""Which names a package has, read and never run."""

from __future__ import annotations

from functools import partial

import pytest

from dr_refit.python.surface import Surface, module_of

LAZY = """
def __getattr__(name):
    if name == "g":
        from .b import g
        return g
"""


def surface(**modules: str) -> Surface:
    """Make a surface; two underscores stand for a dot."""
    return Surface(
        {
            name.replace("__", "."): partial(str.encode, text)
            for name, text in modules.items()
        }
    )


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("def f(): ...", "f"),
        ("async def f(): ...", "f"),
        ("class F: ...", "F"),
        ("x = y = 1", "y"),
        ("a, (b, *c) = x", "c"),
        ("x: int = 1", "x"),
        ("type X = int", "X"),
        ("if a:\n    def f(): ...\nelse:\n    f = None", "f"),
        ("try:\n    f = 1\nexcept E:\n    raise", "f"),
        ("from p.b import g", "g"),
        ("from .b import g", "g"),
        ("from .b import g as h", "h"),
        ("from .b import *", "g"),
        ("from . import b", "b"),
        (LAZY, "g"),
    ],
)
def test_a_name_that_is_there(text: str, name: str) -> None:
    assert surface(p=text, p__b="def g(): ...").has(f"p.{name}")


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("def g():\n    f = 1", "f"),
        ("class A:\n    f = 1", "f"),
        ("from .b import nothing", "nothing"),
        ("from elsewhere import f", "f"),
        ("from .b import g as h", "g"),
        ("from .b import *", "_hidden"),
        ("f.x = 1", "x"),
        ("from .p import f", "f"),
        ("from p import f", "f"),
        ("def __getattr__(name):\n    raise AttributeError", "f"),
        ("f = (", "f"),
        ("", "f"),
    ],
)
def test_a_name_that_is_not_there(text: str, name: str) -> None:
    one = surface(p=text, p__b="def g(): ...\n_hidden = 1")
    assert not one.has(f"p.{name}")
    assert not one.has("elsewhere.f")


def test_modules_count_and_are_parsed_when_they_are_asked_for() -> None:
    def unasked() -> bytes:
        raise AssertionError

    one = Surface({"p": lambda: b"x = 1", "p.b": unasked})
    assert one.has("p")
    assert one.has("p.b")
    assert one.has("p.x")
    assert not one.has("p.y")
    assert one.modules == {"p", "p.b"}


@pytest.mark.parametrize(
    ("path", "module"),
    [
        ("a.py", "a"),
        ("a/__init__.py", "a"),
        ("a/b/c.py", "a.b.c"),
        ("a/py.typed", ""),
        ("a/b.pyi", ""),
    ],
)
def test_the_module_of_a_path(path: str, module: str) -> None:
    assert module_of(path) == module
