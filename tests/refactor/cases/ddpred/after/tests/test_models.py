import logging
import subprocess
import sys
from pathlib import Path
from unittest import mock

import pytest

import ft_pred
from ft_pred.core import models
from ft_pred.core.models import Linear

ROOT = Path(__file__).parents[1]
DATA = ROOT / "src" / "ft_pred" / "locale"
OTHER = ROOT / "src/ft_pred/locale"


@mock.patch("ft_pred.core.models.get_data_dir", return_value="x")
def test_load(_, caplog):
    caplog.set_level(logging.INFO, logger="ft_pred")
    assert Linear().load() == "x"
    assert caplog.records[0].name == "ft_pred.core.models"
    logging.getLogger("ft_pred").info("done")


def test_repr():
    assert repr(Linear()) == "<ft_pred.core.models.Linear>"
    assert Linear.__module__.startswith("ft_pred.")
    assert ft_pred.__name__ == "ft_pred"


def test_command():
    done = subprocess.run([sys.executable, "-m", "ft_pred", "--version"])
    assert done.returncode == 0
    code = "import ft_pred.core; from ft_pred import models"
    subprocess.run([sys.executable, "-c", code])
    assert "No module named 'ft_pred'" not in "usage: ddpred"


def test_message():
    with pytest.raises(AttributeError, match=r"module 'ft_pred\.core' has no"):
        ft_pred.core.nothing
    assert {"ddpred": 1, "ddpred.json": 2, "x/ddpred": 3}
    assert models.__name__.removeprefix("ft_pred.") == "core.models"
