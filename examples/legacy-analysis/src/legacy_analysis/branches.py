"""Which training step a branch is of, and which seeds there are."""

import hf_utils.branches
from hf_utils.branches import parse_branch_name


def step_of(branch: str) -> int | None:
    return parse_branch_name(branch)["step"]


def seeds(branches: list[str]) -> list[str]:
    return sorted(hf_utils.branches.group_branches_by_seed(branches))
