%matplotlib inline
import hf_utils.branches as hb
%time names = hb.get_all_repo_branches("a")
files = !ls
