"""Reads owner/old_set."""
from datasets import load_dataset

SETS = {"owner/new_set": 'new_set', "owner/old_sets": 1}
load_dataset("owner/new_set", name=f"old_set")  # owner/old_set
load_dataset("owner/" "old_set")
load_dataset("hf://datasets/owner/old_set/x.parquet")
load_dataset(f"{SETS}/old_set")
load_dataset("owner/old_set")  # codemod: ignore[value-left]
my = "very_old_set"
