from pathlib import Path

import attr
import packaging.version

from .names import NAME

PATH = Path(__file__).parents[4] / "configs" / "tables"
MORE = Path(__file__).with_name("more.txt")


@attr.define
class Table:
    name: str


def load():
    text = (PATH / "tables.cfg").read_text() + MORE.read_text()
    return Table(NAME + text.strip()), packaging.version
