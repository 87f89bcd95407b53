"""Families of files: a fleet.toml, and a folder for each of its repositories."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from dr_refit.checks import rules
from dr_refit.checks.family import family_of, placed
from dr_refit.checks.read import read_repository
from dr_refit.fleet import manifest
from dr_refit.migration.toml import load_shipped
from dr_refit.tree.disk import Disk

if TYPE_CHECKING:
    from pathlib import Path

    from dr_refit.checks.model import Family


def family_in(folder: Path) -> Family:
    """Read a family; one that is `whole` has such a file."""
    fleet = manifest.load(str(folder / "fleet.toml"))
    own = folder / "rules.toml"
    shipped = rules.shipped()
    chosen = rules.parse(own.read_bytes(), "rules.toml") if own.exists() else shipped
    members = placed(fleet.repositories, chosen, fleet.layers)
    layers = dict(members)
    found = family_of(
        [
            read_repository(
                Disk(repo.location), repo.name, layers[repo.package], chosen.concerns
            )
            for repo in fleet.repositories
        ],
        members,
        load_shipped(),
        chosen,
        fleet.layers,
    )
    return replace(found, whole=(folder / "whole").exists())
