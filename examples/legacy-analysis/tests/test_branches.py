from unittest.mock import patch

from legacy_analysis import branches


# Looked up in branches.py: stays.
@patch("legacy_analysis.branches.parse_branch_name")
def test_step(parse):
    branches.step_of("step1250-seed-default")
    parse.assert_called_once_with("step1250-seed-default")


# Looked up in the package: goes where that went.
@patch("hf_utils.branches.group_branches_by_seed", return_value={"1": [], "0": []})
def test_seeds(group):
    assert branches.seeds(["main"]) == ["0", "1"]
    group.assert_called_once_with(["main"])
