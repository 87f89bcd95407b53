# /// script
# dependencies = ["rich"]
# ///
from hf_utils.branches import parse_branch_name
