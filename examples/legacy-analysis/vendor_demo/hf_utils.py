"""Small hub helpers of this demo; no relation to the package of the same name."""

from pathlib import Path

CACHE = Path("models")


def fetch_checkpoint(name, filename="model.bin"):
    return CACHE / name / filename


def get_data_dir():
    return CACHE


def load_datadecide_perplexity_results():
    return {}
