from dr_hf import parse_branch_name
