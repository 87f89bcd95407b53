#!/usr/bin/env python
"""Checkpoint branches of a model repository, next to the hf_utils cache."""

import json
import sys
import warnings

warnings.filterwarnings("ignore", category=FutureWarning)

import pandas as pd  # noqa: E402

from hf_utils import (  # noqa: E402
    DataDecide,
    load_datadecide_perplexity_results,
)
from hf_utils.branches import create_branch_metadata, parse_branch_name  # noqa: E402
from hf_utils.branches import get_checkpoint_branches as checkpoints  # noqa: E402
from hf_utils.huggingface import download_dataset, save_branch_data  # noqa: E402
from hf_utils.paths import get_data_dir  # noqa: E402

try:
    from hf_utils.weights import analyze_model_weights, print_weight_analysis
except ImportError:
    print("weights need torch")
    sys.exit(1)


def branch_rows(repo: str) -> pd.DataFrame:
    branches = checkpoints(repo)
    steps = [parse_branch_name(b)["step"] for b in branches]
    print(f"steps {min(steps)} to {max(steps)}")
    infos = []
    for branch in branches:
        info = parse_branch_name(branch)
        if "step" in info and info["valid"]:
            infos.append({**info, "seed": info.get("seed", "default")})
    print(json.dumps(parse_branch_name(branches[-1])))
    return pd.DataFrame([parse_branch_name(b) for b in branches]).join(
        pd.DataFrame(infos), rsuffix="_checked"
    )


def first_steps(repo: str) -> dict[str, int]:
    meta = create_branch_metadata(repo)
    save_branch_data(repo, meta)
    print("as of " + meta["last_updated"])
    seeds = meta["seed_configurations"]
    return {seed: seeds[seed]["branches"][0]["step"] for seed in seeds}


def main(repo: str) -> None:
    try:
        folder = get_data_dir()
    except ValueError:
        sys.exit("set DATA_DIR")
    branch_rows(repo).to_parquet(f"{folder}/branches.parquet")
    print(first_steps(repo))
    print_weight_analysis(analyze_model_weights(repo, "main"))

    dd = DataDecide(force_reload=False, verbose=False)
    perplexity = load_datadecide_perplexity_results()
    print(len(dd.ppl_parsed_df), len(dd.full_eval_ds), len(perplexity))
    download_dataset(folder, repo, split="validation")


if __name__ == "__main__":
    main(sys.argv[1])
