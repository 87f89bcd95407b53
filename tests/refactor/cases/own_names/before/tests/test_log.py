import logging.config
import unittest

from old import f

CONFIG = {
    "version": 1,
    "loggers": {"old": {"level": "INFO"}, "old.web": {"level": "DEBUG"}, "old.core": {}},
    "root": {},
    "names": {"old": 1},
}


def test(caplog):
    logging.config.dictConfig(CONFIG)
    caplog.set_level("INFO", logger="old.web")
    caplog.set_level("INFO", "old.web")
    with caplog.at_level("INFO", logger="old"):
        f()
    assert f.__module__ == "old"
    assert caplog.record_tuples == [("old.web", 20, "x")]
    assert getattr(f, "__module__") == "old"
ONE = {"loggers": {"old": {}}}
TWO = {"loggers": {"older": {"old": 1}}, "old": {"x": 2}}


class Logs(unittest.TestCase):
    def test_logs(self):
        with self.assertLogs("old") as first, self.assertNoLogs("old.web", "INFO"):
            f()
        with self.assertLogs("old.web"), self.assertLogs(level="INFO", logger="old"):
            f()
        self.assertEqual(first.output, ["INFO:old:x"])
        self.assertIn("old", first.output)
