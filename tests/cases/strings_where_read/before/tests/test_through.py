from unittest.mock import patch

TEXT = "app.alias.io is no target"


@patch("app.by_module.legacy.io.fetch")
@patch('app.alias.io.fetch')
@patch("app.sometimes.io.fetch")
@patch("app.alias.run")
def test(a, b, c, d): ...
