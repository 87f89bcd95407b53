"""fleet.toml to `Fleet`, checked to the last key; and a repository added to it."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any, Final

from dr_refit import files
from dr_refit import toml as toml_schema
from dr_refit.checks.model import LAYERS
from dr_refit.errors import RefitError
from dr_refit.fleet.model import CommitStyle, Fleet, Repo, Template
from dr_refit.fleet.shape import fleet_shape
from dr_refit.migration import toml as migration_toml
from dr_refit.migration.select import by_id
from dr_refit.toml import nearest

if TYPE_CHECKING:
    from dr_refit.migration.model import Migration
    from dr_refit.toml import Document, Place, Table

#: The file's name, which is searched upwards.
NAME: Final = "fleet.toml"


def find(folder: str = ".") -> str:
    """Return the path of the nearest fleet.toml, in a folder or in one above it.

    Where there is none, it is the one that the folder would have.
    """
    here = os.path.abspath(folder)
    while not os.path.exists(os.path.join(here, NAME)):
        above = os.path.dirname(here)
        if above == here:
            return os.path.relpath(os.path.join(folder, NAME))
        here = above
    return os.path.relpath(os.path.join(here, NAME))


def load(path: str) -> Fleet:
    """Read a fleet.toml. Raises RefitError on the first thing wrong in it."""
    try:
        return parse(files.read(path), path)
    except OSError as error:
        hint = "name it with --file, or write one: fleet init TEMPLATE"
        raise RefitError(f"{path}: {error.strerror}", hint) from None


def parse(data: bytes, path: str) -> Fleet:
    """Read the content of a fleet.toml. Raises: as `load`."""
    return toml_schema.parse(path, data, fleet_shape(), lambda file: _read(file, path))


def _read(file: Document, path: str) -> Fleet:
    path = os.path.abspath(path)
    defaults: Table = file.data.get("defaults", {})
    layers = tuple(file.data.get("layers", LAYERS))
    file.at = ("layers",)
    if len({*layers}) != len(layers):
        raise RefitError("layers has one twice", "leave it out")
    templates, own = _templates(file), _own_migrations(file, os.path.dirname(path))
    repositories: list[Repo] = []
    #: Import name, or location -> where it is.
    places: dict[str, Place] = {}
    for number, table in enumerate(file.data.get("repository", ())):
        file.at = at = ("repository", number)
        if "path" in table and "url" in table:
            raise RefitError(f"{table['name']} has a path and a url", "leave one out")
        if "path" not in table and "url" not in table:
            what = f"{table['name']} has neither path nor url"
            raise RefitError(what, "add path or url")
        if (layer := table.get("layer")) is not None and layer not in layers:
            file.at = (*at, "layer")
            what = f"layer must be one of {', '.join(layers)}, not {layer!r}"
            hint = "Layers build on the ones before them."
            raise RefitError(what, nearest(layer, layers, hint))
        template = _template_of(file, at, templates)
        repo = _repo(table, defaults, template, os.path.dirname(path))
        for key, value in (
            ("name", repo.package),
            ("path" if "path" in table else "url", repo.location),
        ):
            file.at = (*at, key)
            if (first := places.setdefault(value, file.at)) != file.at:
                raise RefitError(
                    f"{table[key]} is listed twice",
                    f"it is on line {file.line(*first)} already",
                )
        repositories.append(repo)
    return Fleet(
        path=path,
        template=templates.get("") or next(iter(templates.values())),
        repositories=tuple(repositories),
        answers=defaults.get("answers", {}),
        commit=CommitStyle(
            **{
                key.replace("-", "_"): value
                for key, value in file.data.get("commit", {}).items()
            }
        ),
        layers=layers,
        named={name: each for name, each in templates.items() if name},
        migrations=own,
    )


def _templates(file: Document) -> dict[str, Template]:
    """Return the templates by name; under "" the one of `[template]` itself.

    Those in its repository have all that it says, but what they say otherwise.
    """
    first: Table = file.data["template"]
    named = {
        name: table
        for name, table in first.items()
        if isinstance(table, dict) and name != "answers"
    }
    own = {key: value for key, value in first.items() if key not in named}
    file.at = ("template",)
    found = {"": _template("", own)} if "url" in own or not named else {}
    for name, table in named.items():
        file.at = ("template", name)
        answers = {**own.get("answers", {}), **table.get("answers", {})}
        is_beside = "url" in own and table.get("url", own["url"]) == own["url"]
        found[name] = _template(
            name, own | table | {"answers": answers} if is_beside else table
        )
    return found


def _template(name: str, table: Table) -> Template:
    if "url" not in table:
        what = f"template.{name} has no url" if name else "url is missing"
        raise RefitError(what, "Where its projects come from, a git URL.")
    return Template(
        name=name,
        url=table["url"],
        version=table.get("version", ""),
        aliases=tuple(table.get("aliases", ())),
        skip_tasks=table.get("skip-tasks", False),
        answers=table.get("answers", {}),
    )


def _template_of(file: Document, at: Place, templates: dict[str, Template]) -> Template:
    """Return the template that a repository names. Raises RefitError: it is none."""
    table: Table = file.data["repository"][at[1]]
    name = table.get("template", "")
    if name in templates:
        return templates[name]
    names = ", ".join(name for name in templates if name)
    hint = f"there are: {names}" if names else "write [template.NAME] above"
    if not name:
        file.at = at
        raise RefitError(f"{table['name']} does not say which template", hint)
    file.at = (*at, "template")
    raise RefitError(f"there is no template {name}", nearest(name, templates, hint))


def _own_migrations(file: Document, folder: str) -> tuple[Migration, ...]:
    """Read the migrations that are named by their files."""
    found: dict[str, Migration] = {}
    tables: list[tuple[Place, Table]] = [
        (("defaults",), file.data.get("defaults", {})),
        *(
            (("repository", number), table)
            for number, table in enumerate(file.data.get("repository", ()))
        ),
    ]
    for place, table in tables:
        for name in table.get("migrations", ()):
            if name.endswith(".toml") and name not in found:
                file.at = (*place, "migrations", name)
                try:
                    data = files.read(os.path.join(folder, name))
                except OSError as error:
                    what = f"{name}: {error.strerror}"
                    raise RefitError(what, "name a readable file") from None
                found[name] = migration_toml.parse(name, data)
    return tuple(by_id(found.values()).values())


def _repo(table: Table, defaults: Table, template: Template, folder: str) -> Repo:
    keys = ("name", "layer", "hold", "version", "template", "answers_file", "base")
    rest = {key: table[key] for key in keys if key in table}
    path = os.path.join(folder, os.path.expanduser(table.get("path", "")))
    return Repo(
        location=table.get("url", os.path.normpath(path)),
        answers={**template.answers, **table.get("answers", {})},
        defaults=defaults.get("answers", {}),
        migrations=tuple(
            os.path.basename(name).removesuffix(".toml")
            for name in (defaults | table).get("migrations", ())
        ),
        **rest,
    )


def init(path: str, url: str) -> None:
    """Write a first fleet.toml. Raises RefitError: it is there, or the URL is none."""
    import tomlkit  # only where a file is written

    text = tomlkit.dumps({"template": {"url": url}})
    try:
        parse(text.encode(), path)
    except RefitError as error:
        # fleet.toml:2: template.url must be …
        _, _, message = error.message.partition(": ")
        raise RefitError(f"no template: {message}", error.hint) from None
    try:
        with open(path, "x", encoding="utf-8") as file:
            file.write(text)
    except FileExistsError:
        hint = "fleet add adds a repository to it, fleet new a new one"
        raise RefitError(f"{path} is there already", hint) from None
    except OSError as error:
        raise RefitError(f"{path}: {error.strerror}", "write elsewhere") from None


def add(path: str, repo: Repo, *, dry: bool = False) -> None:
    """Add a repository at the end of a fleet.toml; all else in it stays as it is.

    Raises RefitError, with nothing written, where it would not be right afterwards;
    `dry` finds out whether it would.
    """
    import tomlkit  # only where a file is edited

    from dr_refit.errors import FileRefused
    from dr_refit.tree.write import write

    load(path)
    before = files.read(path)
    document = tomlkit.parse(before.decode())
    table = tomlkit.table()
    table.trivia.indent = "\n"  # a blank line above it
    for key, value in _fields(repo, os.path.dirname(os.path.abspath(path))).items():
        table.add(key, value)
    tables: Any = document.setdefault("repository", tomlkit.aot())
    tables.append(table)
    after = tomlkit.dumps(document).encode()
    try:
        parse(after, path)
        if not dry:
            write(os.path.realpath(path), after, expected=before)
    except RefitError as error:
        # The line is none of the file as it is.
        _, _, message = error.message.partition(": ")
        what = f"{repo.name} cannot be added: {message}"
        raise RefitError(what, error.hint) from None
    except FileRefused as error:
        raise RefitError(f"{path}: {error.message}", "try again") from None


def _fields(repo: Repo, folder: str) -> Table:
    local = os.path.isabs(repo.location)
    location = os.path.relpath(repo.location, folder) if local else repo.location
    written = {
        "name": repo.name,
        "path" if local else "url": location,
        "layer": repo.layer,
        "version": repo.version,
        "template": repo.template,
        "answers_file": repo.answers_file,
        "base": repo.base,
        "hold": repo.hold,
        "migrations": list(repo.migrations),
        "answers": dict(repo.answers),
    }
    return {key: value for key, value in written.items() if value}
