from hf_utils.branches import parse_branch_name as parse_branch_name
from hf_utils.configs import analyze_model_config, print_config_analysis
from hf_utils.huggingface import download_dataset


def check(path):
    return print_config_analysis(analyze_model_config(path))
