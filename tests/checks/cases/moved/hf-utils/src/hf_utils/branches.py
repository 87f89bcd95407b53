from dr_hf.branches import parse_branch_name

print(parse_branch_name)
