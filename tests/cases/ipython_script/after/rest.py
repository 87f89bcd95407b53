from dr_hf import get_all_repo_branches
x = ("a %s"
  % 1)
