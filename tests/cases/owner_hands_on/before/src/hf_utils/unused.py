from .branches import parse_branch_name  # for users
from .configs import (
    analyze_model_config,  # noqa: F401
    print_config_analysis,
)
from .weights import analyze_model_weights as analyze_model_weights

if print_config_analysis:
    from .huggingface import download_dataset
