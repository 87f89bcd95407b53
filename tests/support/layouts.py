"""What Hypothesis draws: import statements in every layout, and moves for them."""

from __future__ import annotations

import ast
from dataclasses import dataclass, field

from hypothesis import strategies as st

from dr_refit.migration.model import Move

#: The package that the drawn files belong to, for relative imports.
PACKAGE = "old.sub"

_NEWLINES = ("\n", "\n", "\n", "\r\n", "\r")
_NAMES = ("f", "g", "h", "Cls", "match", "type", "mod", "old", "f2", "fg", "näme")
_LOCALS = ("f", "g", "k", "as_", "mod", "old", "ünder", "case")
#: As they may be written -> what they mean.
_MODULES = {
    "old": "old",
    "old.mod": "old.mod",
    "old.mod.deep": "old.mod.deep",
    "other.mod": "other.mod",
    ".": "old.sub",
    ".mod": "old.sub.mod",
    "..": "old",
    "..mod": "old.mod",
    "..mod.deep": "old.mod.deep",
}
_HOMES = ("new", "new.core", "new.core.deep", "neu", "old.fresh", "builtins")


@dataclass(frozen=True)
class Layout:
    """A file with one import statement in it."""

    newline: str
    #: Whole lines above; what stands before it on its line.
    above: str
    before: str
    statement: str
    #: What stands behind it on its line; the lines below.
    behind: str
    below: str
    #: The comments of the statement, each once in the file.
    comments: list[str] = field(default_factory=list)

    @property
    def code(self) -> str:
        """The file."""
        return self.above + self.before + self.statement + self.behind + self.below

    @property
    def shared(self) -> bool:
        """Whether other code stands on its line."""
        return bool(self.before.strip()) or self.behind.lstrip().startswith(";")


class _Writer:
    """Draws the space between two tokens, and numbers the comments."""

    def __init__(self, draw: st.DrawFn) -> None:
        self.draw = draw
        self.newline = draw(st.sampled_from(_NEWLINES))
        self.comments: list[str] = []
        #: Inside parentheses, where lines and comments are free.
        self.inside = False
        self.wild = draw(st.booleans())

    def comment(self) -> str:
        pragma = self.draw(
            st.sampled_from(["", "", "", "noqa: F401 ", "type: ignore "])
        )
        comment = f"# {pragma}<{len(self.comments)}>"
        self.comments.append(comment)
        return comment

    def space(self, *, must: bool) -> str:
        """Draw what stands between two tokens; `must`: they may not touch."""
        if not self.wild:
            return " " if must else ""
        plain = [
            " ",
            " ",
            "  ",
            "\t",
            f"\\{self.newline}",
            f" \\{self.newline}  ",
            "\f",
        ]
        if not must:
            plain += [""] * 8
        else:
            plain += [" "] * 8
        if self.inside:
            plain += ["<line>", "<line>", "<comment>"]
        drawn = self.draw(st.sampled_from(plain))
        if drawn == "<line>":
            return self.newline + self.draw(st.sampled_from(["", "    ", "\t"]))
        if drawn == "<comment>":
            before = self.draw(st.sampled_from(["", " ", "  "]))
            return before + self.comment() + self.newline + "    "
        return drawn

    def dotted(self, name: str) -> str:
        """Write a.b.c, sometimes with spaces around its dots."""
        if self.inside or not self.wild or self.draw(st.integers(0, 3)):
            return name
        parts = name.split(".")
        text = parts[0]
        for part in parts[1:]:
            text += f"{self.space(must=False)}.{self.space(must=False)}{part}"
        return text

    def alias(self, name: str, local: str) -> str:
        if not local:
            return self.dotted(name)
        between = f"{self.space(must=True)}as{self.space(must=True)}"
        return f"{self.dotted(name)}{between}{local}"


@st.composite
def layouts(draw: st.DrawFn) -> Layout:
    """Draw an import statement, its layout and its neighbours."""
    writer = _Writer(draw)
    newline = writer.newline
    if draw(st.integers(0, 2)):
        statement = _from_import(draw, writer)
    else:
        statement = _import(draw, writer)
    above, indent, tail = draw(st.sampled_from(_NESTS))
    before, behind, one_line = draw(st.sampled_from(_NEIGHBOURS))
    if behind == "#":
        behind = "  " + writer.comment()
    below = draw(st.sampled_from(["", "\n", f"\n{tail}"]))
    if one_line:
        below = below[:1]
    if "try:" in above:
        below = f"\n{tail}"
    first = draw(st.sampled_from(["", '"""Doc."""\n', "# é\n", "x = 'é'\n\f\n"]))
    return Layout(
        newline=newline,
        above=(first + above).replace("\n", newline),
        before=indent + before,
        statement=statement,
        behind=behind,
        below=below.replace("\n", newline),
        comments=writer.comments,
    )


#: Lines above, indentation, lines below.
_NESTS = (
    ("", "", "x = 1\n"),
    ("", "", "x = 1\n"),
    ("import sys\n\n", "", "import os  # kept\n"),
    ("def run():\n    x = 1\n", "    ", "    return x"),
    ("class A:\n", "\t", "\ty: int = 1\n"),
    ("if 1:\n  try:\n", "    ", "  except ImportError:\n    pass\n"),
    ("async def run():\n\twith a:\n", "\t\t", "\n# end\n"),
)
#: Before and behind on its line; whether only a simple line may follow.
_NEIGHBOURS = (
    ("", "", False),
    ("", "", False),
    ("", "", False),
    ("", "  ", False),
    ("", "#", False),
    ("", "#", False),
    ("a = 1; ", "", False),
    ("a = 1;", " ; b = 'é'", False),
    ("", "; b = 2  # kept", False),
    ("", ";", False),
    ("é = 1; ", "#", False),
    ("if 1: ", "", True),
    ("if 1:", "; b = 2", True),
    ("class B: ", "#", True),
    ("while 0: pass; ", "", True),
)


def _from_import(draw: st.DrawFn, writer: _Writer) -> str:
    module = draw(st.sampled_from(sorted(_MODULES)))
    dots, rest = module[: len(module) - len(module.lstrip("."))], module.lstrip(".")
    text = "from" + writer.space(must=not dots)
    for dot in dots:
        text += dot + writer.space(must=False)
    text += writer.dotted(rest)
    text += writer.space(must=bool(rest)) + "import"
    if not draw(st.integers(0, 14)):
        return f"{text}{writer.space(must=False)}*"
    writer.inside = draw(st.booleans())
    text += writer.space(must=False) + "(" if writer.inside else writer.space(must=True)
    aliases = draw(st.lists(_aliases, min_size=1, max_size=4))
    for index, (name, local) in enumerate(aliases):
        if index:
            text += f"{writer.space(must=False)},{writer.space(must=False) or ' '}"
        elif writer.inside:
            text += writer.space(must=False)
        text += writer.alias(name, local)
    if writer.inside:
        text += writer.space(must=False)
        text += draw(st.sampled_from(["", ","])) + writer.space(must=False) + ")"
        writer.inside = False
    return text


_aliases = st.tuples(
    st.sampled_from(_NAMES), st.one_of(st.just(""), st.sampled_from(_LOCALS))
)
_modules = st.tuples(
    st.sampled_from(sorted({*_MODULES.values(), "oldest", "os"})),
    st.one_of(st.just(""), st.sampled_from(_LOCALS)),
)


def _import(draw: st.DrawFn, writer: _Writer) -> str:
    text = "import" + writer.space(must=True)
    for index, (name, local) in enumerate(
        draw(st.lists(_modules, min_size=1, max_size=3))
    ):
        if index:
            text += f"{writer.space(must=False)},{writer.space(must=False)}"
        text += writer.alias(name, local)
    return text


@st.composite
def moves_for(draw: st.DrawFn, code: str) -> list[Move]:
    """Draw moves of what a file imports."""
    modules: set[str] = set()
    names: set[str] = set()
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.Import):
            modules |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            base = PACKAGE.split(".")[: 3 - node.level] if node.level else []
            module = ".".join([*base, *([node.module] if node.module else [])])
            modules.add(module)
            names |= {f"{module}.{a.name}" for a in node.names if a.name != "*"}
    modules |= {name.rpartition(".")[0] for name in modules} - {""}
    olds = sorted(n for n in names | modules if n.startswith(("old", "other")))
    moves: dict[str, Move] = {}
    for old in draw(st.lists(st.sampled_from(olds), max_size=5)) if olds else ():
        home = draw(st.sampled_from(_HOMES))
        leaf = draw(st.sampled_from([old.rpartition(".")[2], "f", "renamed", "old"]))
        whole = old in modules or draw(st.booleans())
        new = f"{home}.{leaf}"
        if home == "builtins":
            if whole:
                continue
            new = "builtins.list"
        elif whole and draw(st.booleans()):
            new = home
        if new != old and not new.startswith(f"{old}."):
            moves[old] = Move(old=old, new=new, module=whole)
    return [*moves.values()]
