from unittest.mock import patch

TEXT = "app.alias.io is no target"


@patch("modern.net.download")
@patch('modern.net.download')
@patch("app.sometimes.io.fetch")
@patch("app.alias.run")
def test(a, b, c, d): ...
