from dr_hf import parse_branch_name
from hf_utils.configs import print_config_analysis

# codemod: review[behaviour-changed-silently] dr_hf.parse_branch_name: a model instead of a dict: info['x'] is info.x; pass info.model_dump() where a dict is needed
print(parse_branch_name, print_config_analysis)
