"""All that is left of a plan, in an order in which nobody is broken."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from dr_refit.plan.model import Order, Step

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from dr_refit.plan.model import PhaseProgress, RowProgress
    from dr_refit.plan.verdict import Left


@dataclass(kw_only=True, slots=True)
class _Work:
    """Everything that one command does."""

    left: list[tuple[RowProgress, Left]] = field(default_factory=list)
    #: Why it waits, and for whom; None: nothing in the plan changes that.
    waits: list[tuple[str, _Work | None]] = field(default_factory=list)


def order(phases: Sequence[PhaseProgress], repositories: Sequence[str]) -> Order:
    """Order what is left; `repositories` are in the order of the fleet.toml.

    Of what can be done at the same time, what lies lower in the family comes first, and
    last what is still to be looked at.
    """
    rows = [row for phase in phases for row in phase.rows]
    works = _works(rows)
    place = {name: number for number, name in enumerate(repositories)}

    def early(work: _Work) -> tuple[bool, int]:
        _, first = work.left[0]
        late = first.shows or not first.measured
        return late, place.get(first.repository, len(place))

    waiting = sorted(works, key=early)
    done: list[_Work] = []
    while waiting:
        ready = [
            one
            for one in waiting
            if all(other in done for _, other in one.waits if other is not None)
        ]
        # First what nothing holds back. In a circle nobody is ready: all that is in it
        # follows, and says for whom it waits.
        first = min(ready, key=lambda one: bool(one.waits)) if ready else waiting[0]
        done.append(first)
        waiting.remove(first)
    return Order(steps=tuple(_steps(done)))


def _works(rows: Sequence[RowProgress]) -> list[_Work]:
    known = {one.gives for row in rows for one in row.left if one.measured}
    found: dict[tuple[str, ...], _Work] = {}
    for row in rows:
        for one in row.left:
            # What makes the repository is a step already.
            if not one.measured and one.gives and one.gives in known:
                continue
            key = (one.command,) if one.command else (one.repository, one.why)
            found.setdefault(key, _Work()).left.append((row, one))
    works = list(found.values())
    for work in works:
        for _, one in work.left:
            for need in one.needs:
                givers = [w for w in works if _gives(w, need.tokens)]
                if work not in givers:
                    work.waits.append((need.why, givers[0] if givers else None))
    within = [other for work in works for _, other in work.waits]
    for work in works:
        # What another row asks for, too, or another step of this one, need not wait
        # for what comes before the row.
        after = set[str].intersection(*(set(row.row.after) for row, _ in work.left))
        for name in sorted(after) if work not in within else ():
            work.waits += [
                (f"{name} comes first", other)
                for other in works
                if _is_of(other, name) and not _is_of(work, name)
            ]
    return works


def _gives(work: _Work, tokens: tuple[str, ...]) -> bool:
    return any(one.gives in tokens for _, one in work.left)


def _is_of(work: _Work, row: str) -> bool:
    return any(of.row.name == row for of, _ in work.left)


def _steps(works: Sequence[_Work]) -> Iterator[Step]:
    for work in works:
        #: Why -> the numbers of those it waits for; of each, one reason is enough.
        waits: dict[str, list[str]] = {}
        for why, other in work.waits:
            number = str(works.index(other) + 1) if other else ""
            if not number or all(number not in each for each in waits.values()):
                waits.setdefault(why, []).extend([number] if number else [])
        yield Step(
            rows=tuple(dict.fromkeys(row.row.name for row, _ in work.left)),
            why=tuple(dict.fromkeys(_told(one) for _, one in work.left)),
            repository=work.left[0][1].repository,
            command=work.left[0][1].command,
            waits=tuple(
                f"{', '.join(numbers)}: {why}" if numbers else why
                for why, numbers in waits.items()
            ),
        )


def _told(left: Left) -> str:
    return left.why if left.measured else f"not measured: {left.why}"
