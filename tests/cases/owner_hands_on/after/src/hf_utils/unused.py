# for users
from .configs import (
    print_config_analysis,
)

if print_config_analysis:
    from .huggingface import download_dataset
