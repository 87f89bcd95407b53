"""Modules and public names that nobody in the family uses."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dr_refit.checks.model import Check
from dr_refit.codes import Code
from dr_refit.names import leaf, parent

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dr_refit.checks.model import Family, Found, Repository

#: What tools look for by its name.
_ENTRIES = frozenset(["main", "app", "cli", "conftest", "setup", "version"])


class UnusedName(Check):
    """{what} is used nowhere in the family."""

    code = Code.UNUSED_NAME

    def find(self, family: Family) -> Iterator[Found]:
        """Yield the modules, and the names of others, that no file speaks of."""
        if not family.whole:
            return
        words: dict[str, int] = {}
        for one in family.repositories:
            for found in one.words.values():
                for word in found:
                    words[word] = words.get(word, 0) + 1
        for one in family.repositories:
            gone = {name for name in one.modules if _is_unused(name, one, words)}
            for name in sorted(gone):
                yield self.found(one.name, one.modules[name], what=f"the module {name}")
            for each in one.definitions:
                if each.module in gone or each.decorated or each.name in _ENTRIES:
                    continue
                if each.name not in words:
                    what = f"{each.name} of {each.module}"
                    at = each.path, each.position, each.ignored
                    yield self.found(one.name, *at, what=what)


def _is_unused(module: str, one: Repository, words: dict[str, int]) -> bool:
    name = leaf(module)
    is_package = one.modules[module].endswith("__init__.py")
    if not parent(module) or is_package or name in _ENTRIES or name.startswith("_"):
        return False
    return name not in words
