from pathlib import Path

HERE = Path(__file__).parent
DATA = HERE / "data" / "a.csv"
AGAIN = HERE.parent / "old" / "data" / "a.csv"
