"""The namespaces of modules, by their names."""

from unittest import mock

with mock.patch.dict("old.__dict__", {"one": 5}), mock.patch.dict("os.__dict__", a=1):
    pass
