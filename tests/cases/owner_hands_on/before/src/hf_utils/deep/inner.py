from hf_utils.paths import get_data_dir, get_repo_dir
