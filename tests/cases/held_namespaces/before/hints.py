"""Types by names of other modules."""

import typing

import typed


def use(x: "lib.T") -> None: ...


print(typing.get_type_hints(use, globalns=typed.__dict__))
