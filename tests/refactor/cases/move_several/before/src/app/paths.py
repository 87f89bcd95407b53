from pathlib import Path

ROOT = Path(__file__).parents[2]
TABLE = Path(__file__).parent / "core" / "table.csv"
