from hf_utils.branches import parse_branch_name
from hf_utils.configs import print_config_analysis

print(parse_branch_name, print_config_analysis)
