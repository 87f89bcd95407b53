from pathlib import Path


def get_data_dir():
    return Path()


def of_its_own():
    return 1


def _get_repo_dir():
    return 1
