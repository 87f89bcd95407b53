from importlib import import_module

import_module("hf_utils")  # codemod: ignore[layer-violation]
import_module(
    "ft_pred"
)  # codemod: ignore[layer-violation]
import_module("ft_scaling")


def wandb_runs():  # codemod: ignore[misplaced-code]
    return "wandb"


def wandb_history():
    return "wandb"
