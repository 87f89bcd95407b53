from dr_hf import get_data_dir

# codemod: review[behaviour-changed-silently] dr_hf.get_data_dir: the .env of this project is read, no longer the one of hf_utils
print(get_data_dir())
