"""All migrations of a run as one table: a dotted name in, its fate out."""

from __future__ import annotations

import re
from copy import copy
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Literal

from dr_refit.errors import RefitError
from dr_refit.names import is_under, parent, prefixes

if TYPE_CHECKING:
    from collections.abc import Iterable

    from dr_refit.migration.model import Migration, Move, Note


@dataclass(frozen=True, kw_only=True, slots=True)
class Resolution:
    """What the migrations say of one dotted name.

    moved: it is `new` now. home: so it is, and that is in the very file.
    kept: it stays. removed: it is gone (`advice`).
    unknown: its package never had it (`advice` may name the nearest).
    namespace: a module whose names went to several places.
    """

    fate: Literal["moved", "home", "kept", "removed", "unknown", "namespace"]
    migration: str
    #: The name that matched, a prefix of what was asked for.
    old: str
    new: str = ""
    advice: str = ""
    note: Note | None = None
    move: Move | None = None


class MoveTable:
    """Longest match wins; all moves apply once and simultaneously."""

    def __init__(self, migrations: Iterable[Migration]) -> None:
        self.migrations = tuple(migrations)
        self._moves: dict[str, Move] = {}
        self._advice: dict[str, str] = {}
        self._kept: set[str] = set()
        self._notes: dict[str, Note] = {}
        self._owner: dict[str, str] = {}
        self._retired: dict[str, str] = {}
        for migration in self.migrations:
            self._moves |= {move.old: move for move in migration.moves}
            self._advice |= migration.removed
            self._kept |= migration.kept
            self._notes |= migration.notes
            self._retired |= dict.fromkeys(migration.retired, migration.id)
            own = {m.old for m in migration.moves} | set(migration.removed)
            for name in own | migration.kept:
                if self._owner.setdefault(name, migration.id) != migration.id:
                    raise RefitError(
                        f"{name} is in two migrations:"
                        f" {self._owner[name]} and {migration.id}",
                        "choose one with --select or --ignore",
                    )
        #: Every strict prefix of a name that has a rule or a note.
        self.namespaces = {
            prefix
            for name in (*self._owner, *self._notes)
            for prefix in prefixes(parent(name))
        }
        self.roots = {name.partition(".")[0] for name in self._owner}
        self.roots |= self._retired.keys()
        self._cache: dict[str, Resolution | None] = {}
        self._home = ""

    def seen_from(self, module: str) -> MoveTable:
        """Give the table as one module sees it, which cannot import from itself."""
        if not module or not any(parent(move.new) == module for move in self.moves):
            return self
        view = copy(self)
        view._home = module  # noqa: SLF001 - a copy of its own
        view._cache = {}  # noqa: SLF001
        return view

    def is_known_whole(self, dotted: str) -> bool:
        """Whether every name of the package is known, so that others are reported."""
        return dotted.partition(".")[0] in self._retired

    @cached_property
    def reached(self) -> re.Pattern[bytes]:
        """Match an attribute, or a string, that could be a name with a rule."""
        leaves = {name.rpartition(".")[2] for name in (*self._owner, *self._notes)}
        anyone = b"|".join(re.escape(leaf.encode()) for leaf in sorted(leaves))
        between = rb"(?:\s|\\|#[^\r\n]*[\r\n])*"
        return re.compile(rb"(?:\." + between + rb"|['\"])(?:" + anyone + rb")(?!\w)")

    @cached_property
    def chained(self) -> bool:
        """Whether a second run may move names again (swaps, a -> b -> c)."""
        left = {above for move in self.moves for above in prefixes(parent(move.old))}
        return any(
            (move.module and move.new in left)
            or ((hit := self.find(move.new)) is not None and hit.fate == "moved")
            for move in self.moves
        )

    @property
    def mentioned(self) -> tuple[str, ...]:
        """Every name that has a rule."""
        return tuple(self._owner)

    @property
    def moves(self) -> tuple[Move, ...]:
        """Every move of every migration."""
        return tuple(self._moves.values())

    def submodules(self, package: str) -> frozenset[str]:
        """Name the modules right under a package, as far as they have rules."""
        modules = {m.old for m in self._moves.values() if m.module} | self.namespaces
        return frozenset(
            name.rpartition(".")[2] for name in modules if parent(name) == package
        )

    def whole(self, dotted: str) -> bool:
        """Whether everything under the name shares its fate."""
        if dotted in self.namespaces:
            return False
        move = self._moves.get(dotted)
        return move is None or move.names is None

    def rules_right_under(self, module: str) -> bool:
        """Whether a module's own names have rules, and not only what is deeper."""
        names = (parent(name) for name in self._owner)
        return module in self._retired or module in names

    def uniform(self, dotted: str) -> bool:
        """Whether everything under a moved name went along with it."""
        hit = self.find(dotted)
        if hit is None or hit.fate != "moved":
            return False
        inside = [name for name in self._owner if name.startswith(f"{dotted}.")]
        return all(
            below is not None and below.new == hit.new + name[len(dotted) :]
            for name in inside
            for below in [self.find(name)]
        )

    def alone(self, dotted: str) -> bool:
        """Whether a module went whole to a module that takes in nothing else."""
        hit = self.find(dotted)
        if hit is None or not self.uniform(dotted):
            return False
        others = (move for move in self.moves if not is_under(move.old, hit.old))
        return not any(hit.new in {other.new, parent(other.new)} for other in others)

    def find(self, dotted: str) -> Resolution | None:
        """Tell the fate of a name; None: no migration speaks of it."""
        if dotted.partition(".")[0] not in self.roots:
            return None
        if dotted not in self._cache:
            self._cache[dotted] = self._find(dotted)
        return self._cache[dotted]

    def _find(self, dotted: str) -> Resolution | None:
        note = self._note(dotted)
        for prefix in prefixes(dotted):
            owner = self._owner.get(prefix)
            if owner is None:
                continue
            if prefix in self._advice:
                advice = self._advice[prefix]
                return Resolution(
                    fate="removed",
                    migration=owner,
                    old=prefix,
                    advice=advice,
                    note=note,
                )
            if prefix in self._kept:
                break
            move = self._moves[prefix]
            rest = dotted[len(prefix) :]
            if self._missing(move, rest):
                # A submodule with rules of its own is no name of the module.
                return self._unlisted(dotted, note) or self._unknown(dotted, owner)
            home = not move.module and parent(move.new) == self._home
            return Resolution(
                fate="home" if home and self._home else "moved",
                migration=owner,
                old=prefix,
                new=move.new + rest,
                note=note,
                move=move,
            )
        else:
            return self._unlisted(dotted, note)
        # Under a kept name nothing is known but what has a rule of its own.
        return Resolution(fate="kept", migration=owner, old=prefix, note=note)

    def _note(self, dotted: str) -> Note | None:
        """Find what changed for the name, or for the class it belongs to."""
        for name in prefixes(dotted):
            if name in self._notes and (name == dotted or self.whole(name)):
                return self._notes[name]
        return None

    @staticmethod
    def _missing(move: Move, rest: str) -> bool:
        """Whether `rest` names something a whole module never had."""
        name = rest[1:].partition(".")[0]
        if move.names is None or not name or name.startswith("__"):
            return False
        return name not in move.names

    def _unlisted(self, dotted: str, note: Note | None) -> Resolution | None:
        root = dotted.partition(".")[0]
        if dotted in self.namespaces or dotted in self._retired:
            owner = self._retired.get(root, "")
            return Resolution(fate="namespace", migration=owner, old=dotted, note=note)
        if root in self._retired:
            return self._unknown(dotted, self._retired[root])
        return None

    def _unknown(self, dotted: str, owner: str) -> Resolution:
        from difflib import get_close_matches  # rarely needed

        known = {*self._owner, *self.namespaces}
        known |= {f"{m.old}.{n}" for m in self._moves.values() for n in m.names or ()}
        leaves = {name.rpartition(".")[2]: name for name in sorted(known, reverse=True)}
        # What names share in front of their last part says nothing.
        near = get_close_matches(dotted.rpartition(".")[2], leaves, 1, 0.75)
        advice = f"did you mean {leaves[near[0]]}?" if near else ""
        return Resolution(fate="unknown", migration=owner, old=dotted, advice=advice)
