from unittest.mock import patch

from app.io import load
from app.io.load import main


@patch("app.io.load.data_dir", return_value="there")
def test_main(_):
    assert main()[2] == load.main()[2] == "there"
