import logging
from importlib.resources import files

import attr
import numpy as np
import private_lib
import undeclared
import wandb

try:
    import matplotlib
except ImportError:
    matplotlib = None

TEXT = files("old_app.core") / "data" / "a.txt"
log = logging.getLogger(__name__)


def draw():
    return np, matplotlib, attr, private_lib, undeclared, wandb
