"""The shape of a fleet.toml: what editors are told of it, and what is checked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from dr_refit import toml as toml_schema
from dr_refit.checks.model import LAYERS
from dr_refit.migration.toml import shipped_dir
from dr_refit.toml import BOOLEAN, fields, list_of, map_of, one_of, string

if TYPE_CHECKING:
    from dr_refit.toml import Table

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
    rf"^(?:(git@|gh:|gl:|(?={_GIT})(git\+)?(https://(?![^/]*@)|ssh://|file://)){_REST}"
    rf"|/[^\x00-\x1f]+{_END})",
)
_PATH: Final = string("path", rf"^(?!-|\S*://)[^\x00-\x1f]+{_END}")
_VERSION: Final = string(
    "tag such as v1.2.0, or hash",
    rf"^(?![-./])(?!.*(\.\.|//|@\{{))[\w./+@-]+{_END}",
)
_NAME_OF_BRANCH: Final = string(
    "name of a branch", rf"^(?![-/.])(?!.*(\.\.|//|@\{{))[^\x00-\x20~^:?*\[\\]+{_END}"
)
#: A name, and an address in brackets.
AUTHOR: Final = rf"^[^<>\n]*[^<>\s] <[^<>\s]+>{_END}"
_ANSWER: Final = {
    "type": ["string", "boolean", "integer", "number", "array", "object"],
    "title": "text, number, boolean, list or table",
}


def fleet_shape() -> Table:
    """Return the shape of a fleet.toml."""
    shipped = sorted(path.stem for path in shipped_dir().glob("*.toml"))
    migrations = one_of(shipped, r"\.toml\Z", "a path, such as codemods/mine.toml")
    answers = (
        map_of(_ANSWER, rf"^[A-Za-z]\w*{_END}"),
        "Question of the template -> its answer.",
    )
    selected = (
        list_of(migrations, "migrations"),
        "The codemods to apply, or their files; without it, all there are.",
    )
    version = (_VERSION, "A release to stay at, instead of the newest.")
    template: dict[str, tuple[Table, str]] = {
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
            "Its tasks and migrations are never run; true: they need not be warned of.",
        ),
        "answers": answers,
    }
    others = "A setting, or [template.NAME]: one more template, for repositories of it."
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
        "template": (_NAME, "One of the [template.NAME], instead of [template]."),
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
            string("name and address", AUTHOR),
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
            "template": (
                fields(template)
                | {
                    "additionalProperties": fields(template) | {"description": others},
                    "propertyNames": {"pattern": _NAME["pattern"]},
                },
                "Where the projects come from.",
            ),
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
    return toml_schema.json_schema("A fleet of repositories", fleet_shape())
