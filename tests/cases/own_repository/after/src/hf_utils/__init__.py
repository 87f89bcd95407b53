from dr_hf import parse_branch_name
from .datadecide import load_datadecide_perplexity_results
from dr_hf import get_data_dir

__all__ = ["get_data_dir", "load_datadecide_perplexity_results", "parse_branch_name"]
