"""Patterns for run names, and the hooks that configs/hooks.cfg names."""

from importlib import import_module

import catalogue
from dr_ingest.wandb import constants as const
from dr_ingest.wandb.patterns import PATTERN_SPECS, PatternSpec

# The name of a registry, kept for configs written long ago.
registry = catalogue.create("dr_ingest", "wandb", "patterns")

for spec in PATTERN_SPECS:
    registry.register(spec.name, func=spec)


def components() -> dict[str, str]:
    names = [name for name in dir(const) if name.isupper()]
    return {name: getattr(const, name) for name in names}


def find(name: str) -> PatternSpec:
    return registry.get(name)


def load_hook(target: str):
    module, _, function = target.partition(":")
    return getattr(import_module(module), function)


def default_hook():
    return load_hook("dr_ingest.wandb.hooks:normalize_matched_run_type")


def frame_module():
    return import_module("dr_ingest.utils.pandas")
