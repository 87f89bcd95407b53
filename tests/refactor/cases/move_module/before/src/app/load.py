"""Loads things."""

from pathlib import Path

from . import names
from .io.paths import data_dir
from .names import NAME

ROOT = Path(__file__).resolve().parents[2]
TABLE = Path(__file__).with_name("table.csv")
CONFIG = ROOT / "configs" / "app.cfg"
NAMES = Path(__file__).parent / "names.txt"


def main() -> tuple[str, ...]:
    return NAME, names.NAME, data_dir(), CONFIG.read_text(), NAMES.read_text()
