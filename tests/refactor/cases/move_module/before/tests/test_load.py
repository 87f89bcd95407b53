from unittest.mock import patch

from app import load
from app.load import main


@patch("app.load.data_dir", return_value="there")
def test_main(_):
    assert main()[2] == load.main()[2] == "there"
