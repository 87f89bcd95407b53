"""Loads things."""

from pathlib import Path

from app import names
from app.io.paths import data_dir
from app.names import NAME

ROOT = Path(__file__).resolve().parents[3]
TABLE = Path(__file__).parents[1] / "table.csv"
CONFIG = ROOT / "configs" / "app.cfg"
NAMES = Path(__file__).parents[1] / "names.txt"


def main() -> tuple[str, ...]:
    return NAME, names.NAME, data_dir(), CONFIG.read_text(), NAMES.read_text()
