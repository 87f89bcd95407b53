"""Every code a finding can have: what it means, and what to do."""

from __future__ import annotations

#: Stable: tools and suppressions name them. docs/findings.md explains each.
CODES = {
    "ambiguous-name": "The imported name is bound in several ways; rewrite it by hand.",
    "behaviour-changed": "The name moved, and behaves otherwise; look at the call.",
    "behaviour-changed-silently": "As behaviour-changed, but nothing raises.",
    "crashed": "A bug, or the process that read the file died; exclude the file.",
    "dynamic-access": "A moved name is taken from its old module by a string.",
    "guarded-import": "The fallback of a `try` would hide a missing new package.",
    "local-module": "The import means a module of this repository; left alone.",
    "module-object-kept": "A module is used as a whole, but names of it moved.",
    "name-in-string": "A moved name stands in a string that cannot be edited.",
    "not-python": "A file was named that is not Python; not looked at.",
    "not-verified": "The rewrite could not be proved right; left alone.",
    "not-written": "The file could not be replaced; it is as it was.",
    "own-module": "The new home of the name is the file that imports it.",
    "removed-name": "The name is gone; the message says what to do instead.",
    "retired-import": "An import of a retired package that would be rewritten.",
    "star-import": "The module's names went to several places; import by name.",
    "syntax-error": "The file is not Python of this version; left alone.",
    "too-large": "More code than is safe to parse; left alone.",
    "undecodable": "The file's bytes are not text in its encoding; left alone.",
    "unknown-name": "The retired package never had this name.",
    "unreadable": "The file could not be read.",
}
