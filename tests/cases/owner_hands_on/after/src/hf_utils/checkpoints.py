from hf_utils.branches import parse_branch_name as parse_branch_name
from hf_utils.configs import print_config_analysis
from dr_hf import analyze_model_config
from hf_utils.huggingface import download_dataset


def check(path):
    # codemod: review[behaviour-changed-silently] dr_hf.analyze_model_config: a model instead of a dict: a['x'] is a.x; "'error' in a" is always False: test a.error is not None
    return print_config_analysis(analyze_model_config(path))
