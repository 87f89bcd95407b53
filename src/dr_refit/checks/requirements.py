"""Requirements against imports: what is not declared, and what is not used."""

from __future__ import annotations

from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

from dr_refit.checks.distributions import (
    TYPING,
    brings,
    is_builtin,
    is_unseen,
    may_bring,
    named_for,
)
from dr_refit.checks.model import Check, is_in
from dr_refit.codes import Code
from dr_refit.manifests import elsewhere
from dr_refit.manifests.names import canonical
from dr_refit.names import import_name, is_under, root
from dr_refit.patterns import regex

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dr_refit.checks.model import Family, Found, Import, Repository, Requirement

#: Files that are run with what builds a project, or tests it.
_BUILD = ("setup.py", "noxfile.py")
#: Lists that are installed where they are asked for.
_EXTRA = regex(r"project\.optional-dependencies\.|tool\.poetry\.")
#: Modules for the tests of others.
_TESTING = frozenset(["testing", "_testing"])
#: Files in which the name of a distribution is no use of it.
_PROSE = regex(r".*\.(?:md|rst|json)|(?:.*/)?pyproject\.toml|.*\.lock")


class Undeclared(Check):
    """{package} is imported, and {where}."""

    code = Code.UNDECLARED_DEPENDENCY

    def find(self, family: Family) -> Iterator[Found]:
        """Yield the first import of a package in each file that cannot count on it."""
        for one in family.repositories:
            seen: set[tuple[str, str]] = set()
            for each in one.imports:
                shared = _is_shared(each.package, one)
                name = each.module if shared else each.package
                if (each.path, name) in seen or not _matters(each, one, family):
                    continue
                alike = not (shared or _is_family(each.package, family))
                if where := _missing(each, one, alike=alike):
                    seen.add((each.path, name))
                    yield self.found(
                        one.name,
                        each.path,
                        each.position,
                        each.ignored,
                        package=name,
                        where=where,
                    )


class Unused(Check):
    """{listing} requires {distribution}, and nothing imports it."""

    code = Code.UNUSED_DEPENDENCY

    def find(self, family: Family) -> Iterator[Found]:
        """Yield the requirements of what is installed that no file has a use for."""
        for one in family.repositories:
            for each in one.requirements:
                if each.dev or each.extra or ";" in each.text:
                    continue
                if each.scope in one.opaque:
                    continue
                if not _is_used(each, one, family):
                    yield self.found(
                        one.name,
                        each.path,
                        each.position,
                        each.ignored,
                        listing=each.listing or each.path,
                        distribution=each.distribution,
                    )


def _matters(each: Import, one: Repository, family: Family) -> bool:
    """Return whether an import is of another distribution that has to be there."""
    package = each.package
    if each.site == "foreign" or is_builtin(package):
        return False
    if package in _ignored(one, "DEP001", "DEP003", "DEP004"):
        return False
    if package in one.packages or one.has_beside(each):
        return False
    # A test may have made what it imports.
    made = each.site == "test" and each.deferred
    if made or (each.typing and package in TYPING):
        return False
    # try: import tomllib / except ImportError: ...  goes without it.
    return not each.guarded or _is_family(package, family)


def _is_shared(package: str, one: Repository) -> bool:
    """Return whether several distributions have a part of a package each."""
    start = f"{canonical(package)}-"
    names = {r.distribution for r in one.requirements}
    return sum(name.startswith(start) for name in names) > 1


def _ignored(one: Repository, *rules: str) -> frozenset[str]:
    """Return the names that its settings of deptry leave out."""
    return frozenset().union(*(one.exempt.get(rule, ()) for rule in rules))


def _brings(one: Repository, distribution: str, dotted: str) -> bool:
    """Return whether a distribution brings a module, as its settings or names say."""
    if distribution in one.brought:
        return any(is_under(dotted, module) for module in one.brought[distribution])
    return brings(distribution, dotted)


def _is_family(package: str, family: Family) -> bool:
    named = any(fnmatchcase(package, pattern) for pattern in family.rules.family)
    return named or any(package == member.package for member in family.members)


def _missing(each: Import, one: Repository, *, alike: bool) -> str:
    """Return why a file cannot count on a package; empty: it can, or nobody knows.

    `alike`: a distribution with a name like its own may bring it.
    """
    scopes = _scopes(each.path, one)
    if not scopes or scopes & one.opaque or each.path.endswith(_BUILD):
        return ""
    declared = [
        r
        for r in one.requirements
        if r.scope in scopes or (r.dev and r.covers(each.path))
    ]
    found = [r for r in declared if _brings(one, r.distribution, each.dotted)]
    if alike and not found:
        found = [r for r in declared if _fits(r, each, one)]
    own = {name for scope, name in one.distributions.items() if scope in scopes}
    if any(brings(name, each.package) for name in own):
        return ""
    if not found:
        beside = alike and each.site != "package"
        if beside and _is_installed(each.package, one):
            return ""
        nearest = max(scopes, key=len)
        manifest = nearest if nearest == each.path else (nearest or "the project")
        return f"{manifest} does not require it"
    if _is_needed(each) and all(r.dev for r in found):
        # Who calls a function may have asked for the extra that it needs.
        if each.deferred and any(_EXTRA.match(r.listing) for r in found):
            return ""
        return f"only {found[0].listing or found[0].path} requires it"
    return ""


def _is_needed(each: Import) -> bool:
    """Return whether what is installed cannot do without an import."""
    if each.site != "package" or each.typing or each.guarded:
        return False
    # numpy.testing, pandas._testing: for tests of others.
    return _TESTING.isdisjoint(each.importer.split("."))


def _is_installed(package: str, one: Repository) -> bool:
    """Return whether a file beside the manifests installs a package: tox.ini, CI."""
    return any(
        any(elsewhere.requiring(path, text, name))
        for name in named_for(package)
        for path, text in one.texts.items()
    )


def _scopes(path: str, one: Repository) -> set[str]:
    """Return where a file says what it requires: in its project, or in itself."""
    if path in one.scopes:
        # It is run with what it lists itself.
        return {path}
    projects = (folder for folder in one.distributions if is_in(path, folder))
    project = max(projects, key=len, default="")
    return {s for s in one.scopes if is_in(path, s) and is_in(s, project)}


def _fits(required: Requirement, each: Import, one: Repository) -> bool:
    """Return whether a distribution that nothing else uses may bring a module."""
    return may_bring(required.distribution, each.dotted) and not any(
        _brings(one, required.distribution, other.dotted) for other in one.imports
    )


def _is_used(required: Requirement, one: Repository, family: Family) -> bool:
    name = required.distribution
    if name in one.distributions.values() or is_unseen(name):
        return True
    if name in {*map(canonical, _ignored(one, "DEP002"))}:
        return True
    here = {i.dotted for i in one.imports if required.covers(i.path)}
    if any(_brings(one, name, each) for each in here):
        return True
    package = import_name(name)
    if not _is_family(package, family):
        others = {r.distribution for r in one.requirements} - {name}
        for each in sorted(here):
            taken = any(_brings(one, other, each) for other in others)
            top = root(each)
            known = is_builtin(top) or _is_family(top, family) or _is_shared(top, one)
            if not (known or taken) and may_bring(name, each):
                return True
    # read_parquet(engine="fastparquet");  RUN uvicorn main:app
    return any(
        package in words
        for path, words in one.words.items()
        if not _PROSE.fullmatch(path) and path != required.path
    )
