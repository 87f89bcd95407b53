from dr_hf import get_data_dir

print(get_data_dir())
