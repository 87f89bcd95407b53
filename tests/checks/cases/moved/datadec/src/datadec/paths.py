def get_data_dir():
    return 1


get_data_dir()
