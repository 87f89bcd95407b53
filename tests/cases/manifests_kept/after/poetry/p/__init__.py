# codemod: review[behaviour-changed-silently] dr_hf.parse_branch_name: a model instead of a dict: info['x'] is info.x; pass info.model_dump() where a dict is needed
from dr_hf import parse_branch_name
