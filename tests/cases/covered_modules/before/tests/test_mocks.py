from unittest.mock import patch


@patch("app.rules.newline")
@patch("app.rules.newline.helper")
@patch("app.rules.table.rows")
def test(*mocks):
    pass
