"""Compare bindings: imports bind what they bound, under the new names."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Literal

from dr_refit.codemod.verify.loads import loaded_now
from dr_refit.codemod.verify.refusal import refusal
from dr_refit.migration.resolution import Moved
from dr_refit.names import is_under, root
from dr_refit.records import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from dr_refit.migration.table import MoveTable
    from dr_refit.python.changes import Run
    from dr_refit.python.imports import ImportAlias


class Binding(NamedTuple):
    """What one alias of an import statement binds."""

    local: str
    #: The dotted name it means; of a plain `import a.b` all that it loads.
    means: str
    style: Literal["plain", "as", "from", "star"]


def binding(alias: ImportAlias) -> Binding:
    """Return what an alias binds."""
    style: Literal["plain", "as", "from", "star"] = "from"
    if alias.local == "*":
        style = "star"
    elif alias.target == alias.alias.name:
        # import a.b as c    takes what covers the module from the package, as `from`
        style = "plain" if alias.is_plain_import else "as"
    return Binding(alias.local, alias.target, style)


def compare_bindings(run: Run, table: MoveTable) -> None:
    """Refuse imports that do not bind what they bound, under its new name."""
    bound, now = [*map(binding, run.old)], [*map(binding, run.new)]
    if bound == now:
        return
    node = [*run.old, *run.new][0].statement
    predecessors = _Predecessors(bound, table)
    before, after, succeeded = set(bound), set(now), set()
    loads = {name for one in run.old for name in loaded_now(one, table)}
    for new in dict.fromkeys(now):
        olds = [one for one in predecessors.of(new) if _succeeds(new, one, table)]
        succeeded.update(olds)
        if new in before or olds:
            continue
        if new.means not in loads and not any(
            _is_allowed(new, one, table) for one in bound
        ):
            raise refusal(f"`{new.local}` would mean {new.means}", node)
    for old in bound:
        if old in after or old in succeeded:
            continue
        if not (_references_decide(old, table) or _is_handed_on(old, table)):
            raise refusal(
                f"`{old.local}` would no longer mean {old.means}, moved", node
            )
    for local in _behind_stars(bound) - _behind_stars(now):
        if any(one.local == local for one in now):
            raise refusal(f"a star import would bind `{local}` anew", node)
    last, last_now = ({one.local: one for one in each} for each in (bound, now))
    for local in last.keys() & last_now.keys():
        old, new = last[local], last_now[local]
        # import a.b, a.c  bind the same name to the same thing.
        same = old.style == new.style == "plain"
        if not same and not _is_allowed(new, old, table):
            raise refusal(f"`{local}` would mean {new.means}", node)


def _behind_stars(bindings: Sequence[Binding]) -> set[str]:
    """Return the names that are bound below the last star import; all without one."""
    stars = [at for at, one in enumerate(bindings, 1) if one.style == "star"]
    return {one.local for one in bindings[max(stars, default=0) :]}


class _Predecessors:
    """The bindings that may have become another one, found by what that is."""

    def __init__(self, bound: Iterable[Binding], table: MoveTable) -> None:
        self._every: dict[str, list[Binding]] = defaultdict(list)
        self._named: dict[tuple[str, str], list[Binding]] = defaultdict(list)
        for old in dict.fromkeys(bound):
            # import a.b    may give way to any local name.
            local = "" if old.style == "plain" else old.local
            for name in _new_names(old, table):
                self._every[name].append(old)
                self._named[name, local].append(old)

    def of(self, new: Binding) -> list[Binding]:
        if new.style == "plain":
            return self._every[new.means]
        return self._named[new.means, ""] + self._named[new.means, new.local]


def rebound_names(
    runs: Iterable[Run], imports: Iterable[ImportAlias], table: MoveTable
) -> set[str]:
    """Return the names whose references may mean something else now.

    A name means what it meant, translated, where its binding was succeeded by another,
    everything under it moved along, and none of the `imports` of the new side binds it
    to what moved as well.
    """
    rebound: set[str] = set()
    succeeded: set[str] = set()
    for run in runs:
        bound, now = {*map(binding, run.old)}, {*map(binding, run.new)}
        gone, came = bound - now, now - bound
        by_local: dict[str, list[Binding]] = defaultdict(list)
        for new in came:
            by_local[new.local].append(new)
        for old in [*gone]:
            if old.style == "plain" or table.has_nested_rules(old.means):
                continue
            successors = {
                new
                for new in by_local[old.local]
                if new in came
                and new.style != "plain"
                and new.means in _new_names(old, table)
            }
            if successors:
                succeeded.add(old.local)
                gone.discard(old)
                came -= successors
        rebound.update(one.local for one in gone | came)
    left = {alias.local for alias in imports if table.new_name(alias.target)}
    return (rebound | succeeded & left) - {"*"}


def check_moved(run: Run, table: MoveTable) -> None:
    """Refuse imports that a second run would move again."""
    before = {*map(binding, run.old)}
    for new in map(binding, run.new):
        moves = bool(table.new_name(new.means))
        left = new.style != "plain" and not _references_decide(new, table)
        if moves and (new not in before or left):
            raise refusal(f"{new.means} would be rewritten again")


def _new_names(old: Binding, table: MoveTable) -> Iterator[str]:
    """List the new names of what a binding means, and of the root it binds."""
    for means in {old.means, old.local} if old.style == "plain" else {old.means}:
        if new := table.new_name(means):
            yield new


def _succeeds(new: Binding, old: Binding, table: MoveTable) -> bool:
    """Return whether a binding is an old one under its new name."""
    if new.means not in _new_names(old, table):
        return False
    if (
        new.style in {"plain", "as"}
        and "." in new.means
        and any(move.new == new.means and not move.module for move in table.moves)
    ):
        # import a.b.f  is no way to import a function
        return False
    return new.local == old.local or "plain" in {new.style, old.style}


def _references_decide(old: Binding, table: MoveTable) -> bool:
    """Return whether a name may go: every reference to it went, checked one by one."""
    if root(old.means) not in table.roots:
        return False
    if old.style == "plain" or table.has_nested_rules(old.means):
        return True
    found = table.resolve(old.means)
    return isinstance(found, Moved) and (
        bool(found.move.inside) or root(found.new) == "builtins"
    )


def _is_handed_on(old: Binding, table: MoveTable) -> bool:
    """Return whether an owner hands on by a name what another package has now."""
    new, package = table.new_name(old.means), root(old.means)
    return (
        old.style == "from" and table.owns(package) and root(new) not in {"", package}
    )


def _is_allowed(new: Binding, old: Binding, table: MoveTable) -> bool:
    """Return whether a binding has its reason in an old one."""
    if new == old or _succeeds(new, old, table):
        return True
    if old.style == "star" and new.style == "from":
        # from a import *; f  ->  from n import f; f
        return table.new_name(f"{old.means}.{new.local}") == new.means
    if new.style == old.style == "plain" and old.means.startswith(f"{new.means}."):
        # import a  where only  import a.b  loaded it before
        return True
    if not _references_decide(old, table):
        return False
    above = old.local if old.style == "plain" else old.means
    return any(
        is_under(new.means, home) if move.module else new.means == home
        for move in table.moves
        if is_under(move.old, above) or is_under(above, move.old)
        for home in [move.holder]
    )
