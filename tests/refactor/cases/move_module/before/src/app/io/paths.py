def data_dir() -> str:
    return "data"
