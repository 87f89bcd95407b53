from pathlib import Path

ROOT = Path(__file__).parents[3]
TABLE = Path(__file__).parents[1] / "base/core" / "table.csv"
