"""Parameters, and the arguments that are for them."""

from __future__ import annotations

import ast

from dr_refit.python.string_calls import argument_at


def argnames(told: ast.expr | None) -> list[str]:
    """Return the names of `parametrize`: "a, b", or ["a", "b"]."""
    match told:
        case ast.Constant(value=str(text)):
            return [one.strip() for one in text.split(",")]
        case ast.List(elts=elts) | ast.Tuple(elts=elts):
            return [str(getattr(one, "value", "")) for one in elts]
    return []


def parameter_of(parameters: ast.arguments, call: ast.Call, node: ast.expr) -> str:
    """Return the parameter that an argument is for; empty: it is not sure."""
    for word in call.keywords:
        if word.value is node:
            return word.arg or ""
    places = [*parameters.posonlyargs, *parameters.args]
    at = call.args.index(node)
    is_sure = node is argument_at(call, at) and at < len(places)
    return places[at].arg if is_sure else ""


def defaulted(parameters: ast.arguments, node: ast.expr) -> str:
    """Return the parameter that has a default."""
    places = [*parameters.posonlyargs, *parameters.args]
    at = len(places) - len(parameters.defaults)
    named = [*places[at:], *parameters.kwonlyargs]
    return named[[*parameters.defaults, *parameters.kw_defaults].index(node)].arg
