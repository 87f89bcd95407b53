"""Imports memo, says this docstring."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING

import attr
import git
import yaml
from sklearn.svm import SVC

from . import paths
from .paths import HERE

try:
    import orjson
except ImportError:
    orjson = None

if TYPE_CHECKING:
    import pandas
    from hypothesis import given

if sys.version_info < (3, 11):
    import tomli


def plot(frame: pandas.DataFrame) -> None:
    import seaborn
    import numpy as np, requests

    seaborn.lineplot(np.asarray(frame), requests)


def check() -> None:
    import pytest

    pytest.main([json, attr, git, yaml, SVC, paths, HERE, given, tomli, orjson])
