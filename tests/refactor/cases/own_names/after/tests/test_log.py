import logging.config
import unittest

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
    caplog.set_level("INFO", "new.web")
    with caplog.at_level("INFO", logger="new"):
        f()
    assert f.__module__ == "new"
    assert caplog.record_tuples == [("new.web", 20, "x")]
    assert getattr(f, "__module__") == "new"
ONE = {"loggers": {"new": {}}}
TWO = {"loggers": {"older": {"old": 1}}, "old": {"x": 2}}


class Logs(unittest.TestCase):
    def test_logs(self):
        with self.assertLogs("new") as first, self.assertNoLogs("new.web", "INFO"):
            f()
        with self.assertLogs("new.web"), self.assertLogs(level="INFO", logger="new"):
            f()
        self.assertEqual(first.output, ["INFO:old:x"])
        self.assertIn("old", first.output)
