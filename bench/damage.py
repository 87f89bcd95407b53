"""Damaged plans over real packages: the proof from the changes beside the whole one.

    python -m bench.damage [COUNT]

At least so many plans are judged (20,000), of every kind of move; exit 1 where one that
the whole proof refuses was accepted.
"""

from __future__ import annotations

import sys
import warnings
from random import Random
from typing import TYPE_CHECKING

from bench import trees
from dr_refit.errors import FileRefused
from dr_refit.migration.model import Move
from dr_refit.python.facts import Facts
from dr_refit.python.source import Source
from tests.support.damage import Verdicts, judge
from tests.support.moves import lookup_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

COUNT = 20_000
#: Larger files take long to parse twice, and hold nothing that others do not.
LARGEST = 60_000

KINDS: dict[str, list[Move]] = {
    "symbols": [
        Move(old="numpy.testing.assert_allclose", new="dr_x.testing.assert_allclose"),
        Move(old="pandas.DataFrame", new="dr_frames.Frame"),
        Move(old="django.utils.translation.gettext_lazy", new="dr_i18n.later"),
        Move(old="botocore.exceptions.ClientError", new="dr_x.errors.ClientError"),
        Move(old="typing.List", new="builtins.list"),
        Move(old="typing.Optional", new="dr_t.Maybe"),
    ],
    "modules": [
        Move(old="numpy.linalg", new="dr_la", module=True),
        Move(old="matplotlib.pyplot", new="dr_plots.state", module=True),
        Move(old="django.db", new="dr_db", module=True),
        Move(old="os.path", new="dr_y.paths", module=True),
        Move(old="sqlalchemy", new="dr_sql.alchemy", module=True),
    ],
    "relative, and stars": [
        Move(old="sympy.core", new="dr_sym.core", module=True),
        Move(old="sympy.utilities.misc.as_int", new="dr_sym.integers.as_int"),
        Move(old="networkx.exception", new="dr_nx.errors", module=True),
        Move(old="scipy.linalg", new="scipy.algebra", module=True),
        Move(old="pandas.core.dtypes.common", new="dr_types", module=True),
        Move(old="astropy.units", new="dr_units.astro", module=True),
    ],
    "chained": [
        Move(old="numpy.linalg", new="numpy.fft", module=True),
        Move(old="numpy.fft", new="dr_fft.transforms", module=True),
        Move(old="numpy.random", new="dr_r", module=True),
        Move(old="numpy.random.default_rng", new="numpy.linalg.rng"),
        Move(old="sys.stdout", new="sys.stderr"),
        Move(old="sys.stderr", new="sys.stdout"),
    ],
}


def main(count: int) -> int:
    """Judge plans of every kind, and print what was found."""
    warnings.simplefilter("ignore")
    trees.set_up()
    files = trees.python_of(trees.files_of())
    wrong = 0
    for kind, moves in KINDS.items():
        verdicts = _verdicts(files, moves, Random(kind), count // len(KINDS))
        print(f"{kind}: {verdicts.total:,} plans")
        for verdict, times in sorted(verdicts.count.items()):
            print(f"    {times:>8,}  {verdict}")
        for why, edits, _ in verdicts.wrong[:5]:
            print(f"    {why}: {edits}")
        wrong += len(verdicts.wrong)
    return int(wrong > 0)


def _verdicts(
    files: Mapping[str, Path], moves: Sequence[Move], random: Random, count: int
) -> Verdicts:
    """Judge plans of the files until there are so many, again and again if need be."""
    verdicts, before = Verdicts(), -1
    while verdicts.total > before:
        before = verdicts.total
        for facts in _facts(files, moves, random):
            table = lookup_of(moves).seen_from(facts.module)
            judge(facts, table, random, verdicts)
            if verdicts.total >= count:
                return verdicts
    return verdicts


def _facts(
    files: Mapping[str, Path], moves: Sequence[Move], random: Random
) -> Iterator[Facts]:
    """Yield the files that name a root of a move, in any order."""
    roots = {move.old.partition(".")[0].encode() for move in moves}
    for path in random.sample([*files], len(files)):
        data = files[path].read_bytes()
        if len(data) > LARGEST or not any(root in data for root in roots):
            continue
        parts = path.removesuffix(".py").split("/")
        package = ".".join(parts[:-1])
        module = package if parts[-1] == "__init__" else ".".join(parts)
        try:
            source = Source(path, data)
            source.tree  # noqa: B018 - parsed here
        except FileRefused:
            continue
        yield Facts(source=source, package=package, module=module)


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if sys.argv[1:] else COUNT))
