"""Statements, and calls by longer names, by what LibCST offers."""

import libcst as cst
import libcst.matchers as m
from libcst.codemod import CodemodContext, VisitorBasedCodemodCommand


class Unpacked(VisitorBasedCodemodCommand):
    """`x = f(b)["step"]` becomes `x = f(b).step`, wherever it stands in a statement."""

    def __init__(self, call):
        super().__init__(CodemodContext())
        self.call = call

    @m.leave(m.Subscript(value=m.Call(), slice=[m.AtLeastN(n=1)]))
    def attribute(self, old, new):
        if old.value is not self.call:
            return new
        key = old.slice[0].slice.value.evaluated_value
        return cst.Attribute(value=new.value, attr=cst.Name(key))


def unpack(statement, called):
    return statement.visit(Unpacked(called))


def cached(statement, called):
    """A decorator gets its argument by name."""
    if not m.matches(statement, m.FunctionDef()):
        raise ValueError("used in another way")
    call = cst.parse_expression("cached(size=None)").with_changes(func=called)
    return statement.deep_replace(called, call)


def twice(statement, called):
    return cst.FlattenSentinel([statement, statement])


def same(statement, called):
    return statement


def without(statement, called):
    """A table follows what this call returns, and here it is gone."""
    return statement.deep_replace(called, cst.parse_expression("dict(step=1)"))


def beside(call):
    return call.with_changes(func=cst.Name("other"))


def first(call):
    return call.args[0].value


def environ(call):
    return cst.parse_expression("os.environ['STEP']")


STATEMENTS = {
    "lib.step": unpack,
    "lib.deep.cached": cached,
    "lib.twice": twice,
    "lib.same": same,
    "lib.record": without,
}
CODEMODS = {
    "lib.beside": beside,
    "lib.first": first,
    "lib.environ": environ,
    "lib.deep.sure": lambda call: call.with_changes(args=[]),
}
