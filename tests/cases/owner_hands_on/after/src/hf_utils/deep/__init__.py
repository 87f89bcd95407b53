from .inner import get_data_dir
