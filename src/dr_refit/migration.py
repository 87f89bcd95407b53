"""codemods/*.toml and --move options to `Migration`, checked to the last name."""

from __future__ import annotations

import re
import unicodedata
from keyword import iskeyword
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from dr_refit.errors import RefitError
from dr_refit.model import Migration, Move, Note

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    type Table = dict[str, Any]


def _text(title: str = "text", pattern: str = r"\S") -> Table:
    return {"type": "string", "pattern": pattern, "title": title}


def _list(items: Table) -> Table:
    return {"type": "array", "items": items, "title": f"list of {items['title']}s"}


def _texts(text: Table) -> Table:
    quoted = text | {"description": 'Write it "dotted.name" = "text", in quotes.'}
    return {"type": "object", "additionalProperties": quoted, "title": "table"}


def _fields(required: str, fields: Mapping[str, tuple[Table, str]]) -> Table:
    told = {
        name: shape | {"description": what} for name, (shape, what) in fields.items()
    }
    known = {"properties": told, "required": [required], "additionalProperties": False}
    return {"type": "object", "title": "table"} | known


# The fields of a file as JSON Schema: what editors are told is what is checked.
_REQUIREMENT: Final = _text("requirement", r"^[A-Za-z0-9][\w.-]*\s*([<>=!~@;(]|$)")
_MOVE: Final = {
    "from": (_text(), "The module that these names leave one by one."),
    "module": (_text(), "The module that moves whole."),
    "to": (_text(), "The module that has them now."),
    "names": (_list(_text("name")), '"old = new" if renamed; of a module, all it had.'),
    "extra": (_text(), "The extra of the requirement that these names need."),
    "requires": (_REQUIREMENT, "Instead of the one in [requirements]."),
}
_FILE: Final = {
    "title": (_text(), "What moved where, in one line."),
    "distribution": (_text(), "Dropped once nothing imports it any more."),
    "retired": (_list(_text("package", r"^[^\W\d]\w*$")), "All their names are here."),
    "requirements": (_texts(_REQUIREMENT), "New module -> what brings it, but extras."),
    "move": (_list(_fields("to", _MOVE)), "What moved."),
    "removed": (_texts(_text()), "Name -> what to do without it."),
    "kept": (_texts(_text(pattern="")), "Name that stays -> what changed, or nothing."),
    "notes": (_texts(_text()), "Old name -> what changes where it is used."),
    "silent": (_texts(_text()), "As notes, where no exception tells."),
}
_TYPES: Final[dict[str, type[Any]]] = {"string": str, "array": list, "object": dict}


def json_schema() -> Table:
    """Describe a migration file to an editor (JSON Schema, draft 2020-12)."""
    dialect = "https://json-schema.org/draft/2020-12/schema"
    named = {"$schema": dialect, "title": "A migration of dr-refit"}
    return _fields("title", _FILE) | named


def shipped_dir() -> Path:
    """Tell where the migrations are: in the installed package, else the repository."""
    package = Path(__file__).parent
    installed = package / "codemods"
    return installed if installed.is_dir() else package.parents[1] / "codemods"


def load_shipped() -> tuple[Migration, ...]:
    """Load the migrations that come with dr-refit, by id. Raises: as `load`."""
    return tuple(load(path) for path in sorted(shipped_dir().glob("*.toml")))


def load(path: Path) -> Migration:
    """Read one migration file. Raises RefitError on the first thing wrong in it."""
    import tomllib  # noqa: PLC0415 - a run with --move alone does without

    try:
        text = path.read_text("utf-8")
    except OSError as error:
        raise RefitError(f"{path}: {error.strerror}", "name a readable file") from None
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        raise RefitError(f"{path}:{line}: not UTF-8", "save it as UTF-8") from None
    reader = _Reader(path.stem, text)
    try:
        return reader.read(tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        found = re.search(r"\(at line (\d+)", str(error))
        line = int(found[1]) if found else len(reader.lines)
        raise RefitError(
            f"{path}:{line}: {error}", "mend the TOML, see toml.io"
        ) from None
    except RefitError as error:
        line = reader.line(*reader.at)
        raise RefitError(f"{path}:{line}: {error.message}", error.hint) from None


def command_line(moves: Sequence[str], modules: Sequence[str]) -> Migration:
    """Make a migration of --move and --move-module, chains and swaps welcome.

    Raises RefitError: not OLD=NEW, no dotted names, one old name with two new ones.
    """
    found: dict[str, Move] = {}
    options = [("--move-module", "a.b=x.y", option) for option in modules]
    options += [("--move", "a.b.C=x.y.D", option) for option in moves]
    for flag, example, option in options:
        old, _, new = option.partition("=")
        try:
            move = _move(old, new, module=flag == "--move-module")
        except RefitError as error:
            hint = f"write it like {flag} {example}"
            raise RefitError(f"{flag} {option}: {error.message}", hint) from None
        if (other := found.setdefault(move.old, move)).new != move.new:
            what = f"{flag} {option}: {move.old} moves to {other.new} already"
            raise RefitError(what, "leave one of the two out")
    return Migration(id="command-line", moves=tuple(found.values()))


def _dotted(name: str) -> str:
    """Spell a name as Python compares it (NFKC). Raises RefitError: it is none."""
    name = unicodedata.normalize("NFKC", name.strip())
    for part in name.split("."):
        if iskeyword(part) or not part.isidentifier():
            why = "a keyword" if iskeyword(part) else "no identifier"
            raise RefitError(f"{part!r} in {name!r} is {why}", "write dotted names")
    return name


def _move(old: str, new: str, *, module: bool, **rest: Any) -> Move:
    old, new = _dotted(old), _dotted(new)
    if old == new:
        raise RefitError(f"{old} moves to itself", "list it under [kept]")
    for name in (old, new):
        if not module and "." not in name:
            raise RefitError(f"{name} is not in a module", "write module.name")
    return Move(old=old, new=new, module=module, **rest)


def _nearest(name: str, known: Iterable[str]) -> str:
    from difflib import get_close_matches  # noqa: PLC0415 - errors only

    near = get_close_matches(name, sorted(known), 1)
    return f"did you mean {near[0]}?" if near else "leave it out"


def _prefixes(dotted: str) -> Iterator[str]:
    while dotted:
        yield dotted
        dotted = dotted.rpartition(".")[0]


class _Reader:
    """A file on its way to a `Migration`. `at` is where it is, for errors' lines."""

    def __init__(self, stem: str, text: str) -> None:
        self.id = stem
        self.lines = text.splitlines()
        self.at: tuple[str | int, ...] = ()
        #: Every old name -> where it is.
        self.places: dict[str, tuple[str | int, ...]] = {}
        self.moves: dict[str, Move] = {}
        self.kept: dict[str, str] = {}

    def read(self, data: Table) -> Migration:
        self.check(data, _fields("title", _FILE))
        for number, table in enumerate(data.get("move", ())):
            self.at = ("move", number)
            self.read_move(table, data.get("requirements", {}))
        self.kept = self.read_texts(data, "kept")
        removed = self.read_texts(data, "removed")
        self.check_targets(data.get("requirements", {}))
        notes = {name: Note(text=text) for name, text in self.kept.items() if text}
        for section in ("notes", "silent"):
            for name, text in data.get(section, {}).items():
                self.at = (section, name)
                old = _dotted(name)
                if old in notes:
                    raise RefitError(f"{old} has a note already", "join the two")
                if old not in self.kept and not self.leaves(old):
                    hint = _nearest(old, self.places)
                    raise RefitError(f"{old} is not in this file", hint)
                notes[old] = Note(text=text, silent=section == "silent")
        self.at = ("retired",)
        return Migration(
            id=self.id,
            title=data["title"],
            moves=tuple(self.moves.values()),
            kept=frozenset(self.kept),
            removed=removed,
            notes=notes,
            retired=frozenset(map(_dotted, data.get("retired", ()))),
            distribution=data.get("distribution"),
        )

    def check(self, value: Any, shape: Table, *at: str | int) -> None:
        """Raise RefitError where a value differs from its shape."""
        self.at = at
        if not isinstance(value, _TYPES[shape["type"]]) or (
            isinstance(value, str) and not re.search(shape["pattern"], value)
        ):
            name = next(key for key in reversed(at) if isinstance(key, str))
            what = f"{name} must be a {shape['title']}, not {value!r:.40}"
            raise RefitError(what, shape.get("description", "see its neighbours"))
        if isinstance(value, list):
            tables = shape["items"]["type"] == "object"
            for number, item in enumerate(value):
                self.check(item, shape["items"], *at, *([number] if tables else []))
        elif isinstance(value, dict):
            known = shape.get("properties", {})
            for key, item in value.items():
                inner = known.get(key, shape["additionalProperties"])
                if not inner:
                    self.at = (*at, key)
                    raise RefitError(f"unknown key {key}", _nearest(key, known))
                self.check(item, inner, *at, key)
            self.at = at
            for key in shape.get("required", ()):
                if key not in value:
                    raise RefitError(f"{key} is missing", known[key]["description"])

    def read_move(self, table: Table, requirements: Table) -> None:
        at, names, module = self.at, table.get("names"), "module" in table
        if module == ("from" in table) or not (module or names):
            hint = "write `module`, or `from` and `names`"
            raise RefitError("not one thing that moves", hint)
        old, new = table["module" if module else "from"], table["to"]
        needs = table.get("requires")
        for prefix in _prefixes(new):
            needs = needs or requirements.get(prefix)
        if extra := table.get("extra"):
            if not needs:
                raise RefitError(f"nothing has the extra {extra}", "add `requires`")
            needs = re.sub(r"^[\w.-]+", rf"\g<0>[{extra}]", needs)
        for name in names or ():
            self.at = (*at, name)
            if module:
                self.place(f"{old}.{name}")
            else:
                leaf, _, renamed = (part.strip() for part in name.partition("="))
                ends = f"{old}.{leaf}", f"{new}.{renamed or leaf}"
                move = _move(*ends, module=False, requirement=needs)
                self.moves[self.place(move.old)] = move
        if module:
            self.at = at
            known = None if names is None else frozenset(map(_dotted, names))
            move = _move(old, new, module=True, names=known, requirement=needs)
            self.moves[self.place(move.old)] = move

    def read_texts(self, data: Table, section: str) -> dict[str, str]:
        texts = {}
        for name, text in data.get(section, {}).items():
            self.at = (section, name)
            texts[self.place(name)] = text
        return texts

    def place(self, name: str) -> str:
        """Keep where an old name is. Raises RefitError: it is somewhere already."""
        first = self.places.setdefault(name := _dotted(name), self.at)
        if first is not self.at:
            hint = f"leave it on line {self.line(*first)} only"
            self.at += (2,) if first == self.at else ()
            raise RefitError(f"{name} is listed twice", hint)
        return name

    def leaves(self, name: str) -> bool:
        """Whether a name moves or is removed."""
        for prefix in _prefixes(name):
            if prefix in self.places:
                move = self.moves.get(prefix)
                whole = move is None or move.names is None or prefix == name
                return prefix not in self.kept and whole
        return False

    def check_targets(self, requirements: Table) -> None:
        """Raise RefitError for a target that moves on, a requirement of no target."""
        known = {name for move in self.moves.values() for name in _prefixes(move.new)}
        for key in requirements:
            self.at = ("requirements", key)
            if key not in known:
                raise RefitError(f"nothing moves to {key}", _nearest(key, known))
        for old, move in self.moves.items():
            self.at = self.places[old]
            ends = {move.new, *(f"{move.new}.{name}" for name in move.names or ())}
            if move.module and move.names is None:
                ends |= {name for name in self.places if move.new in _prefixes(name)}
            for end in sorted(filter(self.leaves, ends)):
                hint = f"name its last home, or list {end} under [kept]"
                raise RefitError(f"{old} moves to {end}, which leaves too", hint)

    def line(self, *at: str | int) -> int:
        """Find a place: section, which of its tables, what in it, which time."""
        if not at:
            return 1
        section, *rest = at
        index = rest.pop(0) if rest and isinstance(rest[0], int) else 0
        heading = re.compile(rf"\s*\[*\s*{re.escape(str(section))}\s*[]=]")
        starts = [n for n, line in enumerate(self.lines) if heading.match(line)] or [0]
        found = [starts[min(int(index), len(starts) - 1)]]
        name, time = (*rest, 1)[:2] if rest else ("", 0)
        word = re.compile(rf"(?<![\w.]){re.escape(str(name))}(?![\w.])")
        for number, line in enumerate(self.lines[found[0] :], found[0]):
            found += [number] * len(word.findall(line.partition("#")[0]))
        return found[min(int(time), len(found) - 1)] + 1
