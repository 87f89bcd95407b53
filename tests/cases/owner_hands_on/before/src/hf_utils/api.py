from .checkpoints import download_dataset, parse_branch_name  # noqa: F401
