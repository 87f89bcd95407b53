import dr_hf as hb
from dr_hf import get_all_repo_branches, is_checkpoint_branch as check
from other import is_checkpoint_branch


def run(b):
    check(branch=b)
    check(branch=b)
    check(
        branch=b,  # the branch
    )
    hb.is_checkpoint_branch(branch=b)
    is_checkpoint_branch(b)
    return get_all_repo_branches(b)
