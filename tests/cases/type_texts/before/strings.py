"""Strings that are types, nested ones too."""

import typing as t
from typing import Annotated, Literal, NamedTuple

import a.m

REF = t.ForwardRef("a.m.one")
x: "list['a.m.one']"
y: t.Optional["t.Dict[str, 'a.m.two']"] = t.cast("list['a.m.one']", [])
t.assert_type(y, "a.m.two")
T = t.TypeVar("T", bound="a.m.one")
P = t.ParamSpec("P", default=["a.m.one"])
N = t.NewType("N", "a.m.two")
A = t.TypeAliasType("A", "a.m.two")
F = t.NamedTuple("F", [("a", "a.m.one"), ("m", "a.m.two")])
D = t.TypedDict("D", {"a.m.one": "a.m.one"})
W = t.Awaitable["a.m.one"]
Z = Annotated["a.m.one", "a.m.one"]
lit: Literal["a.m.one"]
opt: t.Optional[Literal["a.m.two"]]
