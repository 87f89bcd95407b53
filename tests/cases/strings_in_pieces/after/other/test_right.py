from unittest.mock import patch

MODULE = "app.work"


def test_right(patcher):
    with patch(f"{MODULE}.go"), patch("app.work.legacy" + ""), patch("app." + "go"):
        patcher.patch("{}.fetch".format("io"))
    print("{} and {}".format("legacy.io", "fetch"), "%s" % ("legacy.io",))
