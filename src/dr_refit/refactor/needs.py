"""What code needs of manifests as it goes: requirements, commands, a Python."""

from __future__ import annotations

import json
import re
import sys
from typing import TYPE_CHECKING, Literal

from dr_refit.codemod.manifests import dependencies, python_versions
from dr_refit.codemod.result import Need
from dr_refit.codes import Code
from dr_refit.findings import Finding
from dr_refit.manifests import listings, toml_text, toml_values
from dr_refit.manifests.names import canonical, distribution
from dr_refit.names import is_under, root
from dr_refit.records import NamedTuple
from dr_refit.refactor import setuptools

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from dr_refit.manifests.listings import Listing

#: Package -> its distribution, where the two are not alike.
_CALLED = {
    "attr": "attrs",
    "bs4": "beautifulsoup4",
    "Crypto": "pycryptodome",
    "cv2": "opencv-python",
    "dateutil": "python-dateutil",
    "dotenv": "python-dotenv",
    "fitz": "pymupdf",
    "git": "gitpython",
    "google": "protobuf",
    "jwt": "pyjwt",
    "mpl_toolkits": "matplotlib",
    "PIL": "pillow",
    "pkg_resources": "setuptools",
    "serial": "pyserial",
    "skimage": "scikit-image",
    "sklearn": "scikit-learn",
    "yaml": "pyyaml",
}
_SOURCES = ("tool", "uv", "sources")


class Needed(NamedTuple):
    """A package that code needs, and the files that import it."""

    package: str
    paths: tuple[str, ...]
    #: Tests alone need it.
    dev: bool


class Goods(NamedTuple):
    """What goes from one project to another, as far as manifests matter."""

    needed: tuple[Needed, ...]
    #: Old module -> new module, or old module:name -> new module:name.
    moves: Mapping[str, str]
    #: The packages that the first project does not need any more.
    unneeded: frozenset[str]
    #: The packages that arrive, dotted.
    packages: frozenset[str]
    #: Whether the second one needs the first now, and the first the second; None: not.
    there: Literal["package", "tests"] | None = None
    back: Literal["package", "tests"] | None = None
    #: Both are members of one workspace of uv's.
    is_workspace: bool = False


class Manifest(NamedTuple):
    """A pyproject.toml, and what there is to say of it."""

    text: str
    findings: tuple[Finding, ...] = ()


def shipped(source: str, target: str, goods: Goods) -> tuple[Manifest, Manifest]:
    """Return the manifests of two projects once code has gone from one to the other."""
    kept, new = source, target
    if target:
        kept, new = entries(source, target, goods.moves)
    gained_ = gained(new, source, goods)
    new, old = gained_.text, lost(kept, goods.unneeded)
    names = [toml_values.get(one, ("project", "name")) for one in (source, target)]
    if goods.there and new and names[0]:
        dev = goods.there == "tests"
        new = requiring(new, str(names[0]), dev=dev, is_workspace=goods.is_workspace)
    if goods.back and old and names[1]:
        dev = goods.back == "tests"
        old = requiring(old, str(names[1]), dev=dev, is_workspace=goods.is_workspace)
    old, new = setuptools.moved(old, new, goods.moves)
    new = setuptools.with_packages(new, goods.packages)
    return Manifest(old), Manifest(new, gained_.findings)


def requiring(text: str, name: str, *, dev: bool, is_workspace: bool = False) -> str:
    """Return a manifest that requires one more distribution, in any version.

    `is_workspace`: both are members of a workspace of uv's.
    """
    if any(distribution(one) == canonical(name) for _, one in declared(text, name)):
        return text
    listing = _like(text, listings.Array(("project", "dependencies")), dev=dev)
    text = _required(text, listing, name).text
    if not is_workspace or name in (toml_values.get(text, _SOURCES) or {}):
        return text
    return toml_text.with_statement(text, _SOURCES, f"{name} = {{ workspace = true }}")


def is_for(requirement: str, package: str) -> bool:
    """Return whether a requirement brings a package, by its name."""
    name = distribution(requirement)
    return name in {canonical(package), _CALLED.get(package, canonical(package))}


def declared(text: str, package: str) -> list[tuple[Listing, str]]:
    """List the lists of a manifest that require a package, and how."""
    return [
        (listing, one)
        for listing in listings.in_pyproject(text)
        if not listing.only_limits
        for one in listing.texts(text)
        if is_for(one, package)
    ]


def external(names: Iterable[str], own: Iterable[str]) -> set[str]:
    """Return the top-level packages of imports that a distribution has to bring."""
    found = {root(name) for name in names if not name.startswith(".")}
    return found - {*own} - sys.stdlib_module_names


def gained(text: str, source: str, goods: Goods) -> Manifest:
    """Return the manifest to which code goes that needs packages.

    `source` is the manifest that required them: it says how. Without a manifest all is
    to be added by hand.
    """
    findings: list[Finding] = []
    needed = goods.needed
    if not text:
        findings += (_undeclared(one, declared(source, one.package)) for one in needed)
        return Manifest(text, tuple(findings))
    owner = canonical(str(toml_values.get(text, ("project", "name")) or ""))
    for one in needed:
        found, here = declared(source, one.package), declared(text, one.package)
        if not found:
            if not here and owner != canonical(one.package):
                findings.append(_undeclared(one, ()))
            continue
        if one.dev and here:
            continue
        listing, requirement = min(found, key=lambda pair: pair[0].dev)
        dev = one.dev or listing.dev
        done = _required(text, _like(text, listing, dev=dev), requirement)
        text = done.text
        findings += done.findings
        text, said = _with_source(text, source, requirement, goods)
        findings += said
    text = dependencies.allowing_sources(text)
    wanted = toml_values.get(source, ("project", "requires-python"))
    if isinstance(wanted, str):
        text, raised = python_versions.raised(text, wanted)
        findings += raised
    return Manifest(text, tuple(findings))


def _required(text: str, listing: Listing, requirement: str) -> Manifest:
    """Return a manifest whose list requires a distribution, as it was required."""
    name = distribution(requirement)
    need = dependencies.without_url(text, Need("move", requirement))
    if all(distribution(one) != name for one in listing.texts(text)):
        # Its marker, and its spelling, come along.
        return Manifest(listing.added(text, need.requirement))
    edited = dependencies.edited(text, listing, [need], {}, (), ())
    return Manifest(edited.text, edited.findings)


def _undeclared(one: Needed, found: Sequence[tuple[Listing, str]]) -> Finding:
    how = f"add {found[0][1]}" if found else "add what brings it; no list had that"
    message = f"{one.package} is imported by {one.paths[0]}: {how}"
    return Finding(code=Code.REQUIREMENT_LEFT, message=message, kind="manifests")


def _like(text: str, listing: Listing, *, dev: bool) -> Listing:
    """Return the list of a manifest that is for the same as one of another."""
    have = [one for one in listings.in_pyproject(text) if not one.only_limits]
    same = [one for one in have if one.label == listing.label and one.dev == dev]
    extra = listing.label.startswith("project.optional-dependencies.")
    if not dev and extra and not same:
        return listing
    fitting = same or [one for one in have if one.dev == dev]
    if fitting and (dev or same or not extra):
        return fitting[0]
    path = ("dependency-groups", "dev") if dev else ("project", "dependencies")
    return listings.Array(path, dev=dev)


def _with_source(
    text: str, source: str, requirement: str, goods: Goods
) -> tuple[str, Iterator[Finding] | tuple[Finding, ...]]:
    """Say where uv finds a distribution, as the other manifest does."""
    name = distribution(requirement)
    sources = toml_values.get(source, _SOURCES) or {}
    key = next((key for key in sources if canonical(key) == name), None)
    there = toml_values.get(text, _SOURCES) or {}
    if key is None or name in {*map(canonical, there)}:
        return text, ()
    entry = sources[key]
    elsewhere = {"path"} if goods.is_workspace else {"path", "workspace"}
    if not isinstance(entry, dict) or elsewhere & entry.keys():
        message = f"[tool.uv.sources] has a place for {name} where this came from"
        finding = Finding(
            code=Code.REQUIREMENT_LEFT,
            message=f"{message}: say where it is from here",
            kind="manifests",
        )
        return text, (finding,)
    shown = ", ".join(f"{k} = {json.dumps(v)}" for k, v in entry.items())
    return toml_text.with_statement(text, _SOURCES, f"{key} = {{ {shown} }}"), ()


def lost(text: str, packages: Iterable[str]) -> str:
    """Return a manifest without packages that nothing there needs any more."""
    for package in sorted(packages):
        for listing, one in declared(text, package):
            at = listing.texts(text).index(one)
            text = listing.replaced(text, at, [])
            text = dependencies.without_sources(text, distribution(one))
    return text


def is_used_otherwise(text: str, package: str, settings: Iterable[str]) -> bool:
    """Return whether a project uses a package in other ways than by imports.

    `settings`: the texts of its other settings.
    """
    names = {distribution(one) for _, one in declared(text, package)}
    tools = {canonical(key) for key in toml_values.get(text, ("tool",)) or ()}
    if tools & names or not names:
        return True
    found = re.compile(
        "|".join(rf"(?<![\w-]){re.escape(one)}(?![\w-])" for one in names)
    )
    return any(found.search(one) for one in settings)


_ENTRIES = (("project", "scripts"), ("project", "gui-scripts"))


def entries(source: str, target: str, moves: Mapping[str, str]) -> tuple[str, str]:
    """Return both manifests, the commands of what moved in the second one.

    One whose name is taken there stays.
    """
    plugins = toml_values.get(source, ("project", "entry-points")) or {}
    tables = [*_ENTRIES, *(("project", "entry-points", name) for name in plugins)]
    for table in tables:
        for key, value in (toml_values.get(source, table) or {}).items():
            old = next((one for one in moves if _names(value, one)), "")
            if not old or key in (toml_values.get(target, table) or {}):
                continue
            new = moves[old] + value[len(old) :]
            statement = f"{_key(key)} = {toml_values.encoded(new)}"
            target = toml_text.with_statement(target, table, statement)
            source = toml_text.without(source, (*table, key))
            if not toml_values.get(source, table):
                source = toml_text.without(source, table)
    return source, target


def _names(value: object, module: str) -> bool:
    if not isinstance(value, str):
        return False
    named = value if ":" in module else value.partition(":")[0]
    return is_under(named.strip().replace(":", "."), module.replace(":", "."))


def _key(name: str) -> str:
    return name if re.fullmatch(r"[\w-]+", name) else toml_values.encoded(name)
