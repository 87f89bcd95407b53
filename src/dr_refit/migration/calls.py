"""What changed at the calls of a name, and of what they return, as values."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from dr_refit.errors import RefitError
from dr_refit.patterns import regex
from dr_refit.records import NamedTuple
from dr_refit.toml import BOOLEAN, fields, list_of, map_of, nearest, string

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from dr_refit.toml import Document, Table

#: Where the old value stands in what is written instead of it.
HOLE: Final = "{}"
#: Any exception.
ANY: Final = "*"

_CONTAINER: Final = regex(r"(list|dict|tuple)\[((?:\w+, *)*)(\w.*)\]")
_NAME: Final = string("name", r"^[^\W\d]\w*(\(\))?(\.[^\W\d]\w*(\(\))?)*$")
_NAMES: Final = list_of(_NAME, "names")
_TEXT: Final = (string(), "What changed, and what to do about it.")
_SILENT: Final = (BOOLEAN, "No exception tells.")
_TYPE: Final = string("type", r"^[\w\[\], ]+$")
_WORDS: Final = map_of(string(pattern=""))
_EXCEPTIONS: Final = map_of(list_of(string("name"), "names"))
_CALL: Final = {
    "of": (_NAMES, "What is called; T().method of a type."),
    "text": _TEXT,
    "silent": _SILENT,
    "always": (BOOLEAN, "Reported at each call, whatever its arguments."),
    "parameters": (list_of(string("name"), "names"), "What they were, in order."),
    "arguments": (_WORDS, 'Argument -> "name={}" instead of it; "": dropped.'),
    "add": (_WORDS, "Argument -> its value in the calls that lack it."),
    "given": (_WORDS, "Argument -> what is wrong with it."),
    "uneven": (_WORDS, "Argument -> what is wrong with rows of several keys in it."),
    "missing": (_WORDS, "Argument, or alternatives, a|b+c -> what lacks without."),
    "unless": (_WORDS, "Argument -> literals with which nothing changed, a pattern."),
    "raises": (_EXCEPTIONS, "Exception -> those raised instead of it."),
    "used": (string(), "What is wrong where the result is used."),
    "takes": (map_of(_TYPE), "Argument -> the type that makes a call right."),
    "derived": (string(), "What is wrong with a class of its own."),
    "printed": (BOOLEAN, "Reported where what is printed is captured."),
    "once": (string(), "Reported at the first call, for the whole project."),
}
_RESULT: Final = {
    "of": (_NAMES, "What is called."),
    "returns": (_TYPE, "A type of this file: T, list[T], dict[str, T], tuple[_, T]."),
}
_FIELDS: Final = list_of(
    string("field", r"^[^\W\d]\w*(: *[\w\[\], ]+)?( = .+)?$"), "fields"
)
_KIND: Final = {
    "class": (_NAMES, "Classes whose instances are of it."),
    "text": _TEXT,
    "silent": _SILENT,
    "fields": (
        _FIELDS,
        "The keys of the old dict: `a`, `a: T`; `= None`, `= ?`: optional.",
    ),
    "attributes": (_WORDS, 'Attribute -> "{}.new" instead of it.'),
    "identity": (BOOLEAN, "Files that share its objects change together or not."),
    "keys": (BOOLEAN, "It is a dict, and its keys are others now."),
    "shown": (string(), "What is wrong where a cell of marimo shows it."),
    "pickled": (string(), "What is wrong where it is pickled."),
    "gone": (_WORDS, "Attribute -> what to do without it."),
}
#: The tables of a migration file.
TABLES: Final = {
    "call": (list_of(fields(_CALL, "of", "text"), "tables"), "What calls need now."),
    "result": (
        list_of(fields(_RESULT, "of", "returns"), "tables"),
        "What they return.",
    ),
    "types": (map_of(fields(_KIND, "text")), "Type -> what its values are now."),
}


class Returned(NamedTuple):
    """The type of a value: a name, and the containers that it is in.

    `l`: a list, `d`: a dict, a digit: that element of a tuple.
    """

    name: str
    inside: str = ""

    @property
    def element(self) -> Returned:
        """What is in the outermost container."""
        return Returned(self.name, self.inside[1:])


class Field(NamedTuple):
    """A key of the old dict, which is an attribute now."""

    type: Returned | None = None
    #: The key may have been missing,
    optional: bool = False
    #: and the attribute is None then.
    none: bool = False
    #: What is written instead of the attribute alone.
    template: str = HOLE


class Type(NamedTuple):
    """What the values of one type are now."""

    name: str
    text: str
    silent: bool
    #: Empty: they were no dicts.
    fields: Mapping[str, Field]
    attributes: Mapping[str, str]
    gone: Mapping[str, str]
    keys: bool = False
    shown: str = ""
    pickled: str = ""
    #: Old and new would live side by side.
    identity: bool = False

    @property
    def is_followed(self) -> bool:
        """Whether it matters where its values go."""
        return bool(self.fields) or self.keys


class CallRule(NamedTuple):
    """What the calls of one name need now."""

    text: str
    silent: bool = False
    always: bool = False
    parameters: tuple[str, ...] = ()
    arguments: Mapping[str, str] = {}
    add: Mapping[str, str] = {}
    given: Mapping[str, str] = {}
    uneven: Mapping[str, str] = {}
    missing: Mapping[str, str] = {}
    unless: Mapping[str, str] = {}
    raises: Mapping[str, tuple[str, ...]] = {}
    used: str = ""
    takes: Mapping[str, Returned] = {}
    derived: str = ""
    printed: bool = False
    once: str = ""

    @property
    def matters(self) -> bool:
        """Whether a call may be wrong, as far as it can be seen."""
        return bool(self.always or self.edits or self.given or self.missing)

    @property
    def edits(self) -> bool:
        """Whether it asks for other arguments."""
        return bool(self.arguments or self.add)


class Calls(NamedTuple):
    """All that one migration says of calls."""

    rules: Mapping[str, CallRule] = {}
    #: Name that is called -> the type of what it returns.
    returned: Mapping[str, Returned] = {}
    types: Mapping[str, Type] = {}

    @property
    def names(self) -> Iterator[str]:
        """The dotted names it speaks of; those of a type's methods are none."""
        for name in (*self.rules, *self.returned):
            if "(" not in name:
                yield name

    @property
    def changes(self) -> Iterator[tuple[str, CallRule | Type]]:
        """What changed, with the name that is called."""
        yield from ((n, rule) for n, rule in self.rules.items() if "(" not in n)
        for name, kind in self.returned.items():
            if kind.name in self.types:
                yield name, self.types[kind.name]


def read_calls(stem: str, file: Document, dotted: Callable[[str], str]) -> Calls:
    """Read the tables of a migration. Raises RefitError on what is wrong in them."""
    data = file.data
    names = frozenset(data.get("types", ()))
    types: dict[str, Type] = {}
    returned: dict[str, Returned] = {}
    for name, table in data.get("types", {}).items():
        file.at = ("types", name)
        types[f"{stem}:{name}"] = _type(stem, name, table, names)
        for one in table.get("class", ()):
            returned[_new(dotted(one), returned)] = Returned(f"{stem}:{name}")
    for number, table in enumerate(data.get("result", ())):
        file.at = ("result", number)
        kind = _returned(stem, table["returns"], names)
        for one in table["of"]:
            returned[_new(dotted(one), returned)] = kind
    rules: dict[str, CallRule] = {}
    for number, table in enumerate(data.get("call", ())):
        file.at = ("call", number)
        rule = _rule(stem, table, names)
        for one in table["of"]:
            rules[_new(_called(stem, one, names, dotted), rules)] = rule
    return Calls(rules, returned, types)


def _called(
    stem: str, name: str, types: frozenset[str], dotted: Callable[[str], str]
) -> str:
    kind, called, method = name.partition("().")
    if not called:
        return dotted(name)
    if kind not in types:
        raise RefitError(f"{kind} is no type of this file", nearest(kind, types))
    return f"{stem}:{kind}().{method}"


def _new(name: str, known: Iterable[str]) -> str:
    if name in known:
        raise RefitError(f"{name} is listed twice", "join the two")
    return name


def _rule(stem: str, table: Table, types: frozenset[str]) -> CallRule:
    own = {key: value for key, value in table.items() if key != "of"}
    for name, text in own.get("arguments", {}).items():
        if text and not re.fullmatch(r"[^\W\d]\w*=.*", text):
            raise RefitError(
                f"{text!r} is no argument", f'write {name} = "{name}={{}}"'
            )
        if text:
            _check_expression(text.partition("=")[2])
    for text in own.get("add", {}).values():
        _check_expression(text)
    for pattern in own.get("unless", {}).values():
        try:
            re.compile(pattern)
        except re.error as error:
            what = f"{pattern!r}: {error}"
            raise RefitError(what, "write a pattern of `re`") from None
    takes = own.get("takes", {}).items()
    own["takes"] = {name: _returned(stem, text, types) for name, text in takes}
    own["parameters"] = tuple(own.get("parameters", ()))
    own["raises"] = {old: tuple(new) for old, new in own.get("raises", {}).items()}
    return CallRule(**own)


def _check_expression(text: str, *, needs_value: bool = False) -> None:
    """Raise RefitError for what cannot be written instead of a value."""
    if text.count(HOLE) > 1:
        raise RefitError(f"{text!r} has the value twice", "a call may not be doubled")
    if needs_value and HOLE not in text:
        raise RefitError(f"{text!r} lacks the value", f"write {HOLE} for it")
    try:
        compile(text.replace(HOLE, "_"), "", "eval")
    except (SyntaxError, ValueError):
        raise RefitError(f"{text!r} is no expression", "write Python") from None


def _type(stem: str, name: str, table: Table, names: frozenset[str]) -> Type:
    found = {}
    for text in table.get("fields", ()):
        left, _, rest = text.partition(" = ")
        key, _, kind = left.partition(":")
        found[key.strip()] = Field(
            type=_returned(stem, kind.strip(), names) if kind.strip() else None,
            optional=rest in {"?", "None"},
            none=rest == "None",
            template=HOLE if rest in {"", "?", "None"} else rest,
        )
        _check_expression(found[key.strip()].template, needs_value=True)
    for text in table.get("attributes", {}).values():
        _check_expression(text, needs_value=True)
    return Type(
        name=name,
        text=table["text"],
        silent=table.get("silent", False),
        fields=found,
        attributes=table.get("attributes", {}),
        gone=table.get("gone", {}),
        keys=table.get("keys", False),
        shown=table.get("shown", ""),
        pickled=table.get("pickled", ""),
        identity=table.get("identity", False),
    )


def _returned(stem: str, text: str, names: frozenset[str]) -> Returned:
    inside = ""
    while found := _CONTAINER.fullmatch(text):
        kind, before, text = found.groups()
        inside += str(before.count(",")) if kind == "tuple" else kind[0]
    if text not in names:
        raise RefitError(f"{text} is no type of this file", nearest(text, names))
    return Returned(f"{stem}:{text}", inside)
