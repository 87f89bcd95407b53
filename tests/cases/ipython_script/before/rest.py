from hf_utils.branches import get_all_repo_branches
x = ("a %s"
  % 1)
