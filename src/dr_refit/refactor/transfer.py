"""Modules that move from one repository to another, with all that they need."""

from __future__ import annotations

from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING

from dr_refit.codemod.formats import files_for
from dr_refit.codemod.pipeline import plan
from dr_refit.codes import KINDS, Code
from dr_refit.errors import RefitError
from dr_refit.findings import Finding, Position
from dr_refit.names import parent, root
from dr_refit.records import NamedTuple
from dr_refit.refactor import along, anchors, circles, crossing, left, needs, places
from dr_refit.refactor.change import Change, Draft
from dr_refit.refactor.circles import Modules
from dr_refit.refactor.departure import MANIFEST, files_of
from dr_refit.refactor.supplies import goods_of
from dr_refit.tree.discover import Exclusions, File, package_of
from dr_refit.tree.overlay import Overlay

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from dr_refit.migration.table import MoveTable
    from dr_refit.refactor.crossing import Crossing
    from dr_refit.refactor.departure import Departure, Side


class Transfer(NamedTuple):
    """The changes of both repositories, and what a commit has to say of them."""

    source: Change
    target: Change
    message: str
    #: What moved.
    table: MoveTable
    #: The files that moved, and their homes.
    homes: dict[str, str]
    #: Where the migration is that records it.
    record: str


def transfer(
    departure: Departure, forbidden: Callable[[str, str], str], commit: str
) -> Transfer:
    """Work out the changes of two repositories, one of which something leaves.

    Nothing is written. `forbidden`: why a package may not import another, empty where
    it may; `commit`: where the source stands. Raises RefitError: it cannot move.
    """
    return _Transfer(departure).done(forbidden, commit)


class _Transfer:
    """A transfer on its way."""

    def __init__(self, departure: Departure) -> None:
        self.departure = departure
        self.source, self.target = departure.source, departure.target
        self.pairs = departure.pairs
        self.going = departure.going
        self.table = departure.table
        self.there = files_of(self.target)
        self.draft = self._draft(self.source, departure.changed)
        self.draft_there = self._draft(self.target, departure.arriving)
        self.additions: dict[str, bytes] = {}
        self.findings: dict[str, list[Finding]] = {}

    # The rewrites

    def _draft(self, side: Side, changed: Mapping[str, bytes]) -> Draft:
        """Draft what becomes of a repository's files under the new names."""
        kinds = frozenset(KINDS) - {"manifests"}
        settings = side.options.settings._replace(sort=False, kinds=kinds)
        exclusions = Exclusions.of(side.options.settings)
        tree = Overlay(side.tree, changed)
        code = files_for(tree, [""], exclusions, settings)
        asked = side.options._replace(settings=settings)
        planned = plan(tree, code, self.table, asked)
        draft = Draft(tree, planned, side.options, side.prefix)
        draft.rebase(side.tree, changed)
        for path in changed:
            for one in draft.found(path, Code.OWN_MODULE):
                what = f"{path}:{one.position.line} takes {one.message.split()[0]}"
                raise RefitError(what, "write the bare name there first")
        return draft

    def done(self, forbidden: Callable[[str, str], str], commit: str) -> Transfer:
        """Take what goes along, check all, and return the changes."""
        found = [
            *along.data(self.source.tree, self.departure.files, self.going, self.pairs),
        ]
        for path, home in self.going.items():
            self._take(path, home)
        taken = along.homes(
            self.target.tree, self.source.tree, found, self.additions.__contains__
        )
        self.additions |= taken
        for one in found:
            if not one.shared:
                self.draft.give(one.path)
        for old, new in self.pairs:
            regular = bool(package_of(self.source.tree, old.path.rpartition("/")[0]))
            for init in places.new_packages(self.target.tree, new, regular=regular):
                self.additions.setdefault(init, b"")
        there, back = self._check(forbidden)
        self._supply(there, back)
        self._say_needed(there)
        record, data = self.departure.record()
        self.draft.add(record, data)
        paths = ", ".join(old.path for old, _ in self.pairs)
        moved = {k: v for k, v in self.going.items() if k not in self.departure.copied}
        moved |= {one.path: one.home for one in found if one.home in taken}
        origin = f"From {self.source.name}, {paths}, at {commit}."
        message = f"{self.departure.title}\n\n{origin}"
        source, target = self.draft.done(), self._target()
        return Transfer(source, target, message, self.table, moved, record)

    def _take(self, path: str, home: str) -> None:
        """Take a file from the source, under its new names, to its home."""
        if self.target.tree.kind(home) or home in self.additions:
            raise RefitError(f"{home} is there already", "rename one of the two first")
        if path in self.departure.copied:
            data = self.draft.content(path)
        else:
            data, self.findings[home] = self.draft.give(path)
        if path.endswith(".py"):
            homes = partial(along.home_of, pairs=self.pairs)
            with suppress(UnicodeDecodeError):
                data = anchors.anchored(path, home, data.decode(), homes).encode()
        self.additions[home] = data

    # The checks

    def _staying(self) -> list[File]:
        return [
            file for file in self.departure.files if not self.draft.is_given(file.path)
        ]

    def _arrived(self) -> list[File]:
        """Return the files that are at their new homes, by their names there."""
        homes = {home: path for path, home in self.going.items()}
        found = []
        for path in self.additions:
            package = package_of(
                Overlay(self.target.tree, self.additions), _above(path)
            )
            if path in homes and not package and path == homes[path]:
                package = next(
                    f.package for f in self.departure.files if f.path == path
                )
            found.append(File(path, package))
        arriving = self.departure.arriving
        known = {file.path: file for file in self.there if file.path in arriving}
        for _, new in self.pairs if arriving else ():
            found.append(known.get(new.path, File(new.path, parent(new.module))))
        return found

    def _arrived_content(self, path: str) -> bytes:
        if path in self.departure.arriving:
            return self.draft_there.content(path)
        return self.additions[path]

    def _check(
        self, forbidden: Callable[[str, str], str]
    ) -> tuple[list[Crossing], list[Crossing]]:
        staying, arrived = self._staying(), self._arrived()
        for files, content in (
            (staying, self.draft.content),
            (self.there, self.draft_there.content),
            (arrived, self._arrived_content),
        ):
            left.check(files, content, "", self.departure.is_gone)
        own = self.departure.own
        there = [*crossing.crossings(arrived, self._arrived_content, own)]
        new = {new.module for _, new in self.pairs}
        back = [*crossing.crossings(staying, self.draft.content, new)]
        crossing.check_private([*there, *back])
        crossing.check_circle(there, back)
        for old, new_place in self.pairs if back else ():
            if why := forbidden(root(old.module), root(new_place.module)):
                what = f"{why}, and would: {crossing.listed(back)}"
                raise RefitError(what, "choose a home below it, or move these, too")
        self._check_circles(staying, arrived)
        return there, back

    def _check_circles(self, staying: list[File], arrived: list[File]) -> None:
        own, there = self.source.tree.read, self.target.tree.read
        after = Modules.of(
            (staying, self.draft.content),
            (self.there, self.draft_there.content),
            (arrived, self._arrived_content),
        )
        changed = [f.module for f in staying if self.draft.changes(f.path)]
        changed += [f.module for f in arrived]
        circles.check(
            Modules.of((self.there, there), (self.departure.files, own)),
            after,
            after.paths.keys() & {*changed},
            circles.Names(self.table.new_name, self.departure.old_name),
        )

    # What both sides need

    def _supply(self, there: list[Crossing], back: list[Crossing]) -> None:
        """Change both manifests."""
        old, target = self.source.manifest, self.target.manifest
        alone = {**self.additions, **self.departure.alone}
        goods = goods_of(
            self.departure,
            (self._staying(), self.draft.content),
            (self._arrived(), alone.__getitem__),
            (there, back),
            old,
        )
        one, other = needs.shipped(old, target, goods)
        for draft, side, manifest in (
            (self.draft, self.source, one),
            (self.draft_there, self.target, other),
        ):
            if side.manifest != manifest.text:
                draft.rewrite(MANIFEST, partial(_written, manifest.text))
            draft.say(side.declares, manifest.findings)
        if goods.needed and self.source.declares != MANIFEST:
            names = ", ".join(one.package for one in goods.needed)
            message = f"this is not read: what it requires for {names}, require in"
            message += f" {self.target.name}, and no more here where nothing needs it"
            found = Finding(
                code=Code.REQUIREMENT_LEFT, message=message, kind="manifests"
            )
            self.draft.say(self.source.declares, [found])

    def _say_needed(self, there: list[Crossing]) -> None:
        """Say which modules that stay are needed at the new home."""
        at: dict[tuple[str, int], list[str]] = {}
        for one in there:
            at.setdefault((one.path, one.line), []).append(one.name)
        for (path, line), names in sorted(at.items()):
            listed = ", ".join(dict.fromkeys(names))
            found = Finding(
                code=Code.OLD_HOME_NEEDED,
                message=f"{listed}: it stays in the repository that this came from",
                position=Position(line=line, column=1),
            )
            self.findings.setdefault(path, []).append(found)

    def _target(self) -> Change:
        """Return the change of the target, in which files arrive."""
        for path, data in sorted(self.additions.items()):
            self.draft_there.add(path, data)
        for path, findings in self.findings.items():
            self.draft_there.say(path, findings)
        return self.draft_there.done()


def _above(path: str) -> str:
    return path.rpartition("/")[0]


def _written(new: str, _: str) -> str:
    return new
