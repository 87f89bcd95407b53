"""The versions of a distribution, and which of some names each of them lacks."""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING

from dr_refit.wheels.holders import has

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from packaging.version import Version

    from dr_refit.wheels.stock import Stock


class Versions:
    """The versions of a distribution, and which of some names each of them lacks."""

    def __init__(self, stock: Stock, name: str, wanted: Sequence[str]) -> None:
        self.stock = stock
        self.name = name
        self.wanted = wanted
        self._lacking: dict[Version, frozenset[str]] = {}

    def lacking(self, version: Version) -> frozenset[str]:
        """Return the names that a version surely has not."""
        if version not in self._lacking:
            wheel = self.stock.wheel(self.name, version)
            self._lacking[version] = frozenset(
                name for name in self.wanted if has([wheel], name) is False
            )
        return self._lacking[version]

    def first(
        self,
        versions: Sequence[Version],
        test: Callable[[frozenset[str]], Iterable[str]],
    ) -> Version | None:
        """Return the first version from which on what is lacking passes a test.

        Few versions are looked at: what vanished once is taken to stay away.
        """
        at = bisect_left(versions, 1, key=lambda one: bool(test(self.lacking(one))))
        return versions[at] if at < len(versions) else None
