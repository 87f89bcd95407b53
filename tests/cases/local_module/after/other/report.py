from dr_hf import get_data_dir

# codemod: review[behaviour-changed-silently] dr_hf.get_data_dir: DATA_DIR comes from the environment and the .env of this project, no longer from the .env of hf_utils: set it there
print(get_data_dir())
