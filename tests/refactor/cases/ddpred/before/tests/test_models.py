import logging
import subprocess
import sys
from pathlib import Path
from unittest import mock

import pytest

import ddpred
from ddpred.core import models
from ddpred.core.models import Linear

ROOT = Path(__file__).parents[1]
DATA = ROOT / "src" / "ddpred" / "locale"
OTHER = ROOT / "src/ddpred/locale"


@mock.patch("ddpred.core.models.get_data_dir", return_value="x")
def test_load(_, caplog):
    caplog.set_level(logging.INFO, logger="ddpred")
    assert Linear().load() == "x"
    assert caplog.records[0].name == "ddpred.core.models"
    logging.getLogger("ddpred").info("done")


def test_repr():
    assert repr(Linear()) == "<ddpred.core.models.Linear>"
    assert Linear.__module__.startswith("ddpred.")
    assert ddpred.__name__ == "ddpred"


def test_command():
    done = subprocess.run([sys.executable, "-m", "ddpred", "--version"])
    assert done.returncode == 0
    code = "import ddpred.core; from ddpred import models"
    subprocess.run([sys.executable, "-c", code])
    assert "No module named 'ddpred'" not in "usage: ddpred"


def test_message():
    with pytest.raises(AttributeError, match=r"module 'ddpred\.core' has no"):
        ddpred.core.nothing
    assert {"ddpred": 1, "ddpred.json": 2, "x/ddpred": 3}
    assert models.__name__.removeprefix("ddpred.") == "core.models"
