import wag.models
import wagtools
from wag.mock import mock
from wag import hooks
from wagtools import slugify
from wag.edit.panels import Panel
from wag.edit.panels import Row
from wag.mock import Finder

print(wag.models.Page, wagtools.slugify, hooks, slugify, Panel, Row, Finder)
with mock(["x"]):
    mock.calls()
