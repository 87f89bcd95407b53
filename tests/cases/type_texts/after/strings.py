"""Strings that are types, nested ones too."""

import typing as t
from typing import Annotated, Literal, NamedTuple

import b
import c

REF = t.ForwardRef("b.one")
x: "list['b.one']"
y: t.Optional["t.Dict[str, 'c.two']"] = t.cast("list['b.one']", [])
t.assert_type(y, "c.two")
T = t.TypeVar("T", bound="b.one")
P = t.ParamSpec("P", default=["b.one"])
N = t.NewType("N", "c.two")
A = t.TypeAliasType("A", "c.two")
F = t.NamedTuple("F", [("a", "b.one"), ("m", "c.two")])
D = t.TypedDict("D", {"a.m.one": "b.one"})
W = t.Awaitable["b.one"]
Z = Annotated["b.one", "a.m.one"]
lit: Literal["a.m.one"]
opt: t.Optional[Literal["a.m.two"]]
