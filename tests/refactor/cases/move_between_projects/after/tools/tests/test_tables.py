from base.tables import main


def test_main():
    assert main().empty
