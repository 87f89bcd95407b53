"""Workspaces of uv's: what their members require of each other comes from them."""

from __future__ import annotations

import os
from pathlib import PurePath
from typing import TYPE_CHECKING

from dr_refit.codemod.manifests.sections import PYPROJECT
from dr_refit.manifests import pyproject, toml_text, toml_values
from dr_refit.manifests.names import canonical, distribution

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dr_refit.manifests.listings import Listing

_WORKSPACE = ("tool", "uv", "workspace")
_SOURCES = ("tool", "uv", "sources")


def members(texts: Mapping[str, str]) -> dict[str, frozenset[str]]:
    """Map the manifests of members to the distributions that all of them are.

    What the manifest of the workspace itself says of where these come from holds for
    its members: it need not be said again.
    """
    tomls = {path: text for path, text in texts.items() if path.endswith(PYPROJECT)}
    found = {}
    for root, text in tomls.items():
        workspace = toml_values.get(text, _WORKSPACE)
        if isinstance(workspace, dict):
            inside = [one for one in tomls if _is_member(one, root, workspace)]
            names = {pyproject.name_in(tomls[one].encode()) for one in inside}
            names -= {"", *_sources(text)}
            found.update(dict.fromkeys(inside, frozenset(names)))
    return found


def sourced(text: str, before: str, listing: Listing, members: frozenset[str]) -> str:
    """Say of members that came into a list that they come from the workspace.

    `before`: the file without them; where they come from may be said already.
    """
    if not members:
        return text
    came = {*map(distribution, listing.texts(text))}
    came -= {*map(distribution, listing.texts(before))}
    for name in sorted((came & members) - _sources(text)):
        statement = f"{name} = {{ workspace = true }}"
        text = toml_text.with_statement(text, _SOURCES, statement)
    return text


def _sources(text: str) -> set[str]:
    return {*map(canonical, toml_values.get(text, _SOURCES) or ())}


def _is_member(path: str, root: str, workspace: Mapping[str, object]) -> bool:
    above = os.path.dirname(root) or "."
    folder = PurePath(os.path.relpath(os.path.dirname(path) or ".", above))
    if not folder.parts:
        return True

    def is_one_of(key: str) -> bool:
        listed = workspace.get(key)
        each = listed if isinstance(listed, list) else ()
        patterns = [PurePath(one) for one in each if isinstance(one, str)]
        depth = len(folder.parts)
        return any(
            len(one.parts) == depth and folder.match(str(one)) for one in patterns
        )

    return is_one_of("members") and not is_one_of("exclude")
