import logging.config

from new import f

CONFIG = {
    "version": 1,
    "loggers": {"new": {"level": "INFO"}, "new.web": {"level": "DEBUG"}, "new.core": {}},
    "root": {},
    "names": {"old": 1},
}


def test(caplog):
    logging.config.dictConfig(CONFIG)
    caplog.set_level("INFO", logger="new.web")
    caplog.set_level("INFO", "old.web")
    with caplog.at_level("INFO", logger="new"):
        f()
    assert f.__module__ == "new"
    assert caplog.record_tuples == [("old.web", 20, "x")]
    assert getattr(f, "__module__") == "new"
ONE = {"loggers": {"new": {}}}
TWO = {"loggers": {"older": {"old": 1}}, "old": {"x": 2}}
