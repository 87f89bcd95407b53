from unittest.mock import patch


@patch("app.rules.newline")
@patch("app.flow.newline.helper")
@patch("app.flow.table.rows")
def test(*mocks):
    pass
