from hf_utils import get_data_dir, parse_branch_name
