"""The codes of all that a run reports: one table."""

from __future__ import annotations

from enum import StrEnum
from typing import Literal, Self, get_args

#: error: the file was left alone (exit 2); warning: left for a person (1); note: good
#: to know (0).
Level = Literal["error", "warning", "note"]
#: What a change, or a finding, is about: by its rule, or by the kind of its file.
Kind = Literal[
    "imports", "strings", "calls", "manifests", "docs", "notebooks", "values"
]
KINDS: tuple[Kind, ...] = get_args(Kind)


class Code(StrEnum):
    """Every code that a finding can have; docs/findings.md and SARIF's rules list them.

    Stable: tools, suppressions and per-file-ignores name them.
    """

    level: Level
    #: What it means, one sentence.
    summary: str
    #: What to do about it.
    advice: str

    def __new__(cls, text: str, level: Level, summary: str, advice: str) -> Self:
        """Make a member that equals its id."""
        code = str.__new__(cls, text)
        code._value_ = text
        code.level = level
        code.summary = summary
        code.advice = advice
        return code

    ALREADY_MOVED = (
        "already-moved",
        "note",
        "The name lies in its new home, a part of the old one: taken to have moved.",
        "Check it, where a name of that part was meant to move.",
    )
    AMBIGUOUS_NAME = (
        "ambiguous-name",
        "warning",
        "The local name is bound twice, passed on, or a module where a name moved.",
        "Rewrite this import by hand.",
    )
    BEHAVIOUR_CHANGED = (
        "behaviour-changed",
        "warning",
        "The name moved and behaves differently; a wrong call raises an exception.",
        "Check every call in the file.",
    )
    BEHAVIOUR_CHANGED_SILENTLY = (
        "behaviour-changed-silently",
        "warning",
        "As `behaviour-changed`, but no exception is raised: results change silently.",
        "Check every call in the file before you use its results.",
    )
    BLANK_IN_NAME = (
        "blank-in-name",
        "warning",
        "A name in a migration begins or ends with a blank: it is read without it.",
        "Delete the blank, or correct the name.",
    )
    BLOCK_NOT_PARSED = (
        "block-not-parsed",
        "warning",
        "A block of code in a text names a retired package, and is no Python.",
        "Edit the block by hand.",
    )
    CIRCULAR_IMPORT = (
        "circular-import",
        "warning",
        "The new home imports this file before it has the name: the import would fail.",
        "Import it in the function that uses it, or break the circle.",
    )
    COMMAND_LEFT = (
        "command-left",
        "warning",
        "A line for a shell names what is retired, and what to write is not certain.",
        "Edit the line by hand.",
    )
    COMPATIBILITY_GUARD = (
        "compatibility-guard",
        "note",
        "The fallback of a branch that takes the new home, or a branch for Python 2.",
        "Remove the guard, once no old version has to work.",
    )
    CRASHED = (
        "crashed",
        "error",
        "A bug in this tool, or the process that read the file died.",
        "Exclude the file, and report the bug with what the message says.",
    )
    DYNAMIC_ACCESS = (
        "dynamic-access",
        "warning",
        "`getattr`, `patch.object` or the like takes a moved name by a string.",
        "Pass the new module there.",
    )
    GUARDED_IMPORT = (
        "guarded-import",
        "note",
        "The `except`, or `suppress`, would hide that the new package is missing.",
        "Test with the new package installed.",
    )
    HOME_ABSENT = (
        "home-absent",
        "warning",
        "Some version that the requirement allows has not got the new name.",
        "Set the bound, or correct the name.",
    )
    HOME_HIDDEN = (
        "home-hidden",
        "warning",
        "A file beside this one or its package hides the new package by its name.",
        "Rename that file, and run the command again.",
    )
    HOME_MISSING = (
        "home-missing",
        "warning",
        "The new home of the name is not there yet, so the name stays.",
        "Put the name there, or promise the home: `--home`, `homes` in the settings.",
    )
    HOME_NOT_IMPORTED = (
        "home-not-imported",
        "note",
        "A module is reached through a package that may not import it itself.",
        "Import it, unless the package does so.",
    )
    HOME_UNPUBLISHED = (
        "home-unpublished",
        "warning",
        "No release brings the new name.",
        "Add or correct the requirement, or list the package as `planned`.",
    )
    IMPORT_CYCLE = (
        "import-cycle",
        "warning",
        "Modules, or packages, import each other in a circle.",
        "Cut the import that the message names, or import in a function.",
    )
    IMPORTED_NAME_ABSENT = (
        "imported-name-absent",
        "warning",
        "No version of the package that is known has the imported name.",
        "Correct the name, or import it from where it is.",
    )
    IMPORTER_WAITS = (
        "importer-waits",
        "note",
        "Another repository imports what moved: it waits until that is published.",
        "Then run `codemod rewrite-imports` there, with the migration of the move.",
    )
    IMPORTS_NOT_SORTED = (
        "imports-not-sorted",
        "note",
        "The imports of the file were sorted before, and ruff could not sort them now.",
        "Run `ruff check --select I --fix`, or sort them by hand.",
    )
    INVALID_NOTEBOOK = (
        "invalid-notebook",
        "error",
        "The file is no Jupyter notebook: no JSON, or no cells in it.",
        "Open and save it in Jupyter, or exclude the file.",
    )
    LAYER_UNKNOWN = (
        "layer-unknown",
        "warning",
        "A package of the family is imported, or required, that no layer has.",
        "Add it to the fleet.toml with its layer, or do without it.",
    )
    LAYER_VIOLATION = (
        "layer-violation",
        "warning",
        "A package is imported, or required, that the layers, or the plan, rule out.",
        "Move what needs it up, or what it needs down.",
    )
    LOCAL_MODULE = (
        "local-module",
        "note",
        "The import means a module of this repository, not the retired package.",
        "Nothing.",
    )
    MANIFEST_NOT_PARSED = (
        "manifest-not-parsed",
        "warning",
        "A manifest is no TOML, or none that can be edited: it was left alone.",
        "Correct it, or write what the message says.",
    )
    MISPLACED_CODE = (
        "misplaced-code",
        "warning",
        "Code is about what belongs to another package, or layer.",
        "Move it there, or correct the rule that says so.",
    )
    MOCK_MISSES_COPY = (
        "mock-misses-copy",
        "note",
        "A mock replaces a name in its home, and a module has bound it by an import.",
        "Patch the name of that module, if the mock is for it.",
    )
    MODULE_OBJECT_KEPT = (
        "module-object-kept",
        "warning",
        "A module is used as a whole, but names of it moved.",
        "Use the new modules, or the names themselves.",
    )
    MOVED_CODE_LEFT = (
        "moved-code-left",
        "warning",
        "A package still defines names that the migrations give a new home.",
        "Delete them once nothing imports them, `codemod retire` tells.",
    )
    NAME_IN_DATA = (
        "name-in-data",
        "warning",
        "A file that is no text, a pickle say, names what is called otherwise now.",
        "Make the file anew, or let what reads it know both names.",
    )
    NAME_IN_STRING = (
        "name-in-string",
        "warning",
        "A moved name stands in a string that is code, or a piece, or may be a key.",
        "Edit the string.",
    )
    NAME_IN_TEXT = (
        "name-in-text",
        "note",
        "A string, or a text, has a moved name: of a logger, in prose, or elsewhere.",
        "Edit it, if it is to name what moved.",
    )
    NAME_IN_VALUE = (
        "name-in-value",
        "warning",
        "A value in a YAML, TOML, JSON or ini file names what moved, or is retired.",
        "Write what the message says, or what the value is for.",
    )
    NOT_PYTHON = (
        "not-python",
        "note",
        "A file that is not Python was named on the command line.",
        "Nothing.",
    )
    NOT_VERIFIED = (
        "not-verified",
        "error",
        "The rewrite could not be proved right, and was not written.",
        "Rewrite the file by hand, and report the bug.",
    )
    NOT_WRITTEN = (
        "not-written",
        "error",
        "The file is read-only, the disk is full, or the file changed during the run.",
        "Do what the message says, and run the command again.",
    )
    OLD_HOME_NEEDED = (
        "old-home-needed",
        "note",
        "What moved imports modules that stay: its new home needs the old one.",
        "Move these as well, where the old home is to be retired.",
    )
    OLD_NAME_ABSENT = (
        "old-name-absent",
        "warning",
        "No version of the old package has ever had the name.",
        "Correct it in the migration, or leave it out.",
    )
    OWN_MODULE = (
        "own-module",
        "warning",
        "The name moved to the very file that imports it.",
        "Define the name here, or leave it.",
    )
    PACKAGE_OBJECT_KEPT = (
        "package-object-kept",
        "note",
        "A package is used as a whole, but names deeper inside it moved.",
        "Check whether one of these names is used through it.",
    )
    PROJECT_CHANGED = (
        "project-changed",
        "note",
        "The new package needs, reads or does something else than the old one.",
        "Look at what the message says, once for the project.",
    )
    PYTHON_RAISED = (
        "python-raised",
        "note",
        "`requires-python` was raised to what the new requirements need.",
        "Raise what the message says lags behind, if it names anything.",
    )
    RE_EXPORT_KEPT = (
        "re-export-kept",
        "warning",
        "The retired package hands on a name that another package has now.",
        "Import it from there where it is used, then delete it here.",
    )
    RE_EXPORTED_NAME = (
        "re-exported-name",
        "warning",
        "A module hands on a name of another package of the family.",
        "Import it from its own package where it is used, then delete it here.",
    )
    REMOVED_NAME = (
        "removed-name",
        "warning",
        "The name is gone, and nothing took its place.",
        "Do what the message says.",
    )
    REQUIREMENT_CLASH = (
        "requirement-clash",
        "warning",
        "Requirements do not resolve together: no version is good for all.",
        "Change one of those that the message names.",
    )
    REQUIREMENT_LEFT = (
        "requirement-left",
        "warning",
        "A requirement clashes with what is declared, or stands where none is edited.",
        "Write what the message says.",
    )
    REQUIREMENT_UNCHECKED = (
        "requirement-unchecked",
        "note",
        "`--resolve` could not ask about a requirement: it names a source, say.",
        "Install it, to see whether it goes with the others.",
    )
    RETIRED_IMPORT = (
        "retired-import",
        "warning",
        "A retired package is imported, and will not be there.",
        "Run `codemod rewrite-imports` or `fleet migrate`; remove what they leave.",
    )
    SIGNATURE_DIFFERS = (
        "signature-differs",
        "warning",
        "The new home refuses calls that were right, and the migration is silent.",
        "Add a note, or a rule for its calls, to the migration.",
    )
    STAR_IMPORT = (
        "star-import",
        "warning",
        "The names of the module moved to several places.",
        "Import by name what the file uses, and what others take from it.",
    )
    SYNTAX_ERROR = (
        "syntax-error",
        "error",
        "The file is not valid in the version of Python that runs the command.",
        "Fix or exclude the file.",
    )
    TAKEN_ELSEWHERE = (
        "taken-elsewhere",
        "warning",
        "A name that moved is used through a module that imports it, or taken there.",
        "Import the name from where it is now.",
    )
    TOO_LARGE = (
        "too-large",
        "error",
        "The file has more than 5 MB of code, or is nested too deeply.",
        "Split or exclude the file.",
    )
    UNDECLARED_DEPENDENCY = (
        "undeclared-dependency",
        "warning",
        "A package is imported that no manifest requires, or one for tests alone.",
        "Add the requirement.",
    )
    UNDECODABLE = (
        "undecodable",
        "error",
        "The bytes are not text in the file's encoding.",
        "Declare the encoding, or convert the file.",
    )
    UNKNOWN_CODE = (
        "unknown-code",
        "warning",
        "A comment, or a setting, ignores a code that no finding has.",
        "Correct the code; the message has the nearest one, if there is any.",
    )
    UNKNOWN_NAME = (
        "unknown-name",
        "warning",
        "The retired package had no such name in its last version.",
        "Correct the name; the message has the nearest one, if there is any.",
    )
    UNREADABLE = (
        "unreadable",
        "error",
        "The file, or a setting in it, could not be read.",
        "Make the file readable (`ls -l`), or correct the setting.",
    )
    UNUSED_DEPENDENCY = (
        "unused-dependency",
        "warning",
        "A distribution is required that nothing imports.",
        "Delete the requirement.",
    )
    UNUSED_NAME = (
        "unused-name",
        "note",
        "No file of the family speaks of a module, or of a public name.",
        "Delete it, unless others use it.",
    )
    VALUE_LEFT = (
        "value-left",
        "warning",
        "A literal that `--values` renames is a part of something longer.",
        "Rename it by hand, where it means the same.",
    )
