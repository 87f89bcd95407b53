import wag.core.models
from wag import mock
from wag.core import hooks, slugify
from wag.core.edit.handlers import Panel
from wag.edit.handlers import Row
from wag.importer import Finder

print(wag.core.models.Page, wag.core.slugify, hooks, slugify, Panel, Row, Finder)
with mock(["x"]):
    mock.calls()
