"""Seed noise in fine-tuning results."""

from importlib import import_module

from dr_ingest.hf.location import HFLocation
from dr_ingest.utils.pandas import rename_columns as tidy_columns

from .settings import Sources
from .tables import refresh_tables

_ATTR_TO_MODULE = {
    "load_runs": "legacy_analysis.runs",
    "print_report": "legacy_analysis.report",
}

__all__ = [
    "HFLocation",
    "Sources",
    "load_runs",
    "print_report",
    "refresh_tables",
    "tidy_columns",
]


def __getattr__(name):
    if name in _ATTR_TO_MODULE:
        return getattr(import_module(_ATTR_TO_MODULE[name]), name)
    raise AttributeError(name)
