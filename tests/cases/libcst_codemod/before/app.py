import hf_utils.branches as hb
from hf_utils.branches import get_all_repo_branches, is_checkpoint_branch as check
from other import is_checkpoint_branch


def run(b):
    check(b)
    check(branch=b)
    check(
        b,  # the branch
    )
    hb.is_checkpoint_branch(b)
    is_checkpoint_branch(b)
    return get_all_repo_branches(b)
