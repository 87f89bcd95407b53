import json
from importlib.resources import files

NAME = "old.core.json"
TEXT = "from __future__ import old"
OTHER = "from .parts import old"
WHOLE = "import new"
FROM = "from new import core"
LINES = "x = 1; import new"
LOG = "old.core.log"


def read():
    return json.loads(files("new").joinpath(NAME).read_text())
