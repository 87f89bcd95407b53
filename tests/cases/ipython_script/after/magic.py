%matplotlib inline
import dr_hf as hb
%time names = hb.get_all_repo_branches("a")
files = !ls
