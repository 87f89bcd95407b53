from hf_utils.branches import get_all_repo_branches
what?
