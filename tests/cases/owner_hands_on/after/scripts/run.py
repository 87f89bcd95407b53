# codemod: review[behaviour-changed-silently] dr_hf.parse_branch_name: a model instead of a dict: info['x'] is info.x; `in`, ==, iteration and DataFrame([info]) go wrong quietly: info.model_dump()
from dr_hf import parse_branch_name
from hf_utils.configs import print_config_analysis

print(parse_branch_name, print_config_analysis)
