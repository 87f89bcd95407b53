import json
from importlib.resources import files

NAME = "old.core.json"
TEXT = "from __future__ import old"
OTHER = "from .parts import old"
WHOLE = "import old"
FROM = "from old import core"
LINES = "x = 1; import old"
LOG = "old.core.log"


def read():
    return json.loads(files("old").joinpath(NAME).read_text())
