"""fleet.toml to `Fleet`, checked to the last key; and a repository added to it."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any, Final

from dr_refit import files
from dr_refit import toml as toml_schema
from dr_refit.checks.model import LAYERS
from dr_refit.errors import RefitError
from dr_refit.fleet.model import CommitStyle, Fleet, Repo, Template
from dr_refit.migration.toml import shipped_dir
from dr_refit.toml import BOOLEAN, fields, list_of, map_of, nearest, one_of, string

if TYPE_CHECKING:
    from dr_refit.toml import Document, Place, Table

#: The file's name, which is searched upwards.
NAME: Final = "fleet.toml"
#: Where a pattern ends; Python's own `$` lets a newline follow.
_END: Final = r"$(?!\n)"
#: Names of folders, branches and files alike.
_NAME: Final = string(
    "name of lower-case letters, digits, dots and dashes",
    rf"^(?!.*(\.\.|\.lock$|\.$))[a-z0-9][a-z0-9._-]*{_END}",
)
#: None is an option to git, none starts a program (`ext::`), none holds a password.
_REST: Final = rf"(?!\S*::)[^\s\x00-\x1f'\"\\`{{}}]+{_END}"
_URL: Final = string("git URL", rf"^(https://(?![^/]*@)|ssh://|file://|git@){_REST}")
#: Nothing else is git to Copier, but a folder.
_GIT: Final = rf"git\+|https://git(hub|lab)\.com/|\S*\.git{_END}"
_SOURCE: Final = string(
    "git URL that Copier knows as one",
    rf"^(git@|gh:|gl:|/|(?={_GIT})(git\+)?(https://(?![^/]*@)|ssh://|file://)){_REST}",
)
_PATH: Final = string("path", rf"^(?!-|\S*://)[^\x00-\x1f]+{_END}")
_VERSION: Final = string(
    "tag such as v1.2.0, or hash",
    rf"^(?![-./])(?!.*(\.\.|//|@\{{))[\w./+@-]+{_END}",
)
_NAME_OF_BRANCH: Final = string(
    "name of a branch", rf"^(?![-/.])(?!.*(\.\.|//|@\{{))[^\x00-\x20~^:?*\[\\]+{_END}"
)
_ANSWER: Final = {
    "type": ["string", "boolean", "integer", "number", "array", "object"],
    "title": "text, number, boolean, list or table",
}


def _shape() -> Table:
    migrations = one_of(sorted(path.stem for path in shipped_dir().glob("*.toml")))
    answers = (
        map_of(_ANSWER, rf"^[A-Za-z]\w*{_END}"),
        "Question of the template -> its answer.",
    )
    selected = (
        list_of(migrations, "migrations"),
        "The codemods to apply; without it, all that are shipped.",
    )
    version = (_VERSION, "A release to stay at, instead of the newest.")
    template = {
        "url": (
            _SOURCE,
            "The _src_path of the projects, with git+ before it or .git behind it.",
        ),
        "version": version,
        "aliases": (
            list_of(string("git URL"), "git URLs"),
            "Where it was before: other spellings of _src_path.",
        ),
        "skip-tasks": (
            BOOLEAN,
            "Its tasks are never run; true: they need not be warned of.",
        ),
    }
    repository = {
        "name": (
            _NAME,
            "The project's name, with dashes; the package has underscores.",
        ),
        "path": (
            _PATH,
            "A clone on this machine, relative to this file; else write url.",
        ),
        "url": (_URL, "Where to clone it from: https://, ssh://, git@ or file://."),
        "layer": (string(), "One of the layers: they build on the ones before them."),
        "answers": answers,
        "migrations": selected,
        "answers_file": (_PATH, "Where its answers file is, where it is not found."),
        "base": (_NAME_OF_BRANCH, "The branch that counts, instead of its HEAD."),
        "hold": (string("reason"), 'Say why it is left alone: hold = "reason".'),
        "version": version,
    }
    commit = {
        "author": (
            string("name and address", rf"^[^<>\n]*[^<>\s] <[^<>\s]+>{_END}"),
            'Write author = "NAME <MAIL>".',
        ),
        "sign-off": (BOOLEAN, "Whether they end in Signed-off-by."),
        "sign": (BOOLEAN, "Whether they are signed, with your key (user.signingKey)."),
        "message": (
            string("line with {title} in it", rf"^[^\n]*\{{title\}}[^\n]*{_END}"),
            'Write, for example, message = "chore: {title}".',
        ),
    }
    one_place = {"oneOf": [{"required": ["path"]}, {"required": ["url"]}]}
    defaults = {"answers": answers, "migrations": selected}
    return fields(
        {
            "template": (fields(template, "url"), "Where the projects come from."),
            "layers": (
                list_of(string(), "layers"),
                f"From the bottom to the top (default: {', '.join(LAYERS)}).",
            ),
            "defaults": (fields(defaults), "For all repositories."),
            "commit": (fields(commit), "How the commits are that fleet makes."),
            "repository": (
                list_of(fields(repository, "name") | one_place, "tables"),
                "Write [[repository]]; what builds on another comes after it.",
            ),
        },
        "template",
    )


def json_schema() -> Table:
    """Describe a fleet.toml to an editor (JSON Schema, draft 2020-12)."""
    return toml_schema.json_schema("A fleet of repositories", _shape())


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
    return toml_schema.parse(path, data, _shape(), lambda file: _read(file, path))


def _read(file: Document, path: str) -> Fleet:
    path = os.path.abspath(path)
    defaults: Table = file.data.get("defaults", {})
    layers = tuple(file.data.get("layers", LAYERS))
    file.at = ("layers",)
    if len({*layers}) != len(layers):
        raise RefitError("layers has one twice", "leave it out")
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
        repo = _repo(table, defaults, os.path.dirname(path))
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
        template=_template(file.data["template"]),
        repositories=tuple(repositories),
        answers=defaults.get("answers", {}),
        commit=CommitStyle(
            **{
                key.replace("-", "_"): value
                for key, value in file.data.get("commit", {}).items()
            }
        ),
        layers=layers,
    )


def _template(table: Table) -> Template:
    return Template(
        url=table["url"],
        version=table.get("version", ""),
        aliases=tuple(table.get("aliases", ())),
        skip_tasks=table.get("skip-tasks", False),
    )


def _repo(table: Table, defaults: Table, folder: str) -> Repo:
    keys = ("name", "layer", "hold", "version", "answers_file", "base")
    rest = {key: table[key] for key in keys if key in table}
    path = os.path.normpath(os.path.join(folder, table.get("path", "")))
    return Repo(
        location=table.get("url", path),
        answers=table.get("answers", {}),
        defaults=defaults.get("answers", {}),
        migrations=tuple((defaults | table).get("migrations", ())),
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
        "answers_file": repo.answers_file,
        "base": repo.base,
        "hold": repo.hold,
        "migrations": list(repo.migrations),
        "answers": dict(repo.answers),
    }
    return {key: value for key, value in written.items() if value}
