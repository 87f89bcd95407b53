"""What the package hands on stays its own; what it uses comes from the new home."""

from .branches import parse_branch_name
from .configs import *
from dr_hf import get_data_dir
from .weights import analyze_model_weights as weigh

__all__ = ["parse_branch_name", "weigh"]

DATA = get_data_dir()
